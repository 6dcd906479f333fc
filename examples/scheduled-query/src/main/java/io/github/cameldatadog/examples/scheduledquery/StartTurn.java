package io.github.cameldatadog.examples.scheduledquery;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import javax.sql.DataSource;
import org.quartz.Scheduler;

/**
 * A node's turn to start. Nodes of a cluster start one after the other: of two that store a schedule for the first time at the
 * same moment, Camel lets one fail. The turn of a node that dies is over.
 */
final class StartTurn implements AutoCloseable {

    private static final String TABLES = "impl/jdbcjobstore/tables_postgres.sql";

    /** Any number that nobody else locks in this database. */
    private static final long LOCK = 2026_0101_0001L;

    private final Connection connection;
    private boolean over;

    private StartTurn(Connection connection) {
        this.connection = connection;
    }

    /** Waits for it, and makes Quartz's tables if they are not there. */
    static StartTurn await(DataSource database) throws SQLException, IOException {
        StartTurn turn = new StartTurn(database.getConnection());
        try (Statement statement = turn.connection.createStatement()) {
            // A lock of the session: Quartz's script ends with a COMMIT.
            statement.execute("SELECT pg_advisory_lock(" + LOCK + ")");
            // The script begins by dropping what is there.
            if (!areTablesThere(statement)) {
                statement.execute(tables());
            }
        } catch (SQLException | IOException e) {
            turn.close();
            throw e;
        }
        return turn;
    }

    private static boolean areTablesThere(Statement statement) throws SQLException {
        try (ResultSet found = statement.executeQuery("SELECT to_regclass('qrtz_locks') IS NOT NULL")) {
            return found.next() && found.getBoolean(1);
        }
    }

    private static String tables() throws IOException {
        try (InputStream script = Scheduler.class.getResourceAsStream(TABLES)) {
            return new String(script.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    /** Lets the next node start. */
    @Override
    public synchronized void close() throws SQLException {
        if (over) {
            return;
        }
        over = true;
        try (connection;
                Statement statement = connection.createStatement()) {
            statement.execute("SELECT pg_advisory_unlock_all()");
        }
    }
}
