package io.github.cameldatadog.findings.crash;

import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Runs whose processes wait as often as they work, two at a time. */
final class SideBySide {

    private SideBySide() {}

    /** Does all; fails as the first one that failed, when all have ended. */
    static void run(List<Callable<Void>> runs) throws Exception {
        ExecutorService runners = Executors.newFixedThreadPool(2);
        try {
            for (Future<Void> run : runners.invokeAll(runs)) {
                run.get();
            }
        } finally {
            runners.shutdownNow();
        }
    }
}
