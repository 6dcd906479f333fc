package io.github.cameldatadog.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;

/** Every benchmark runs, with inputs too small to say anything about speed. */
class SmokeTest {

    @TempDir
    static Path directory;

    @Test
    void everyJmhBenchmarkRunsAndIsInATable() throws Exception {
        System.setProperty("benchmarks.corpus", directory.toString());
        Collection<RunResult> results = new Runner(new OptionsBuilder()
                        .include("io\\.github\\.cameldatadog\\.benchmarks\\..*")
                        .param("findings", "60")
                        .mode(Mode.SingleShotTime)
                        .warmupIterations(0)
                        .measurementIterations(1)
                        .measurementTime(TimeValue.milliseconds(1))
                        .forks(0)
                        .shouldFailOnError(true)
                        .build())
                .run();

        String tables = JmhTables.of(results, List.of("jacksonSkipChildren", "mapGet", "TODAY", "plainJdbc"));
        assertThat(tables)
                .contains("### ReadingBenchmark {body=BYTES, findings=60}", "### ReadingBenchmark {body=FILE")
                .contains("### MapReadingBenchmark {findings=60}", "### PostingBenchmark {findings=60}")
                .contains(
                        "### LedgerBenchmark {database=H2_FILE, findings=60}",
                        "### LedgerBenchmark {database=POSTGRESQL")
                .contains("| TODAY |", "| COMPONENT |", "| componentGrouped |", "| mapGet |");
        assertThat(tables.lines().filter(line -> line.startsWith("| jacksonSkipChildren |")))
                .hasSize(3)
                .allSatisfy(line -> assertThat(line).contains("| 1.00 |"));
        assertThat(results).hasSize(3 * 4 + 3 + 3 + 2 * 2);
    }

    @Test
    void processorTimeAndAllocationAreMeasuredPerRun() throws Exception {
        System.setProperty("benchmarks.corpus", directory.toString());
        Collection<RunResult> results = new Runner(new OptionsBuilder()
                        .include("\\.ReadingBenchmark\\.component$")
                        .param("findings", "60")
                        .param("body", "BYTES")
                        .warmupIterations(0)
                        .measurementIterations(1)
                        .measurementTime(TimeValue.milliseconds(50))
                        .forks(0)
                        .addProfiler(ProcessorTime.class)
                        .addProfiler(GCProfiler.class)
                        .build())
                .run();

        var measured = results.iterator().next().getSecondaryResults();
        assertThat(measured.get("processor").getScore()).isPositive();
        assertThat(JmhTables.of(results, List.of()))
                .containsPattern("\\| component \\| [0-9.]+ \\| 1.00 \\| [0-9.]+ \\| 1.00 \\| [0-9.]+ \\| 1.00 \\|");
    }

    @Test
    void aProcessOfItsOwnPostsAndTellsWhatItUsed() throws Exception {
        Corpus corpus = Corpus.in(directory, 60);

        Map<Posting.Way, List<ProcessFigures>> figures =
                new WholeProcess(1, "256m").measure(corpus, List.of(Posting.Way.COMPONENT));

        ProcessFigures one = figures.get(Posting.Way.COMPONENT).get(0);
        assertThat(one.findings()).isEqualTo(60);
        assertThat(one.requests()).isEqualTo(1);
        assertThat(one.cpuMillis()).isPositive();
        assertThat(one.wallMillis()).isGreaterThan(one.workMillis());
        assertThat(WholeProcess.table(60, figures).markdown()).contains("component, same requests, four at a time");
    }
}
