package io.github.cameldatadog.findings.ledger;

import io.github.cameldatadog.findings.ticket.TicketLedger;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.h2.jdbcx.JdbcConnectionPool;

/** A database in memory that goes by a clock which is set, and that several processes may share. For one thread at a time. */
public final class SimulatedDatabase {

    private static final AtomicInteger DATABASES = new AtomicInteger();

    private final JdbcConnectionPool pool = JdbcConnectionPool.create(
            "jdbc:h2:mem:simulated" + DATABASES.incrementAndGet() + ";DB_CLOSE_DELAY=-1", "sa", "");
    private Instant shown;

    /**
     * What the ledger says of a finding.
     *
     * @param state in its own words
     * @param caseId the case that it is on; null for none
     * @param process the start of the process that wrote it last
     */
    public record Entry(String state, String caseId, String process) {}

    public SimulatedDatabase(Instant now) {
        execute("CREATE TABLE test_clock (at TIMESTAMP(9) WITH TIME ZONE)");
        execute("INSERT INTO test_clock VALUES (NULL)");
        show(now);
    }

    /** The database's clock shows this time from now on. */
    public void show(Instant now) {
        if (now.equals(shown)) {
            return;
        }
        try (Connection connection = pool.getConnection();
                PreparedStatement update = connection.prepareStatement("UPDATE test_clock SET at = ?")) {
            update.setObject(1, now.atOffset(ZoneOffset.UTC));
            update.execute();
        } catch (SQLException e) {
            throw new AssertionError(e);
        }
        shown = now;
    }

    /**
     * The ledger of one start of a process.
     *
     * @param node names the process; null for none
     * @param start tells one start from another
     */
    public TicketLedger process(String node, String start) {
        return new JdbcTicketLedger(
                new LedgerTransactions(pool, null, LedgerTransactions.Pause.NONE),
                new LedgerOwner(node, start),
                "(SELECT at FROM test_clock)");
    }

    /** What it says of all findings that it knows, by their ids. */
    public Map<String, Entry> entries() {
        Map<String, Entry> entries = new TreeMap<>();
        try (Connection connection = pool.getConnection();
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(
                        "SELECT finding_id, state, case_id, owner FROM " + LedgerSchema.FINDINGS)) {
            while (rows.next()) {
                entries.put(rows.getString(1), new Entry(rows.getString(2), rows.getString(3), rows.getString(4)));
            }
        } catch (SQLException e) {
            throw new AssertionError(e);
        }
        return entries;
    }

    private void execute(String sql) {
        try (Connection connection = pool.getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        } catch (SQLException e) {
            throw new AssertionError(e);
        }
    }

    /** Nothing is left of it. */
    public void close() {
        execute("SHUTDOWN");
        pool.dispose();
    }
}
