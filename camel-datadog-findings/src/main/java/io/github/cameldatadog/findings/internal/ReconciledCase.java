package io.github.cameldatadog.findings.internal;

import io.github.cameldatadog.findings.ticket.AttachedCase;
import io.github.cameldatadog.findings.ticket.CreatedCase;
import io.github.cameldatadog.findings.ticket.Displayed;
import io.github.cameldatadog.findings.ticket.TicketOutcome;
import io.github.cameldatadog.findings.ticket.TicketOutcome.CaseOnly;
import io.github.cameldatadog.findings.ticket.TicketOutcome.Ticketed;
import java.util.List;

/** What a case means that no answer told of, but that the index shows and that is ours. */
final class ReconciledCase {

    private ReconciledCase() {}

    static TicketOutcome outcome(Doubt doubt, AttachedCase found, List<String> findingIds) {
        if (!found.hasTicket() && doubt.otherwise() instanceof CaseOnly asAnswered) {
            return asAnswered;
        }
        CreatedCase made = new CreatedCase(
                found.id(),
                found.key(),
                found.title(),
                found.status(),
                doubt.written().project(),
                found.createdBy(),
                found.createdAt(),
                findingIds,
                found.hasTicket() ? "COMPLETED" : null,
                found.serviceNowUrl(),
                found.serviceNowSysId());
        return found.hasTicket()
                ? new Ticketed(made)
                : new CaseOnly(
                        made,
                        "Case " + Displayed.clipped(found.label(), 80)
                                + " was made, as the search showed when no answer"
                                + " had told, but it shows no ServiceNow ticket: look at the case");
    }
}
