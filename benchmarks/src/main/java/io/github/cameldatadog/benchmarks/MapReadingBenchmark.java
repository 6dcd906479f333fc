package io.github.cameldatadog.benchmarks;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.util.List;
import java.util.Map;
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

/** Reading findings that are maps already: the component beside a look-up of each id. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(value = 2, jvmArgsAppend = "-Xmx3g")
public class MapReadingBenchmark {

    @Param({"1000", "15000"})
    int findings;

    private List<Map<String, Object>> maps;
    private ComponentReading plain;
    private ComponentReading grouped;

    @Setup
    public void setUp() throws IOException {
        ObjectMapper mapper = new ObjectMapper();
        JsonNode data =
                mapper.readTree(Corpus.usual(findings).document().toFile()).get("data");
        maps = mapper.convertValue(data, new TypeReference<>() {});
        plain = new ComponentReading("none");
        grouped = new ComponentReading("rule.id,service.name");
    }

    /** The baseline: no more than the look-up. */
    @Benchmark
    public IdDigest mapGet() {
        return SkipChildren.ids(maps);
    }

    /** Tickets filled to the brim. */
    @Benchmark
    public ComponentReading.Planned component() throws Exception {
        return plain.plan(maps);
    }

    /** Tickets grouped by two fields. */
    @Benchmark
    public ComponentReading.Planned componentGrouped() throws Exception {
        return grouped.plan(maps);
    }
}
