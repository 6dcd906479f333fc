package io.github.cameldatadog.findings.testkit.core;

import io.github.cameldatadog.findings.testkit.Operation;
import java.time.Duration;

/** How long the application takes to answer. */
@FunctionalInterface
public interface Latency {

    /** No time at all. */
    Latency NONE = (operation, tickets) -> Duration.ZERO;

    /**
     * The time from the arrival of a request to its answer.
     *
     * @param operation what is asked for
     * @param tickets how many tickets a create request asks for; 0 for anything else
     */
    Duration of(Operation operation, int tickets);
}
