package io.github.cameldatadog.findings.internal;

import io.github.cameldatadog.findings.client.Flight;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;

/** Requests, as those of one exchange, that are waiting or on the wire, so that they can all be called off. */
public final class Flights {

    private final ReentrantLock lock = new ReentrantLock();
    /** As they were launched: they are called off in that order. */
    private final Set<Place> places = new LinkedHashSet<>();

    private String calledOff;

    private static final class Place {
        private Flight flight;
    }

    /**
     * Starts a request.
     *
     * @param start starts it, given what to run when it has landed
     */
    public void launch(Function<Runnable, Flight> start) {
        Place place = new Place();
        lock.lock();
        try {
            places.add(place);
        } finally {
            lock.unlock();
        }
        Flight flight = start.apply(() -> landed(place));
        String reason;
        lock.lock();
        try {
            place.flight = flight;
            reason = calledOff;
        } finally {
            lock.unlock();
        }
        if (reason != null) {
            flight.cancel(reason);
        }
    }

    private void landed(Place place) {
        lock.lock();
        try {
            places.remove(place);
        } finally {
            lock.unlock();
        }
    }

    /** Calls off what is not on the wire yet, now and from now on. */
    public void callOff(String reason) {
        List<Flight> waiting = new ArrayList<>();
        lock.lock();
        try {
            if (calledOff == null) {
                calledOff = reason;
            }
            places.stream()
                    .map(place -> place.flight)
                    .filter(flight -> flight != null)
                    .forEach(waiting::add);
        } finally {
            lock.unlock();
        }
        waiting.forEach(flight -> flight.cancel(reason));
    }
}
