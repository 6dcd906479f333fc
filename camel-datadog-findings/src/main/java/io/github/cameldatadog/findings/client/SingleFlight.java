package io.github.cameldatadog.findings.client;

import io.github.cameldatadog.findings.client.Answer.Broken;
import io.github.cameldatadog.findings.client.Answer.NotWritten;
import io.github.cameldatadog.findings.client.Answer.Received;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * The way of one request: gate, slot, sender, wire, and round again after a failure that passes. Each step takes over from
 * the one before under the lock, and does nothing if the flight was ended meanwhile; no foreign code runs under the lock.
 */
final class SingleFlight implements Flight {

    private enum Stage {
        /** Waits for the gate, a slot, a sender, or the time of its next attempt: may be ended at once. */
        WAITING,
        /** Is being prepared, or is on the wire: is awaited. */
        BUSY,
        ENDED
    }

    private final FindingsClient client;
    private final ApiOperation operation;
    private final Supplier<Optional<ApiRequest>> prepare;
    private final Consumer<Delivery> whenDone;

    private final Object lock = new Object();
    private final List<Runnable> leaving = new ArrayList<>();
    private Stage stage = Stage.WAITING;
    private String cancelled;
    private RateGate.Pass pass;
    private SendSlots.Slot slot;

    // Written by one step at a time; each hands over to the next through the lock.
    private ApiRequest request;
    private Answer answer;
    private int attempts;
    private Duration waited = Duration.ZERO;
    private String keysSent;
    private boolean sentWithNewKeys;
    private Duration latency;
    private long wireNanos;
    private Instant sentAt;
    private Instant serverDate;
    private long queuedAt;
    private boolean failed;
    private long failedAt;
    private long queuedSinceFailure;

    SingleFlight(
            FindingsClient client,
            ApiOperation operation,
            Supplier<Optional<ApiRequest>> prepare,
            Consumer<Delivery> whenDone) {
        this.client = client;
        this.operation = Objects.requireNonNull(operation, "operation");
        this.prepare = Objects.requireNonNull(prepare, "prepare");
        this.whenDone = Objects.requireNonNull(whenDone, "whenDone");
    }

    void start() {
        guarded(this::queueAtGate);
    }

    @Override
    public void cancel(String reason) {
        synchronized (lock) {
            if (cancelled != null || stage == Stage.ENDED) {
                return;
            }
            cancelled = Objects.requireNonNull(reason, "reason");
            if (stage == Stage.BUSY) {
                return;
            }
        }
        // Still waiting: with the reason set, no sender takes over any more.
        end(reason, null, false);
    }

    private void queueAtGate() {
        synchronized (lock) {
            queuedAt = client.timing.nanoTime();
        }
        RateGate gate = client.gates.apply(operation);
        Waiting place = gate.acquire(Runnable::run, granted -> guarded(() -> queueForSlot(granted)));
        remember(place::cancel);
    }

    private void queueForSlot(RateGate.Pass granted) {
        synchronized (lock) {
            if (stage == Stage.WAITING) {
                pass = granted;
            }
        }
        if (isOver()) {
            granted.giveBack();
            return;
        }
        Waiting place = client.slots.acquire(Runnable::run, free -> guarded(() -> queueForSender(free)));
        remember(place::cancel);
    }

    private void queueForSender(SendSlots.Slot granted) {
        synchronized (lock) {
            if (stage == Stage.WAITING) {
                slot = granted;
            }
        }
        if (isOver()) {
            granted.release();
            return;
        }
        client.senders.execute(() -> guarded(this::attempt));
    }

    private void attempt() {
        synchronized (lock) {
            if (stage != Stage.WAITING || cancelled != null) {
                return;
            }
            stage = Stage.BUSY;
            leaving.clear();
            long queued = client.timing.nanoTime() - queuedAt;
            queuedSinceFailure += queued;
            waited = Duration.ofNanos(queued);
        }
        if (!prepared()) {
            return;
        }
        send();
        decide();
    }

    private boolean prepared() {
        try {
            request = prepare.get().orElse(null);
        } catch (Throwable thrown) { // beans in other languages may throw anything
            end("the request could not be prepared", thrown, true);
            return false;
        }
        String unsent;
        synchronized (lock) {
            unsent = cancelled == null && request == null ? "nothing was left to send" : cancelled;
        }
        if (unsent != null) {
            end(unsent, null, true);
        }
        return unsent == null;
    }

    private void send() {
        attempts++;
        client.observers.leaving(new Departure(operation, attempts, waited));
        keysSent = client.transport.keysInUse();
        sentAt = client.timing.now();
        long from = client.timing.nanoTime();
        try {
            answer = Objects.requireNonNull(client.transport.send(request, client.requestTimeout), "answer");
        } catch (RuntimeException | Error thrown) {
            // What was thrown does not tell whether something was written: the careful reading is that it was.
            String what =
                    "sending failed unexpectedly with " + thrown.getClass().getName();
            answer = new Broken(what, thrown instanceof Exception known ? known : new IllegalStateException(thrown));
        }
        latency = Duration.ofNanos(client.timing.nanoTime() - from);
        wireNanos += latency.toNanos();
        serverDate = answer instanceof Received received
                ? ServerDate.of(received.headers()).orElse(null)
                : null;
    }

    private void decide() {
        RateLimitHeaders told = answer instanceof Received received
                ? RateLimitHeaders.of(received.headers(), client.timing.now())
                : RateLimitHeaders.none();
        double random = client.timing.random();
        RetryRule rule = client.retryRule;
        RetryRule.Decision decision = keysChangedMeanwhile()
                ? new RetryRule.Retry(Duration.ZERO, "the keys were changed meanwhile")
                : rule.after(operation, attempts, retryTime(), answer, told, random);
        client.observers.attempted(new WireAttempt(
                operation,
                attempts,
                answer,
                latency,
                told,
                Optional.of(decision).filter(RetryRule.Retry.class::isInstance).map(RetryRule.Retry.class::cast)));
        settle(told, rule.waitAfter(attempts, answer, told, random));
        if (decision instanceof RetryRule.Retry retry) {
            pause(retry.delay());
        } else {
            end(decision instanceof RetryRule.GiveUp gaveUp ? gaveUp.reason() : "", null, true);
        }
    }

    /** Whether a refusal of the keys is about keys that are not ours any more: that is asked once more, with the new ones. */
    private boolean keysChangedMeanwhile() {
        boolean changed = !sentWithNewKeys
                && Refusal.refusesKeys(answer)
                && !client.transport.keysInUse().equals(keysSent);
        sentWithNewKeys |= changed;
        return changed;
    }

    /** The time since the first failure, less what was spent in line for the gate, a slot and a sender. */
    private Duration retryTime() {
        long now = client.timing.nanoTime();
        if (!failed) {
            failed = true;
            failedAt = now;
            queuedSinceFailure = 0;
        }
        return Duration.ofNanos(now - failedAt - queuedSinceFailure);
    }

    private void settle(RateLimitHeaders told, Duration wait) {
        RateGate.Pass used = pass;
        SendSlots.Slot held = slot;
        pass = null;
        slot = null;
        held.release();
        if (answer instanceof NotWritten) {
            used.giveBack();
        } else if (answer instanceof Broken) {
            used.lose();
        } else if (((Received) answer).status() == 429) {
            used.refuse(told, wait);
        } else {
            used.settle(told);
        }
    }

    private void pause(Duration wait) {
        String unwanted;
        synchronized (lock) {
            unwanted = cancelled;
            stage = unwanted == null ? Stage.WAITING : stage;
        }
        if (unwanted != null) {
            end(unwanted, null, true);
            return;
        }
        Timing.Wait pause = client.timing.after(wait, () -> guarded(this::queueAtGate));
        remember(pause::cancel);
    }

    /** Keeps what leaves a queue for {@link #cancel}; for a place that was served it does nothing. */
    private void remember(Runnable leave) {
        synchronized (lock) {
            if (stage == Stage.WAITING) {
                leaving.add(leave);
                return;
            }
        }
        leave.run();
    }

    private boolean isOver() {
        synchronized (lock) {
            return stage == Stage.ENDED;
        }
    }

    /** Runs a step so that the flight ends, and is heard of, even if it throws. */
    private void guarded(Runnable step) {
        try {
            step.run();
        } catch (RuntimeException | Error thrown) {
            String why = thrown instanceof RejectedExecutionException
                    ? "the senders are shut down"
                    : "the request could not be taken on";
            if (!end(why, thrown, false)) {
                throw thrown;
            }
        }
    }

    /** Ends the flight, once: gives back what it holds and says how it went. */
    private boolean end(String why, Throwable thrown, boolean onSender) {
        List<Runnable> toGiveBack;
        synchronized (lock) {
            if (stage == Stage.ENDED) {
                return false;
            }
            stage = Stage.ENDED;
            toGiveBack = new ArrayList<>(leaving);
            if (slot != null) {
                toGiveBack.add(slot::release);
            }
            if (pass != null) {
                toGiveBack.add(pass::giveBack);
            }
        }
        toGiveBack.forEach(Runnable::run);
        Delivery delivery = new Delivery(
                Optional.ofNullable(answer),
                why,
                attempts,
                Duration.ofNanos(wireNanos),
                Optional.ofNullable(sentAt),
                Optional.ofNullable(serverDate),
                Optional.ofNullable(thrown));
        if (onSender) {
            whenDone.accept(delivery);
        } else {
            tell(delivery);
        }
        return true;
    }

    private void tell(Delivery delivery) {
        try {
            client.senders.execute(() -> whenDone.accept(delivery));
        } catch (RejectedExecutionException shutDown) {
            whenDone.accept(delivery);
        }
    }
}
