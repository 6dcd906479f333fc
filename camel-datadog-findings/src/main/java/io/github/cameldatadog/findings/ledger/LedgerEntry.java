package io.github.cameldatadog.findings.ledger;

import io.github.cameldatadog.findings.ticket.CaseReference;
import io.github.cameldatadog.findings.ticket.SendEvidence;
import io.github.cameldatadog.findings.ticket.TicketLedger.Scope;
import io.github.cameldatadog.findings.ticket.TicketLedger.State;
import java.time.Instant;
import java.util.Objects;

/**
 * What a ledger in a database knows of a finding. Immutable.
 *
 * @param since when it came into that state, by the database's clock
 * @param holder whose work it was, such as an exchange's id
 * @param on the case it is on; null where none is known
 * @param evidence what it was sent with; null before it was sent, and once it is known what became of it
 */
public record LedgerEntry(
        Scope scope,
        String findingId,
        State state,
        Instant since,
        String holder,
        CaseReference on,
        SendEvidence evidence) {

    public LedgerEntry {
        Objects.requireNonNull(scope, "scope");
        Objects.requireNonNull(findingId, "findingId");
        Objects.requireNonNull(state, "state");
        Objects.requireNonNull(since, "since");
        Objects.requireNonNull(holder, "holder");
    }
}
