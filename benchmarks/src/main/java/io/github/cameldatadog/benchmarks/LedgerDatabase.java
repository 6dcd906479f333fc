package io.github.cameldatadog.benchmarks;

import io.github.cameldatadog.findings.ledger.EmbeddedTicketLedger;
import io.github.cameldatadog.findings.ledger.JdbcTicketLedger;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import javax.sql.DataSource;
import org.h2.jdbcx.JdbcConnectionPool;
import org.postgresql.ds.PGSimpleDataSource;

/** A database for a ledger, and for plain rows beside it. */
public final class LedgerDatabase implements AutoCloseable {

    /** Which database. */
    public enum Kind {
        /** A file, durable at each commit. */
        H2_FILE,
        /** A server on this machine. */
        POSTGRESQL
    }

    private final DataSource dataSource;
    private final JdbcTicketLedger ledger;
    private final AutoCloseable server;

    private LedgerDatabase(DataSource dataSource, JdbcTicketLedger ledger, AutoCloseable server) {
        this.dataSource = dataSource;
        this.ledger = ledger;
        this.server = server;
    }

    static LedgerDatabase open(Kind kind) throws IOException {
        if (kind == Kind.H2_FILE) {
            Path file = Files.createTempDirectory("ledger").resolve("ledger");
            EmbeddedTicketLedger ledger = new EmbeddedTicketLedger(file);
            JdbcConnectionPool pool =
                    JdbcConnectionPool.create("jdbc:h2:async:" + file + ";WRITE_DELAY=0;LOCK_TIMEOUT=10000", "sa", "");
            return new LedgerDatabase(pool, ledger, () -> {
                pool.dispose();
                ledger.close();
            });
        }
        EmbeddedPostgres postgres = EmbeddedPostgres.start();
        PGSimpleDataSource source = (PGSimpleDataSource) postgres.getPostgresDatabase();
        OneConnection reused = new OneConnection(source);
        return new LedgerDatabase(reused.asDataSource(), new JdbcTicketLedger(reused.asDataSource()), () -> {
            reused.close();
            postgres.close();
        });
    }

    DataSource dataSource() {
        return dataSource;
    }

    JdbcTicketLedger ledger() {
        return ledger;
    }

    @Override
    public void close() throws Exception {
        server.close();
    }
}
