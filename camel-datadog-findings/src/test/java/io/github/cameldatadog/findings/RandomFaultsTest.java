package io.github.cameldatadog.findings;

import static io.github.cameldatadog.findings.testkit.assertions.DatadogAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.cameldatadog.findings.testkit.Operation;
import io.github.cameldatadog.findings.testkit.RateLimitHeaders;
import io.github.cameldatadog.findings.testkit.SimulatedDatadog;
import io.github.cameldatadog.findings.testkit.fault.Fault;
import io.github.cameldatadog.findings.ticket.TicketReport;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Many requests of several exchanges meet faults by chance, on a real wire and in real time; {@link CampaignTest} does much
 * more of it without one. The system property {@code datadogFindings.seed} repeats a
 * run, {@code datadogFindings.runs} sets how many there are.
 */
class RandomFaultsTest {

    private static final String PLAN =
            "report=all&findingsPerTicket=3&ticketsPerRequest=4&requestTimeout=500&retryBudget=3000&maxInFlight=3";
    private static final Duration BOUND = Duration.ofSeconds(60);
    private static final int EXCHANGES = 4;
    private static final int FINDINGS = 150;

    static LongStream seeds() {
        Long one = Long.getLong("datadogFindings.seed");
        return one != null
                ? LongStream.of(one)
                : LongStream.rangeClosed(1, Integer.getInteger("datadogFindings.runs", 1));
    }

    private static Fault[] faultsOfEither() {
        return new Fault[] {
            Fault.resetBefore(),
            Fault.resetAfterEffect(),
            Fault.closeBefore(),
            Fault.closeAfterEffect(),
            Fault.htmlPage(502),
            Fault.htmlPage(503).afterEffect(),
            Fault.htmlPage(504).afterEffect(),
            Fault.status(500),
            Fault.cutAnswer(),
            Fault.cutAnswer(40),
            Fault.cutChunkedAnswer(),
            Fault.trickle(Duration.ofMillis(20)),
            Fault.hang(),
            Fault.hangAfterEffect(),
            Fault.lateEffect(Duration.ofMillis(800)),
            Fault.delay(Duration.ofMillis(150)),
            Fault.delay(Duration.ofMillis(700)),
            Fault.garbage(),
            Fault.gzip(),
            Fault.unknownMembers(),
            Fault.nullMembers(),
            Fault.successStatus(204),
            Fault.tooManyRequests(),
            Fault.tooManyRequests(RateLimitHeaders.ABSENT),
            Fault.tooManyRequests(RateLimitHeaders.RETRY_AFTER),
            Fault.redirect(302, "http://127.0.0.1:1/elsewhere"),
            Fault.error(422, "Unprocessable Entity", "not now")
        };
    }

    private static Fault[] faultsOfCreates() {
        return new Fault[] {
            Fault.partialEffect(1, 404),
            Fault.partialEffect(3, 400),
            Fault.partialEffect(2, 422),
            Fault.serviceNowFailed(1),
            Fault.serviceNowPending(),
            Fault.serviceNowAbsent(0, 3),
            Fault.missingCase(2),
            Fault.missingInsight(0),
            Fault.resetAfterEffect(),
            Fault.error(404, "Not Found", "finding not found")
        };
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void whateverGoesWrongWithEitherOperationTheBooksAreTrue(long seed) {
        try (SimulatedDatadog datadog = SimulatedDatadog.builder().seed(seed).start()) {
            datadog.faults().chance(Operation.CREATE, seed, 0.4, faultsOfEither());
            datadog.faults().chance(Operation.SEARCH, ~seed, 0.3, faultsOfEither());
            run(datadog);
        }
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void whateverGoesWrongWithCreatingTheBooksAreTrue(long seed) {
        try (SimulatedDatadog datadog = SimulatedDatadog.builder().seed(seed).start()) {
            datadog.faults().chance(Operation.CREATE, seed, 0.5, faultsOfCreates());
            run(datadog);
        }
    }

    private static void run(SimulatedDatadog datadog) {
        datadog.rateLimit(Operation.CREATE, 100, Duration.ofSeconds(1));
        datadog.rateLimit(Operation.SEARCH, 100, Duration.ofSeconds(1));
        try (RouteToDatadog route = new RouteToDatadog(datadog)) {
            AsyncSender sender = new AsyncSender(route, PLAN);
            List<List<String>> bodies = new ArrayList<>();
            List<AsyncSender.Sending> sendings = new ArrayList<>();
            for (int i = 0; i < EXCHANGES; i++) {
                bodies.add(datadog.addFindings(FINDINGS));
                sendings.add(sender.send(bodies.get(i)));
            }
            List<TicketReport> reports =
                    sendings.stream().map(one -> one.within(BOUND)).toList();
            for (int round = 0; round < 2; round++) {
                for (int i = 0; i < EXCHANGES; i++) {
                    TrueBooks.of(reports.get(i), datadog.history()).holdFor(bodies.get(i), 0);
                }
                datadog.releaseLateEffects();
            }
            assertThat(datadog).receivedOnlyValidRequests().createdAtMostOneTicketPerFinding();
            Leftovers.assertIdle(route.context(), sender.producer());
            sender.close();
            Leftovers.assertNothingLeftAfterStop(route.context(), datadog);
            assertThat(sendings)
                    .allSatisfy(sending -> assertThat(sending.callbacks()).isOne());
        }
    }
}
