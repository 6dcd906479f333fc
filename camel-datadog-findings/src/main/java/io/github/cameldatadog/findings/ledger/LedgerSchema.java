package io.github.cameldatadog.findings.ledger;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Savepoint;
import java.sql.Statement;
import java.util.List;
import java.util.Set;

/** The tables of a ledger, which are made where they are missing. */
final class LedgerSchema {

    static final String FINDINGS = "datadog_findings_ledger";
    static final String DRAFTS = "datadog_findings_draft";
    static final String OWNERS = "datadog_findings_ledger_owner";
    private static final String VERSIONS = "datadog_findings_ledger_version";

    /** The newest version that is known here. */
    static final int VERSION = 1;

    private static final List<String> FIRST = List.of(
            "CREATE TABLE IF NOT EXISTS " + VERSIONS + " (version INT PRIMARY KEY)",
            "CREATE TABLE IF NOT EXISTS " + FINDINGS + " ("
                    + "site VARCHAR(300) NOT NULL, "
                    + "organisation VARCHAR(200) NOT NULL, "
                    + "finding_id VARCHAR(300) NOT NULL, "
                    + "state VARCHAR(12) NOT NULL, "
                    + "since TIMESTAMP WITH TIME ZONE NOT NULL, "
                    + "lease_until TIMESTAMP WITH TIME ZONE, "
                    + "intent VARCHAR(100) NOT NULL, "
                    + "holder VARCHAR(300) NOT NULL, "
                    + "node VARCHAR(200), "
                    + "owner VARCHAR(100) NOT NULL, "
                    + "draft VARCHAR(150), "
                    + "looked_for BOOLEAN DEFAULT FALSE NOT NULL, "
                    + "case_id VARCHAR(300), "
                    + "case_key VARCHAR(300), "
                    + "case_before_id VARCHAR(300), "
                    + "case_before_key VARCHAR(300), "
                    + "case_before_since TIMESTAMP WITH TIME ZONE, "
                    + "case_before_holder VARCHAR(300), "
                    + "PRIMARY KEY (finding_id, site, organisation))",
            "CREATE INDEX IF NOT EXISTS " + FINDINGS + "_by_draft ON " + FINDINGS + " (draft)",
            "CREATE TABLE IF NOT EXISTS " + OWNERS + " ("
                    + "process VARCHAR(100) PRIMARY KEY, "
                    + "node VARCHAR(200), "
                    + "alive_until TIMESTAMP WITH TIME ZONE NOT NULL)",
            "CREATE TABLE IF NOT EXISTS " + DRAFTS + " ("
                    + "id VARCHAR(150) PRIMARY KEY, "
                    + "site VARCHAR(300) NOT NULL, "
                    + "organisation VARCHAR(200) NOT NULL, "
                    + "request VARCHAR(100) NOT NULL, "
                    + "took_effect BOOLEAN DEFAULT FALSE NOT NULL, "
                    + "sent_at TIMESTAMP WITH TIME ZONE NOT NULL, "
                    + "not_before TIMESTAMP WITH TIME ZONE NOT NULL, "
                    + "project VARCHAR(1000) NOT NULL, "
                    + "title VARCHAR(1000000), "
                    + "reference VARCHAR(100), "
                    + "baseline VARCHAR(1000000) NOT NULL, "
                    + "users VARCHAR(1000000) NOT NULL)",
            "CREATE INDEX IF NOT EXISTS " + DRAFTS + "_by_request ON " + DRAFTS + " (request)",
            "INSERT INTO " + VERSIONS + " (version) VALUES (" + VERSION + ")");

    /** PostgreSQL; H2, where there are other tables and where there is none. */
    private static final Set<String> NO_SUCH_TABLE = Set.of("42P01", "42S02", "42S04");

    private LedgerSchema() {}

    /** What makes all of them where there is none, in this order. */
    static List<String> statements() {
        return FIRST;
    }

    /**
     * Makes the tables, if they are not there.
     *
     * @throws IllegalStateException if they are of a version that is not known here
     */
    static void prepare(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            int found = found(connection, statement);
            if (found > VERSION) {
                throw new IllegalStateException("The ledger's tables are of version " + found
                        + ", made by a newer release; this one knows version " + VERSION
                        + " at most. Use that release, or another database");
            }
            if (found == 0) {
                for (String step : FIRST) {
                    statement.execute(step);
                }
            }
        }
    }

    /** The version that is there; 0 for none. Only whoever makes the tables needs the right to. */
    private static int found(Connection connection, Statement statement) throws SQLException {
        Savepoint before = connection.setSavepoint();
        try {
            return found(statement);
        } catch (SQLException e) {
            if (!NO_SUCH_TABLE.contains(String.valueOf(e.getSQLState()))) {
                throw e;
            }
            connection.rollback(before);
            return 0;
        }
    }

    private static int found(Statement statement) throws SQLException {
        try (ResultSet rows = statement.executeQuery("SELECT COALESCE(MAX(version), 0) FROM " + VERSIONS)) {
            rows.next();
            return rows.getInt(1);
        }
    }
}
