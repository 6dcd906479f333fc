package io.github.cameldatadog.findings.internal;

import io.github.cameldatadog.findings.ticket.Priority;
import io.github.cameldatadog.findings.ticket.TicketDraft;

/** How a ticket gets its priority. */
public sealed interface PriorityRule {

    /** Reads the option or header {@code priority}; null means that none is sent. */
    static PriorityRule parse(String text) {
        if (text == null || text.isBlank()) {
            return new Unset();
        }
        if (text.trim().equalsIgnoreCase("severity")) {
            return new BySeverity();
        }
        try {
            return new Fixed(Priority.parse(text));
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(e.getMessage() + ", severity", e);
        }
    }

    /** The priority to send with a draft; null sends none. */
    Priority of(TicketDraft draft);

    /** None is sent. */
    record Unset() implements PriorityRule {
        @Override
        public Priority of(TicketDraft draft) {
            return null;
        }
    }

    /** The same for every ticket. */
    record Fixed(Priority priority) implements PriorityRule {
        @Override
        public Priority of(TicketDraft draft) {
            return priority;
        }
    }

    /** By the gravest finding of the ticket. */
    record BySeverity() implements PriorityRule {
        @Override
        public Priority of(TicketDraft draft) {
            return draft.severity().priority();
        }
    }
}
