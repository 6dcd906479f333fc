package io.github.cameldatadog.findings.ledger;

import io.github.cameldatadog.findings.ticket.TicketLedger.Scope;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.Collection;

/** A statement whose parameters are given one after the other. */
final class LedgerQuery implements AutoCloseable {

    private final Connection connection;
    private final PreparedStatement statement;
    private int given;

    LedgerQuery(Connection connection, PreparedStatement statement) {
        this.connection = connection;
        this.statement = statement;
    }

    LedgerQuery text(String value) throws SQLException {
        statement.setString(++given, stored(value));
        return this;
    }

    LedgerQuery texts(Collection<String> values) throws SQLException {
        Object[] stored = values.stream().map(LedgerQuery::stored).toArray();
        statement.setArray(++given, connection.createArrayOf("VARCHAR", stored));
        return this;
    }

    /** PostgreSQL has no texts with a NUL, which a title may have, or the key of a case. */
    private static String stored(String value) {
        return value == null ? null : value.replace('\0', '\uFFFD');
    }

    LedgerQuery millis(Duration value) throws SQLException {
        statement.setLong(++given, value.toMillis());
        return this;
    }

    LedgerQuery moment(OffsetDateTime value) throws SQLException {
        statement.setObject(++given, value);
        return this;
    }

    LedgerQuery in(Scope scope) throws SQLException {
        return text(scope.site()).text(scope.organisation());
    }

    /** What is asked for; gone when this is closed. */
    ResultSet rows() throws SQLException {
        return statement.executeQuery();
    }

    /** Changes rows; says how many. */
    int change() throws SQLException {
        return statement.executeUpdate();
    }

    /** Keeps the parameters for {@link #changeAll} and begins anew. */
    void add() throws SQLException {
        statement.addBatch();
        given = 0;
    }

    void changeAll() throws SQLException {
        statement.executeBatch();
    }

    @Override
    public void close() throws SQLException {
        statement.close();
    }
}
