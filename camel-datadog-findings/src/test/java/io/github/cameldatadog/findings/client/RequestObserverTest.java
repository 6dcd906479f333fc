package io.github.cameldatadog.findings.client;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What observers are told of requests, and that they change nothing. */
class RequestObserverTest {

    private static final ApiRequest REQUEST = new ApiRequest(ApiOperation.CREATE_TICKETS, new byte[] {1});
    private static final Answer.Received CREATED = new Answer.Received(201, Map.of(), new byte[0]);
    private static final Answer.Received LIMITED = new Answer.Received(
            429, Map.of("x-ratelimit-reset", List.of("7"), "x-request-id", List.of("abc")), new byte[0]);

    private final VirtualTiming timing = new VirtualTiming();
    private final RateGate gate = new RateGate(timing);
    private final Deque<Answer> answers = new ArrayDeque<>();
    private final List<Delivery> deliveries = new ArrayList<>();

    private FindingsClient client() {
        DatadogTransport transport = new DatadogTransport() {
            @Override
            public Answer send(ApiRequest request, Duration requestTimeout) {
                timing.advance(Duration.ofSeconds(2));
                return answers.remove();
            }

            @Override
            public void close() {}
        };
        return new FindingsClient(
                transport,
                operation -> gate,
                new SendSlots(1),
                new RetryRule(3, Duration.ofMinutes(5)),
                timing,
                Runnable::run,
                Duration.ofSeconds(10));
    }

    private void deliver(FindingsClient client) {
        client.deliver(ApiOperation.CREATE_TICKETS, () -> Optional.of(REQUEST), deliveries::add);
        while (deliveries.isEmpty() && timing.runNext()) {
            // until it has ended
        }
    }

    @Test
    void attemptsAreToldWithTheirLatencyTheirRequestIdAndWhatFollows() {
        List<WireAttempt> attempts = new ArrayList<>();
        answers.addAll(List.of(LIMITED, CREATED));

        deliver(client().watchedBy(new RequestObserver() {
            @Override
            public void attempted(WireAttempt attempt) {
                attempts.add(attempt);
            }
        }));

        assertThat(attempts).extracting(WireAttempt::status).containsExactly(429, 201);
        assertThat(attempts).extracting(WireAttempt::number).containsExactly(1, 2);
        assertThat(attempts).extracting(WireAttempt::latency).containsOnly(Duration.ofSeconds(2));
        assertThat(attempts.get(0).requestId()).isEqualTo("abc");
        assertThat(attempts.get(0).retry().orElseThrow().delay()).isEqualTo(Duration.ofSeconds(7));
        assertThat(attempts.get(1).retry()).isEmpty();
    }

    @Test
    void theWaitingInLineIsToldWithoutTheTimeThatARequestWasPutOff() {
        List<Departure> departures = new ArrayList<>();
        answers.addAll(List.of(CREATED, CREATED));
        FindingsClient client = client().watchedBy(new RequestObserver() {
            @Override
            public void leaving(Departure departure) {
                departures.add(departure);
            }
        });
        gate.acquire(Runnable::run, pass -> pass.refuse(RateLimitHeaders.none(), Duration.ofSeconds(30)));

        deliver(client);

        assertThat(departures).singleElement().satisfies(departure -> assertThat(departure.waited())
                .isEqualTo(Duration.ofSeconds(30)));
    }

    @Test
    void anObserverThatThrowsChangesNothing() {
        answers.add(CREATED);

        deliver(client().watchedBy(new RequestObserver() {
            @Override
            public void leaving(Departure departure) {
                throw new IllegalStateException("a counter failed");
            }

            @Override
            public void attempted(WireAttempt attempt) {
                throw new AssertionError("another one");
            }
        }));

        assertThat(deliveries).singleElement().satisfies(delivery -> assertThat(delivery.answer())
                .contains(CREATED));
        assertThat(gate.inFlight()).isZero();
    }
}
