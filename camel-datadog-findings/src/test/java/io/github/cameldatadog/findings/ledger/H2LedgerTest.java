package io.github.cameldatadog.findings.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.atomic.AtomicInteger;
import javax.sql.DataSource;
import org.h2.jdbcx.JdbcConnectionPool;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The contract on H2. */
class H2LedgerTest extends JdbcTicketLedgerContract {

    private static final AtomicInteger DATABASES = new AtomicInteger();

    private final JdbcConnectionPool pool = JdbcConnectionPool.create(
            "jdbc:h2:mem:ledger" + DATABASES.incrementAndGet() + ";DB_CLOSE_DELAY=-1", "sa", "");

    @AfterEach
    void close() throws SQLException {
        execute("SHUTDOWN");
        pool.dispose();
    }

    @Override
    DataSource dataSource() {
        return pool;
    }

    /** It finds an id there that is not the one that was asked for, and does not add that one. */
    @Test
    @Timeout(value = 30, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
    void aDatabaseThatTakesDifferentIdsForTheSameIsRefused() {
        JdbcConnectionPool ignoringCase = JdbcConnectionPool.create(
                "jdbc:h2:mem:case" + DATABASES.incrementAndGet() + ";IGNORECASE=TRUE;DB_CLOSE_DELAY=-1", "sa", "");
        JdbcTicketLedger ledger = new JdbcTicketLedger(ignoringCase);
        ledger.claim(intent(), wanted("finding"));

        assertThatIllegalStateException()
                .isThrownBy(() -> ledger.claim(intent(), wanted("Finding")))
                .withMessageContaining("upper and lower case");
        ignoringCase.dispose();
    }

    /** H2 keeps the limit of a statement for all that anybody does with the connection afterwards. */
    @Test
    void connectionsGoBackAsTheyWere() throws SQLException {
        pool.setMaxConnections(1);
        process(null).claim(intent(), wanted("a"));

        try (Connection connection = pool.getConnection();
                Statement statement = connection.createStatement()) {
            assertThat(statement.getQueryTimeout()).isZero();
            assertThat(connection.getAutoCommit()).isTrue();
        }
    }
}
