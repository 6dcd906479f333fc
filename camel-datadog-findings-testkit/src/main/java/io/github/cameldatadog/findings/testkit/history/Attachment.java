package io.github.cameldatadog.findings.testkit.history;

import java.time.Instant;
import java.util.Optional;

/**
 * A finding was put on a case, or taken off it.
 *
 * @param findingId the finding
 * @param caseId the case
 * @param caseKey the case's key
 * @param kind put on or taken off
 * @param at when
 * @param actor the name of who did it
 * @param ours whether it was a request with an application key of this Datadog
 * @param requestNumber the number of that request; empty where another actor did it
 */
public record Attachment(
        String findingId,
        String caseId,
        String caseKey,
        Kind kind,
        Instant at,
        String actor,
        boolean ours,
        Optional<Long> requestNumber) {

    /** Which way. */
    public enum Kind {
        /** The finding was put on the case. */
        ATTACHED,
        /** The finding was taken off the case. */
        DETACHED
    }

    @Override
    public String toString() {
        String by = requestNumber.map(number -> "request #" + number).orElse(actor);
        return kind + " " + findingId + (kind == Kind.ATTACHED ? " to " : " from ") + caseKey + " at " + at + " by "
                + by;
    }
}
