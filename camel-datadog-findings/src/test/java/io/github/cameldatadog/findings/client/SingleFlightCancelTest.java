package io.github.cameldatadog.findings.client;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Cancelling and leaving at the same moment: a request is called unsent only if it was not sent. */
class SingleFlightCancelTest {

    private static final int MOST_TRIES = 100_000;
    private static final Duration LONGEST = Duration.ofSeconds(1);

    private final VirtualTiming timing = new VirtualTiming();
    private final AtomicInteger sent = new AtomicInteger();
    private final SendSlots slots = new SendSlots(1);
    private final RateGate gate = new RateGate(timing);
    private final Queue<Runnable> tasks = new ConcurrentLinkedQueue<>();
    private final AtomicInteger open = new AtomicInteger();
    private final Thread sender = new Thread(this::work, "eager-sender");
    private volatile boolean over;

    /** Takes tasks without sleeping in between, so that it starts as close as can be to the moment of cancelling. */
    private void work() {
        while (!over) {
            Runnable task = tasks.poll();
            if (task == null) {
                Thread.onSpinWait();
            } else {
                task.run();
                open.decrementAndGet();
            }
        }
    }

    @AfterEach
    void close() throws InterruptedException {
        over = true;
        sender.join();
    }

    private FindingsClient client() {
        DatadogTransport transport = new DatadogTransport() {
            @Override
            public Answer send(ApiRequest request, Duration requestTimeout) {
                sent.incrementAndGet();
                return new Answer.Received(200, Map.of(), new byte[0]);
            }

            @Override
            public void close() {
                // holds nothing
            }
        };
        return new FindingsClient(
                transport,
                operation -> gate,
                slots,
                new RetryRule(0, Duration.ZERO),
                timing,
                task -> {
                    open.incrementAndGet();
                    tasks.add(task);
                },
                Duration.ofSeconds(1));
    }

    @Test
    @Timeout(60)
    void whatIsCalledUnsentWasNeverSent() {
        sender.start();
        FindingsClient client = client();
        Optional<ApiRequest> request = Optional.of(new ApiRequest(ApiOperation.CREATE_TICKETS, new byte[] {'{', '}'}));
        long from = System.nanoTime();
        int unsent = 0;
        int tries = 0;
        for (; tries < MOST_TRIES && System.nanoTime() - from < LONGEST.toNanos(); tries++) {
            int before = sent.get();
            AtomicReference<Delivery> told = new AtomicReference<>();
            Flight flight = client.deliver(ApiOperation.CREATE_TICKETS, () -> request, told::set);
            if (tries % 10 == 0) {
                // A busy machine may never come to send in time by itself.
                await(() -> sent.get() > before);
            }
            spin(tries % 60);
            flight.cancel("changed my mind");
            // The sender may be at work on what is called unsent already.
            await(() -> told.get() != null && open.get() == 0);
            boolean wasSent = sent.get() > before;
            assertThat(told.get().answer().isPresent())
                    .as("told to be sent, at try %d", tries)
                    .isEqualTo(wasSent);
            unsent += wasSent ? 0 : 1;
        }
        assertThat(unsent).as("cancelled in time").isBetween(1, tries - 1);
        assertThat(slots.inFlight()).isZero();
        assertThat(gate.inFlight()).isZero();
    }

    /** Cancels a little earlier or later each time. */
    private static void spin(int rounds) {
        for (int i = 0; i < rounds; i++) {
            Thread.onSpinWait();
        }
    }

    private static void await(BooleanSupplier condition) {
        while (!condition.getAsBoolean()) {
            Thread.onSpinWait();
        }
    }
}
