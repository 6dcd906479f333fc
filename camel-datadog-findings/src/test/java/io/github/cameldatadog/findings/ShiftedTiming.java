package io.github.cameldatadog.findings;

import io.github.cameldatadog.findings.client.SystemTiming;
import io.github.cameldatadog.findings.client.Timing;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;

/** The machine's time, which a test may put forward; what waits is served in real time. */
final class ShiftedTiming implements Timing, AutoCloseable {

    private final ScheduledExecutorService scheduler = Executors.newSingleThreadScheduledExecutor();
    private final Timing system = new SystemTiming(scheduler);
    private volatile Duration ahead = Duration.ZERO;

    void putForward(Duration by) {
        ahead = ahead.plus(by);
    }

    @Override
    public Instant now() {
        return system.now().plus(ahead);
    }

    @Override
    public long nanoTime() {
        return system.nanoTime() + ahead.toNanos();
    }

    @Override
    public Wait after(Duration delay, Runnable task) {
        return system.after(delay, task);
    }

    @Override
    public double random() {
        return system.random();
    }

    @Override
    public void close() {
        scheduler.shutdownNow();
    }
}
