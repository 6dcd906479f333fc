package io.github.cameldatadog.benchmarks;

import io.github.cameldatadog.findings.ticket.CaseReference;
import io.github.cameldatadog.findings.ticket.SendEvidence;
import io.github.cameldatadog.findings.ticket.TicketLedger.End;
import io.github.cameldatadog.findings.ticket.TicketLedger.Intent;
import io.github.cameldatadog.findings.ticket.TicketLedger.Sending;
import io.github.cameldatadog.findings.ticket.TicketLedger.Settlement;
import io.github.cameldatadog.findings.ticket.TicketLedger.Wanted;
import java.io.IOException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * What a ledger in a database costs for one request: its findings are claimed, marked as being sent, and settled on the cases of
 * their tickets. The baseline writes the same rows with plain JDBC batches, and commits as often: inserted, then changed twice.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.SingleShotTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Warmup(iterations = 20)
@Measurement(iterations = 40)
@Fork(value = 1, jvmArgsAppend = "-Xmx1g")
public class LedgerBenchmark {

    private static final int TICKETS = 50;
    private static final io.github.cameldatadog.findings.ticket.TicketLedger.Scope SCOPE =
            new io.github.cameldatadog.findings.ticket.TicketLedger.Scope("https://api.datadoghq.eu", "default");

    @Param("2500")
    int findings;

    @Param({"H2_FILE", "POSTGRESQL"})
    LedgerDatabase.Kind database;

    private LedgerDatabase opened;
    private int requests;

    @Setup
    public void open() throws IOException, SQLException {
        opened = LedgerDatabase.open(database);
        try (Connection connection = opened.dataSource().getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute(
                    "CREATE TABLE plain (site VARCHAR(300), organisation VARCHAR(200), finding_id VARCHAR(300),"
                            + " state VARCHAR(12), since TIMESTAMP WITH TIME ZONE, intent VARCHAR(100), holder VARCHAR(300),"
                            + " owner VARCHAR(100), case_id VARCHAR(300), case_key VARCHAR(300),"
                            + " PRIMARY KEY (site, organisation, finding_id))");
        }
    }

    private List<List<String>> drafts() {
        int request = ++requests;
        List<List<String>> drafts = new ArrayList<>();
        for (int ticket = 0; ticket < TICKETS; ticket++) {
            int first = ticket;
            drafts.add(IntStream.range(0, findings)
                    .filter(at -> at % TICKETS == first)
                    .mapToObj(at -> "ZGVmLTAwMC1" + request + "-aS0wZjQ1ZDU4NGIyNTdmZjJ" + at)
                    .toList());
        }
        drafts.removeIf(List::isEmpty);
        return drafts;
    }

    @Benchmark
    public int plainJdbc() throws SQLException {
        List<List<String>> drafts = drafts();
        batch(
                "INSERT INTO plain (site, organisation, finding_id, state, since, intent, holder, owner)"
                        + " VALUES ('https://api.datadoghq.eu', 'default', ?, 'CLAIMED', CURRENT_TIMESTAMP, 'intent', 'exchange',"
                        + " 'owner')",
                drafts);
        batch(
                "UPDATE plain SET state = 'SENDING', since = CURRENT_TIMESTAMP WHERE site = 'https://api.datadoghq.eu'"
                        + " AND organisation = 'default' AND finding_id = ?",
                drafts);
        return batch(
                "UPDATE plain SET state = 'TICKETED', since = CURRENT_TIMESTAMP, case_id = 'case', case_key = 'SEC-1'"
                        + " WHERE site = 'https://api.datadoghq.eu' AND organisation = 'default' AND finding_id = ?",
                drafts);
    }

    private int batch(String sql, List<List<String>> drafts) throws SQLException {
        try (Connection connection = opened.dataSource().getConnection();
                PreparedStatement statement = connection.prepareStatement(sql)) {
            connection.setAutoCommit(false);
            for (List<String> draft : drafts) {
                for (String id : draft) {
                    statement.setString(1, id);
                    statement.addBatch();
                }
            }
            int changed = IntStream.of(statement.executeBatch()).sum();
            connection.commit();
            connection.setAutoCommit(true);
            return checked(changed);
        }
    }

    private int checked(int changed) {
        if (changed != findings) {
            throw new IllegalStateException(changed + " rows were written, and not " + findings);
        }
        return changed;
    }

    @Benchmark
    public int ledger() {
        List<List<String>> drafts = drafts();
        Intent intent = new Intent(SCOPE, "intent-" + requests, "exchange");
        List<Wanted> wanted = drafts.stream()
                .flatMap(List::stream)
                .map(id -> new Wanted(id, Set.of(), false))
                .toList();
        int held = opened.ledger().claim(intent, wanted).size();
        SendEvidence evidence = new SendEvidence(Instant.now(), Set.of(), "project", "A title", null);
        int lost = opened.ledger()
                .sending(
                        intent,
                        drafts.stream().map(ids -> new Sending(ids, evidence)).toList())
                .size();
        opened.ledger()
                .settle(
                        intent,
                        drafts.stream()
                                .map(ids -> new Settlement(End.TICKETED, ids, new CaseReference("case", "SEC-1")))
                                .toList());
        return checked(wanted.size() - held - lost);
    }

    @TearDown
    public void close() throws Exception {
        opened.close();
    }
}
