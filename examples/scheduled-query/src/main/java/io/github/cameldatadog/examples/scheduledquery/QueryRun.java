package io.github.cameldatadog.examples.scheduledquery;

import com.zaxxer.hikari.HikariDataSource;
import io.github.cameldatadog.findings.ledger.EmbeddedTicketLedger;
import io.github.cameldatadog.findings.ledger.JdbcTicketLedger;
import io.github.cameldatadog.findings.ticket.TicketLedger;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.function.Consumer;

/** Runs the route until it has come to its last firing, or is ended. */
final class QueryRun {

    static final String READY = "Looking for findings at ";

    private final Target target;
    private final String cron;
    private final Firings firings;
    private final Consumer<String> say;
    private InputStream input;

    /** @param cron when it polls; null for what the properties say */
    QueryRun(Target target, String cron, Firings firings, Consumer<String> say) {
        this.target = target;
        this.cron = cron;
        this.firings = firings;
        this.say = say;
    }

    /** Lets it end when that input does. */
    void endWith(InputStream input) {
        this.input = input;
    }

    /** On one node, with the ledger in a file of that folder. */
    void withLedgerIn(Path folder) throws Exception {
        Files.createDirectories(folder);
        try (EmbeddedTicketLedger ledger = new EmbeddedTicketLedger(folder.resolve("ledger"))) {
            run(Schedule.inMemory(firings), ledger, () -> {});
        }
    }

    /**
     * As one of several nodes, with schedule and ledger in a PostgreSQL.
     *
     * @param node the node's name; null for none
     * @param silence how long a node is silent when others take over what it held; null for the ledger's default
     */
    void asNode(String database, String node, Duration silence) throws Exception {
        try (HikariDataSource pool = new HikariDataSource()) {
            pool.setJdbcUrl(database);
            try (StartTurn turn = StartTurn.await(pool)) {
                JdbcTicketLedger ledger = new JdbcTicketLedger(pool, node);
                if (silence != null) {
                    ledger.setSilence(silence);
                }
                run(Schedule.clustered(database, firings), ledger, turn::close);
            }
        }
    }

    private interface Step {
        void take() throws Exception;
    }

    private void run(Schedule schedule, TicketLedger ledger, Step whenStarted) throws Exception {
        try (TicketRoute route = new TicketRoute(target, cron, schedule, ledger, firings)) {
            route.onStart(times -> {
                say.accept(READY + times + " (now it is "
                        + LocalTime.now(ZoneId.systemDefault()).truncatedTo(ChronoUnit.SECONDS) + "). Ctrl-C ends it.");
                take(whenStarted);
            });
            firings.atEnd(route::end);
            if (input != null) {
                awaitItsEnd(input, route);
            }
            route.run();
        }
    }

    private static void take(Step step) {
        try {
            step.take();
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    private static void awaitItsEnd(InputStream input, TicketRoute route) {
        Thread reader = new Thread(() -> {
            try {
                input.transferTo(OutputStream.nullOutputStream());
            } catch (IOException e) {
                // It has ended, if not well.
            }
            route.end();
        });
        reader.setDaemon(true);
        reader.start();
    }
}
