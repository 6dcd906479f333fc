package io.github.cameldatadog.benchmarks;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.openjdk.jmh.infra.BenchmarkParams;
import org.openjdk.jmh.results.Result;
import org.openjdk.jmh.results.RunResult;

/** Turns what JMH measured into tables: one for each set of parameters, the baseline first. */
final class JmhTables {

    private static final String ALLOCATED = "gc.alloc.rate.norm";
    private static final double MEGABYTE = 1024.0 * 1024;

    private JmhTables() {}

    /**
     * @param baselines the names of baselines: of benchmark methods, or of values of the parameter {@code way}
     */
    static String of(Collection<RunResult> results, List<String> baselines) {
        Map<String, List<RunResult>> byTitle = new LinkedHashMap<>();
        for (RunResult result : results) {
            byTitle.computeIfAbsent(title(result), key -> new ArrayList<>()).add(result);
        }
        StringBuilder text = new StringBuilder();
        byTitle.forEach((title, rows) -> {
            rows.sort((one, other) -> Boolean.compare(baselines.contains(name(other)), baselines.contains(name(one))));
            RatioTable table = new RatioTable(title, List.of("processor, ms", "allocated, MB", "time gone by, ms"));
            rows.forEach(row -> table.row(
                    name(row),
                    List.of(secondary(row, ProcessorTime.NAME, 1), secondary(row, ALLOCATED, MEGABYTE), time(row))));
            text.append(table.markdown());
        });
        return text.toString();
    }

    private static String title(RunResult result) {
        BenchmarkParams params = result.getParams();
        String path = params.getBenchmark().substring(0, params.getBenchmark().lastIndexOf('.'));
        Map<String, String> parameters = new TreeMap<>();
        for (String key : params.getParamsKeys()) {
            if (!key.equals("way")) {
                parameters.put(key, params.getParam(key));
            }
        }
        return path.substring(path.lastIndexOf('.') + 1) + " " + parameters;
    }

    private static String name(RunResult result) {
        BenchmarkParams params = result.getParams();
        if (params.getParamsKeys().contains("way")) {
            return params.getParam("way");
        }
        return params.getBenchmark().substring(params.getBenchmark().lastIndexOf('.') + 1);
    }

    private static RatioTable.Figure time(RunResult result) {
        Result<?> primary = result.getPrimaryResult();
        return RatioTable.Figure.ofMean(primary.getScore(), primary.getScoreError());
    }

    private static RatioTable.Figure secondary(RunResult result, String name, double unit) {
        return result.getSecondaryResults().entrySet().stream()
                .filter(one -> one.getKey().endsWith(name))
                .map(one -> RatioTable.Figure.ofMean(one.getValue().getScore() / unit, Double.NaN))
                .findFirst()
                .orElse(RatioTable.Figure.NONE);
    }
}
