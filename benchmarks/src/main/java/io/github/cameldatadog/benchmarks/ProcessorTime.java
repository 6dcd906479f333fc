package io.github.cameldatadog.benchmarks;

import java.lang.management.ManagementFactory;
import java.util.Collection;
import java.util.List;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.infra.BenchmarkParams;
import org.openjdk.jmh.infra.IterationParams;
import org.openjdk.jmh.profile.InternalProfiler;
import org.openjdk.jmh.results.AggregationPolicy;
import org.openjdk.jmh.results.IterationResult;
import org.openjdk.jmh.results.Result;
import org.openjdk.jmh.results.ScalarResult;

/**
 * The processor time that the JVM used for each run of a method, its compiler's and collector's included. On a machine
 * that has other things to do as well it says more than the time that went by. Not for single shots, whose set-up would
 * be counted with them.
 */
public final class ProcessorTime implements InternalProfiler {

    static final String NAME = "processor";

    private long before;

    @Override
    public String getDescription() {
        return "Processor time of the whole JVM per run";
    }

    @Override
    public void beforeIteration(BenchmarkParams benchmark, IterationParams iteration) {
        before = nanosUsed();
    }

    @Override
    public Collection<? extends Result<?>> afterIteration(
            BenchmarkParams benchmark, IterationParams iteration, IterationResult result) {
        long runs = result.getMetadata().getAllOps();
        if (benchmark.getMode() == Mode.SingleShotTime || runs == 0) {
            return List.of();
        }
        double millis = (nanosUsed() - before) / 1e6 / runs;
        return List.of(new ScalarResult(NAME, millis, "ms/op", AggregationPolicy.AVG));
    }

    /** What this process has used since it began. */
    static long nanosUsed() {
        return ManagementFactory.getPlatformMXBean(com.sun.management.OperatingSystemMXBean.class)
                .getProcessCpuTime();
    }
}
