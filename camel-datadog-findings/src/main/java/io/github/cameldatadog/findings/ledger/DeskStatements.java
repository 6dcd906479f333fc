package io.github.cameldatadog.findings.ledger;

import static io.github.cameldatadog.findings.ledger.LedgerSchema.DRAFTS;
import static io.github.cameldatadog.findings.ledger.LedgerSchema.FINDINGS;

import io.github.cameldatadog.findings.ticket.CaseReference;
import io.github.cameldatadog.findings.ticket.TicketLedger.Held;
import io.github.cameldatadog.findings.ticket.TicketLedger.Scope;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** What a ledger says to its database on behalf of people: they ask, settle by hand, and throw away what is old. */
final class DeskStatements {

    private final LedgerStatements statements;
    private final LedgerDialect dialect;
    private final String now;

    DeskStatements(LedgerStatements statements, LedgerDialect dialect, String now) {
        this.statements = statements;
        this.dialect = dialect;
        this.now = now;
    }

    List<LedgerEntry> entriesOf(Connection connection, String findingId) throws SQLException {
        return entries(connection, "f.finding_id = ? ORDER BY f.site, f.organisation", query -> query.text(findingId));
    }

    List<LedgerEntry> troubled(Connection connection, int most) throws SQLException {
        String where = "f.state = 'CASE_ONLY' OR " + statements.leftInDoubt()
                + " ORDER BY f.since, f.finding_id FETCH FIRST " + most + " ROWS ONLY";
        return entries(connection, where, statements::judged);
    }

    private List<LedgerEntry> entries(Connection connection, String where, LedgerDialect.Parameters parameters)
            throws SQLException {
        String sql = "SELECT f.site, f.organisation, " + LedgerRow.COLUMNS + ", " + statements.isOverColumn() + " FROM "
                + FINDINGS + " AS f WHERE " + where;
        List<Scope> scopes = new ArrayList<>();
        List<LedgerRow> rows = new ArrayList<>();
        try (LedgerQuery query = statements.query(connection, sql)) {
            parameters.fill(statements.judged(query));
            ResultSet found = query.rows();
            while (found.next()) {
                scopes.add(new Scope(found.getString("site"), found.getString("organisation")));
                rows.add(LedgerRow.of(found));
            }
        }
        Map<String, SentDraft> drafts = statements.drafts(connection, rows);
        List<LedgerEntry> entries = new ArrayList<>();
        for (int at = 0; at < rows.size(); at++) {
            LedgerRow row = rows.get(at);
            Held held = row.held(drafts.get(row.draft()));
            entries.add(new LedgerEntry(
                    scopes.get(at),
                    row.findingId(),
                    held.state(),
                    row.since(),
                    row.holder(),
                    row.on(),
                    held.evidence()));
        }
        return entries;
    }

    /** @param on the case it is on; null if it is on none */
    void settle(Connection connection, Scope scope, String findingId, CaseReference on) throws SQLException {
        if (on != null) {
            String set = "state = 'TICKETED', since = " + now
                    + ", lease_until = NULL, draft = NULL, case_id = ?, case_key = ?";
            statements.change(connection, scope, List.of(findingId), set, values -> values.text(on.id())
                    .text(on.key()));
            return;
        }
        String sql = dialect.deleteFrom("UNNEST(?)", "finding", LedgerStatements.GIVEN);
        try (LedgerQuery delete = statements.query(connection, sql)) {
            delete.texts(List.of(findingId)).in(scope).change();
        }
    }

    /** A finding within its scope: what a ledger's rows go by. */
    record Key(String findingId, Scope scope) {
        /** Before all there are. */
        static final Key FIRST = new Key("", new Scope("", ""));
    }

    /**
     * Throws away what was ticketed so long ago: that it was, and nothing else, stays known.
     *
     * @param after where to begin
     * @param most how many at most, in the order of their keys
     * @return which they were
     */
    List<Key> purge(Connection connection, Duration age, Key after, int most) throws SQLException {
        List<Key> old = lockOld(connection, age, after, most);
        String set = "state = 'PURGED', since = " + now + ", case_id = NULL, case_key = NULL, case_before_id = NULL,"
                + " case_before_key = NULL, case_before_since = NULL, case_before_holder = NULL";
        Map<Scope, List<String>> ids = old.stream()
                .collect(Collectors.groupingBy(Key::scope, Collectors.mapping(Key::findingId, Collectors.toList())));
        for (Map.Entry<Scope, List<String>> one : ids.entrySet()) {
            statements.change(connection, one.getKey(), one.getValue(), set, values -> {});
        }
        return old;
    }

    /** Forgets drafts that were sent so long ago and of which no finding is left. */
    void purgeDrafts(Connection connection, Duration age) throws SQLException {
        String sql = "DELETE FROM " + DRAFTS + " AS d WHERE d.sent_at < " + dialect.later(now)
                + " AND NOT EXISTS (SELECT 1 FROM " + FINDINGS + " AS f WHERE f.draft = d.id)";
        try (LedgerQuery delete = statements.query(connection, sql)) {
            delete.millis(age.negated()).change();
        }
    }

    private List<Key> lockOld(Connection connection, Duration age, Key after, int most) throws SQLException {
        // By the first column alone the database finds where to begin.
        String sql = "SELECT f.finding_id, f.site, f.organisation FROM " + FINDINGS
                + " AS f WHERE f.state = 'TICKETED' AND f.since < " + dialect.later(now)
                + " AND f.finding_id >= ? AND (f.finding_id, f.site, f.organisation) > (?, ?, ?)"
                + " ORDER BY f.finding_id, f.site, f.organisation FETCH FIRST " + most + " ROWS ONLY "
                + dialect.forUpdate();
        List<Key> old = new ArrayList<>();
        try (LedgerQuery query = statements.query(connection, sql)) {
            ResultSet found = query.millis(age.negated())
                    .text(after.findingId())
                    .text(after.findingId())
                    .in(after.scope())
                    .rows();
            while (found.next()) {
                old.add(new Key(
                        found.getString("finding_id"),
                        new Scope(found.getString("site"), found.getString("organisation"))));
            }
        }
        return old;
    }
}
