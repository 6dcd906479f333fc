package io.github.cameldatadog.findings.crash;

import static io.github.cameldatadog.findings.testkit.assertions.DatadogAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Two processes share a ledger in PostgreSQL and a queue. One is killed, or stopped for so long that the other takes over, and then
 * goes on as if nothing had been. Once for each step, or {@code -DdatadogFindings.crashes=100} times.
 */
class TwoNodesTest {

    private static final int TIMES = Integer.getInteger("datadogFindings.crashes", 1);

    private static EmbeddedPostgres postgres;

    @TempDir
    Path folder;

    @BeforeAll
    static void start() throws IOException {
        postgres = EmbeddedPostgres.start();
    }

    @AfterAll
    static void stop() throws IOException {
        postgres.close();
    }

    @Test
    void oneIsKilledAndTheOtherFinishes() throws Exception {
        List<Callable<Void>> runs = new ArrayList<>();
        for (int time = 1; time <= TIMES; time++) {
            int request = 1 + time % TwoNodes.REQUESTS_OF_A_BATCH;
            runs.add(() -> kill(Fate.at(Moment.ANSWER_WITHHELD, request)));
            runs.add(() -> kill(Fate.at(Moment.HALF_A_BODY, request)));
        }
        SideBySide.run(runs);
    }

    /** The steps are after a claim, before the request leaves, and before its answer comes. */
    @ParameterizedTest
    @EnumSource(names = {"CLAIMED", "SENDING", "ANSWER_WITHHELD"})
    void oneIsStoppedForTooLongAndGoesOnWhenTheOtherHasTakenOver(Moment step) throws Exception {
        List<Callable<Void>> runs = new ArrayList<>();
        for (int time = 1; time <= TIMES; time++) {
            Fate fate = Fate.at(step, 1 + time % TwoNodes.REQUESTS_OF_A_BATCH);
            runs.add(() -> pause(fate, "reconcile"));
            runs.add(() -> pause(fate, "park"));
        }
        SideBySide.run(runs);
    }

    private Void kill(Fate fate) throws Exception {
        return with("reconcile", nodes -> {
            nodes.start(fate, Node::kill, false);
            nodes.awaitReports();
            nodes.check();
            if (fate.at() == Moment.ANSWER_WITHHELD) {
                assertThat(nodes.told()).as("found out").doesNotContainValue("unknown");
                assertThat(nodes.history()).ticketedOnly(nodes.ids());
            }
        });
    }

    private Void pause(Fate fate, String onUnknown) throws Exception {
        return with(onUnknown, nodes -> {
            nodes.start(fate, Node::stop, true);
            nodes.awaitReports();
            nodes.letTheFirstGoOn();
            nodes.check();
            assertThat(nodes.history()).ticketedOnly(nodes.ids());
        });
    }

    private interface Scenario {
        void of(TwoNodes nodes) throws Exception;
    }

    private Void with(String onUnknown, Scenario scenario) throws Exception {
        String ledger = postgres.getJdbcUrl("postgres", "postgres");
        try (Broker broker = new Broker();
                TwoNodes nodes = new TwoNodes(broker, ledger, onUnknown, Files.createTempDirectory(folder, "run"))) {
            try {
                scenario.of(nodes);
            } catch (AssertionError e) {
                throw new AssertionError(e.getMessage() + "\n" + nodes, e);
            }
        }
        return null;
    }
}
