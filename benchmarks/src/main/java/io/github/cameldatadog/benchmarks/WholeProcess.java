package io.github.cameldatadog.benchmarks;

import java.io.IOException;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToLongFunction;

/**
 * Posts a file of findings in processes of their own, against a simulated Datadog in another, the ways in turn so that a
 * machine that becomes slower does so for all.
 */
final class WholeProcess {

    private final int runs;
    private final String heap;

    /**
     * @param runs how many runs of each way count; one before them does not
     * @param heap the most heap of the process, as {@code 2g}
     */
    WholeProcess(int runs, String heap) {
        this.runs = runs;
        this.heap = heap;
    }

    /** Measures; the figures of all runs by way. */
    Map<Posting.Way, List<ProcessFigures>> measure(Corpus corpus, List<Posting.Way> ways)
            throws IOException, InterruptedException {
        Map<Posting.Way, List<ProcessFigures>> figures = new EnumMap<>(Posting.Way.class);
        for (int run = 0; run <= runs; run++) {
            for (Posting.Way way : ways) {
                ProcessFigures one = once(corpus, way);
                if (run > 0) {
                    figures.computeIfAbsent(way, key -> new ArrayList<>()).add(one);
                }
            }
        }
        return figures;
    }

    private ProcessFigures once(Corpus corpus, Posting.Way way) throws IOException, InterruptedException {
        boolean searched = way == Posting.Way.COMPONENT_WITH_LOOK;
        try (Children.Server server = Children.Server.with(searched ? corpus.document() : corpus.ids())) {
            return Children.post(way, corpus, server.baseUrl(), heap, true)
                    .orElseThrow(() -> new IllegalStateException(way + " failed with a heap of " + heap));
        }
    }

    /** The least heap with which a way gets through, to the nearest sixteenth, in megabytes. */
    static int smallestHeap(Corpus corpus, Posting.Way way, int most) throws IOException, InterruptedException {
        boolean searched = way == Posting.Way.COMPONENT_WITH_LOOK;
        int tooLittle = 4;
        int enough = most;
        while (enough - tooLittle > Math.max(1, enough / 16)) {
            int middle = (tooLittle + enough) / 2;
            try (Children.Server server = Children.Server.with(searched ? corpus.document() : corpus.ids())) {
                if (Children.post(way, corpus, server.baseUrl(), middle + "m", false)
                        .isPresent()) {
                    enough = middle;
                } else {
                    tooLittle = middle;
                }
            }
        }
        return enough;
    }

    /** A row for each way: medians, and least and most where they differ. */
    static RatioTable table(int findings, Map<Posting.Way, List<ProcessFigures>> figures) {
        RatioTable table = new RatioTable(
                findings + " findings, in a process of their own",
                List.of("route, ms", "process, ms", "processor, ms", "peak memory, MB"));
        figures.forEach((way, runs) -> table.row(
                way.words(),
                List.of(
                        spread(runs, ProcessFigures::workMillis),
                        spread(runs, ProcessFigures::wallMillis),
                        spread(runs, ProcessFigures::cpuMillis),
                        spread(runs, one -> one.peakKilobytes() / 1024))));
        return table;
    }

    private static RatioTable.Figure spread(List<ProcessFigures> runs, ToLongFunction<ProcessFigures> which) {
        return RatioTable.Figure.ofRuns(
                runs.stream().mapToDouble(which::applyAsLong).toArray());
    }
}
