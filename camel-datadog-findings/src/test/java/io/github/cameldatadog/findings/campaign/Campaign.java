package io.github.cameldatadog.findings.campaign;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.LongStream;

/** Runs many seeds, as many at a time as there are processors, and shrinks the first ones that fail. */
final class Campaign {

    /** More failures than that tell nothing more. */
    private static final int MOST_FAILURES = 3;

    private final CampaignTally tally = new CampaignTally();
    private final AtomicInteger failures = new AtomicInteger();

    /** What happened in all runs together. */
    CampaignTally tally() {
        return tally;
    }

    /** The stories of the seeds that failed; once there are some, the seeds left are not run. */
    List<String> run(LongStream seeds) throws InterruptedException, ExecutionException {
        ExecutorService pool = Executors.newFixedThreadPool(Runtime.getRuntime().availableProcessors());
        try {
            List<Future<String>> all = new ArrayList<>();
            seeds.forEach(seed -> all.add(pool.submit((Callable<String>) () -> run(seed))));
            List<String> failed = new ArrayList<>();
            for (Future<String> one : all) {
                String story = one.get();
                if (!story.isEmpty()) {
                    failed.add(story);
                }
            }
            return failed;
        } finally {
            pool.shutdownNow();
        }
    }

    private String run(long seed) throws Exception {
        if (failures.get() >= MOST_FAILURES) {
            return "";
        }
        CampaignOutcome outcome = CampaignRun.of(PlanGenerator.plan(seed));
        tally.add(outcome.record());
        if (outcome.violations().isEmpty()) {
            return "";
        }
        failures.incrementAndGet();
        return FailedSeed.told(outcome, PlanShrinker.shrink(outcome, CampaignRun::of));
    }
}
