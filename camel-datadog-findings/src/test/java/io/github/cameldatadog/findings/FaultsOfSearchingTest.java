package io.github.cameldatadog.findings;

import static io.github.cameldatadog.findings.testkit.assertions.DatadogAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.cameldatadog.findings.testkit.Operation;
import io.github.cameldatadog.findings.testkit.SimulatedDatadog;
import io.github.cameldatadog.findings.testkit.fault.Fault;
import io.github.cameldatadog.findings.testkit.fault.FaultDelivery.Shape;
import io.github.cameldatadog.findings.ticket.TicketReport;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The look that is needed before sending meets a fault. */
class FaultsOfSearchingTest {

    private static final String PLAN = "report=all&findingsPerTicket=2&ticketsPerRequest=3";
    private static final Duration BOUND = Duration.ofSeconds(20);

    private final SimulatedDatadog datadog = SimulatedDatadog.start();
    private final RouteToDatadog route = new RouteToDatadog(datadog);

    @AfterEach
    void close() {
        route.close();
        datadog.close();
    }

    static Stream<Arguments> passing() {
        return both(Stream.of(
                Fault.resetBefore(),
                Fault.resetAfterEffect(),
                Fault.closeBefore(),
                Fault.closeAfterEffect(),
                Fault.status(408),
                Fault.status(500),
                Fault.htmlPage(502),
                Fault.htmlPage(503),
                Fault.htmlPage(504).afterEffect(),
                Fault.cutAnswer(),
                Fault.cutChunkedAnswer(),
                Fault.trickle(Duration.ofMillis(20)),
                Fault.hang(),
                Fault.hangAfterEffect(),
                Fault.lateEffect(),
                Fault.unknownMembers(),
                Fault.nullMembers(),
                Fault.gzip(),
                Fault.delay(Duration.ofMillis(100))));
    }

    static Stream<Arguments> lasting() {
        return both(Stream.of(
                Fault.errorStrings(403, "Forbidden"),
                Fault.plainTextError(403, "Forbidden"),
                Fault.status(401),
                Fault.status(404),
                Fault.expiredCursor(),
                Fault.error(422, "Unprocessable Entity", "bad query"),
                Fault.redirect(302, "http://127.0.0.1:1/elsewhere"),
                Fault.redirect(307, "http://127.0.0.1:1/elsewhere"),
                Fault.garbage(),
                Fault.successStatus(201),
                Fault.successStatus(202),
                Fault.successStatus(204),
                Fault.edit("no data", (document, cases) -> document.remove("data")),
                Fault.edit("data is text", (document, cases) -> document.put("data", "findings"))));
    }

    private static Stream<Arguments> both(Stream<Fault> faults) {
        return faults.flatMap(fault -> Stream.of(Arguments.of(fault, false), Arguments.of(fault, true)));
    }

    @ParameterizedTest(name = "{0}, synchronous={1}")
    @MethodSource("passing")
    void aLookThatFailsOnceIsRepeatedAndAllIsTicketed(Fault fault, boolean synchronous) {
        List<String> ids = datadog.addFindings(6);
        datadog.faults().next(Operation.SEARCH, fault);

        TicketReport report = run(ids, "&requestTimeout=" + timeout(fault) + "&synchronous=" + synchronous);

        assertThat(report.ticketed()).as(report::table).isEqualTo(6);
        TrueBooks.of(report, datadog.history()).holdFor(ids, 0);
    }

    private static int timeout(Fault fault) {
        Shape shape = fault.delivery().shape();
        return shape == Shape.HANG || shape == Shape.TRICKLE ? 1000 : 10_000;
    }

    @ParameterizedTest(name = "{0}, synchronous={1}")
    @MethodSource("lasting")
    void withoutTheLookNothingIsSent(Fault fault, boolean synchronous) {
        List<String> ids = datadog.addFindings(6);
        datadog.faults().always(Operation.SEARCH, fault);

        TicketReport report = run(ids, "&synchronous=" + synchronous);

        assertThat(report.notSent()).as(report::table).isEqualTo(6);
        assertThat(report.remaining()).hasSize(6);
        assertThat(report.problems().get(0).outcome().reason()).startsWith("its cases could not be looked up: ");
        assertThat(datadog).receivedRequests(Operation.CREATE, 0);
        TrueBooks.of(report, datadog.history()).holdFor(ids, 0);
    }

    @Test
    void aLookThatFailsForLongerThanTheBudgetEndsInNotSent() {
        List<String> ids = datadog.addFindings(6);
        datadog.faults().always(Operation.SEARCH, Fault.htmlPage(503));

        TicketReport report = run(ids, "&retryBudget=700");

        assertThat(report.notSent()).isEqualTo(6);
        assertThat(report.problems().get(0).outcome().reason()).contains("503", "retryBudget");
        TrueBooks.of(report, datadog.history()).holdFor(ids, 0);
    }

    @Test
    void findingsThatSearchDoesNotShowAreSentAllTheSame() {
        List<String> ids = datadog.addFindings(6);
        datadog.faults().always(Operation.SEARCH, Fault.missingRows(ids.get(1), ids.get(4)));

        TicketReport report = run(ids, "");

        assertThat(report.ticketed()).isEqualTo(6);
        TrueBooks.of(report, datadog.history()).holdFor(ids, 0);
    }

    private TicketReport run(List<String> ids, String options) {
        AsyncSender sender = new AsyncSender(route, PLAN + options);
        AsyncSender.Sending sending = sender.send(ids);
        TicketReport report = sending.within(BOUND);
        assertThat(datadog).receivedOnlyValidRequests().createdAtMostOneTicketPerFinding();
        Leftovers.assertIdle(route.context(), sender.producer());
        sender.close();
        Leftovers.assertNothingLeftAfterStop(route.context(), datadog);
        assertThat(sending.callbacks()).isOne();
        return report;
    }
}
