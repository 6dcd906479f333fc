package io.github.cameldatadog.findings.internal;

import io.github.cameldatadog.findings.client.Timing;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Finds out what earlier processes left in doubt when a context starts, and once more when also one that died just before is
 * taken to be gone. Safe for use by several threads.
 */
final class LookAtStart {

    private static final Logger LOG = LoggerFactory.getLogger(LookAtStart.class);

    /** Whoever has missed so many signs of life is taken to be gone; and one for good measure. */
    private static final int SIGNS_MISSED = 5;

    private final LeftInDoubt left;
    private final Executor workers;
    private final Timing timing;
    private Timing.Wait second;

    LookAtStart(LeftInDoubt left, Executor workers, Timing timing) {
        this.left = left;
        this.workers = workers;
        this.timing = timing;
    }

    /** @param aliveEvery how often those that use the ledger show that they are alive; empty if that needs no waiting for */
    synchronized void begin(Optional<Duration> aliveEvery) {
        look();
        second = aliveEvery
                .map(every -> timing.after(every.multipliedBy(SIGNS_MISSED), this::lookOnceMore))
                .orElse(null);
    }

    private void look() {
        try {
            workers.execute(() -> left.settleAll(() -> {}));
        } catch (RejectedExecutionException shutDown) {
            LOG.debug("Nobody looks any more: the context has stopped", shutDown);
        }
    }

    private synchronized void lookOnceMore() {
        if (second != null) {
            second = null;
            look();
        }
    }

    /** Ends the waiting. Whether it is left to another to look once more. */
    synchronized boolean end() {
        if (second == null) {
            return false;
        }
        second.cancel();
        second = null;
        return true;
    }
}
