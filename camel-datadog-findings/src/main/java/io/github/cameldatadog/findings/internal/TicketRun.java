package io.github.cameldatadog.findings.internal;

import io.github.cameldatadog.findings.MalformedFindingsException;
import io.github.cameldatadog.findings.client.Timing;
import io.github.cameldatadog.findings.internal.TicketSettings.AlreadyTicketed;
import io.github.cameldatadog.findings.internal.reading.FindingElement;
import io.github.cameldatadog.findings.internal.reading.FindingSource;
import io.github.cameldatadog.findings.ticket.Batch;
import io.github.cameldatadog.findings.ticket.Displayed;
import io.github.cameldatadog.findings.ticket.Finding;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.locks.ReentrantLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One exchange on its way through: has findings read, looked up, planned and sent, and then the exchange completed.
 *
 * <p>Driven by events. One worker at a time takes step after step until nothing can be done, and then lets go of its
 * thread; an answer, a look's result or the end of time calls the next worker. Reading waits while as many batches are out
 * as may be in flight, so that memory stays small however long the body is.
 */
final class TicketRun {

    private static final Logger LOG = LoggerFactory.getLogger(TicketRun.class);

    private final RunExchange exchange;
    private final TicketSettings settings;
    private final RunParts parts;
    private final LeftInDoubt left;
    private final RunBooks books;
    private final RunControl control = new RunControl();
    private final FindingIntake intake;
    private final ChunkPlanner planner;
    private volatile Timing.Wait timeout;

    private final ReentrantLock lock = new ReentrantLock();

    // All below is guarded by the lock.
    private final Deque<Chunk> chunks = new ArrayDeque<>();
    private final Deque<Batch> ready = new ArrayDeque<>();
    private Chunk filling = new Chunk();
    private int batchesOut;
    private boolean readToEnd;
    private boolean planned;
    private boolean finished;
    private Exception failure;

    /** The worker that may take steps; one that was left behind in a read finds that it is another. */
    private int worker;

    private boolean working;
    private boolean calledAgain;
    private boolean inRead;
    private boolean abandoned;
    private FindingSource source;
    private Runnable whenDone;

    TicketRun(RunExchange exchange, TicketSettings settings, RunParts parts) {
        this.exchange = exchange;
        this.settings = settings;
        this.parts = parts;
        this.books = exchange.books();
        this.left = new LeftInDoubt(parts, settings, control, books, exchange.label());
        this.intake = new FindingIntake(
                books,
                exchange.overrides().project() != null || parts.renderer().knowsProject());
        this.planner = new ChunkPlanner(settings, books, control);
    }

    /** Starts and returns at once; {@code done} runs once, on a worker's thread, when the exchange is complete. */
    void start(Runnable done) {
        whenDone = done;
        if (!settings.exchangeTimeout().isZero()) {
            timeout = parts.timing()
                    .after(
                            settings.exchangeTimeout(),
                            () -> execute(() -> giveUp(
                                    "the exchange took longer than exchangeTimeout, " + settings.exchangeTimeout())));
        }
        call();
    }

    /**
     * Ends the run early: what is on the wire is awaited, everything else is NotSent. A body that can be read twice is still
     * read to its end, to be in the books; a stream is not.
     */
    void giveUp(String reason) {
        control.end(reason);
        lock.lock();
        try {
            if (finished) {
                return;
            }
            if (!exchange.canReadTwice() && !readToEnd) {
                books.stopped(reason);
                readToEnd = true;
                if (inRead) {
                    leaveBehind();
                }
            }
        } finally {
            lock.unlock();
        }
        call();
    }

    /** The worker is held up by a stream that gives nothing: another one goes on without it. */
    private void leaveBehind() {
        worker++;
        working = false;
        inRead = false;
        abandoned = true;
    }

    // ---- workers

    /** Something happened: a worker is to see what can be done now. */
    private void call() {
        int mine;
        lock.lock();
        try {
            if (finished) {
                return;
            }
            if (working) {
                calledAgain = true;
                return;
            }
            working = true;
            mine = worker;
        } finally {
            lock.unlock();
        }
        execute(() -> work(mine));
    }

    private void execute(Runnable task) {
        try {
            parts.workers().execute(task);
        } catch (RejectedExecutionException e) {
            // The context has stopped its threads; the exchange must still come to its end.
            task.run();
        }
    }

    private void work(int mine) {
        while (true) {
            try {
                while (step(mine)) {
                    // as long as there is something to do
                }
            } catch (Throwable e) { // beans and bodies written in Groovy or Kotlin may throw anything
                fail(mine, e);
                continue; // there is what the failure left to be settled, and nobody else calls a worker for it
            }
            lock.lock();
            try {
                if (worker != mine || finished) {
                    return;
                }
                if (isDone()) {
                    finished = true;
                    break;
                }
                if (!calledAgain) {
                    working = false;
                    return;
                }
                calledAgain = false;
            } finally {
                lock.unlock();
            }
        }
        finish();
    }

    private boolean isDone() {
        return planned && chunks.isEmpty() && ready.isEmpty() && batchesOut == 0;
    }

    /** Takes the next step there is; false if there is none, or if this worker was left behind. */
    private boolean step(int mine) {
        Chunk looked = null;
        Batch batch = null;
        boolean lookUp = false;
        boolean plan = false;
        lock.lock();
        try {
            if (worker != mine) {
                return false;
            }
            if (!chunks.isEmpty() && chunks.peek().isLookedUp()) {
                looked = chunks.poll();
            } else if (!ready.isEmpty()
                    && !holdsBack()
                    && batchesOut < settings.connection().maxInFlight()) {
                batch = ready.poll();
                batchesOut++;
            } else if (filling.isFull() || readToEnd && !filling.isEmpty()) {
                lookUp = true;
            } else if (readToEnd && chunks.isEmpty() && !planned) {
                plan = true;
            } else if (readToEnd || !mayRead()) {
                return false;
            } else {
                inRead = true;
            }
        } finally {
            lock.unlock();
        }
        if (looked != null) {
            planner.plan(looked, this::addReady);
        } else if (batch != null) {
            send(batch);
        } else if (lookUp) {
            lookUp();
        } else if (plan) {
            planTheRest();
        } else {
            return read(mine);
        }
        return true;
    }

    /** Nothing is sent before all findings were looked at. */
    private boolean holdsBack() {
        return settings.alreadyTicketed() == AlreadyTicketed.FAIL && !planned;
    }

    private boolean mayRead() {
        return (ready.isEmpty() || holdsBack())
                && chunks.size() < settings.connection().maxInFlight();
    }

    // ---- reading

    private boolean read(int mine) {
        FindingElement element;
        try {
            if (!open(mine)) {
                return false;
            }
            element = source.next();
            intake.checkFirst(element);
        } catch (IOException | MalformedFindingsException | RuntimeException e) {
            return leaveRead(mine, e);
        }
        lock.lock();
        try {
            if (worker != mine) {
                return false;
            }
            inRead = false;
            if (element == null || readToEnd) {
                readToEnd = true;
                return true;
            }
        } finally {
            lock.unlock();
        }
        // Outside the lock, for the listener hears of what is left out.
        intake.take(element, filling);
        return true;
    }

    /** Opens the body if it is not open; false if this worker was left behind meanwhile, for a stream may block here. */
    private boolean open(int mine) throws IOException, MalformedFindingsException {
        if (source != null) {
            return true;
        }
        if (settings.validateFirst() && exchange.canReadTwice()) {
            parts.reader().readThrough(exchange.body());
        }
        FindingSource opened = parts.reader().open(exchange.body());
        lock.lock();
        try {
            if (worker == mine) {
                source = opened;
            }
            return worker == mine;
        } finally {
            lock.unlock();
        }
    }

    private boolean leaveRead(int mine, Exception e) {
        lock.lock();
        try {
            if (worker != mine) {
                return false;
            }
            inRead = false;
            readToEnd = true;
            if (failure == null) {
                failure = e;
            }
            if (source != null) {
                books.stopped("the body could not be read on: " + Displayed.clipped(e.getMessage(), 400));
            }
        } finally {
            lock.unlock();
        }
        return true;
    }

    // ---- looking up and planning

    private void lookUp() {
        Chunk chunk;
        lock.lock();
        try {
            chunk = filling;
            filling = new Chunk();
            chunks.add(chunk);
        } finally {
            lock.unlock();
        }
        try {
            lookUp(chunk);
        } catch (RuntimeException | Error e) {
            String reason = "its cases could not be looked up: " + Displayed.clipped(e.toString(), 300);
            lookedUp(chunk, new TicketLookup.Result.Failed(reason, false));
            throw e;
        }
    }

    private void lookUp(Chunk chunk) {
        List<Finding> unknown = new ArrayList<>();
        if (control.whyStopped() == null) {
            chunk.findings().stream().filter(parts.lookup()::isNeeded).forEach(unknown::add);
        }
        if (unknown.isEmpty()) {
            lookedUp(chunk, new TicketLookup.Result.Seen(Map.of()));
            return;
        }
        parts.lookup().look(unknown, control.flights(), books, result -> {
            lookedUp(chunk, result);
            call();
        });
    }

    private void lookedUp(Chunk chunk, TicketLookup.Result result) {
        lock.lock();
        try {
            chunk.lookedUp(result);
        } finally {
            lock.unlock();
        }
    }

    private void planTheRest() {
        addReady(planner.finish());
        lock.lock();
        try {
            planned = true;
        } finally {
            lock.unlock();
        }
    }

    private void addReady(List<Batch> batches) {
        lock.lock();
        try {
            ready.addAll(batches);
        } finally {
            lock.unlock();
        }
    }

    // ---- sending

    private void send(Batch batch) {
        BatchFlight flight = flightOf(batch);
        if (control.whyStopped() != null) {
            flight.giveUp(control.whyStopped());
            landed();
        } else if (settings.dryRun()) {
            flight.rehearse();
            landed();
        } else {
            flight.start(() -> {
                landed();
                call();
            });
        }
    }

    private BatchFlight flightOf(Batch batch) {
        return new BatchFlight(batch, parts, settings, control, exchange, left);
    }

    private void landed() {
        lock.lock();
        try {
            batchesOut--;
        } finally {
            lock.unlock();
        }
    }

    // ---- the end

    /** A fault of ours or of a bean: what was not sent is NotSent, and the exchange still comes to its end. */
    private void fail(int mine, Throwable fault) {
        String reason = "the work failed: " + Displayed.clipped(fault.toString(), 300);
        List<Chunk> unplanned = new ArrayList<>();
        List<Batch> unsent = new ArrayList<>();
        lock.lock();
        try {
            if (worker != mine) {
                return;
            }
            boolean again = failure != null;
            if (!again) {
                failure = fault instanceof Exception e ? e : new IllegalStateException(reason, fault);
            }
            inRead = false;
            readToEnd = true;
            if (again) {
                planned = true;
                unplanned.addAll(chunks);
                chunks.clear();
                unsent.addAll(ready);
                ready.clear();
            }
        } finally {
            lock.unlock();
        }
        unplanned.forEach(chunk -> planner.giveUp(chunk, 0, reason));
        unsent.forEach(batch -> flightOf(batch).giveUp(reason));
        books.stopped(reason);
        control.stopSending(reason);
    }

    private void finish() {
        if (timeout != null) {
            timeout.cancel();
        }
        Exception unreadable;
        boolean begun;
        lock.lock();
        try {
            unreadable = failure;
            begun = source != null && !(failure instanceof NoProjectException && exchange.canReadTwice());
        } finally {
            lock.unlock();
        }
        try {
            closeBody();
            exchange.complete(begun, unreadable, parts.timing().now());
        } catch (RuntimeException | Error e) {
            exchange.fail(e);
        } finally {
            whenDone.run();
        }
    }

    private void closeBody() {
        if (!abandoned && source != null) {
            closeQuietly(source);
        } else if (abandoned && exchange.body() instanceof AutoCloseable body) {
            // A worker may still be held up in it, and closing may be held up likewise.
            execute(() -> closeQuietly(body));
        }
    }

    private static void closeQuietly(AutoCloseable closeable) {
        try {
            closeable.close();
        } catch (Exception e) {
            LOG.debug("Closing the body failed; every outcome is settled", e);
        }
    }
}
