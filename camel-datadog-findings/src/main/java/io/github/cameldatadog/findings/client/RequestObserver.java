package io.github.cameldatadog.findings.client;

/**
 * Is told how requests go, for counts, metrics and log lines. Called by several threads, also at the same time, and on
 * threads that have something to do: it returns at once. What it throws is logged and changes nothing.
 */
public interface RequestObserver {

    /** A request's turn has come: it goes over the wire now. */
    default void leaving(Departure departure) {}

    /** An attempt came to an answer, or to none. */
    default void attempted(WireAttempt attempt) {}
}
