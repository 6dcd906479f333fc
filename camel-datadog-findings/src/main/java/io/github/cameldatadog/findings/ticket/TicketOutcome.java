package io.github.cameldatadog.findings.ticket;

import java.util.Objects;

/** What became of a finding, by way of the draft it was on. */
public sealed interface TicketOutcome {

    /** The outcome's name in the books. */
    Kind kind();

    /** Why, in words a person can act on; empty where the name says it all. May hold text that Datadog sent. */
    String reason();

    /** Whether the finding is certainly on no ticket of ours by this, and nothing but circumstances kept it from one. */
    default boolean maySendAgain() {
        return switch (kind()) {
            case NOT_SENT, HELD_ELSEWHERE -> true;
            case REJECTED -> ((Rejected) this).setUp();
            case TICKETED, CASE_ONLY, UNKNOWN, SKIPPED, PLANNED -> false;
        };
    }

    /** The names under which outcomes are counted. Every finding is counted under exactly one. */
    enum Kind {
        TICKETED("ticketed"),
        CASE_ONLY("caseOnly"),
        REJECTED("rejected"),
        UNKNOWN("unknown"),
        NOT_SENT("notSent"),
        HELD_ELSEWHERE("heldElsewhere"),
        SKIPPED("skipped"),
        PLANNED("planned");

        private final String label;

        Kind(String label) {
            this.label = label;
        }

        /** The name as reports and headers write it. */
        public String label() {
            return label;
        }
    }

    /** On a case whose ServiceNow ticket exists. */
    record Ticketed(CreatedCase ticket) implements TicketOutcome {
        public Ticketed {
            Objects.requireNonNull(ticket, "ticket");
        }

        @Override
        public Kind kind() {
            return Kind.TICKETED;
        }

        @Override
        public String reason() {
            return "";
        }
    }

    /** On a case whose ServiceNow ticket failed or is not decided. */
    record CaseOnly(CreatedCase ticket, String reason) implements TicketOutcome {
        public CaseOnly {
            Objects.requireNonNull(ticket, "ticket");
        }

        @Override
        public Kind kind() {
            return Kind.CASE_ONLY;
        }
    }

    /**
     * Refused by Datadog: nothing was made.
     *
     * @param status HTTP status of the refusal
     * @param reason Datadog's own words, and what to do where that is known
     * @param requestId Datadog's id of the request, to quote to its support; null if it gave none
     * @param setUp whether the cause is the set-up (keys, permissions, project) and not this finding: sent again once that
     *     is mended
     */
    record Rejected(int status, String reason, String requestId, boolean setUp) implements TicketOutcome {
        @Override
        public Kind kind() {
            return Kind.REJECTED;
        }
    }

    /** The request never left, or Datadog said that it did not process it: safe to send again. */
    record NotSent(String reason) implements TicketOutcome {
        @Override
        public Kind kind() {
            return Kind.NOT_SENT;
        }
    }

    /**
     * A ticket may have been made: never sent again blindly.
     *
     * @param requestId Datadog's id of the request; null if no answer came or it gave none
     */
    record Unknown(String reason, String requestId) implements TicketOutcome {
        @Override
        public Kind kind() {
            return Kind.UNKNOWN;
        }
    }

    /** Another exchange, or another node, is at work on the finding: it was not sent by this one. Safe to send again. */
    record HeldElsewhere(String reason) implements TicketOutcome {
        @Override
        public Kind kind() {
            return Kind.HELD_ELSEWHERE;
        }
    }

    /** Left out on purpose. */
    record Skipped(SkipReason why, String reason) implements TicketOutcome {
        @Override
        public Kind kind() {
            return Kind.SKIPPED;
        }
    }

    /** Planned in a dry run: nothing was sent. */
    record Planned() implements TicketOutcome {
        @Override
        public Kind kind() {
            return Kind.PLANNED;
        }

        @Override
        public String reason() {
            return "";
        }
    }
}
