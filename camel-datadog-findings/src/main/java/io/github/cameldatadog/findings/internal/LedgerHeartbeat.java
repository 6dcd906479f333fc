package io.github.cameldatadog.findings.internal;

import io.github.cameldatadog.findings.client.Timing;
import io.github.cameldatadog.findings.ticket.TicketLedger;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells ledgers every so often that this process is alive, and what they could not be told before, until it is stopped. Safe for
 * use by several threads.
 */
final class LedgerHeartbeat {

    private static final Logger LOG = LoggerFactory.getLogger(LedgerHeartbeat.class);

    /** How often a ledger is told what it could not be told before, if it does not want to know that anybody is alive. */
    private static final Duration UNLESS_TOLD_OTHERWISE = Duration.ofSeconds(15);

    /** More than are at work at the moment when a ledger goes down. */
    private static final int MOST_TO_UNDO = 1_000;

    private static final int FAILURES_OF_ONE_THAT_IS_DOWN = 2;

    private final Timing timing;
    private final Executor workers;
    private final Map<TicketLedger, List<Runnable>> untold = new IdentityHashMap<>();
    private final Set<TicketLedger> ledgers = Collections.newSetFromMap(new IdentityHashMap<>());
    private final Set<TicketLedger> telling = Collections.newSetFromMap(new IdentityHashMap<>());
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

    /**
     * Something is to be written that the ledger could not be told now.
     *
     * @param write throws if it fails again; it may be tried any number of times
     */
    void later(TicketLedger ledger, Runnable write) {
        boolean isFirst;
        synchronized (this) {
            List<Runnable> writes = untold.computeIfAbsent(ledger, first -> new ArrayList<>());
            isFirst = writes.isEmpty()
                    && !(ledgers.contains(ledger) && ledger.aliveEvery().isPresent());
            writes.add(write);
        }
        if (isFirst) {
            beat(UNLESS_TOLD_OTHERWISE, () -> tellLater(ledger));
        }
    }

    /**
     * A call has failed, and is to be undone if it had an effect all the same. Of many such calls only the first count: a ledger
     * that was down before has done nothing.
     */
    void undo(TicketLedger ledger, Runnable write) {
        synchronized (this) {
            if (untold.getOrDefault(ledger, List.of()).size() >= MOST_TO_UNDO) {
                return;
            }
        }
        later(ledger, write);
    }

    private void tellLater(TicketLedger ledger) {
        if (!writeUntold(ledger)) {
            beat(UNLESS_TOLD_OTHERWISE, () -> tellLater(ledger));
        }
    }

    /**
     * Writes until some have failed, for then the ledger is down; those are the last the next time, for it may also be that it
     * does not take just these. Whether nothing is left.
     */
    private boolean writeUntold(TicketLedger ledger) {
        List<Runnable> writes;
        synchronized (this) {
            writes = List.copyOf(untold.getOrDefault(ledger, List.of()));
        }
        int failures = 0;
        for (Runnable write : writes) {
            boolean isTold = isTold(write, writes.size());
            synchronized (this) {
                if (untold.get(ledger).remove(write) && !isTold) {
                    untold.get(ledger).add(write);
                }
            }
            if (!isTold && ++failures == FAILURES_OF_ONE_THAT_IS_DOWN) {
                break;
            }
        }
        synchronized (this) { // more may have come meanwhile
            return untold.getOrDefault(ledger, List.of()).isEmpty();
        }
    }

    private static boolean isTold(Runnable write, int of) {
        try {
            write.run();
            return true;
        } catch (Throwable e) { // a ledger in another language may throw anything
            LOG.warn("The ledger could still not be told what became of findings: {} times in all", of, e);
            return false;
        }
    }

    private synchronized void beat(Duration every, Runnable task) {
        if (stopped) {
            return;
        }
        Timing.Wait[] wait = new Timing.Wait[1];
        wait[0] = timing.after(every, () -> {
            forget(wait[0]);
            execute(task);
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
        beat(every, () -> tell(ledger, every)); // first, for the writing may take long
        writeUntoldAlone(ledger);
    }

    private void writeUntoldAlone(TicketLedger ledger) {
        synchronized (this) {
            if (!telling.add(ledger)) {
                return; // it takes longer than from one sign of life to the next
            }
        }
        try {
            writeUntold(ledger);
        } finally {
            synchronized (this) {
                telling.remove(ledger);
            }
        }
    }

    private void execute(Runnable task) {
        try {
            workers.execute(task);
        } catch (RejectedExecutionException shutDown) {
            LOG.debug("No more heartbeats: the context has stopped", shutDown);
        }
    }

    /** Ends it; what is untold is tried once more. */
    void stop() {
        List<TicketLedger> left;
        synchronized (this) {
            stopped = true;
            waits.forEach(Timing.Wait::cancel);
            waits.clear();
            left = untold.entrySet().stream()
                    .filter(entry -> !entry.getValue().isEmpty())
                    .map(Map.Entry::getKey)
                    .toList();
        }
        left.forEach(this::writeUntold);
    }
}
