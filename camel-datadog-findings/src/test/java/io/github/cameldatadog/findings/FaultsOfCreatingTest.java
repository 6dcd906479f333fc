package io.github.cameldatadog.findings;

import static io.github.cameldatadog.findings.testkit.assertions.DatadogAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.cameldatadog.findings.testkit.Operation;
import io.github.cameldatadog.findings.testkit.RateLimitHeaders;
import io.github.cameldatadog.findings.testkit.SimulatedDatadog;
import io.github.cameldatadog.findings.testkit.fault.Fault;
import io.github.cameldatadog.findings.testkit.fault.FaultDelivery.Shape;
import io.github.cameldatadog.findings.ticket.TicketReport;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** One create request of three tickets with two findings each meets a fault. */
class FaultsOfCreatingTest {

    private static final String PLAN = "report=all&findingsPerTicket=2&ticketsPerRequest=3";
    private static final Duration BOUND = Duration.ofSeconds(20);

    private final SimulatedDatadog datadog = SimulatedDatadog.start();
    private final RouteToDatadog route = new RouteToDatadog(datadog);

    @AfterEach
    void close() {
        route.close();
        datadog.close();
    }

    /** Six findings: so many ticketed, on a case only, rejected, in doubt, not sent. */
    private static Arguments six(Fault fault, int ticketed, int caseOnly, int rejected, int unknown, int notSent) {
        return Arguments.of(fault, ticketed, caseOnly, rejected, unknown, notSent);
    }

    private static Arguments ticketed(Fault fault) {
        return six(fault, 6, 0, 0, 0, 0);
    }

    private static Arguments rejected(Fault fault) {
        return six(fault, 0, 0, 6, 0, 0);
    }

    private static Arguments unknown(Fault fault) {
        return six(fault, 0, 0, 0, 6, 0);
    }

    static Stream<Arguments> faults() {
        return Stream.of(
                        harmless().map(FaultsOfCreatingTest::ticketed),
                        refusals().map(FaultsOfCreatingTest::rejected),
                        doubts().map(FaultsOfCreatingTest::unknown),
                        mixed())
                .flatMap(all -> all)
                .flatMap(row -> Stream.of(false, true).map(synchronous -> with(row, synchronous)));
    }

    private static Arguments with(Arguments row, boolean synchronous) {
        return Arguments.of(
                Stream.concat(Stream.of(row.get()), Stream.of(synchronous)).toArray());
    }

    private static Stream<Fault> harmless() {
        return Stream.of(
                Fault.none(),
                Fault.delay(Duration.ofMillis(100)),
                Fault.unknownMembers(),
                Fault.nullMembers(),
                Fault.successStatus(200),
                Fault.gzip());
    }

    private static Stream<Fault> refusals() {
        return Stream.of(
                Fault.error(404, "Not Found", "project not found"),
                Fault.errorStrings(403, "Forbidden"),
                Fault.plainTextError(403, "Forbidden"),
                Fault.htmlPage(403),
                Fault.htmlPage(404),
                Fault.status(401),
                Fault.status(409),
                Fault.redirect(301, "http://127.0.0.1:1/elsewhere"),
                Fault.redirect(307, "http://127.0.0.1:1/elsewhere"),
                Fault.redirect(308, "http://127.0.0.1:1/elsewhere"));
    }

    private static Stream<Fault> doubts() {
        return Stream.of(
                Fault.resetBefore(),
                Fault.resetAfterEffect(),
                Fault.closeBefore(),
                Fault.closeAfterEffect(),
                Fault.status(500),
                Fault.status(408),
                Fault.status(499),
                Fault.htmlPage(502),
                Fault.htmlPage(503),
                Fault.htmlPage(504),
                Fault.htmlPage(502).afterEffect(),
                Fault.htmlPage(503).afterEffect(),
                Fault.htmlPage(504).afterEffect(),
                Fault.statusAfterEffect(502),
                Fault.statusAfterEffect(504, "text/plain", "upstream timed out"),
                Fault.htmlPage(502).delivered(Fault.cutAnswer()),
                Fault.redirect(302, "http://127.0.0.1:1/elsewhere"),
                Fault.redirect(303, "http://127.0.0.1:1/elsewhere"),
                Fault.lateEffect(),
                Fault.lateEffect(Duration.ofMillis(900)),
                Fault.partialEffect(1, 500),
                Fault.cutAnswer(),
                Fault.cutAnswer(0),
                Fault.cutAnswer(17),
                Fault.cutChunkedAnswer(),
                Fault.trickle(Duration.ofMillis(5)),
                Fault.hang(),
                Fault.hangAfterEffect(),
                Fault.delay(Duration.ofSeconds(3)).delivered(Fault.hang()),
                Fault.garbage(),
                Fault.successStatus(202),
                Fault.successStatus(204));
    }

    private static Stream<Arguments> mixed() {
        return Stream.of(
                six(Fault.serviceNowFailed(), 0, 6, 0, 0, 0),
                six(Fault.serviceNowFailed(1), 4, 2, 0, 0, 0),
                six(Fault.serviceNowPending(0, 2), 2, 4, 0, 0, 0),
                six(Fault.serviceNowAbsent(), 0, 6, 0, 0, 0),
                six(Fault.missingCase(0), 4, 0, 0, 2, 0),
                six(Fault.missingInsight(2), 5, 0, 0, 1, 0));
    }

    /** Refused for what was in them: Datadog is asked again for parts of it, but for what it made all the same. */
    static Stream<Arguments> refusalsOfData() {
        return Stream.of(
                        ticketed(Fault.error(400, "Bad Request", "no finding provided")),
                        ticketed(Fault.error(404, "Not Found", "finding not found")),
                        ticketed(Fault.error(422, "Unprocessable Entity", "bad title")),
                        ticketed(Fault.status(413)),
                        ticketed(Fault.partialEffect(0, 404)),
                        six(Fault.partialEffect(1, 404), 4, 0, 0, 2, 0),
                        six(Fault.partialEffect(2, 422), 2, 0, 0, 4, 0),
                        unknown(Fault.partialEffect(3, 400)))
                .flatMap(row -> Stream.of(false, true).map(synchronous -> with(row, synchronous)));
    }

    @ParameterizedTest(name = "{0}, synchronous={6}")
    @MethodSource("refusalsOfData")
    void whatWasRefusedOnceIsSentInPartsAndNothingOfItTwice(
            Fault fault, int ticketed, int caseOnly, int rejected, int unknown, int notSent, boolean synchronous) {
        List<String> ids = datadog.addFindings(6);
        datadog.faults().next(Operation.CREATE, fault);
        AsyncSender sender = new AsyncSender(route, PLAN + "&synchronous=" + synchronous);

        AsyncSender.Sending sending = sender.send(ids);
        TicketReport report = sending.within(BOUND);

        assertThat(List.of(report.ticketed(), report.caseOnly(), report.rejected(), report.unknown(), report.notSent()))
                .as(() -> "ticketed, caseOnly, rejected, unknown, notSent of\n" + report.table())
                .containsExactly((long) ticketed, (long) caseOnly, (long) rejected, (long) unknown, (long) notSent);
        TrueBooks.of(report, datadog.history()).holdFor(ids, 0);
        assertThat(datadog).receivedOnlyValidRequests().createdAtMostOneTicketPerFinding();
        assertEndedWell(sender, sending, synchronous);
    }

    @ParameterizedTest(name = "{0}, synchronous={6}")
    @MethodSource("faults")
    void everyFaultEndsTheExchangeOnceWithATrueReport(
            Fault fault, int ticketed, int caseOnly, int rejected, int unknown, int notSent, boolean synchronous) {
        List<String> ids = datadog.addFindings(6);
        datadog.faults().next(Operation.CREATE, fault);
        AsyncSender sender =
                new AsyncSender(route, PLAN + "&requestTimeout=" + timeout(fault) + "&synchronous=" + synchronous);

        AsyncSender.Sending sending = sender.send(ids);
        TicketReport report = sending.within(BOUND);

        assertThat(List.of(report.ticketed(), report.caseOnly(), report.rejected(), report.unknown(), report.notSent()))
                .as(() -> "ticketed, caseOnly, rejected, unknown, notSent of\n" + report.table())
                .containsExactly((long) ticketed, (long) caseOnly, (long) rejected, (long) unknown, (long) notSent);
        TrueBooks.of(report, datadog.history()).holdFor(ids, 0);
        datadog.releaseLateEffects();
        TrueBooks.of(report, datadog.history()).holdFor(ids, 0);
        assertThat(datadog).receivedOnlyValidRequests().receivedRequests(Operation.CREATE, 1);
        assertTheNextExchangeGoesThrough(sender);
        assertEndedWell(sender, sending, synchronous);
    }

    /** What hangs is cut early; elsewhere a loaded machine must not look like a time-out. */
    private static int timeout(Fault fault) {
        Shape shape = fault.delivery().shape();
        return shape == Shape.HANG || shape == Shape.TRICKLE ? 500 : 10_000;
    }

    private void assertTheNextExchangeGoesThrough(AsyncSender sender) {
        TicketReport next = sender.send(datadog.addFindings(2)).within(BOUND);
        assertThat(next.ticketed()).as(next::table).isEqualTo(2);
    }

    private void assertEndedWell(AsyncSender sender, AsyncSender.Sending sending, boolean synchronous) {
        Leftovers.assertIdle(route.context(), sender.producer());
        assertThat(sending.thread()).contains(synchronous ? "test-caller" : "DatadogFindingsWorker");
        sender.close();
        Leftovers.assertNothingLeftAfterStop(route.context(), datadog);
        assertThat(sending.callbacks()).isOne();
    }

    @ParameterizedTest
    @EnumSource(RateLimitHeaders.class)
    void aRateLimitedRequestIsSentAgainWhateverTheHeadersSay(RateLimitHeaders style) {
        List<String> ids = datadog.addFindings(6);
        datadog.rateLimit(Operation.CREATE, 50, Duration.ofSeconds(1));
        datadog.faults().next(Operation.CREATE, Fault.tooManyRequests(style));
        AsyncSender sender = new AsyncSender(route, PLAN);

        AsyncSender.Sending sending = sender.send(ids);
        TicketReport report = sending.within(BOUND);

        assertThat(report.ticketed()).as(report::table).isEqualTo(6);
        assertThat(report.requests().retries()).isOne();
        TrueBooks.of(report, datadog.history()).holdFor(ids, 0);
        assertThat(datadog).receivedRequests(Operation.CREATE, 2).createdAtMostOneTicketPerFinding();
        assertEndedWell(sender, sending, false);
    }

    @ParameterizedTest
    @EnumSource(
            value = RateLimitHeaders.class,
            names = {"NORMAL", "ABSENT", "RETRY_AFTER"})
    void whatStaysRateLimitedIsNotSentAndSaysSo(RateLimitHeaders style) {
        List<String> ids = datadog.addFindings(6);
        datadog.faults().always(Operation.CREATE, Fault.tooManyRequests(style));
        AsyncSender sender = new AsyncSender(route, PLAN + "&retryBudget=0");

        AsyncSender.Sending sending = sender.send(ids);
        TicketReport report = sending.within(BOUND);

        assertThat(report.notSent()).isEqualTo(6);
        assertThat(report.problems().get(0).outcome().reason()).contains("rate limit", "retryBudget");
        assertThat(report.remaining()).hasSize(6);
        TrueBooks.of(report, datadog.history()).holdFor(ids, 0);
        assertEndedWell(sender, sending, false);
    }

    @ParameterizedTest
    @MethodSource("refusedConnections")
    void refusedConnectionsAreTriedAgainUntilTheBudgetEnds(boolean synchronous) {
        List<String> ids = datadog.addFindings(6);
        datadog.refuseConnections();
        AsyncSender sender =
                new AsyncSender(route, "report=all&lookupTickets=never&retryBudget=600&synchronous=" + synchronous);

        AsyncSender.Sending sending = sender.send(ids);
        TicketReport report = sending.within(BOUND);

        assertThat(report.notSent()).isEqualTo(6);
        assertThat(report.problems().get(0).outcome().reason()).contains("retryBudget");
        TrueBooks.of(report, datadog.history()).holdFor(ids, 0);
        datadog.acceptConnections();
        assertTheNextExchangeGoesThrough(sender);
        assertEndedWell(sender, sending, synchronous);
    }

    static Stream<Boolean> refusedConnections() {
        return Stream.of(false, true);
    }

    @ParameterizedTest
    @MethodSource("refusedConnections")
    void connectionsResetAtOnceLeaveDoubtAtMost(boolean synchronous) {
        List<String> ids = datadog.addFindings(6);
        datadog.resetNextConnections(2);
        AsyncSender sender = new AsyncSender(route, PLAN + "&lookupTickets=never&synchronous=" + synchronous);

        AsyncSender.Sending sending = sender.send(ids);
        TicketReport report = sending.within(BOUND);

        assertThat(report.ticketed() + report.unknown()).as(report::table).isEqualTo(6);
        TrueBooks.of(report, datadog.history()).holdFor(ids, 0);
        assertEndedWell(sender, sending, synchronous);
    }
}
