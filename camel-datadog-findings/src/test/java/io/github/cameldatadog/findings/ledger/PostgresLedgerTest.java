package io.github.cameldatadog.findings.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.cameldatadog.findings.ticket.TicketLedger.Intent;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The contract on PostgreSQL, a real one. */
class PostgresLedgerTest extends JdbcTicketLedgerContract {

    private static EmbeddedPostgres postgres;

    @BeforeAll
    static void start() throws IOException {
        postgres = EmbeddedPostgres.start();
    }

    @AfterAll
    static void stop() throws IOException {
        postgres.close();
    }

    @AfterEach
    void clear() throws SQLException {
        execute("DROP SCHEMA public CASCADE");
        execute("CREATE SCHEMA public");
    }

    @Override
    DataSource dataSource() {
        return postgres.getPostgresDatabase();
    }

    /** Two that lock the same rows in different orders wait for each other, until the database ends one of them. */
    @Test
    void claimsInOppositeOrderDoNotWaitForEachOther() throws Exception {
        LosingDataSource counting = new LosingDataSource(dataSource());
        List<Callable<Void>> work = new ArrayList<>();
        for (int i = 0; i < 6; i++) {
            JdbcTicketLedger ledger = process(counting.asDataSource(), null);
            boolean backwards = i % 2 == 0;
            work.add(() -> {
                for (int round = 0; round < 20; round++) {
                    int first = round * 500;
                    String[] ids = IntStream.range(0, 500)
                            .mapToObj(at -> "f" + (first + (backwards ? 499 - at : at)))
                            .toArray(String[]::new);
                    ledger.claim(new Intent(SCOPE, UUID.randomUUID().toString(), "exchange"), wanted(ids));
                }
                return null;
            });
        }
        ExecutorService threads = Executors.newFixedThreadPool(6);
        try {
            for (Future<Void> one : threads.invokeAll(work)) {
                one.get();
            }
        } finally {
            threads.shutdownNow();
        }
        assertThat(counting.undone()).isZero();
    }
}
