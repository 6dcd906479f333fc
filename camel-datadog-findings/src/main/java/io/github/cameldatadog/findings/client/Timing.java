package io.github.cameldatadog.findings.client;

import java.time.Duration;
import java.time.Instant;

/** Time, waiting and chance, passed in so that every wait is tested without waiting. Safe for use by several threads. */
public interface Timing {

    /** The time on the wall, for what is compared with times that Datadog tells. */
    Instant now();

    /** A clock that only goes forward, in nanoseconds from an arbitrary start, for measuring. */
    long nanoTime();

    /**
     * Runs the task once after the delay, on a thread that must not be blocked: the task hands real work to an executor.
     */
    Wait after(Duration delay, Runnable task);

    /** A number from 0 (included) to 1 (excluded), for jitter. */
    double random();

    /** A task that waits for its time. */
    interface Wait {
        /** Drops the task if it has not begun; harmless if it has. */
        void cancel();
    }
}
