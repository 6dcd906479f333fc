package io.github.cameldatadog.findings.ledger;

import io.github.cameldatadog.findings.ticket.CaseReference;
import io.github.cameldatadog.findings.ticket.TicketLedger.Scope;
import io.github.cameldatadog.findings.ticket.TicketLedger.State;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Collectors;

/**
 * What people do with a ledger in a database: ask what became of a finding, settle what nobody could find out, and throw away
 * what is old. Its methods can be called from a route, as {@code bean:desk?method=free(${body})}. Safe for use by several
 * threads, and while others use the ledger.
 */
public final class LedgerDesk {

    /** What was ticketed less long ago is not thrown away: the index may not show it yet. */
    public static final Duration YOUNGEST_TO_PURGE = Duration.ofDays(1);

    private static final int PURGED_AT_A_TIME = 1_000;

    private final LedgerTransactions transactions;
    private final LedgerStatements statements;
    private final DeskStatements desk;

    public LedgerDesk(JdbcTicketLedger ledger) {
        this.transactions = ledger.transactions();
        this.statements = ledger.statements();
        this.desk = ledger.desk();
    }

    /** What is known of a finding, in each scope in which anything is; empty if nothing is. */
    public List<LedgerEntry> find(String findingId) {
        return transactions.run("look for a finding", connection -> desk.entriesOf(connection, findingId));
    }

    /**
     * What somebody has to look after: findings in doubt that nobody is at work on, and findings on a case without a ServiceNow
     * ticket; the oldest first.
     *
     * @param most how many at most
     */
    public List<LedgerEntry> troubled(int most) {
        return transactions.run("look for what is in doubt", connection -> desk.troubled(connection, most));
    }

    /**
     * Somebody has looked, and the finding is on no ticket of ours: it may be sent.
     *
     * @throws IllegalArgumentException if the ledger does not know it, or knows it in more than one scope
     * @throws IllegalStateException if it is neither in doubt nor on a case alone; the message says what it is
     */
    public void free(String findingId) {
        settleByHand("free a finding", findingId, null);
    }

    /**
     * Somebody has looked, and the finding is on this case, with a ServiceNow ticket or without one that anybody still wants: it
     * is not sent again.
     *
     * @param caseKey the case's readable key; null if it is not known
     * @throws IllegalArgumentException as for {@link #free}
     * @throws IllegalStateException likewise
     */
    public void putOnCase(String findingId, String caseId, String caseKey) {
        CaseReference on = new CaseReference(Objects.requireNonNull(caseId, "caseId"), caseKey);
        settleByHand("note a finding's case", findingId, on);
    }

    private void settleByHand(String what, String findingId, CaseReference on) {
        AtomicBoolean mayBeDone = new AtomicBoolean();
        transactions.run(what, connection -> {
            // That the first try was committed is not known where its acknowledgement was lost.
            if (!mayBeDone.get() || !isSettled(desk.entriesOf(connection, findingId), on)) {
                settleByHand(connection, findingId, on);
                mayBeDone.set(true);
            }
            return null;
        });
    }

    private static boolean isSettled(List<LedgerEntry> known, CaseReference on) {
        return on == null
                ? known.isEmpty()
                : known.size() == 1
                        && known.get(0).state() == State.TICKETED
                        && on.equals(known.get(0).on());
    }

    private void settleByHand(Connection connection, String findingId, CaseReference on) throws SQLException {
        List<LedgerEntry> known = desk.entriesOf(connection, findingId);
        if (known.size() != 1) {
            throw new IllegalArgumentException(
                    known.isEmpty()
                            ? "The ledger does not know the finding " + findingId
                            : "The ledger knows the finding " + findingId + " in several scopes, "
                                    + known.stream()
                                            .map(entry -> entry.scope().toString())
                                            .collect(Collectors.joining(", "))
                                    + ": settle it with SQL, as the page on the ledger shows");
        }
        Scope scope = known.get(0).scope();
        LedgerRow row =
                statements.lockAndJudge(connection, scope, List.of(findingId)).get(findingId);
        if (row == null || row.state() != State.CASE_ONLY && !row.isLeftInDoubt()) {
            throw new IllegalStateException("The finding " + findingId + " is "
                    + (row == null ? "free" : row.state() + " since " + row.since() + ", by " + row.holder())
                    + ": only what is IN_DOUBT or CASE_ONLY is settled by hand");
        }
        desk.settle(connection, scope, findingId, on);
        if (on != null) {
            statements.tookEffect(connection, LedgerStatements.draftIds(List.of(row)));
        }
        statements.dropDraftsWithoutFindings(connection, LedgerStatements.draftIds(List.of(row)));
    }

    /**
     * Throws away what was ticketed so long ago; never what is claimed, being sent, in doubt or on a case alone. That a finding had
     * a ticket stays known, and nothing else of it: whoever wants to send it again has to look it up first, also with
     * {@code lookupTickets=never}. Done in many short steps: one that fails leaves those before it done.
     * At last, rows of sent tickets as old of which nothing is left go, too.
     *
     * @param age {@link #YOUNGEST_TO_PURGE} or more, by the database's clock
     * @return how many findings were thrown away
     */
    public int purge(Duration age) {
        return purge(age, PURGED_AT_A_TIME);
    }

    /**
     * Likewise.
     *
     * @param atATime how many findings in one transaction, 1 or more
     */
    public int purge(Duration age, int atATime) {
        if (atATime < 1) {
            throw new IllegalArgumentException("At a time 1 finding or more is thrown away, not " + atATime);
        }
        if (age.compareTo(YOUNGEST_TO_PURGE) < 0) {
            throw new IllegalArgumentException("Tickets of the last " + age
                    + " would be forgotten, which Datadog's index may not show yet: " + YOUNGEST_TO_PURGE
                    + " or more is allowed");
        }
        int purged = 0;
        DeskStatements.Key last = DeskStatements.Key.FIRST;
        while (last != null) {
            DeskStatements.Key after = last;
            List<DeskStatements.Key> some = transactions.run(
                    "throw away what is old", connection -> desk.purge(connection, age, after, atATime));
            purged += some.size();
            last = some.size() < atATime ? null : some.get(some.size() - 1);
        }
        transactions.run("throw away what is old", connection -> {
            desk.purgeDrafts(connection, age);
            return null;
        });
        return purged;
    }
}
