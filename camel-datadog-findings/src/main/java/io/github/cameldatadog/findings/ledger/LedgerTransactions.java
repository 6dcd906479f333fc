package io.github.cameldatadog.findings.ledger;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLNonTransientConnectionException;
import java.sql.SQLRecoverableException;
import java.sql.SQLTransientConnectionException;
import java.sql.SQLTransientException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import javax.sql.DataSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Does work in transactions of its own, whatever transaction the caller is in, and again where the database asks for it or where
 * nobody knows whether it was committed. So all work has to recognise what it did before. Safe for use by several threads.
 */
final class LedgerTransactions {

    private static final Logger LOG = LoggerFactory.getLogger(LedgerTransactions.class);

    /** Times that work is tried: others' deadlocks pass, a database that is down for long does not. */
    private static final int TRIES = 5;

    /** Before another try on another connection; a database that is started again takes some seconds. */
    private static final List<Duration> PAUSES =
            List.of(Duration.ofMillis(100), Duration.ofMillis(400), Duration.ofMillis(1_600), Duration.ofMillis(6_400));

    private static final int READ_TIMEOUT_SECONDS = 30;

    /**
     * Serialization failure, deadlock, a key that another added meanwhile; lock time-out and concurrent update of H2, and its
     * general error, which is what several get that make the same table at once.
     */
    private static final Set<String> TRY_AGAIN = Set.of("40001", "40P01", "23505", "HYT00", "90131", "55P03", "HY000");

    /**
     * The database ends the connection: it stops, it is told to, it is not ready yet, or the session or the transaction was
     * idle or took too long.
     */
    private static final Set<String> CONNECTION_ENDED = Set.of("57P01", "57P02", "57P03", "57P05", "25P03", "25P04");

    /** H2's own pool says so with the SQL state of a lost connection. */
    private static final int NO_CONNECTION_IN_TIME = 8001;

    private final DataSource dataSource;
    private final String afterCommit;
    private final Pause pause;

    /** Lets some time pass. */
    interface Pause {
        Pause NONE = time -> {};

        void pass(Duration time) throws InterruptedException;
    }

    /** Work in one transaction; done again, it does nothing that it has done already. */
    interface Work<T> {
        T in(Connection connection) throws SQLException;
    }

    LedgerTransactions(DataSource dataSource) {
        this(dataSource, null, time -> Thread.sleep(time.toMillis()));
    }

    /** @param afterCommit what is said to the database after each commit; null for nothing */
    LedgerTransactions(DataSource dataSource, String afterCommit, Pause pause) {
        this.dataSource = Objects.requireNonNull(dataSource, "dataSource");
        this.afterCommit = afterCommit;
        this.pause = pause;
    }

    /**
     * Does the work and commits it.
     *
     * @param what in words, for whoever reads that it failed
     * @throws IllegalStateException if it cannot be done
     */
    <T> T run(String what, Work<T> work) {
        SQLException last = null;
        for (int attempt = 1; attempt <= TRIES; attempt++) {
            try {
                return runOnce(work);
            } catch (SQLException e) {
                if (!isWorthAnotherTry(e)) {
                    throw failed(what, attempt, e);
                }
                LOG.debug("The ledger's database wants it again to {}", what, e);
                last = e;
                if (attempt < TRIES && isConnectionLost(e) && isInterruptedWithin(PAUSES.get(attempt - 1))) {
                    throw failed(what, attempt, e);
                }
            }
        }
        throw failed(what, TRIES, last);
    }

    private boolean isInterruptedWithin(Duration time) {
        try {
            pause.pass(time);
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return true;
        }
    }

    private static IllegalStateException failed(String what, int attempts, SQLException e) {
        return new IllegalStateException(
                "The ledger's database failed " + (attempts == 1 ? "" : "for the " + attempts + "th time ") + "to "
                        + what + ", SQL state " + e.getSQLState() + ": " + e.getMessage(),
                e);
    }

    private <T> T runOnce(Work<T> work) throws SQLException {
        try (Connection connection = dataSource.getConnection()) {
            boolean autoCommit = connection.getAutoCommit();
            int isolation = connection.getTransactionIsolation();
            connection.setAutoCommit(false);
            try {
                T done = inTransaction(work, connection, isolation);
                makeSure(connection);
                restore(connection, autoCommit, isolation);
                return done;
            } catch (SQLException | RuntimeException | Error e) {
                undo(connection, autoCommit, isolation, e);
                throw e;
            }
        }
    }

    private static <T> T inTransaction(Work<T> work, Connection connection, int isolation) throws SQLException {
        if (isolation != Connection.TRANSACTION_READ_COMMITTED) {
            connection.setTransactionIsolation(Connection.TRANSACTION_READ_COMMITTED);
        }
        LedgerDialect.of(connection).begin(connection);
        T done = work.in(connection);
        connection.commit();
        return done;
    }

    private static void restore(Connection connection, boolean autoCommit, int isolation) throws SQLException {
        connection.setAutoCommit(autoCommit);
        if (isolation != Connection.TRANSACTION_READ_COMMITTED) {
            connection.setTransactionIsolation(isolation);
        }
    }

    private void makeSure(Connection connection) throws SQLException {
        if (afterCommit != null) {
            try (Statement statement = connection.createStatement()) {
                statement.execute(afterCommit);
            }
        }
    }

    private static void undo(Connection connection, boolean autoCommit, int isolation, Throwable why) {
        try {
            connection.rollback();
            restore(connection, autoCommit, isolation);
        } catch (SQLException e) {
            why.addSuppressed(e); // the connection is gone, and what it did with it
        }
    }

    private static boolean isWorthAnotherTry(SQLException e) {
        if (e instanceof SQLTransientConnectionException || e.getErrorCode() == NO_CONNECTION_IN_TIME) {
            return false; // a pool has waited for a connection for as long as it is told to
        }
        return isConnectionLost(e)
                || e instanceof SQLTransientException
                || e.getSQLState() != null && TRY_AGAIN.contains(e.getSQLState());
    }

    private static boolean isConnectionLost(SQLException e) {
        String state = e.getSQLState();
        return e instanceof SQLRecoverableException
                || e instanceof SQLNonTransientConnectionException
                || state != null && (CONNECTION_ENDED.contains(state) || state.startsWith("08"));
    }

    static int readTimeoutSeconds() {
        return READ_TIMEOUT_SECONDS;
    }
}
