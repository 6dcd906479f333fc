package io.github.cameldatadog.benchmarks;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.CommandLineOptions;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Runs the benchmarks and prints their tables. */
@Command(
        name = "benchmarks",
        description = "What reading and posting findings costs, beside what people write by hand.",
        mixinStandardHelpOptions = true)
public final class Benchmarks {

    private static final List<String> BASELINES = List.of("jacksonSkipChildren", "mapGet", "TODAY", "plainJdbc");
    private static final List<Posting.Way> WAYS = Arrays.asList(Posting.Way.values());

    @Spec
    private CommandSpec spec;

    public static void main(String[] args) {
        System.exit(new CommandLine(new Benchmarks()).execute(args));
    }

    /** Runs JMH benchmarks. */
    @Command(name = "jmh", description = "Runs benchmarks inside of a JVM. Options of JMH may follow a --.")
    int jmh(
            @Parameters(arity = "0..*", paramLabel = "JMH", description = "Options and patterns, as JMH takes them.")
                    String... arguments)
            throws Exception {
        CommandLineOptions given = new CommandLineOptions(arguments == null ? new String[0] : arguments);
        print(JmhTables.of(run(given), BASELINES));
        return 0;
    }

    private static Collection<RunResult> run(CommandLineOptions given) throws RunnerException {
        return new Runner(new OptionsBuilder()
                        .parent(given)
                        .addProfiler(GCProfiler.class)
                        .addProfiler(ProcessorTime.class)
                        .shouldFailOnError(true)
                        .build())
                .run();
    }

    /** Times whole processes. */
    @Command(name = "process", description = "Posts files of findings in processes of their own.")
    int process(
            @Option(names = "--findings", split = ",", defaultValue = "1000,15000") List<Integer> counts,
            @Option(names = "--runs", defaultValue = "5", description = "Runs that count. Default: ${DEFAULT-VALUE}")
                    int runs,
            @Option(names = "--heap", defaultValue = "2g", description = "Most heap. Default: ${DEFAULT-VALUE}")
                    String heap)
            throws IOException, InterruptedException {
        for (int count : counts) {
            Corpus corpus = Corpus.usual(count);
            print(WholeProcess.table(count, new WholeProcess(runs, heap).measure(corpus, WAYS))
                    .markdown());
        }
        return 0;
    }

    /** Finds out how little heap is enough. */
    @Command(name = "heap", description = "Finds the least heap with which a file of findings becomes tickets.")
    int heap(
            @Option(names = "--findings", split = ",", defaultValue = "1000,15000") List<Integer> counts,
            @Option(names = "--most", defaultValue = "2048", description = "Megabytes to begin with.") int most)
            throws IOException, InterruptedException {
        for (int count : counts) {
            Corpus corpus = Corpus.usual(count);
            RatioTable table = new RatioTable(count + " findings, least heap", List.of("-Xmx, MB"));
            for (Posting.Way way : WAYS) {
                int least = WholeProcess.smallestHeap(corpus, way, most);
                table.row(way.words(), List.of(RatioTable.Figure.ofMean(least, Double.NaN)));
            }
            print(table.markdown());
        }
        return 0;
    }

    /** What a measured process does. */
    @Command(name = "post-once", description = "Posts one file of findings and prints what that used.", hidden = true)
    int postOnce(
            @Option(names = "--way", required = true) Posting.Way way,
            @Option(names = "--file", required = true) Path file,
            @Option(names = "--url", required = true) String baseUrl)
            throws IOException {
        try (Posting posting = way.to(baseUrl)) {
            long begin = System.nanoTime();
            Posting.Made made = posting.post(file.toFile());
            long millis = (System.nanoTime() - begin) / 1_000_000;
            print(ProcessFigures.ofThisProcess(made, millis).toJson() + "\n");
        }
        return 0;
    }

    private void print(String text) {
        PrintWriter out = spec.commandLine().getOut();
        out.print(text);
        out.flush();
    }
}
