package io.github.cameldatadog.findings.internal;

import io.github.cameldatadog.findings.client.Timing;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Finds out what earlier processes left in doubt when a context starts, and once more when also one that died just before is
 * taken to be gone. It goes on when the endpoint that began it is stopped. Safe for use by several threads.
 */
final class LookAtStart {

    private static final Logger LOG = LoggerFactory.getLogger(LookAtStart.class);

    /** Whoever has missed so many signs of life is taken to be gone; and one for good measure. */
    private static final int SIGNS_MISSED = 5;

    private final LeftInDoubt left;
    private final RunControl control;
    private final Executor workers;
    private final Timing timing;
    private Timing.Wait second;

    /** @param control ends the work of {@code left} */
    LookAtStart(LeftInDoubt left, RunControl control, Executor workers, Timing timing) {
        this.left = left;
        this.control = control;
        this.workers = workers;
        this.timing = timing;
    }

    /** @param aliveEvery how often those that use the ledger show that they are alive; empty if that needs no waiting for */
    void begin(Optional<Duration> aliveEvery) {
        look(left::settleAll);
        synchronized (this) {
            second = aliveEvery
                    .map(every -> timing.after(every.multipliedBy(SIGNS_MISSED), () -> look(left::settleMore)))
                    .orElse(null);
        }
    }

    private void look(Consumer<Runnable> how) {
        try {
            workers.execute(() -> how.accept(() -> {}));
        } catch (RejectedExecutionException shutDown) {
            LOG.debug("Nobody looks any more: the context has stopped", shutDown);
        }
    }

    /** What is not found out by now stays in doubt, and is left to others. */
    void end(String reason) {
        synchronized (this) {
            if (second != null) {
                second.cancel();
            }
        }
        control.end(reason);
    }
}
