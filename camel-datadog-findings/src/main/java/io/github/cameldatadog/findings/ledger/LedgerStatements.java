package io.github.cameldatadog.findings.ledger;

import static io.github.cameldatadog.findings.ledger.LedgerSchema.DRAFTS;
import static io.github.cameldatadog.findings.ledger.LedgerSchema.FINDINGS;
import static io.github.cameldatadog.findings.ledger.LedgerSchema.OWNERS;

import io.github.cameldatadog.findings.ticket.TicketLedger.Intent;
import io.github.cameldatadog.findings.ticket.TicketLedger.Scope;
import io.github.cameldatadog.findings.ticket.TicketLedger.Sending;
import io.github.cameldatadog.findings.ticket.TicketLedger.Settlement;
import io.github.cameldatadog.findings.ticket.TicketLedger.State;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What a ledger says to its database: a few statements for many findings, whose ids go as arrays. Whoever changes findings has
 * locked them before, in the order of their ids, so that two of them do not wait for each other.
 */
final class LedgerStatements {

    /** Joined, and not compared with an array: that way both databases go by the key. */
    private static final String NAMED = " FROM UNNEST(?) AS w(id) JOIN " + FINDINGS
            + " AS f ON f.finding_id = w.id AND f.site = ? AND f.organisation = ?";

    /** By an earlier try of the same intent, whose commit nobody heard of. */
    private static final String TAKEN_OVER = "f.state = 'SENDING' AND f.intent = ?";

    static final String GIVEN = "f.finding_id = r.finding AND f.site = ? AND f.organisation = ?";

    private final LedgerDialect dialect;
    private final LedgerOwner owner;
    private final String now;
    private final String isOver;

    LedgerStatements(LedgerDialect dialect, LedgerOwner owner, String now) {
        this.dialect = dialect;
        this.owner = owner;
        this.now = now;
        // An owner of whom nothing is known any more was silent for long; whoever asks is alive.
        this.isOver = "(f.state = 'CLAIMED' AND f.lease_until < " + now + " OR f.owner <> ? AND (f.node = ?"
                + " OR NOT EXISTS (SELECT 1 FROM " + OWNERS + " AS o WHERE o.process = f.owner AND o.alive_until >= "
                + now
                + ")))";
    }

    // ---- reading

    /** Locks what is known of findings, until the transaction ends. By id, in the order of the ids. */
    Map<String, LedgerRow> lock(Connection connection, Scope scope, Collection<String> sortedIds) throws SQLException {
        Map<String, LedgerRow> rows = new LinkedHashMap<>();
        if (sortedIds.isEmpty()) {
            return rows;
        }
        String sql = "SELECT " + LedgerRow.COLUMNS + ", 0 AS is_over" + NAMED + " ORDER BY f.finding_id "
                + dialect.forUpdate();
        try (LedgerQuery query = query(connection, sql)) {
            ResultSet found = query.texts(sortedIds).in(scope).rows();
            while (found.next()) {
                LedgerRow row = LedgerRow.of(found);
                rows.put(row.findingId(), row);
            }
        }
        return rows;
    }

    /**
     * Likewise, and tells whose time is over. That is asked when all is locked: a statement that has waited for a lock shows
     * owners as they were before.
     */
    Map<String, LedgerRow> lockAndJudge(Connection connection, Scope scope, Collection<String> sortedIds)
            throws SQLException {
        Map<String, LedgerRow> rows = lock(connection, scope, sortedIds);
        List<String> held = rows.values().stream()
                .filter(row -> row.state() == State.CLAIMED || row.state() == State.SENDING)
                .map(LedgerRow::findingId)
                .toList();
        if (held.isEmpty()) {
            return rows;
        }
        try (LedgerQuery query = query(connection, "SELECT f.finding_id" + NAMED + " WHERE " + isOver)) {
            for (String id : firsts(judged(query.texts(held).in(scope)).rows())) {
                rows.computeIfPresent(id, (same, row) -> row.over());
            }
        }
        return rows;
    }

    String isOverColumn() {
        return "CASE WHEN " + isOver + " THEN 1 ELSE 0 END AS is_over";
    }

    /** Gives the parameters of whether somebody's time is over. */
    LedgerQuery judged(LedgerQuery query) throws SQLException {
        return query.text(owner.start()).text(owner.node());
    }

    private LedgerQuery owned(LedgerQuery query) throws SQLException {
        return query.text(owner.node()).text(owner.start());
    }

    /** The drafts that rows were sent with, by their ids. */
    Map<String, SentDraft> drafts(Connection connection, Collection<LedgerRow> rows) throws SQLException {
        Set<String> ids = draftIds(rows);
        Map<String, SentDraft> drafts = new HashMap<>();
        if (ids.isEmpty()) {
            return drafts;
        }
        String sql = "SELECT " + SentDraft.COLUMNS + " FROM " + DRAFTS + " WHERE id = ANY(?)";
        try (LedgerQuery query = query(connection, sql)) {
            ResultSet found = query.texts(ids).rows();
            while (found.next()) {
                SentDraft draft = SentDraft.of(found);
                drafts.put(draft.id(), draft);
            }
        }
        return drafts;
    }

    static Set<String> draftIds(Collection<LedgerRow> rows) {
        return rows.stream()
                .map(LedgerRow::draft)
                .filter(Objects::nonNull)
                .collect(Collectors.toCollection(LinkedHashSet::new));
    }

    /** Ids of the drafts in doubt, with nobody else at work on them, that any of the findings is on. */
    List<String> draftsInDoubt(Connection connection, Intent intent, Collection<String> ids) throws SQLException {
        String sql = "SELECT DISTINCT f.draft" + NAMED + " WHERE f.draft IS NOT NULL AND (" + leftInDoubt() + " OR "
                + TAKEN_OVER + ")";
        try (LedgerQuery query = query(connection, sql)) {
            return firsts(judged(query.texts(ids).in(intent.scope()))
                    .text(intent.id())
                    .rows());
        }
    }

    /** Ids of some such drafts, whichever; first of those it has taken over, then of those that nobody looked for yet. */
    List<String> draftsInDoubt(Connection connection, Intent intent, int most) throws SQLException {
        String sql = "SELECT f.draft FROM " + DRAFTS + " AS d JOIN " + FINDINGS
                + " AS f ON f.draft = d.id WHERE d.site = ? AND d.organisation = ? AND (" + leftInDoubt() + " OR "
                + TAKEN_OVER + ") GROUP BY f.draft ORDER BY MIN(CASE WHEN " + TAKEN_OVER
                + " THEN 0 WHEN f.looked_for THEN 2 ELSE 1 END), f.draft FETCH FIRST " + most + " ROWS ONLY";
        try (LedgerQuery query = query(connection, sql)) {
            return firsts(judged(query.in(intent.scope()))
                    .text(intent.id())
                    .text(intent.id())
                    .rows());
        }
    }

    String leftInDoubt() {
        return "(f.state = 'IN_DOUBT' OR f.state = 'SENDING' AND " + isOver + ")";
    }

    private static List<String> firsts(ResultSet rows) throws SQLException {
        List<String> firsts = new ArrayList<>();
        while (rows.next()) {
            firsts.add(rows.getString(1));
        }
        return firsts;
    }

    /** The findings of drafts, sorted by their ids. */
    List<String> findingsOf(Connection connection, Collection<String> drafts) throws SQLException {
        String sql = "SELECT f.finding_id FROM " + FINDINGS + " AS f WHERE f.draft = ANY(?) ORDER BY f.finding_id";
        try (LedgerQuery query = query(connection, sql)) {
            return firsts(query.texts(drafts).rows());
        }
    }

    // ---- writing; what is changed is locked already

    /** Claims what is there. A ticket that stood before, or was thrown away as old, is kept in mind. */
    void claim(Connection connection, Intent intent, Collection<String> ids, Duration lease) throws SQLException {
        if (ids.isEmpty()) {
            return;
        }
        String before = "CASE WHEN f.state IN ('TICKETED', 'PURGED') THEN %s ELSE %s END";
        String set = "state = 'CLAIMED', since = " + now + ", lease_until = " + dialect.later(now)
                + ", intent = ?, holder = ?, node = ?, owner = ?, draft = NULL, case_before_id = "
                + before.formatted("f.case_id", "f.case_before_id") + ", case_before_key = "
                + before.formatted("f.case_key", "f.case_before_key") + ", case_before_since = "
                + before.formatted("f.since", "f.case_before_since") + ", case_before_holder = "
                + before.formatted("f.holder", "f.case_before_holder") + ", case_id = NULL, case_key = NULL";
        change(connection, intent.scope(), ids, set, parameters -> by(parameters.millis(lease), intent));
    }

    private LedgerQuery by(LedgerQuery query, Intent intent) throws SQLException {
        return owned(query.text(intent.id()).text(clipped(intent.holder())));
    }

    /** What others write may be longer than the columns for it. */
    private static String clipped(String text) {
        return text == null || text.length() <= 300 ? text : text.substring(0, 300);
    }

    /** Claims what is not there; says how many that were. */
    int insertClaims(Connection connection, Intent intent, Collection<String> sortedIds, Duration lease)
            throws SQLException {
        if (sortedIds.isEmpty()) {
            return 0;
        }
        String select =
                "SELECT CAST(? AS VARCHAR(300)) AS site, CAST(? AS VARCHAR(200)) AS organisation, w.id AS finding_id,"
                        + " 'CLAIMED' AS state, " + now + " AS since, " + dialect.later(now) + " AS lease_until,"
                        + " CAST(? AS VARCHAR(100)) AS intent, CAST(? AS VARCHAR(300)) AS holder,"
                        + " CAST(? AS VARCHAR(200)) AS node, CAST(? AS VARCHAR(100)) AS owner"
                        + " FROM UNNEST(?) AS w(id)";
        String sql = dialect.insertNew(
                "site, organisation, finding_id, state, since, lease_until, intent, holder, node, owner",
                select,
                "f.site = fresh.site AND f.organisation = fresh.organisation AND f.finding_id = fresh.finding_id");
        try (LedgerQuery insert = query(connection, sql)) {
            insert.text(intent.scope().site())
                    .text(intent.scope().organisation())
                    .millis(lease);
            return by(insert, intent).texts(sortedIds).change();
        }
    }

    /**
     * Adds the drafts of a request; their ids are the request's and their number in it.
     *
     * @param ids of those that are to be added, one or more
     */
    void insertDrafts(Connection connection, Intent intent, List<Sending> drafts, String request, Set<String> ids)
            throws SQLException {
        String sql = "INSERT INTO " + DRAFTS
                + " (id, site, organisation, request, sent_at, not_before, project, title, reference, baseline, users)"
                + " VALUES (?, ?, ?, ?, " + now + ", ?, ?, ?, ?, ?, ?)";
        try (LedgerQuery insert = query(connection, sql)) {
            for (int at = 0; at < drafts.size(); at++) {
                String id = request + "-" + at;
                if (!ids.contains(id)) {
                    continue;
                }
                var evidence = drafts.get(at).evidence();
                insert.text(id)
                        .text(intent.scope().site())
                        .text(intent.scope().organisation())
                        .text(request)
                        .moment(evidence.notBefore().atOffset(ZoneOffset.UTC))
                        .text(evidence.project())
                        .text(evidence.title())
                        .text(evidence.reference())
                        .text(SentDraft.text(evidence.baseline()))
                        .text(SentDraft.text(evidence.users()))
                        .add();
            }
            insert.changeAll();
        }
    }

    /** Notes that findings are being sent. */
    void send(Connection connection, Intent intent, Map<String, String> draftOf) throws SQLException {
        if (draftOf.isEmpty()) {
            return;
        }
        String sql = dialect.updateFrom(
                "UNNEST(?, ?)",
                "finding, sent_with",
                "state = 'SENDING', looked_for = FALSE, since = " + now + ", lease_until = NULL, draft = r.sent_with",
                GIVEN);
        try (LedgerQuery update = query(connection, sql)) {
            dialect.fill(
                    update,
                    rows -> rows.texts(draftOf.keySet()).texts(draftOf.values()),
                    set -> {},
                    where -> where.text(intent.scope().site())
                            .text(intent.scope().organisation()));
            update.change();
        }
    }

    /** Claims again what was being sent and was not made. */
    void claimAgain(Connection connection, Intent intent, Collection<String> ids, Duration lease) throws SQLException {
        change(
                connection,
                intent.scope(),
                ids,
                "state = 'CLAIMED', since = " + now + ", lease_until = " + dialect.later(now) + ", draft = NULL",
                set -> set.millis(lease));
    }

    /** Makes this intent the one that finds out; who sent it stays known, and whether anybody has looked for it. */
    void takeOver(Connection connection, Intent intent, Collection<String> ids) throws SQLException {
        if (ids.isEmpty()) {
            return;
        }
        String set = "state = 'SENDING', since = " + now + ", lease_until = NULL, intent = ?, node = ?, owner = ?";
        change(connection, intent.scope(), ids, set, parameters -> owned(parameters.text(intent.id())));
    }

    void doubt(Connection connection, Intent intent, Collection<String> ids) throws SQLException {
        change(
                connection,
                intent.scope(),
                ids,
                "state = 'IN_DOUBT', looked_for = TRUE, since = " + now + ", lease_until = NULL",
                set -> {});
    }

    /** Nobody looked for them for long enough. */
    void leave(Connection connection, Intent intent, Collection<String> ids) throws SQLException {
        change(
                connection,
                intent.scope(),
                ids,
                "state = 'IN_DOUBT', looked_for = FALSE, since = " + now + ", lease_until = NULL",
                set -> {});
    }

    void change(
            Connection connection, Scope scope, Collection<String> ids, String set, LedgerDialect.Parameters parameters)
            throws SQLException {
        if (ids.isEmpty()) {
            return;
        }
        try (LedgerQuery update = query(connection, dialect.updateFrom("UNNEST(?)", "finding", set, GIVEN))) {
            dialect.fill(update, rows -> rows.texts(ids), parameters, where -> where.in(scope));
            update.change();
        }
    }

    /** Forgets findings; what stood before they were claimed stands again. */
    void free(Connection connection, Intent intent, Collection<String> ids) throws SQLException {
        change(
                connection,
                intent.scope(),
                ids,
                "state = CASE WHEN f.case_before_id IS NOT NULL THEN 'TICKETED'"
                        + " WHEN f.case_before_since IS NOT NULL THEN 'PURGED' ELSE 'FREE' END,"
                        + " since = COALESCE(f.case_before_since, f.since), lease_until = NULL, draft = NULL,"
                        + " holder = COALESCE(f.case_before_holder, f.holder),"
                        + " case_id = f.case_before_id, case_key = f.case_before_key, case_before_id = NULL,"
                        + " case_before_key = NULL, case_before_since = NULL, case_before_holder = NULL",
                set -> {});
        if (ids.isEmpty()) {
            return;
        }
        String sql = dialect.deleteFrom("UNNEST(?)", "finding", GIVEN + " AND f.state = 'FREE'");
        try (LedgerQuery delete = query(connection, sql)) {
            delete.texts(ids).in(intent.scope()).change();
        }
    }

    /** Notes that findings are on cases, whoever holds them. */
    void putOnCases(Connection connection, Intent intent, Map<String, Settlement> facts, Set<String> there)
            throws SQLException {
        if (facts.isEmpty()) {
            return;
        }
        List<String> missing =
                facts.keySet().stream().filter(id -> !there.contains(id)).toList();
        insertClaims(connection, intent, missing, Duration.ZERO);
        String sql = dialect.updateFrom(
                "UNNEST(?, ?, ?, ?)",
                "finding, new_state, new_case, new_key",
                "state = r.new_state, case_id = r.new_case, case_key = r.new_key, since = " + now
                        + ", lease_until = NULL, intent = ?, holder = ?, node = ?, owner = ?, draft = NULL,"
                        + " case_before_id = NULL, case_before_key = NULL, case_before_since = NULL,"
                        + " case_before_holder = NULL",
                GIVEN);
        List<Settlement> ends = List.copyOf(facts.values());
        try (LedgerQuery update = query(connection, sql)) {
            dialect.fill(
                    update,
                    rows -> rows.texts(facts.keySet())
                            .texts(ends.stream().map(end -> end.end().name()).toList())
                            .texts(ends.stream()
                                    .map(end -> clipped(end.on().id()))
                                    .toList())
                            .texts(ends.stream()
                                    .map(end -> clipped(end.on().key()))
                                    .toList()),
                    set -> by(set, intent),
                    where -> where.text(intent.scope().site())
                            .text(intent.scope().organisation()));
            update.change();
        }
    }

    /** Notes that the requests of these drafts took effect, with those of their drafts of which any finding is still in doubt. */
    void tookEffect(Connection connection, Collection<String> ids) throws SQLException {
        if (ids.isEmpty()) {
            return;
        }
        String sql = "UPDATE " + DRAFTS + " AS d SET took_effect = TRUE WHERE d.request IN (SELECT s.request FROM "
                + DRAFTS + " AS s WHERE s.id = ANY(?)) AND d.took_effect = FALSE AND EXISTS (SELECT 1 FROM " + FINDINGS
                + " AS f WHERE f.draft = d.id)";
        try (LedgerQuery update = query(connection, sql)) {
            update.texts(ids).change();
        }
    }

    /** Forgets drafts of which no finding is in doubt any more. */
    void dropDraftsWithoutFindings(Connection connection, Collection<String> ids) throws SQLException {
        if (ids.isEmpty()) {
            return;
        }
        String sql = "DELETE FROM " + DRAFTS + " AS d WHERE d.id = ANY(?) AND NOT EXISTS (SELECT 1 FROM " + FINDINGS
                + " AS f WHERE f.draft = d.id)";
        try (LedgerQuery delete = query(connection, sql)) {
            delete.texts(ids).change();
        }
    }

    /** Notes that the owner is alive, and forgets those that are not. */
    void alive(Connection connection, Duration silence) throws SQLException {
        String update = "UPDATE " + OWNERS + " AS o SET alive_until = " + dialect.later(now) + " WHERE o.process = ?";
        try (LedgerQuery query = query(connection, update)) {
            if (query.millis(silence).text(owner.start()).change() == 1) {
                return;
            }
        }
        try (LedgerQuery query = query(connection, "DELETE FROM " + OWNERS + " AS o WHERE o.alive_until < " + now)) {
            query.change();
        }
        String insert =
                "INSERT INTO " + OWNERS + " (process, node, alive_until) VALUES (?, ?, " + dialect.later(now) + ")";
        try (LedgerQuery query = query(connection, insert)) {
            query.text(owner.start()).text(owner.node()).millis(silence).change();
        }
    }

    LedgerQuery query(Connection connection, String sql) throws SQLException {
        PreparedStatement statement = connection.prepareStatement(sql);
        dialect.limit(statement, LedgerTransactions.readTimeoutSeconds());
        return new LedgerQuery(connection, statement);
    }
}
