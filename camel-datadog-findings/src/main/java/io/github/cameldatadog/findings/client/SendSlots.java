package io.github.cameldatadog.findings.client;

import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;

/**
 * Lets so many requests at a time onto the wire ({@code maxInFlight}), first come first served. No thread waits: who waits
 * is called back. Safe for use by several threads.
 */
public final class SendSlots {

    private final Object lock = new Object();
    private final Waiters<Slot> waiters = new Waiters<>();
    private final int maxInFlight;
    private int inFlight;

    /**
     * @param maxInFlight requests at a time, 1 or more
     */
    public SendSlots(int maxInFlight) {
        if (maxInFlight < 1) {
            throw new IllegalArgumentException("maxInFlight is " + maxInFlight + ": 1 or more is allowed");
        }
        this.maxInFlight = maxInFlight;
    }

    /**
     * Queues for a slot.
     *
     * @param executor where {@code onSlot} is run; if it refuses, on the thread that made the slot free
     * @param onSlot gets the slot, once, unless the place in the queue is left before; it must see to its release
     */
    public Waiting acquire(Executor executor, Consumer<Slot> onSlot) {
        Waiters.Waiter<Slot> waiter;
        List<Waiters.Grant<Slot>> granted;
        synchronized (lock) {
            waiter = waiters.join(executor, onSlot);
            granted = grantWhatIsFree();
        }
        Waiters.handOut(granted);
        return () -> leave(waiter);
    }

    /** How many slots there are. */
    public int maxInFlight() {
        return maxInFlight;
    }

    /** How many slots are taken. */
    public int inFlight() {
        synchronized (lock) {
            return inFlight;
        }
    }

    /** How many wait for a slot. */
    public int waiting() {
        synchronized (lock) {
            return waiters.size();
        }
    }

    private boolean leave(Waiters.Waiter<Slot> waiter) {
        synchronized (lock) {
            return waiters.leave(waiter);
        }
    }

    private void freeOne() {
        List<Waiters.Grant<Slot>> granted;
        synchronized (lock) {
            inFlight--;
            granted = grantWhatIsFree();
        }
        Waiters.handOut(granted);
    }

    private List<Waiters.Grant<Slot>> grantWhatIsFree() {
        while (inFlight < maxInFlight && !waiters.isEmpty()) {
            inFlight++;
            waiters.grantFirst(new Slot(this));
        }
        return waiters.takeGranted();
    }

    /** The right to have one request on the wire. */
    public static final class Slot {
        private final SendSlots slots;
        private final AtomicBoolean released = new AtomicBoolean();

        private Slot(SendSlots slots) {
            this.slots = slots;
        }

        /** Gives the slot to the next; a second call does nothing. */
        public void release() {
            if (released.compareAndSet(false, true)) {
                slots.freeOne();
            }
        }
    }
}
