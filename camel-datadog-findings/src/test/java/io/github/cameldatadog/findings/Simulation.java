package io.github.cameldatadog.findings;

import io.github.cameldatadog.findings.client.Timing;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.AbstractExecutorService;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ForkJoinPool.ManagedBlocker;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.AbstractQueuedSynchronizer;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/**
 * Virtual time and threads that run one at a time, in an order that a seed decides: the same seed does the same again.
 *
 * <p>Every task has a thread of its own, which runs until it ends, waits here for time to pass, or waits for a
 * {@code CompletableFuture} or a {@code CountDownLatch} that another one will see to. Then any of those that could go on is chosen by chance; if none
 * could, time leaps to the next event. A thread that another one has just set free runs on at once, but only to where it asks for
 * time, chance or a thread: there it waits for its turn.
 *
 * <p>All of it may be divided into processes, each of which can be stopped at any moment.
 */
public final class Simulation implements Timing {

    private static final Instant START = Instant.parse("2026-03-01T10:00:00Z");
    private static final long TURN_NANOS = TimeUnit.MICROSECONDS.toNanos(20);
    private static final long SHORTEST_PAUSE_NANOS = TimeUnit.MICROSECONDS.toNanos(50);
    private static final long LONGEST_PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(1);
    private static final long REAL_PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(20);

    private static final Set<Thread.State> WAITING = EnumSet.of(Thread.State.WAITING, Thread.State.TIMED_WAITING);

    private final Random random;
    private final PriorityQueue<Event> events =
            new PriorityQueue<>(Comparator.comparingLong(Event::at).thenComparingLong(Event::number));
    private final List<Step> ready = new ArrayList<>();
    /** What is left of processes that are stopped. */
    private final List<Event> stoppedEvents = new ArrayList<>();

    private final List<Step> stoppedSteps = new ArrayList<>();
    private final SimulatedProcess world = new SimulatedProcess(this);
    /** Of which process that is what the loop does itself. */
    private SimulatedProcess onLoop = world;

    private final List<Strand> idle = new ArrayList<>();
    private final List<Blocked> blocked = new ArrayList<>();
    private final Semaphore backToUs = new Semaphore(0);
    private final List<Throwable> failures = new ArrayList<>();
    private volatile Strand onTurn;
    private long nanos;
    private long numbers;

    private record Event(long at, long number, SimulatedProcess process, Runnable action) {}

    private record Step(SimulatedProcess process, Runnable action) {}

    /** A thread that waits for another one, and what tells whether that has set it free. */
    private record Blocked(Strand strand, BooleanSupplier isFree) {}

    public Simulation(long seed) {
        this.random = new Random(seed);
    }

    // ---- Timing, on whatever thread runs

    @Override
    public Instant now() {
        return START.plusNanos(nanoTime());
    }

    @Override
    public long nanoTime() {
        awaitTurn();
        synchronized (this) {
            return nanos;
        }
    }

    @Override
    public Wait after(Duration delay, Runnable task) {
        awaitTurn();
        synchronized (this) {
            Event event = new Event(nanos + Math.max(0, delay.toNanos()), numbers++, process(), task);
            (event.process().isStopped() ? stoppedEvents : events).add(event);
            return () -> drop(event);
        }
    }

    private synchronized void drop(Event event) {
        events.remove(event);
        stoppedEvents.remove(event);
    }

    @Override
    public double random() {
        awaitTurn();
        synchronized (this) {
            return random.nextDouble();
        }
    }

    /** Chance for whoever plays a part in the simulation. */
    public int chance(int bound) {
        awaitTurn();
        synchronized (this) {
            return random.nextInt(bound);
        }
    }

    /** Holds up a thread that runs on because another one has set it free, until that one cannot go on itself. */
    private void awaitTurn() {
        if (Thread.currentThread() instanceof Strand self) {
            while (onTurn != self) {
                LockSupport.parkNanos(TURN_NANOS);
            }
        }
    }

    /** Lets virtual time pass for the thread that asks, which must be one of this simulation. */
    public void sleep(Duration time) {
        Strand self = (Strand) Thread.currentThread();
        after(time, () -> makeReady(() -> resume(self)));
        self.handBack(Strand.State.SLEEPING);
        self.awaitCall();
    }

    /** Threads as a pool would give them. */
    public AbstractExecutorService executor() {
        return new Executor();
    }

    /** Has a task run on a thread of its own. */
    public void start(Runnable task) {
        SimulatedProcess process = process();
        makeReady(() -> {
            Strand strand = idle.isEmpty() ? new Strand() : idle.remove(idle.size() - 1);
            strand.task = task;
            strand.process = process;
            resume(strand);
        });
    }

    private void makeReady(Runnable action) {
        awaitTurn();
        synchronized (this) {
            Step step = new Step(process(), action);
            (step.process().isStopped() ? stoppedSteps : ready).add(step);
        }
    }

    // ---- processes

    /** A process of its own. */
    public SimulatedProcess newProcess() {
        return new SimulatedProcess(this);
    }

    /** What is of no other process: it never stops. */
    public SimulatedProcess world() {
        return world;
    }

    private SimulatedProcess process() {
        return Thread.currentThread() instanceof Strand self ? self.process : onLoop;
    }

    void runIn(SimulatedProcess process, Runnable task) {
        SimulatedProcess before = process();
        enter(process);
        try {
            task.run();
        } finally {
            enter(before);
        }
    }

    private void enter(SimulatedProcess process) {
        if (Thread.currentThread() instanceof Strand self) {
            self.process = process;
        } else {
            onLoop = process;
        }
    }

    void stop(SimulatedProcess process) {
        awaitTurn();
        synchronized (this) {
            process.setStopped(true);
            ready.stream().filter(step -> step.process() == process).forEach(stoppedSteps::add);
            ready.removeIf(step -> step.process() == process);
        }
        if (Thread.currentThread() instanceof Strand self && self.process == process) {
            makeReady(() -> resume(self));
            self.handBack(Strand.State.SLEEPING);
            self.awaitCall();
        }
    }

    synchronized void resume(SimulatedProcess process) {
        process.setStopped(false);
        stoppedSteps.stream().filter(step -> step.process() == process).forEach(ready::add);
        stoppedSteps.removeIf(step -> step.process() == process);
        stoppedEvents.stream().filter(event -> event.process() == process).forEach(events::add);
        stoppedEvents.removeIf(event -> event.process() == process);
    }

    // ---- the loop, on the test's thread

    /**
     * Runs until it is done.
     *
     * @throws AssertionError if nothing can happen any more before that, or not within that much virtual time
     */
    public void runUntil(BooleanSupplier done, Duration bound) {
        while (!done.getAsBoolean()) {
            Step step = nextStep();
            if (step == null) {
                throw new AssertionError("Nothing can happen any more: " + blocked.size() + " threads wait for ever");
            }
            if (nanos > bound.toNanos()) {
                throw new AssertionError("It did not end within " + bound);
            }
            take(step);
        }
        throwFailures();
    }

    private void take(Step step) {
        onLoop = step.process();
        step.action().run();
        // What it completed may have set others free, which have not asked us.
        for (Strand freed = nextFreed(); freed != null; freed = nextFreed()) {
            letOn(freed);
        }
        onLoop = world;
    }

    private void letOn(Strand freed) {
        if (freed.process.isStopped()) {
            stoppedSteps.add(new Step(freed.process, () -> letOn(freed)));
            return;
        }
        onTurn = freed;
        await(freed);
    }

    /** Runs what can be run without time passing. */
    public void settle() {
        while (true) {
            Step step;
            synchronized (this) {
                step = ready.isEmpty() ? null : ready.remove(random.nextInt(ready.size()));
            }
            if (step == null) {
                break;
            }
            take(step);
        }
        throwFailures();
    }

    private void throwFailures() {
        if (!failures.isEmpty()) {
            throw new AssertionError("A task failed", failures.get(0));
        }
    }

    private synchronized Step nextStep() {
        if (!ready.isEmpty()) {
            return ready.remove(random.nextInt(ready.size()));
        }
        Event next = events.poll();
        while (next != null && next.process().isStopped()) {
            stoppedEvents.add(next);
            next = events.poll();
        }
        if (next == null) {
            return null;
        }
        nanos = Math.max(nanos, next.at());
        return new Step(next.process(), next.action());
    }

    private void resume(Strand strand) {
        strand.state = Strand.State.RUNNING;
        onTurn = strand;
        strand.call.release();
        await(strand);
    }

    private Strand nextFreed() {
        for (Blocked one : blocked) {
            if (one.isFree().getAsBoolean()) {
                blocked.remove(one);
                return one.strand();
            }
        }
        return null;
    }

    /** Waits until the thread has come to where it cannot go on. */
    private void await(Strand strand) {
        long end = System.nanoTime() + REAL_PATIENCE_NANOS;
        long pause = SHORTEST_PAUSE_NANOS;
        while (strand.state == Strand.State.RUNNING) {
            Optional<BooleanSupplier> isFree = whatFrees(LockSupport.getBlocker(strand));
            if (isFree.isPresent()
                    && WAITING.contains(strand.getState())
                    && !isFree.get().getAsBoolean()) {
                blocked.add(new Blocked(strand, isFree.get()));
                return;
            }
            try {
                // It is told when the thread is through; only for one that waits for a future it has to look by itself.
                backToUs.tryAcquire(pause, TimeUnit.NANOSECONDS);
                pause = Math.min(2 * pause, LONGEST_PAUSE_NANOS);
            } catch (InterruptedException e) {
                throw new AssertionError(e);
            }
            if (System.nanoTime() > end) {
                AssertionError stuck = new AssertionError("A thread neither ended nor waited in a way that is known");
                stuck.setStackTrace(strand.getStackTrace());
                throw stuck;
            }
        }
        if (strand.state == Strand.State.IDLE) {
            idle.add(strand);
        }
    }

    private static Optional<BooleanSupplier> whatFrees(Object blocker) {
        if (blocker instanceof ManagedBlocker future) {
            return Optional.of(future::isReleasable);
        }
        boolean latch = blocker instanceof AbstractQueuedSynchronizer
                && blocker.getClass().getEnclosingClass() == CountDownLatch.class;
        // It tells its count in words alone.
        return latch ? Optional.of(() -> blocker.toString().contains("[State = 0,")) : Optional.empty();
    }

    /** Ends all threads. */
    public void close() {
        idle.forEach(Thread::interrupt);
        blocked.forEach(one -> one.strand().interrupt());
    }

    private final class Strand extends Thread {

        private enum State {
            RUNNING,
            SLEEPING,
            IDLE
        }

        private final Semaphore call = new Semaphore(0);
        private volatile State state = State.IDLE;
        private volatile Runnable task;
        private volatile SimulatedProcess process = world;

        Strand() {
            super("simulated");
            setDaemon(true);
            start();
        }

        @Override
        public void run() {
            while (awaitCall()) {
                try {
                    task.run();
                } catch (Throwable e) {
                    failures.add(e);
                }
                handBack(State.IDLE);
            }
        }

        boolean awaitCall() {
            try {
                call.acquire();
                return true;
            } catch (InterruptedException e) {
                return false;
            }
        }

        void handBack(State now) {
            state = now;
            backToUs.release();
        }
    }

    private final class Executor extends AbstractExecutorService {
        private volatile boolean shutdown;

        @Override
        public void execute(Runnable task) {
            if (shutdown) {
                throw new RejectedExecutionException("shut down");
            }
            Simulation.this.start(task);
        }

        @Override
        public void shutdown() {
            shutdown = true;
        }

        @Override
        public List<Runnable> shutdownNow() {
            shutdown = true;
            return List.of();
        }

        @Override
        public boolean isShutdown() {
            return shutdown;
        }

        @Override
        public boolean isTerminated() {
            return shutdown;
        }

        @Override
        public boolean awaitTermination(long timeout, TimeUnit unit) {
            return shutdown;
        }
    }
}
