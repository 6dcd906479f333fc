package io.github.cameldatadog.findings.client;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Consumer;

/**
 * Those who wait for a {@code T}, first come first served. Guarded by its owner's lock, all but {@link #handOut}, which is
 * called without it.
 */
final class Waiters<T> {

    private final Set<Waiter<T>> queue = new LinkedHashSet<>();
    private List<Grant<T>> granted = new ArrayList<>();

    Waiter<T> join(Executor executor, Consumer<? super T> onGrant) {
        Waiter<T> waiter = new Waiter<>(executor, onGrant);
        queue.add(waiter);
        return waiter;
    }

    boolean leave(Waiter<T> waiter) {
        return queue.remove(waiter);
    }

    int size() {
        return queue.size();
    }

    boolean isEmpty() {
        return queue.isEmpty();
    }

    /** Settles that the first in the queue gets this. From here on it cannot leave any more. */
    void grantFirst(T thing) {
        Iterator<Waiter<T>> first = queue.iterator();
        granted.add(new Grant<>(first.next(), thing));
        first.remove();
    }

    /** Takes what was settled since the last call, to be handed out once the lock is free. */
    List<Grant<T>> takeGranted() {
        List<Grant<T>> taken = granted;
        granted = new ArrayList<>();
        return taken;
    }

    static <T> void handOut(List<Grant<T>> grants) {
        grants.forEach(Grant::handOut);
    }

    /** One in the queue; compared by identity. */
    static final class Waiter<T> {
        private final Executor executor;
        private final Consumer<? super T> onGrant;

        private Waiter(Executor executor, Consumer<? super T> onGrant) {
            this.executor = Objects.requireNonNull(executor, "executor");
            this.onGrant = Objects.requireNonNull(onGrant, "onGrant");
        }
    }

    record Grant<T>(Waiter<T> waiter, T thing) {

        private void handOut() {
            try {
                waiter.executor.execute(() -> waiter.onGrant.accept(thing));
            } catch (RejectedExecutionException shutDown) {
                // Nobody may wait for ever: it is told here, and can give back what it got.
                shielded();
            } catch (RuntimeException fromADirectExecutor) {
                uncaught(fromADirectExecutor);
            }
        }

        /** The next waiter must get its turn even if this one throws. */
        private void shielded() {
            try {
                waiter.onGrant.accept(thing);
            } catch (RuntimeException thrown) {
                uncaught(thrown);
            }
        }

        private static void uncaught(RuntimeException thrown) {
            Thread thread = Thread.currentThread();
            thread.getUncaughtExceptionHandler().uncaughtException(thread, thrown);
        }
    }
}
