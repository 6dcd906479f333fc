package io.github.cameldatadog.findings.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.cameldatadog.findings.client.Answer.Received;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicIntegerArray;
import org.junit.jupiter.api.Test;

/** Real threads: cancelling races with every step of the way. */
class FindingsClientRaceTest {

    private static final int FLIGHTS = 20_000;

    @Test
    void everyDeliveryComesOnceAndNothingIsLost() {
        ExecutorService senders = Executors.newFixedThreadPool(4);
        ExecutorService cancelling = Executors.newFixedThreadPool(2);
        ScheduledExecutorService scheduler = Executors.newSingleThreadScheduledExecutor();
        Timing timing = new SystemTiming(scheduler);
        RateGate gate = new RateGate(timing);
        SendSlots slots = new SendSlots(3);
        AtomicIntegerArray heard = new AtomicIntegerArray(FLIGHTS);
        AtomicIntegerArray onWire = new AtomicIntegerArray(FLIGHTS);
        AtomicIntegerArray saidSent = new AtomicIntegerArray(FLIGHTS);
        AtomicInteger total = new AtomicInteger();
        FindingsClient client = new FindingsClient(
                new CountingTransport(onWire),
                operation -> gate,
                slots,
                new RetryRule(3, Duration.ofSeconds(10)),
                timing,
                senders,
                Duration.ofSeconds(1));
        try {
            for (int i = 0; i < FLIGHTS; i++) {
                int number = i;
                Flight flight = client.deliver(
                        ApiOperation.CREATE_TICKETS,
                        () -> Optional.of(new ApiRequest(
                                ApiOperation.CREATE_TICKETS, ("" + number).getBytes(StandardCharsets.UTF_8))),
                        delivery -> {
                            heard.incrementAndGet(number);
                            saidSent.set(number, delivery.attempts());
                            total.incrementAndGet();
                        });
                if (i % 3 != 0) {
                    cancelling.execute(() -> flight.cancel("race"));
                }
            }
            await().atMost(Duration.ofSeconds(60)).until(() -> total.get() >= FLIGHTS);
            await().atMost(Duration.ofSeconds(10)).until(() -> gate.inFlight() == 0 && slots.inFlight() == 0);
        } finally {
            cancelling.shutdownNow();
            senders.shutdownNow();
            scheduler.shutdownNow();
        }

        for (int i = 0; i < FLIGHTS; i++) {
            assertThat(heard.get(i)).as("deliveries of flight %d", i).isEqualTo(1);
            assertThat(saidSent.get(i)).as("attempts of flight %d", i).isEqualTo(onWire.get(i));
        }
        assertThat(gate.waiting()).isZero();
        assertThat(slots.waiting()).isZero();
    }

    private record CountingTransport(AtomicIntegerArray onWire) implements DatadogTransport {
        @Override
        public Answer send(ApiRequest request, Duration requestTimeout) {
            onWire.incrementAndGet(Integer.parseInt(new String(request.body(), StandardCharsets.UTF_8)));
            return new Received(201, Map.of("x-ratelimit-limit", List.of("1000000")), new byte[0]);
        }

        @Override
        public void close() {}
    }
}
