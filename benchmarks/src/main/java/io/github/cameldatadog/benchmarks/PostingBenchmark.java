package io.github.cameldatadog.benchmarks;

import io.github.cameldatadog.findings.testkit.SimulatedDatadog;
import java.io.IOException;
import java.nio.file.Files;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * A file of findings becomes tickets of a simulated Datadog in the same process: the component beside a route of today.
 * Each shot has a Datadog and a Camel context of its own; only the work of the route is timed, the simulated Datadog's
 * share in it being the same for both.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.SingleShotTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Warmup(iterations = 10)
@Measurement(iterations = 20)
@Fork(value = 2, jvmArgsAppend = "-Xmx3g")
public class PostingBenchmark {

    @Param({"1000", "15000"})
    int findings;

    @Param({"TODAY", "COMPONENT_ONE_AT_A_TIME", "COMPONENT"})
    Posting.Way way;

    private Corpus corpus;
    private SimulatedDatadog datadog;
    private Posting posting;

    @Setup
    public void makeCorpus() throws IOException {
        corpus = Corpus.usual(findings);
    }

    @Setup(Level.Iteration)
    public void start() throws IOException {
        datadog = SimulatedDatadog.start();
        datadog.load(Files.readString(corpus.ids()));
        posting = way.to(datadog.baseUrl());
    }

    @Benchmark
    public Posting.Made fileToTickets() {
        Posting.Made made = posting.post(corpus.document().toFile());
        if (made.findings() != findings) {
            throw new IllegalStateException("Expected tickets for " + findings + " findings but there are " + made);
        }
        return made;
    }

    @TearDown(Level.Iteration)
    public void stop() {
        posting.close();
        datadog.close();
    }
}
