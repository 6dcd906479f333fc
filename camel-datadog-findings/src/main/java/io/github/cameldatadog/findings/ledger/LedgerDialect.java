package io.github.cameldatadog.findings.ledger;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;

/** What databases write in different ways. */
enum LedgerDialect {
    H2("CURRENT_TIMESTAMP", "FOR UPDATE") {
        @Override
        String later(String moment) {
            return "DATEADD(MILLISECOND, ?, " + moment + ")";
        }

        @Override
        String insertNew(String columns, String select, String key) {
            return "INSERT INTO " + LedgerSchema.FINDINGS + " (" + columns + ") SELECT * FROM (" + select
                    + ") AS fresh WHERE NOT EXISTS (SELECT 1 FROM " + LedgerSchema.FINDINGS + " AS f WHERE " + key
                    + ")";
        }

        @Override
        String updateFrom(String rows, String columns, String set, String where) {
            return "MERGE INTO " + LedgerSchema.FINDINGS + " AS f USING (SELECT * FROM " + rows + " AS r(" + columns
                    + ")) AS r ON (" + where + ") WHEN MATCHED THEN UPDATE SET " + set;
        }

        @Override
        String deleteFrom(String rows, String columns, String where) {
            return "MERGE INTO " + LedgerSchema.FINDINGS + " AS f USING (SELECT * FROM " + rows + " AS r(" + columns
                    + ")) AS r ON (" + where + ") WHEN MATCHED THEN DELETE";
        }

        @Override
        void fill(LedgerQuery update, Parameters rows, Parameters set, Parameters where) throws SQLException {
            rows.fill(update);
            where.fill(update);
            set.fill(update);
        }

        @Override
        void limit(PreparedStatement statement, int seconds) {
            // It would hold for all that others do with the connection afterwards.
        }

        @Override
        void begin(Connection connection) {
            // Nobody else waits for a process that is gone.
        }
    },

    /** The moment is the statement's, not the transaction's, for that may have waited for a lock. */
    POSTGRESQL("clock_timestamp()", "FOR UPDATE OF f") {
        @Override
        String later(String moment) {
            return "(" + moment + " + ? * INTERVAL '1 millisecond')";
        }

        @Override
        String insertNew(String columns, String select, String key) {
            return "INSERT INTO " + LedgerSchema.FINDINGS + " (" + columns + ") " + select + " ON CONFLICT DO NOTHING";
        }

        @Override
        String updateFrom(String rows, String columns, String set, String where) {
            return "UPDATE " + LedgerSchema.FINDINGS + " AS f SET " + set + " FROM " + rows + " AS r(" + columns
                    + ") WHERE " + where;
        }

        @Override
        String deleteFrom(String rows, String columns, String where) {
            return "DELETE FROM " + LedgerSchema.FINDINGS + " AS f USING " + rows + " AS r(" + columns + ") WHERE "
                    + where;
        }

        @Override
        void fill(LedgerQuery update, Parameters rows, Parameters set, Parameters where) throws SQLException {
            set.fill(update);
            rows.fill(update);
            where.fill(update);
        }

        @Override
        void limit(PreparedStatement statement, int seconds) throws SQLException {
            statement.setQueryTimeout(seconds);
        }

        /** A process that is stopped, or cut off, amid a transaction must not hold its locks for long. */
        @Override
        void begin(Connection connection) throws SQLException {
            try (Statement statement = connection.createStatement()) {
                statement.execute("SET LOCAL idle_in_transaction_session_timeout = '" + MOST_IDLE.toMillis() + "ms'");
            }
        }
    };

    private static final Duration MOST_IDLE = Duration.ofSeconds(10);

    private final String now;
    private final String forUpdate;

    LedgerDialect(String now, String forUpdate) {
        this.now = now;
        this.forUpdate = forUpdate;
    }

    /** The dialect that a database speaks. */
    static LedgerDialect of(Connection connection) throws SQLException {
        String product = connection.getMetaData().getDatabaseProductName();
        return switch (product) {
            case "H2" -> H2;
            case "PostgreSQL" -> POSTGRESQL;
            default ->
                throw new IllegalArgumentException("The ledger's data source is a " + product
                        + " database: PostgreSQL and H2 are known. Give it one of these");
        };
    }

    /** Locks the rows of findings, {@code f}, that a query with other tables selects. */
    String forUpdate() {
        return forUpdate;
    }

    /** The database's own clock. */
    String now() {
        return now;
    }

    /** So many milliseconds, a parameter, after a moment. */
    abstract String later(String moment);

    /**
     * Adds what is not there yet. Somebody else may add the same at the same time: then nothing is added, or the statement fails
     * with a violated key.
     *
     * @param select gives the rows, with the finding's id as {@code finding_id}
     * @param key tells the row {@code f} that is the same as one of {@code fresh}
     */
    abstract String insertNew(String columns, String select, String key);

    /**
     * Updates findings, as {@code f}, by rows that are given, as {@code r}.
     *
     * @param rows a table of parameters
     * @param columns the names of its columns
     */
    abstract String updateFrom(String rows, String columns, String set, String where);

    /** Likewise deletes findings; the rows' parameters come first, in both. */
    abstract String deleteFrom(String rows, String columns, String where);

    /** Gives the parameters of {@link #updateFrom} in the order in which they stand there. */
    abstract void fill(LedgerQuery update, Parameters rows, Parameters set, Parameters where) throws SQLException;

    /** Says how long a statement may take, if nobody else is concerned by that. */
    abstract void limit(PreparedStatement statement, int seconds) throws SQLException;

    /** What is said at the beginning of a transaction. */
    abstract void begin(Connection connection) throws SQLException;

    /** Gives a part of a statement its parameters. */
    interface Parameters {
        void fill(LedgerQuery part) throws SQLException;
    }
}
