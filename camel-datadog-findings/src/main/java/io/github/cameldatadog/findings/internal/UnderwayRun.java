package io.github.cameldatadog.findings.internal;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.camel.Route;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** An exchange that is being worked on, and the route it is in. Safe for use by several threads. */
final class UnderwayRun {

    private static final Logger LOG = LoggerFactory.getLogger(UnderwayRun.class);

    private final TicketRun run;
    private final Route route;
    private final CompletableFuture<Void> ended = new CompletableFuture<>();
    private Long awaitedUntil;

    /**
     * @param route null if the exchange is in none, as when a template sends it
     */
    UnderwayRun(TicketRun run, Route route) {
        this.run = run;
        this.route = route;
    }

    boolean isAtStoppingRoute() {
        return StoppingRoute.isStopping(route);
    }

    boolean isAt(Route other) {
        return route == other;
    }

    void giveUp(String reason) {
        run.giveUp(reason);
    }

    /**
     * Ends the work: what is not on the wire is not sent.
     *
     * @param patience how long whoever stops waits for what is on the wire; counts from the first time
     */
    void giveUp(String reason, Duration patience) {
        synchronized (this) {
            if (awaitedUntil == null) {
                awaitedUntil = System.nanoTime() + patience.toNanos();
            }
        }
        run.giveUp(reason);
    }

    void end() {
        ended.complete(null);
    }

    /** Waits for exchanges that were given up. No exchange is waited for longer than its patience, however often it is asked. */
    static void awaitEnds(List<UnderwayRun> given) {
        long late = given.stream()
                .filter(UnderwayRun::isAwaited)
                .filter(one -> !one.endsInTime())
                .count();
        if (late > 0) {
            LOG.warn(
                    "{} exchanges with requests on the wire did not end within the shutdown time-out: what became of them is"
                            + " unknown",
                    late);
        }
    }

    private synchronized long nanosLeft() {
        return awaitedUntil - System.nanoTime();
    }

    private boolean isAwaited() {
        return nanosLeft() > 0;
    }

    /** Waits on though the thread is interrupted, as Camel does to whoever it shuts down in a hurry: an answer is worth it. */
    private boolean endsInTime() {
        boolean interrupted = false;
        try {
            while (true) {
                try {
                    ended.get(nanosLeft(), TimeUnit.NANOSECONDS);
                    return true;
                } catch (InterruptedException e) {
                    interrupted = true;
                } catch (TimeoutException e) {
                    return false;
                } catch (ExecutionException neverFails) {
                    throw new IllegalStateException(neverFails);
                }
            }
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
