package io.github.cameldatadog.findings.client;

import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.PriorityQueue;

/** Time that passes only when a test says so; tasks run in it, in order, on the test's thread. */
public final class VirtualTiming implements Timing {

    static final Instant START = Instant.parse("2026-03-01T10:00:00Z");

    private final PriorityQueue<Task> tasks =
            new PriorityQueue<>(Comparator.comparingLong(Task::at).thenComparingLong(Task::number));
    private long nanos = -5_000_000_000L;
    private final long startNanos = nanos;
    private long numbers;
    private double random = 0.5;

    private record Task(long at, long number, Runnable work) {}

    @Override
    public Instant now() {
        return START.plusNanos(nanos - startNanos);
    }

    @Override
    public long nanoTime() {
        return nanos;
    }

    @Override
    public Wait after(Duration delay, Runnable task) {
        Task waiting = new Task(nanos + delay.toNanos(), numbers++, task);
        tasks.add(waiting);
        return () -> tasks.remove(waiting);
    }

    @Override
    public double random() {
        return random;
    }

    void answerRandom(double next) {
        random = next;
    }

    Duration passed() {
        return Duration.ofNanos(nanos - startNanos);
    }

    public int pending() {
        return tasks.size();
    }

    /** Lets time pass, running what comes due on the way. */
    public void advance(Duration by) {
        long until = nanos + by.toNanos();
        while (!tasks.isEmpty() && tasks.peek().at() <= until) {
            runNext();
        }
        nanos = until;
    }

    /** Goes on to the next task, if there is one. */
    boolean runNext() {
        Task next = tasks.poll();
        if (next == null) {
            return false;
        }
        nanos = Math.max(nanos, next.at());
        next.work().run();
        return true;
    }
}
