package io.github.cameldatadog.findings.internal;

import io.github.cameldatadog.findings.client.Timing;
import io.github.cameldatadog.findings.ticket.TicketLedger;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tells ledgers every so often that this process is alive, until it is stopped. Safe for use by several threads. */
final class LedgerHeartbeat {

    private static final Logger LOG = LoggerFactory.getLogger(LedgerHeartbeat.class);

    private final Timing timing;
    private final Executor workers;
    private final Set<TicketLedger> ledgers = Collections.newSetFromMap(new IdentityHashMap<>());
    private final List<Timing.Wait> waits = new ArrayList<>();
    private boolean stopped;

    LedgerHeartbeat(Timing timing, Executor workers) {
        this.timing = timing;
        this.workers = workers;
    }

    /**
     * Tells a ledger now and from now on, if it wants to be told. It may have been made long before anybody uses it, and what
     * was silent for long is taken to be dead.
     */
    void of(TicketLedger ledger) {
        synchronized (this) {
            if (!ledgers.add(ledger)) {
                return;
            }
        }
        ledger.aliveEvery().ifPresent(every -> tell(ledger, every));
    }

    private synchronized void beat(TicketLedger ledger, Duration every) {
        if (stopped) {
            return;
        }
        Timing.Wait[] wait = new Timing.Wait[1];
        wait[0] = timing.after(every, () -> {
            forget(wait[0]);
            execute(() -> tell(ledger, every));
        });
        waits.add(wait[0]);
    }

    private synchronized void forget(Timing.Wait wait) {
        waits.remove(wait);
    }

    private void tell(TicketLedger ledger, Duration every) {
        try {
            ledger.alive();
        } catch (Throwable e) { // a ledger in another language may throw anything
            LOG.warn(
                    "The ledger could not be told that this process is alive: if that goes on, others take over what it is"
                            + " sending",
                    e);
        }
        beat(ledger, every);
    }

    private void execute(Runnable task) {
        try {
            workers.execute(task);
        } catch (RejectedExecutionException shutDown) {
            LOG.debug("No more heartbeats: the context has stopped", shutDown);
        }
    }

    synchronized void stop() {
        stopped = true;
        waits.forEach(Timing.Wait::cancel);
        waits.clear();
    }
}
