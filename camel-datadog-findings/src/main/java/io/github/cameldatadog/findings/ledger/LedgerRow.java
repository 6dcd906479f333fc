package io.github.cameldatadog.findings.ledger;

import io.github.cameldatadog.findings.ticket.CaseReference;
import io.github.cameldatadog.findings.ticket.TicketLedger.Held;
import io.github.cameldatadog.findings.ticket.TicketLedger.Intent;
import io.github.cameldatadog.findings.ticket.TicketLedger.State;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;

/**
 * A finding as it stands in the database.
 *
 * @param intent id of the intent that holds it
 * @param isOver whether the time of whoever holds it is over
 * @param draft id of the draft it was sent with; null if it was not, or is settled
 * @param wasLookedFor whether it is in doubt, and was looked for in vain
 * @param on the case it is on; null for none
 * @param before how it stood before it was claimed, and stands again if it is not sent; null if it was not known
 */
record LedgerRow(
        String findingId,
        State state,
        Instant since,
        String intent,
        String holder,
        boolean isOver,
        String draft,
        boolean wasLookedFor,
        CaseReference on,
        Before before) {

    static final String COLUMNS = "finding_id, state, since, intent, holder, draft, looked_for, case_id, case_key,"
            + " case_before_id, case_before_key, case_before_since, case_before_holder";

    /** @param on the case it had a ticket on; null if that was thrown away as old */
    record Before(Instant since, String holder, CaseReference on) {}

    /** Reads a row of {@link #COLUMNS} and {@code is_over}. */
    static LedgerRow of(ResultSet row) throws SQLException {
        OffsetDateTime before = row.getObject("case_before_since", OffsetDateTime.class);
        return new LedgerRow(
                row.getString("finding_id"),
                State.valueOf(row.getString("state")),
                row.getObject("since", OffsetDateTime.class).toInstant(),
                row.getString("intent"),
                row.getString("holder"),
                row.getInt("is_over") == 1,
                row.getString("draft"),
                row.getBoolean("looked_for"),
                caseOf(row.getString("case_id"), row.getString("case_key")),
                before == null
                        ? null
                        : new Before(
                                before.toInstant(),
                                row.getString("case_before_holder"),
                                caseOf(row.getString("case_before_id"), row.getString("case_before_key"))));
    }

    private static CaseReference caseOf(String id, String key) {
        return id == null ? null : new CaseReference(id, key);
    }

    /** The same, and the time of whoever holds it is over. */
    LedgerRow over() {
        return new LedgerRow(findingId, state, since, intent, holder, true, draft, wasLookedFor, on, before);
    }

    /** Where the time of a claim by another is over, what was before stands again. */
    LedgerRow asItStandsFor(Intent other) {
        if (state != State.CLAIMED || !isOver || before == null || isOf(other)) {
            return this;
        }
        State was = before.on() == null ? State.PURGED : State.TICKETED;
        return new LedgerRow(
                findingId, was, before.since(), intent, before.holder(), true, null, false, before.on(), before);
    }

    /** Whether the intent has claimed it or is sending it. */
    boolean isOf(Intent other) {
        return intent.equals(other.id()) && (state == State.CLAIMED || state == State.SENDING);
    }

    boolean isLeftInDoubt() {
        return draft != null && (state == State.IN_DOUBT || state == State.SENDING && isOver);
    }

    /** Whether the intent may take it over, or has done so already. */
    boolean isToBeHadBy(Intent other) {
        return isLeftInDoubt() || state == State.SENDING && isOf(other);
    }

    /** Why it is not free. */
    Held held(SentDraft sent) {
        State shown = state == State.SENDING && isOver ? State.IN_DOUBT : state;
        return new Held(shown, holder, since, on, sent == null ? null : sent.evidence());
    }
}
