package io.github.cameldatadog.findings.ledger;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLNonTransientConnectionException;
import java.sql.SQLRecoverableException;
import java.sql.SQLTransientException;
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

    /** Times that work is tried: others' deadlocks pass, a database that is down does not. */
    private static final int TRIES = 5;

    private static final int READ_TIMEOUT_SECONDS = 30;

    /**
     * Serialization failure, deadlock, a key that another added meanwhile; lock time-out and concurrent update of H2, and its
     * general error, which is what several get that make the same table at once.
     */
    private static final Set<String> TRY_AGAIN = Set.of("40001", "40P01", "23505", "HYT00", "90131", "55P03", "HY000");

    private final DataSource dataSource;

    /** Work in one transaction; done again, it does nothing that it has done already. */
    interface Work<T> {
        T in(Connection connection) throws SQLException;
    }

    LedgerTransactions(DataSource dataSource) {
        this.dataSource = Objects.requireNonNull(dataSource, "dataSource");
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
            }
        }
        throw failed(what, TRIES, last);
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
                T done = inTransaction(work, connection);
                connection.setAutoCommit(autoCommit);
                connection.setTransactionIsolation(isolation);
                return done;
            } catch (SQLException | RuntimeException | Error e) {
                undo(connection, autoCommit, isolation, e);
                throw e;
            }
        }
    }

    private static <T> T inTransaction(Work<T> work, Connection connection) throws SQLException {
        connection.setTransactionIsolation(Connection.TRANSACTION_READ_COMMITTED);
        T done = work.in(connection);
        connection.commit();
        return done;
    }

    private static void undo(Connection connection, boolean autoCommit, int isolation, Throwable why) {
        try {
            connection.rollback();
            connection.setAutoCommit(autoCommit);
            connection.setTransactionIsolation(isolation);
        } catch (SQLException e) {
            why.addSuppressed(e); // the connection is gone, and what it did with it
        }
    }

    private static boolean isWorthAnotherTry(SQLException e) {
        String state = e.getSQLState();
        return e instanceof SQLTransientException
                || e instanceof SQLRecoverableException
                || e instanceof SQLNonTransientConnectionException
                || state != null && (TRY_AGAIN.contains(state) || state.startsWith("08"));
    }

    static int readTimeoutSeconds() {
        return READ_TIMEOUT_SECONDS;
    }
}
