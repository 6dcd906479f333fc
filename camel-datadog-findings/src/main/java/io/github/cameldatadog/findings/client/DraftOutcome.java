package io.github.cameldatadog.findings.client;

import io.github.cameldatadog.findings.ticket.Finding;
import io.github.cameldatadog.findings.ticket.TicketDraft;
import io.github.cameldatadog.findings.ticket.TicketOutcome;
import java.util.List;
import java.util.Objects;

/**
 * What became of one draft: usually one outcome for all its findings. Each finding of the draft is in exactly one part.
 *
 * @param draft the draft as it was sent
 * @param parts its findings by outcome, in the order of the draft
 */
public record DraftOutcome(TicketDraft draft, List<Part> parts) {
    public DraftOutcome {
        Objects.requireNonNull(draft, "draft");
        parts = List.copyOf(parts);
    }

    /** Findings that came to the same. */
    public record Part(TicketOutcome outcome, List<Finding> findings) {
        public Part {
            Objects.requireNonNull(outcome, "outcome");
            findings = List.copyOf(findings);
        }
    }
}
