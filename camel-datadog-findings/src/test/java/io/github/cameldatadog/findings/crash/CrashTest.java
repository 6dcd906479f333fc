package io.github.cameldatadog.findings.crash;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Processes are killed at each step and started again, with their ledger in a file and in PostgreSQL: no finding gets two tickets,
 * none is lost, and none that was in doubt is sent again. Once for each step and ledger, or {@code -DdatadogFindings.crashes=100}
 * times.
 */
class CrashTest {

    private static final int TIMES = Integer.getInteger("datadogFindings.crashes", 1);
    private static final long FROM = Long.getLong("datadogFindings.crashesFrom", 1);

    private static EmbeddedPostgres postgres;
    private static String inPostgres;

    @TempDir
    Path folder;

    @BeforeAll
    static void start(@TempDir Path folder) throws Exception {
        postgres = EmbeddedPostgres.start();
        inPostgres = postgres.getJdbcUrl("postgres", "postgres");
        run(CrashStep.NO_CRASH, 0, inPostgres, folder);
    }

    @AfterAll
    static void stop() throws IOException {
        postgres.close();
    }

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "NO_CRASH")
    void noFindingIsLostAndNoneHasTwoTickets(CrashStep step) throws Exception {
        List<Callable<Void>> runs = new ArrayList<>();
        for (long time = 0; time < TIMES; time++) {
            long seed = FROM + time * CrashStep.values().length + step.ordinal();
            runs.add(() -> run(step, seed, null, folder));
            runs.add(() -> run(step, seed, inPostgres, folder));
        }
        SideBySide.run(runs);
    }

    private static Void run(CrashStep step, long seed, String ledger, Path folder) throws Exception {
        Path own = Files.createTempDirectory(folder, "seed-" + seed);
        try (CrashRun run = new CrashRun(step, CrashPlan.of(seed), ledger, own)) {
            try {
                run.run();
            } catch (AssertionError e) {
                throw new AssertionError(e.getMessage() + "\n" + run, e);
            }
        }
        return null;
    }
}
