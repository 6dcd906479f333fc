package io.github.cameldatadog.findings.client;

import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;

/**
 * Paces the requests of one rate-limit bucket. It learns limit, remaining and reset from every answer, stops before the
 * limit is passed, and opens again when the window is over, after a 429 first for one request that tests the water. First
 * come first served; who waits is called back, so no thread waits, and waiting has no end of its own. Safe for use by several
 * threads; its lock is never held while a caller's code runs.
 */
public final class RateGate {

    private final Object lock = new Object();
    private final RateWindow window = new RateWindow();
    private final Waiters<Pass> waiters = new Waiters<>();
    private final Timing timing;
    private Timing.Wait alarm;
    private long alarmAt;

    public RateGate(Timing timing) {
        this.timing = Objects.requireNonNull(timing, "timing");
    }

    /**
     * Queues for the right to send one request.
     *
     * @param executor where {@code onPass} is run; if it refuses, on the thread that made the pass free
     * @param onPass gets the pass, once, unless the place in the queue is left before; it must see to it that the pass is
     *     settled or given back
     */
    public Waiting acquire(Executor executor, Consumer<Pass> onPass) {
        Waiters.Waiter<Pass> waiter;
        List<Waiters.Grant<Pass>> granted;
        synchronized (lock) {
            waiter = waiters.join(executor, onPass);
            granted = letThrough();
        }
        Waiters.handOut(granted);
        return () -> leave(waiter);
    }

    /** Requests in a window, as Datadog told last; absent until it told. */
    public OptionalInt limit() {
        synchronized (lock) {
            return window.limit();
        }
    }

    /** How many requests may still leave in this window, by a careful count; absent while nothing is known. */
    public OptionalInt remaining() {
        synchronized (lock) {
            return window.remaining();
        }
    }

    /** How long until this window is surely over, or a 429's wait is; absent while nothing is known of that. */
    public Optional<Duration> untilReset() {
        synchronized (lock) {
            return window.untilReset(timing.nanoTime());
        }
    }

    /** Datadog's name of the bucket ({@code X-RateLimit-Name}); absent until it told. */
    public Optional<String> bucket() {
        synchronized (lock) {
            return window.name();
        }
    }

    /** How many wait for their turn. */
    public int waiting() {
        synchronized (lock) {
            return waiters.size();
        }
    }

    /** How many passes are out. */
    public int inFlight() {
        synchronized (lock) {
            return window.inFlight();
        }
    }

    private boolean leave(Waiters.Waiter<Pass> waiter) {
        synchronized (lock) {
            boolean left = waiters.leave(waiter);
            setAlarm(timing.nanoTime());
            return left;
        }
    }

    private void wake() {
        List<Waiters.Grant<Pass>> granted;
        synchronized (lock) {
            alarm = null;
            granted = letThrough();
        }
        Waiters.handOut(granted);
    }

    private void note(Runnable entry) {
        List<Waiters.Grant<Pass>> granted;
        synchronized (lock) {
            entry.run();
            granted = letThrough();
        }
        Waiters.handOut(granted);
    }

    private List<Waiters.Grant<Pass>> letThrough() {
        long now = timing.nanoTime();
        while (!waiters.isEmpty() && window.free(now) > 0) {
            waiters.grantFirst(new Pass(this, window.start(now)));
        }
        setAlarm(now);
        return waiters.takeGranted();
    }

    private void setAlarm(long now) {
        Optional<Duration> wait = waiters.isEmpty() ? Optional.empty() : window.untilNextLook(now);
        if (alarm != null && (wait.isEmpty() || alarmAt != now + wait.get().toNanos())) {
            alarm.cancel();
            alarm = null;
        }
        if (alarm == null && wait.isPresent()) {
            alarmAt = now + wait.get().toNanos();
            alarm = timing.after(wait.get(), this::wake);
        }
    }

    /** The right to send one request. Exactly one of its methods is to be called; further calls do nothing. */
    public static final class Pass {
        private final RateGate gate;
        private final RateWindow.Sent sent;
        private final AtomicBoolean used = new AtomicBoolean();

        private Pass(RateGate gate, RateWindow.Sent sent) {
            this.gate = gate;
            this.sent = sent;
        }

        /** The request was answered with anything but 429. */
        public void settle(RateLimitHeaders told) {
            once(() -> gate.window.answered(sent, told, gate.timing.nanoTime()));
        }

        /**
         * The request was answered with 429.
         *
         * @param wait how long to stay away where the answer asks for nothing, or for less
         */
        public void refuse(RateLimitHeaders told, Duration wait) {
            once(() -> gate.window.refused(sent, told, wait, gate.timing.nanoTime()));
        }

        /** The request left, and no answer came. */
        public void lose() {
            once(() -> gate.window.unanswered(sent, gate.timing.nanoTime()));
        }

        /** The request never left. */
        public void giveBack() {
            once(() -> gate.window.unsent(sent));
        }

        private void once(Runnable entry) {
            if (used.compareAndSet(false, true)) {
                gate.note(entry);
            }
        }
    }
}
