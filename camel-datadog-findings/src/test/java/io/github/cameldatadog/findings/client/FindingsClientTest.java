package io.github.cameldatadog.findings.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.cameldatadog.findings.client.Answer.Broken;
import io.github.cameldatadog.findings.client.Answer.NotWritten;
import io.github.cameldatadog.findings.client.Answer.Received;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class FindingsClientTest {

    private static final ApiOperation CREATE = ApiOperation.CREATE_TICKETS;

    private final VirtualTiming timing = new VirtualTiming();
    private final RateGates gates = new RateGates(timing);
    private final SendSlots slots = new SendSlots(2);
    private final Senders senders = new Senders();
    private final FakeTransport transport = new FakeTransport();
    private final List<Delivery> done = new ArrayList<>();
    private final FindingsClient client = client(new RetryRule(3, Duration.ofSeconds(100)));

    @AfterEach
    void nothingIsHeldWhenAllIsOver() {
        while (senders.runAll() || timing.runNext()) {
            assertThat(transport.sent).hasSizeLessThan(100);
        }
        assertThat(gate(CREATE).inFlight()).as("passes held").isZero();
        assertThat(gate(CREATE).waiting()).as("waiting at the gate").isZero();
        assertThat(slots.inFlight()).as("slots held").isZero();
        assertThat(slots.waiting()).as("waiting for a slot").isZero();
    }

    @Test
    void sendsARequestAndSaysHowItWent() {
        transport.answers.add(received(201, "date", "Sun, 01 Mar 2026 10:00:07 GMT"));
        transport.wireTime = Duration.ofMillis(1300);
        deliver("a");
        senders.runAll();

        assertThat(transport.sent).containsExactly("a");
        assertThat(done)
                .containsExactly(new Delivery(
                        Optional.of(transport.answered.get(0)),
                        "",
                        1,
                        Duration.ofMillis(1300),
                        Optional.of(VirtualTiming.START),
                        Optional.of(Instant.parse("2026-03-01T10:00:07Z")),
                        Optional.empty()));
        assertThat(done.get(0).retries()).isZero();
    }

    @Test
    void preparesOnlyWhenTheRequestMayLeave() {
        List<String> prepared = new ArrayList<>();
        for (String name : List.of("a", "b", "c")) {
            client.deliver(CREATE, preparing(prepared, name), done::add);
        }

        assertThat(prepared).as("before a sender is free").isEmpty();
        senders.runOne();
        assertThat(prepared).containsExactly("a");
        senders.runAll();
        assertThat(prepared).containsExactly("a", "b", "c");
    }

    @Test
    void keepsToTheSlots() {
        for (int i = 0; i < 4; i++) {
            deliver("r" + i);
        }

        assertThat(slots.inFlight()).isEqualTo(2);
        assertThat(slots.waiting()).isEqualTo(2);
        senders.runAll();
        assertThat(done).hasSize(4);
    }

    @Test
    void repeatsARequestAfterA429WhenTheLimitIsResetAndAsksForItThenAnew() {
        transport.answers.add(received(429, "x-ratelimit-reset", "20"));
        transport.answers.add(received(201));
        List<String> prepared = new ArrayList<>();
        client.deliver(CREATE, preparing(prepared, "a"), done::add);
        senders.runAll();
        timing.advance(Duration.ofSeconds(20));
        senders.runAll();
        int sentEarly = transport.sent.size();
        timing.advance(Duration.ofSeconds(1));
        senders.runAll();

        assertThat(sentEarly).isEqualTo(1);
        assertThat(prepared).as("as late as possible: once for each attempt").hasSize(2);
        assertThat(transport.requests).hasSize(2);
        assertThat(done.get(0).retries()).isEqualTo(1);
        assertThat(done.get(0).sentAt()).contains(VirtualTiming.START.plusSeconds(21));
        assertThat(done.get(0).ended()).isEmpty();
    }

    @Test
    void repeatsACreateThatWasNotWrittenButNotOneThatBroke() {
        transport.answers.add(new NotWritten("refused", true, null));
        transport.answers.add(new Broken("reset", null));
        deliver("a");
        finish();

        assertThat(transport.sent).hasSize(2);
        assertThat(done).hasSize(1);
        assertThat(done.get(0).answer()).contains(new Broken("reset", null));
    }

    @Test
    void repeatsASearchThatBroke() {
        transport.answers.add(new Broken("reset", null));
        transport.answers.add(received(502));
        transport.answers.add(received(200));
        client.deliver(ApiOperation.SEARCH_FINDINGS, request("s"), done::add);
        finish();

        assertThat(done.get(0).attempts()).isEqualTo(3);
        assertThat(gate(ApiOperation.SEARCH_FINDINGS).inFlight()).isZero();
    }

    @Test
    void givesUpAfterMaxRetriesWithTheLastAnswer() {
        transport.otherwise = new NotWritten("refused", true, null);
        deliver("a");
        finish();

        assertThat(transport.sent).hasSize(4);
        assertThat(done).hasSize(1);
        assertThat(done.get(0).answer()).contains(transport.otherwise);
        assertThat(done.get(0).ended()).contains("4 attempts", "maxRetries is 3");
    }

    @Test
    void givesUpAtOnceWhereTheWaitWouldPassTheBudget() {
        transport.answers.add(received(429, "x-ratelimit-reset", "101"));
        deliver("a");
        senders.runAll();

        assertThat(done).hasSize(1);
        assertThat(done.get(0).ended()).contains("retryBudget 100 s");
    }

    @Test
    void waitsAndTimeOnTheWireAfterTheFirstFailureCountAgainstTheBudget() {
        transport.wireTime = Duration.ofSeconds(30);
        transport.otherwise = received(429, "x-ratelimit-reset", "40");
        deliver("a");
        finish();

        assertThat(transport.sent)
                .as("0 s, then 40 + 30 s spent, and 40 more would be 110")
                .hasSize(2);
        assertThat(done.get(0).ended()).contains("of which 70 s is spent");
        assertThat(done.get(0).wireTime()).isEqualTo(Duration.ofSeconds(60));
    }

    @Test
    void waitingInLineDoesNotCountAgainstTheBudget() {
        transport.answers.add(received(429, "x-ratelimit-reset", "40"));
        transport.answers.add(received(429, "x-ratelimit-reset", "40"));
        transport.answers.add(received(201));
        deliver("a");
        senders.runAll();
        timing.advance(Duration.ofSeconds(41));
        timing.advance(Duration.ofHours(1));
        senders.runAll();
        timing.advance(Duration.ofSeconds(41));
        senders.runAll();

        assertThat(done).hasSize(1);
        assertThat(done.get(0).ended()).isEmpty();
        assertThat(done.get(0).attempts()).isEqualTo(3);
    }

    @Test
    void waitingBeforeTheFirstFailureDoesNotCountAgainstTheBudget() {
        transport.answers.add(received(429, "x-ratelimit-reset", "90"));
        transport.answers.add(received(201));
        deliver("a");
        timing.advance(Duration.ofHours(1));
        senders.runAll();
        timing.advance(Duration.ofSeconds(91));
        senders.runAll();

        assertThat(done.get(0).ended()).isEmpty();
        assertThat(done.get(0).attempts()).isEqualTo(2);
    }

    @Test
    void waitingBeforeTheFirstFailureDoesNotMakeTheBudgetLonger() {
        transport.otherwise = received(429, "x-ratelimit-reset", "60");
        deliver("a");
        timing.advance(Duration.ofHours(1));
        finish();

        assertThat(transport.sent).hasSize(2);
        assertThat(done.get(0).ended()).contains("retryBudget");
    }

    @Test
    void a429HoldsBackEverybodyElse() {
        transport.answers.add(received(429, "x-ratelimit-reset", "20"));
        deliver("a");
        senders.runAll();
        deliver("b");
        senders.runAll();

        assertThat(transport.sent).containsExactly("a");
        assertThat(gate(CREATE).waiting()).isEqualTo(1);
        finish();
        assertThat(done).hasSize(2);
    }

    @Test
    void sendsNothingWhereNothingIsLeft() {
        client.deliver(CREATE, Optional::empty, done::add);
        senders.runAll();

        assertThat(transport.sent).isEmpty();
        assertThat(done).containsExactly(Delivery.notSent("nothing was left to send", null));
        assertNothingHeld();
    }

    @Test
    void saysSoWhenPreparingFails() {
        IllegalStateException thrown = new IllegalStateException("bad template");
        client.deliver(
                CREATE,
                () -> {
                    throw thrown;
                },
                done::add);
        senders.runAll();

        assertThat(done).containsExactly(Delivery.notSent("the request could not be prepared", thrown));
        assertNothingHeld();
    }

    @Test
    void takesAnUnexpectedErrorOfTheTransportForABrokenRequest() {
        transport.thrown = new IllegalStateException("bug");
        deliver("a");
        senders.runAll();

        assertThat(done).hasSize(1);
        assertThat(done.get(0).answer().orElseThrow())
                .isInstanceOfSatisfying(
                        Broken.class, broken -> assertThat(broken.cause()).isSameAs(transport.thrown));
        assertThat(transport.sent).hasSize(1);
        assertNothingHeld();
    }

    @Test
    void cancellingAtTheGateEndsItAtOnce() {
        transport.answers.add(received(429, "x-ratelimit-reset", "20"));
        deliver("a");
        senders.runAll();
        Flight waiting = deliver("b");
        waiting.cancel("route stops");
        senders.runAll();

        assertThat(done).containsExactly(Delivery.notSent("route stops", null));
        assertThat(gate(CREATE).waiting()).isZero();
        finish();
        assertThat(transport.sent).containsExactly("a", "a");
    }

    @Test
    void cancellingInLineForASlotGivesThePassBack() {
        deliver("a");
        deliver("b");
        Flight waiting = deliver("c");
        assertThat(slots.waiting()).isEqualTo(1);
        waiting.cancel("route stops");

        assertThat(slots.waiting()).isZero();
        assertThat(gate(CREATE).inFlight()).isEqualTo(2);
        senders.runAll();
        assertThat(transport.sent).containsExactly("a", "b");
        assertThat(done).hasSize(3);
    }

    @Test
    void cancellingInLineForASenderGivesPassAndSlotBack() {
        Flight flight = deliver("a");
        flight.cancel("route stops");

        assertNothingHeld();
        senders.runAll();
        assertThat(transport.sent).isEmpty();
        assertThat(done).containsExactly(Delivery.notSent("route stops", null));
    }

    @Test
    void cancellingWhilePreparingSendsNothing() {
        Flight[] flight = new Flight[1];
        flight[0] = client.deliver(
                CREATE,
                () -> {
                    flight[0].cancel("route stops");
                    assertThat(done).as("the caller's own preparing is awaited").isEmpty();
                    return request("a").get();
                },
                done::add);
        senders.runAll();

        assertThat(transport.sent).isEmpty();
        assertThat(done).containsExactly(Delivery.notSent("route stops", null));
        assertNothingHeld();
    }

    @Test
    void cancellingOnTheWireAwaitsTheAnswer() {
        transport.answers.add(received(201));
        Flight flight = deliver("a");
        transport.onWire = () -> flight.cancel("route stops");
        senders.runAll();

        assertThat(done).hasSize(1);
        assertThat(done.get(0).answer().orElseThrow()).isInstanceOf(Received.class);
        assertThat(done.get(0).ended()).isEmpty();
    }

    @Test
    void cancellingOnTheWireEndsRetrying() {
        transport.answers.add(received(429, "x-ratelimit-reset", "20"));
        Flight flight = deliver("a");
        transport.onWire = () -> flight.cancel("route stops");
        senders.runAll();

        assertThat(done).hasSize(1);
        assertThat(done.get(0).ended()).isEqualTo("route stops");
        assertThat(timing.pending()).isZero();
    }

    @Test
    void theFirstReasonForCancellingCounts() {
        transport.answers.add(received(429, "x-ratelimit-reset", "20"));
        Flight flight = deliver("a");
        transport.onWire = () -> {
            flight.cancel("first");
            flight.cancel("second");
        };
        senders.runAll();

        assertThat(done.get(0).ended()).isEqualTo("first");
    }

    @Test
    void cancellingWhileThePassIsJustBeingHandedOutGivesItBack() {
        List<RateGate.Pass> first = new ArrayList<>();
        for (int i = 0; i < RateWindow.BEFORE_FIRST_ANSWER; i++) {
            gate(CREATE).acquire(Runnable::run, first::add);
        }
        deliver("a");
        Flight other = deliver("b");
        senders.onExecute = () -> other.cancel("its pass is settled, but not yet in its hands");
        first.forEach(pass -> pass.settle(RateLimitHeaders.none()));
        senders.onExecute = () -> {};
        senders.runAll();

        assertThat(transport.sent).containsExactly("a");
        assertThat(done).hasSize(2);
        assertNothingHeld();
    }

    @Test
    void cancellingInTheWaitForARetryEndsItAtOnce() {
        transport.answers.add(received(429, "x-ratelimit-reset", "20"));
        Flight flight = deliver("a");
        senders.runAll();
        flight.cancel("route stops");
        senders.runAll();

        assertThat(done).hasSize(1);
        assertThat(done.get(0).ended()).isEqualTo("route stops");
        assertThat(done.get(0).attempts()).isEqualTo(1);
        assertThat(timing.pending()).isZero();
    }

    @Test
    void cancellingTwiceOrTooLateChangesNothing() {
        Flight flight = deliver("a");
        flight.cancel("first");
        flight.cancel("second");
        Flight other = deliver("b");
        senders.runAll();
        other.cancel("too late");
        senders.runAll();

        assertThat(done).extracting(Delivery::ended).containsExactly("first", "");
    }

    @Test
    void isHeardOfAlsoWhenTheSendersAreShutDown() {
        senders.shutDown = true;
        deliver("a");

        assertThat(done).hasSize(1);
        assertThat(done.get(0).answer()).isEmpty();
        assertThat(done.get(0).ended()).isEqualTo("the senders are shut down");
        assertNothingHeld();
    }

    @Test
    void isHeardOfAlsoWhenTheSendersShutDownDuringARetry() {
        transport.answers.add(received(429, "x-ratelimit-reset", "20"));
        deliver("a");
        senders.runAll();
        senders.shutDown = true;
        timing.advance(Duration.ofSeconds(30));

        assertThat(done).hasSize(1);
        assertThat(done.get(0).attempts()).isEqualTo(1);
        assertNothingHeld();
    }

    @Test
    void isHeardOfAlsoWhenThereIsNoGate() {
        FindingsClient gateless = new FindingsClient(
                transport,
                operation -> {
                    throw new IllegalStateException("closed");
                },
                slots,
                new RetryRule(0, Duration.ZERO),
                timing,
                senders,
                Duration.ofSeconds(60));
        gateless.deliver(CREATE, request("a"), done::add);
        senders.runAll();

        assertThat(done).hasSize(1);
        assertThat(done.get(0).cause()).isPresent();
    }

    @Test
    void anErrorOfTheCallersOwnIsNotHiddenAndCostsNothing() {
        client.deliver(CREATE, request("a"), delivery -> {
            done.add(delivery);
            throw new IllegalStateException("the caller's");
        });

        assertThatThrownBy(senders::runAll).hasMessage("the caller's");
        assertThat(done).hasSize(1);
        assertNothingHeld();
    }

    private FindingsClient client(RetryRule rule) {
        return new FindingsClient(transport, this::gate, slots, rule, timing, senders, Duration.ofSeconds(60));
    }

    private RateGate gate(ApiOperation operation) {
        return gates.gate("datadoghq.com", "fingerprint", operation);
    }

    private Flight deliver(String body) {
        return client.deliver(CREATE, request(body), done::add);
    }

    private void finish() {
        while (senders.runAll() || timing.runNext()) {
            assertThat(transport.sent).hasSizeLessThan(100);
        }
    }

    private void assertNothingHeld() {
        assertThat(gate(CREATE).inFlight()).isZero();
        assertThat(slots.inFlight()).isZero();
    }

    private static Supplier<Optional<ApiRequest>> request(String body) {
        return () -> Optional.of(new ApiRequest(CREATE, body.getBytes(StandardCharsets.UTF_8)));
    }

    private static Supplier<Optional<ApiRequest>> preparing(List<String> prepared, String body) {
        return () -> {
            prepared.add(body);
            return request(body).get();
        };
    }

    private static Received received(int status, String... header) {
        return new Received(status, header.length == 0 ? Map.of() : Map.of(header[0], List.of(header[1])), new byte[0]);
    }

    private final class FakeTransport implements DatadogTransport {
        private final Deque<Answer> answers = new ArrayDeque<>();
        private final List<String> sent = new ArrayList<>();
        private final List<ApiRequest> requests = new ArrayList<>();
        private final List<Answer> answered = new ArrayList<>();
        private Answer otherwise = received(201);
        private Duration wireTime = Duration.ZERO;
        private Runnable onWire = () -> {};
        private RuntimeException thrown;

        @Override
        public Answer send(ApiRequest request, Duration requestTimeout) {
            requests.add(request);
            sent.add(new String(request.body(), StandardCharsets.UTF_8));
            timing.advance(wireTime);
            onWire.run();
            if (thrown != null) {
                throw thrown;
            }
            Answer next = answers.poll();
            answered.add(next == null ? otherwise : next);
            return next == null ? otherwise : next;
        }

        @Override
        public void close() {
            throw new AssertionError("not the client's to close");
        }
    }

    /** Runs tasks when the test says so. */
    private static final class Senders implements Executor {
        private final Deque<Runnable> tasks = new ArrayDeque<>();
        private boolean shutDown;
        private Runnable onExecute = () -> {};

        @Override
        public void execute(Runnable task) {
            Runnable hook = onExecute;
            onExecute = () -> {};
            hook.run();
            if (shutDown) {
                throw new RejectedExecutionException("shut down");
            }
            tasks.add(task);
        }

        boolean runOne() {
            Runnable task = tasks.poll();
            if (task != null) {
                task.run();
            }
            return task != null;
        }

        boolean runAll() {
            boolean any = false;
            while (runOne()) {
                any = true;
            }
            return any;
        }
    }
}
