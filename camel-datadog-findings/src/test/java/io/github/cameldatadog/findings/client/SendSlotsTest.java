package io.github.cameldatadog.findings.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.cameldatadog.findings.client.SendSlots.Slot;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class SendSlotsTest {

    private final SendSlots slots = new SendSlots(2);
    private final List<Slot> taken = new ArrayList<>();

    @Test
    void handsOutSoManyAtATimeFirstComeFirstServed() {
        List<String> order = new ArrayList<>();
        for (String who : List.of("a", "b", "c", "d")) {
            slots.acquire(Runnable::run, slot -> {
                order.add(who);
                taken.add(slot);
            });
        }

        assertThat(order).containsExactly("a", "b");
        assertThat(slots.waiting()).isEqualTo(2);
        assertThat(slots.inFlight()).isEqualTo(2);
        taken.get(1).release();
        assertThat(order).containsExactly("a", "b", "c");
    }

    @Test
    void aSlotReleasedTwiceIsFreeOnce() {
        queue(4);
        taken.get(0).release();
        taken.get(0).release();

        assertThat(taken).hasSize(3);
        assertThat(slots.inFlight()).isEqualTo(2);
    }

    @Test
    void whoLeavesTheQueueGetsNothing() {
        queue(2);
        List<Slot> late = new ArrayList<>();
        Waiting waiting = slots.acquire(Runnable::run, late::add);

        assertThat(waiting.cancel()).isTrue();
        taken.get(0).release();

        assertThat(late).isEmpty();
        assertThat(slots.inFlight()).isEqualTo(1);
    }

    @Test
    void needsAtLeastOneSlot() {
        assertThatThrownBy(() -> new SendSlots(0)).hasMessageContaining("maxInFlight is 0");
    }

    @Test
    void losesNoSlotWhenLeavingRacesWithBeingServed() throws Exception {
        SendSlots two = new SendSlots(2);
        AtomicInteger served = new AtomicInteger();
        AtomicInteger left = new AtomicInteger();
        int rounds = 20_000;
        CountDownLatch settled = new CountDownLatch(rounds);
        ExecutorService pool = Executors.newFixedThreadPool(4);
        try {
            for (int i = 0; i < rounds; i++) {
                Waiting waiting = two.acquire(pool, slot -> {
                    served.incrementAndGet();
                    slot.release();
                    settled.countDown();
                });
                pool.execute(() -> {
                    if (waiting.cancel()) {
                        left.incrementAndGet();
                        settled.countDown();
                    }
                });
            }
            assertThat(settled.await(60, TimeUnit.SECONDS)).isTrue();
        } finally {
            pool.shutdownNow();
        }

        assertThat(served.get() + left.get()).isEqualTo(rounds);
        assertThat(two.inFlight()).isZero();
        assertThat(two.waiting()).isZero();
    }

    private void queue(int requests) {
        for (int i = 0; i < requests; i++) {
            slots.acquire(Runnable::run, taken::add);
        }
    }
}
