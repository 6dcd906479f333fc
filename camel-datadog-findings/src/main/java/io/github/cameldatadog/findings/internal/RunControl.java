package io.github.cameldatadog.findings.internal;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReference;

/**
 * Whether a run goes on sending: what a batch on its way asks, and what a refusal or the end of time decides. Safe for use by
 * several threads.
 */
final class RunControl {

    private final AtomicReference<String> whyStopped = new AtomicReference<>();
    private volatile boolean ended;
    private final Map<String, String> refusedProjects = new ConcurrentHashMap<>();
    private final Flights flights = new Flights();
    private final Flights inquiries = new Flights();

    /** Why nothing is sent any more; null while the run goes on. */
    String whyStopped() {
        return whyStopped.get();
    }

    /** Why nothing is sent to that project any more; null while it is. */
    String whyRefused(String project) {
        return refusedProjects.get(project);
    }

    /** Nothing more is sent, and everything that is not on the wire is NotSent; the first reason given holds. */
    void stopSending(String reason) {
        whyStopped.compareAndSet(null, reason);
        flights.callOff(reason);
    }

    /**
     * The exchange is to end: nothing more is sent, and nobody waits any longer to find out what became of what was sent.
     */
    void end(String reason) {
        ended = true;
        stopSending(reason);
        inquiries.callOff(reason);
    }

    /** Whether the exchange is to end. */
    boolean isEnding() {
        return ended;
    }

    /** The project is refused: its drafts are not sent any more. */
    void stopProject(String project, String reason) {
        refusedProjects.putIfAbsent(project, reason);
    }

    /** The requests of this run, and what waits before them, that are called off when nothing more is sent. */
    Flights flights() {
        return flights;
    }

    /** What finds out what became of what was sent: it goes on though nothing more is sent, until the exchange is to end. */
    Flights inquiries() {
        return inquiries;
    }
}
