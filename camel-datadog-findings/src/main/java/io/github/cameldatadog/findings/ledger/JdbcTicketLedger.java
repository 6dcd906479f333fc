package io.github.cameldatadog.findings.ledger;

import io.github.cameldatadog.findings.ticket.TicketLedger;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import java.util.stream.Collectors;
import javax.sql.DataSource;

/**
 * A ledger in a database, which outlives the process and is shared by all that use the same one: PostgreSQL for several nodes, H2
 * for one. Every call is a transaction of its own, committed when it returns, also in a route that is transacted. Leases go by
 * the database's clock. Safe for use by several threads and processes.
 *
 * <p>It takes connections from the application's {@link DataSource} and gives them back after each call; a few are
 * enough. The tables are made where they are missing; which they are, and what they say, is in
 * {@code docs/ledger.md}.
 */
public class JdbcTicketLedger implements TicketLedger {

    /** How long a claim holds unless told otherwise: long enough to look up, to render, and to wait for a retry's turn. */
    public static final Duration DEFAULT_LEASE = Duration.ofMinutes(5);

    /** How long a process may be silent unless told otherwise. */
    public static final Duration DEFAULT_SILENCE = Duration.ofMinutes(1);

    /** Several ledgers of one process with one node's name are of one owner, and do not take each other for dead. */
    private static final String START = UUID.randomUUID().toString();

    private static final int MOST_ROUNDS = 10;

    private final LedgerTransactions transactions;
    private final LedgerStatements statements;
    private final DeskStatements desk;
    private final LedgerOwner owner;
    private volatile Duration lease = DEFAULT_LEASE;
    private volatile Duration silence = DEFAULT_SILENCE;

    /**
     * A ledger for nodes without names: what a node was sending that died may be found out by others, or by its successor, when it
     * was silent for a minute.
     *
     * @throws IllegalArgumentException if the database is neither PostgreSQL nor H2
     * @throws IllegalStateException if it cannot be reached, or holds tables of a newer release
     */
    public JdbcTicketLedger(DataSource dataSource) {
        this(dataSource, null);
    }

    /**
     * A ledger for a node that has a name.
     *
     * @param node names this process among all that use the ledger; no two that run at the same time may have the same. When a
     *     process of that name starts, whatever an earlier one of it held is taken to be left: its claims are free and what it
     *     was sending is in doubt, at once. Null for none
     */
    public JdbcTicketLedger(DataSource dataSource, String node) {
        this(
                new LedgerTransactions(dataSource),
                new LedgerOwner(node, node == null ? UUID.randomUUID().toString() : START),
                null);
    }

    /** @param now a clock of SQL; null for the database's own */
    JdbcTicketLedger(LedgerTransactions transactions, LedgerOwner owner, String now) {
        this.transactions = transactions;
        this.owner = Objects.requireNonNull(owner, "owner");
        LedgerDialect dialect = transactions.run("prepare its tables", connection -> {
            LedgerDialect found = LedgerDialect.of(connection);
            LedgerSchema.prepare(connection);
            return found;
        });
        String clock = now == null ? dialect.now() : now;
        this.statements = new LedgerStatements(dialect, owner, clock);
        this.desk = new DeskStatements(statements, dialect, clock);
        alive();
    }

    @Override
    public Optional<Duration> aliveEvery() {
        return Optional.of(silence.dividedBy(4));
    }

    @Override
    public final void alive() {
        transactions.run("note that this process is alive", connection -> {
            statements.alive(connection, silence);
            return null;
        });
    }

    /** How long a claim holds, if whoever made it does not send, free or renew it. */
    public Duration getLease() {
        return lease;
    }

    /** @param lease more than no time; takes effect with the next claim */
    public void setLease(Duration lease) {
        if (lease.isNegative() || lease.isZero()) {
            throw new IllegalArgumentException("A claim has to hold for more than no time, not for " + lease);
        }
        this.lease = lease;
    }

    /** How long this process is silent, by the database's clock, when others take it to be gone. */
    public Duration getSilence() {
        return silence;
    }

    /**
     * What a process was sending that is gone may be found out by others after that time: by one that starts, or that is brought
     * the findings. One that was only paused for longer does
     * no harm, but what it holds is taken over meanwhile.
     *
     * @param silence more than no time; in force when the call returns, and to be set before a context uses the ledger
     */
    public void setSilence(Duration silence) {
        if (silence.isNegative() || silence.isZero()) {
            throw new IllegalArgumentException("A process has to be silent for more than no time, not for " + silence);
        }
        this.silence = silence;
        alive();
    }

    @Override
    public Map<String, Held> claim(Intent intent, Collection<Wanted> wanted) {
        Map<String, Wanted> byId = new TreeMap<>();
        wanted.forEach(one -> byId.put(one.findingId(), one));
        return transactions.run("claim findings", connection -> claim(connection, intent, byId));
    }

    private Map<String, Held> claim(Connection connection, Intent intent, Map<String, Wanted> wanted)
            throws SQLException {
        Map<String, LedgerRow> there = statements.lockAndJudge(connection, intent.scope(), wanted.keySet());
        List<String> mine = new ArrayList<>();
        List<LedgerRow> others = new ArrayList<>();
        there.replaceAll((id, row) -> row.asItStandsFor(intent));
        there.forEach((id, row) -> {
            if (mayClaim(intent, wanted.get(id), row)) {
                mine.add(id);
            } else {
                others.add(row);
            }
        });
        statements.claim(connection, intent, mine, lease);
        List<String> missing =
                wanted.keySet().stream().filter(id -> !there.containsKey(id)).toList();
        others.addAll(claimMissing(connection, intent, missing));
        return held(connection, others);
    }

    /** Claims what is not there; gives what somebody else added at the same time. */
    private List<LedgerRow> claimMissing(Connection connection, Intent intent, List<String> ids) throws SQLException {
        List<LedgerRow> others = new ArrayList<>();
        List<String> missing = ids;
        int rounds = 0;
        while (statements.insertClaims(connection, intent, missing, lease) < missing.size()) {
            Map<String, LedgerRow> now = statements.lockAndJudge(connection, intent.scope(), missing);
            now.values().stream()
                    .filter(row -> !row.intent().equals(intent.id()))
                    .forEach(others::add);
            // It may have been freed again before it could be locked, and is nobody's then.
            missing = missing.stream().filter(id -> !now.containsKey(id)).toList();
            if (++rounds == MOST_ROUNDS) {
                throw new SQLException(
                        "The database has findings and does not find them: does it take ids for the same that"
                                + " differ in upper and lower case? " + missing);
            }
        }
        return others;
    }

    private Map<String, Held> held(Connection connection, List<LedgerRow> rows) throws SQLException {
        Map<String, SentDraft> drafts = statements.drafts(connection, rows);
        Map<String, Held> held = new LinkedHashMap<>();
        rows.forEach(row -> held.put(row.findingId(), row.held(drafts.get(row.draft()))));
        return held;
    }

    private static boolean mayClaim(Intent intent, Wanted wanted, LedgerRow row) {
        return switch (row.state()) {
            case CLAIMED -> row.isOver() || row.intent().equals(intent.id());
            case TICKETED ->
                row.on() != null && wanted.closedCases().contains(row.on().id());
            case PURGED -> wanted.isLookedUp();
            case SENDING, CASE_ONLY, IN_DOUBT -> false;
        };
    }

    @Override
    public Set<String> sending(Intent intent, List<Sending> drafts) {
        return transactions.run("note what is about to be sent", connection -> {
            Set<String> ids = new TreeSet<>();
            drafts.forEach(draft -> ids.addAll(draft.findingIds()));
            Map<String, LedgerRow> own = lockOwn(connection, intent, ids);
            String request = UUID.randomUUID().toString();
            Map<String, String> draftOf = new TreeMap<>();
            for (int at = 0; at < drafts.size(); at++) {
                for (String id : drafts.get(at).findingIds()) {
                    if (own.containsKey(id)) {
                        draftOf.put(id, request + "-" + at);
                    }
                }
            }
            if (!draftOf.isEmpty()) {
                statements.insertDrafts(connection, intent, drafts, request, Set.copyOf(draftOf.values()));
                statements.send(connection, intent, draftOf);
                statements.dropDraftsWithoutFindings(connection, LedgerStatements.draftIds(own.values()));
            }
            ids.removeAll(own.keySet());
            return ids;
        });
    }

    /** What the intent has claimed or is sending. */
    private Map<String, LedgerRow> lockOwn(Connection connection, Intent intent, Set<String> ids) throws SQLException {
        Map<String, LedgerRow> own = statements.lock(connection, intent.scope(), ids);
        own.values().removeIf(row -> !row.isOf(intent));
        return own;
    }

    @Override
    public void notMade(Intent intent, Collection<String> findingIds) {
        transactions.run("note what was not made", connection -> {
            Map<String, LedgerRow> own = lockOwn(connection, intent, new TreeSet<>(findingIds));
            statements.claimAgain(connection, intent, own.keySet(), lease);
            statements.dropDraftsWithoutFindings(connection, LedgerStatements.draftIds(own.values()));
            return null;
        });
    }

    @Override
    public List<InDoubt> takeOver(Intent intent, Collection<String> findingIds) {
        return transactions.run("take over what is in doubt", connection -> {
            List<String> drafts = statements.draftsInDoubt(connection, intent, new TreeSet<>(findingIds));
            return takeOver(connection, intent, drafts);
        });
    }

    @Override
    public List<InDoubt> takeOverAny(Intent intent, int most) {
        return transactions.run("take over what is in doubt", connection -> {
            List<String> drafts = statements.draftsInDoubt(connection, intent, most);
            return takeOver(connection, intent, drafts);
        });
    }

    private List<InDoubt> takeOver(Connection connection, Intent intent, List<String> drafts) throws SQLException {
        if (drafts.isEmpty()) {
            return List.of();
        }
        List<String> ids = statements.findingsOf(connection, drafts);
        Map<String, LedgerRow> left = statements.lockAndJudge(connection, intent.scope(), ids);
        // Others may have taken them over between the look and the lock.
        left.values().removeIf(row -> !row.isToBeHadBy(intent) || !drafts.contains(row.draft()));
        Map<String, SentDraft> sent = statements.drafts(connection, left.values());
        // A draft that somebody has deleted by hand tells nobody what to look for.
        left.values().removeIf(row -> !sent.containsKey(row.draft()));
        statements.takeOver(connection, intent, left.keySet());
        List<InDoubt> taken = new ArrayList<>();
        left.values().stream()
                .collect(Collectors.groupingBy(LedgerRow::draft, LinkedHashMap::new, Collectors.toList()))
                .forEach((draft, rows) -> taken.add(inDoubt(sent.get(draft), rows)));
        return taken;
    }

    private static InDoubt inDoubt(SentDraft sent, List<LedgerRow> rows) {
        boolean lookedFor = rows.stream().allMatch(LedgerRow::wasLookedFor);
        List<String> ids = rows.stream().map(LedgerRow::findingId).toList();
        return new InDoubt(sent.request(), ids, sent.evidence(), lookedFor, sent.tookEffect());
    }

    @Override
    public void settle(Intent intent, List<Settlement> settlements) {
        transactions.run("note what became of findings", connection -> {
            settle(connection, intent, settlements);
            return null;
        });
    }

    private void settle(Connection connection, Intent intent, List<Settlement> settlements) throws SQLException {
        Map<String, Settlement> facts = new TreeMap<>();
        Map<End, Set<String>> others = new TreeMap<>();
        Set<String> all = new TreeSet<>();
        for (Settlement settlement : settlements) {
            all.addAll(settlement.findingIds());
            if (settlement.on() == null) {
                others.computeIfAbsent(settlement.end(), first -> new TreeSet<>())
                        .addAll(settlement.findingIds());
            } else {
                settlement.findingIds().forEach(id -> facts.put(id, settlement));
            }
        }
        Map<String, LedgerRow> there = statements.lock(connection, intent.scope(), all);
        Set<String> own = new TreeSet<>();
        there.values().stream().filter(row -> row.isOf(intent)).forEach(row -> own.add(row.findingId()));
        statements.putOnCases(connection, intent, facts, there.keySet());
        List<LedgerRow> onCases = there.values().stream()
                .filter(row -> facts.containsKey(row.findingId()))
                .toList();
        statements.tookEffect(connection, LedgerStatements.draftIds(onCases));
        for (Map.Entry<End, Set<String>> end : others.entrySet()) {
            end.getValue().retainAll(own);
            end.getValue().removeAll(facts.keySet());
            switch (end.getKey()) {
                case IN_DOUBT -> statements.doubt(connection, intent, end.getValue());
                case LEFT -> statements.leave(connection, intent, end.getValue());
                default -> statements.free(connection, intent, end.getValue());
            }
        }
        statements.dropDraftsWithoutFindings(connection, LedgerStatements.draftIds(there.values()));
    }

    LedgerTransactions transactions() {
        return transactions;
    }

    LedgerStatements statements() {
        return statements;
    }

    DeskStatements desk() {
        return desk;
    }

    /** Tells who holds it, but nothing of the database. */
    @Override
    public String toString() {
        return getClass().getSimpleName() + "[" + owner + "]";
    }
}
