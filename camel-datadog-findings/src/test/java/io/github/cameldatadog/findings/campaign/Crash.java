package io.github.cameldatadog.findings.campaign;

import java.time.Duration;

/**
 * A node dies, and what it had not finished is delivered again, as a queue does.
 *
 * @param node which; if it is dead at that moment, nothing happens
 * @param elsewhere whether the other node gets what is delivered again, if it lives; else this one starts anew
 * @param after how long after the death that happens
 * @param allAgain whether what it had finished comes again, too, for its acknowledgements were lost
 */
record Crash(int node, Moment when, boolean elsewhere, Duration after, boolean allAgain) {

    /** When it happens. */
    sealed interface Moment {}

    /** That long after the run's start. */
    record At(Duration sinceStart) implements Moment {}

    /**
     * While the node is talking to its ledger.
     *
     * @param nth which time, counted from 1 over all its lives
     * @param done whether the database has committed it, and only the node does not come to know
     */
    record AtLedgerCall(int nth, boolean done) implements Moment {}
}
