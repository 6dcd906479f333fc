package io.github.cameldatadog.benchmarks;

import java.io.IOException;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** Reading a search answer: the component beside Jackson's streaming parser. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(value = 2, jvmArgsAppend = "-Xmx2g")
public class ReadingBenchmark {

    @Param({"1000", "15000"})
    int findings;

    @Param
    BodyKind body;

    private Object document;
    private ComponentReading plain;
    private ComponentReading grouped;

    @Setup
    public void setUp() throws IOException {
        document = body.of(Corpus.usual(findings).document());
        plain = new ComponentReading("none");
        grouped = new ComponentReading("rule.id,service.name");
    }

    /** The baseline: ids only, and nothing checked. */
    @Benchmark
    public IdDigest jacksonSkipChildren() throws IOException {
        return SkipChildren.ids(document);
    }

    /** The document read once, tickets filled to the brim. */
    @Benchmark
    public ComponentReading.Planned component() throws Exception {
        return plain.plan(document);
    }

    /** The document read once, tickets grouped by two fields. */
    @Benchmark
    public ComponentReading.Planned componentGrouped() throws Exception {
        return grouped.plan(document);
    }

    /** The document read through to its end first, and once more for its tickets: the endpoint's default. */
    @Benchmark
    public ComponentReading.Planned componentValidated() throws Exception {
        return plain.validateAndPlan(document);
    }
}
