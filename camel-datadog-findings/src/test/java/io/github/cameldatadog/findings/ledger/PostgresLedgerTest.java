package io.github.cameldatadog.findings.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.cameldatadog.findings.ticket.TicketLedger.End;
import io.github.cameldatadog.findings.ticket.TicketLedger.Held;
import io.github.cameldatadog.findings.ticket.TicketLedger.Intent;
import io.github.cameldatadog.findings.ticket.TicketLedger.State;
import io.github.cameldatadog.findings.ticket.TicketLedger.Wanted;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
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

    /** Tables are made once, by somebody who may. */
    @Test
    void whoeverFindsTheTablesNeedsNoRightToMakeThem() throws Exception {
        process(null).settle(intent(), List.of(end(End.TICKETED, "a")));
        execute("CREATE ROLE application LOGIN");
        try {
            execute("GRANT USAGE ON SCHEMA public TO application");
            execute("GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO application");
            execute("REVOKE CREATE ON SCHEMA public FROM PUBLIC");
            DataSource limited = postgres.getDatabase("application", "postgres");

            assertThat(process(limited, null).claim(intent(), wanted("a", "b"))).containsOnlyKeys("a");
        } finally {
            execute("DROP OWNED BY application");
            execute("DROP ROLE application");
        }
    }

    /** It is stopped, say, or its host is gone: nobody tells the database. */
    @Test
    void whoeverStandsStillAmidATransactionHoldsUpOthersForSecondsOnly() throws Exception {
        process(null).settle(intent(), List.of(end(End.TICKETED, "a")));
        CountDownLatch locked = new CountDownLatch(1);
        CountDownLatch goesOn = new CountDownLatch(1);
        LedgerTransactions transactions = new LedgerTransactions(dataSource(), null, LedgerTransactions.Pause.NONE);
        ExecutorService thread = Executors.newSingleThreadExecutor();
        try {
            Future<String> still = thread.submit(() -> transactions.run("lock a row and stand still", connection -> {
                try (Statement statement = connection.createStatement()) {
                    statement.execute("UPDATE " + LedgerSchema.FINDINGS + " SET holder = 'nobody'");
                    locked.countDown();
                    goesOn.await();
                    statement.execute("UPDATE " + LedgerSchema.FINDINGS + " SET holder = 'done again'");
                    return "done";
                } catch (InterruptedException e) {
                    throw new IllegalStateException(e);
                }
            }));
            locked.await();

            assertThat(process(null).claim(intent(), wanted("a"))).containsOnlyKeys("a");

            goesOn.countDown();
            assertThat(still.get()).isEqualTo("done");
        } finally {
            thread.shutdownNow();
        }
    }

    /** What a statement shows that has waited for a lock is partly older than what it waited for. */
    @Test
    void whoeverCameWhileOthersWaitedForALockIsKnownToLive() throws Exception {
        JdbcTicketLedger waiting = process(null);
        process(null).settle(intent(), List.of(end(End.TICKETED, "a"), end(End.TICKETED, "z")));
        ExecutorService thread = Executors.newSingleThreadExecutor();
        try (Connection holder = dataSource().getConnection();
                Statement statement = holder.createStatement()) {
            holder.setAutoCommit(false);
            statement.execute("UPDATE " + LedgerSchema.FINDINGS + " SET holder = 'x' WHERE finding_id = 'a'");
            Future<Map<String, Held>> claimed = thread.submit(() -> waiting.claim(intent(), wanted("a", "z")));
            await().until(this::somebodyWaitsForALock);
            JdbcTicketLedger fresh = process(null);
            Intent sender = intent();
            fresh.claim(sender, List.of(new Wanted("z", Set.of(CASE.id()), true)));
            fresh.sending(sender, draft("z"));
            holder.commit();

            assertThat(claimed.get().get("z").state()).as("not in doubt").isEqualTo(State.SENDING);
        } finally {
            thread.shutdownNow();
        }
    }

    private boolean somebodyWaitsForALock() throws SQLException {
        try (Connection connection = dataSource().getConnection();
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("SELECT COUNT(*) FROM pg_locks WHERE NOT granted")) {
            rows.next();
            return rows.getInt(1) > 0;
        }
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
