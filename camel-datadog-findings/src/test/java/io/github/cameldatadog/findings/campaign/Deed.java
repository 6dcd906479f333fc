package io.github.cameldatadog.findings.campaign;

import java.time.Duration;

/**
 * Somebody else does something.
 *
 * @param finding to which finding: the place among all there are or, before a request, among those that it names, counted round
 *     and round
 * @param other the place of another one among all, where the deed takes two
 */
record Deed(Moment when, What what, int finding, int other) {

    /** When it happens. */
    sealed interface Moment {}

    /** That long after the run's start. */
    record At(Duration sinceStart) implements Moment {}

    /**
     * Right before a request to create is received: after the last look, before the effect.
     *
     * @param nth which one, counted from 1
     */
    record BeforeCreate(int nth) implements Moment {}

    /** What is done. */
    enum What {
        PUT_ON_NEW_JIRA_CASE,
        PUT_ON_NEW_SERVICENOW_CASE,
        /** On a case that the other finding is on, if it is on one. */
        PUT_ON_CASE_OF_OTHER,
        /** Likewise, and off all its own. */
        MOVE_TO_CASE_OF_OTHER,
        DETACH,
        RESOLVE,
        OPEN_AGAIN,
        MUTE,
        UNMUTE,
        /** The finding is gone. */
        REMOVE,
        /** All cases that it is on. */
        CLOSE_CASES,
        REOPEN_CASES,
        /** Part of the rate limit; of no finding. */
        USE_UP_CREATES,
        USE_UP_SEARCHES;

        /** Whether it may take a finding off a case of ours. */
        boolean takesOff() {
            return this == MOVE_TO_CASE_OF_OTHER || this == DETACH;
        }
    }
}
