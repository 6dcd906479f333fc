package io.github.cameldatadog.findings;

import static io.github.cameldatadog.findings.testkit.assertions.DatadogAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.cameldatadog.findings.testkit.Operation;
import io.github.cameldatadog.findings.testkit.SimulatedDatadog;
import io.github.cameldatadog.findings.ticket.TicketReport;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class PacedSendingTest {

    private static final Duration SECOND = Duration.ofSeconds(1);
    private static final Duration BOUND = Duration.ofSeconds(60);

    private final SimulatedDatadog datadog = SimulatedDatadog.start();
    private final RouteToDatadog route = new RouteToDatadog(datadog);

    @AfterEach
    void close() {
        route.close();
        assertThat(datadog).receivedOnlyValidRequests().createdAtMostOneTicketPerFinding();
        datadog.close();
    }

    private TicketReport send(List<String> ids, String options) {
        AsyncSender sender = new AsyncSender(route, "report=all&" + options);
        TicketReport report = sender.send(ids).within(BOUND);
        TrueBooks.of(report, datadog.history()).holdFor(ids, 0);
        Leftovers.assertIdle(route.context(), sender.producer());
        return report;
    }

    @Test
    void aSmallLimitIsNeverPassedOnceItIsKnown() {
        Duration period = Duration.ofSeconds(2);
        datadog.rateLimit(Operation.CREATE, 5, period).rateLimit(Operation.SEARCH, 5, period);
        List<String> ids = datadog.addFindings(1000);

        TicketReport report = send(ids, "findingsPerTicket=10&ticketsPerRequest=10&maxInFlight=1");

        assertThat(report.ticketed()).isEqualTo(1000);
        assertThat(datadog)
                .neverExceededARateLimit()
                .receivedRequests(Operation.CREATE, 10)
                .receivedRequests(Operation.SEARCH, 10);
    }

    @Test
    void whatWasSentBeforeTheLimitWasKnownIsSentAgain() {
        datadog.rateLimit(Operation.CREATE, 2, SECOND).latency(Duration.ofMillis(100));
        List<String> ids = datadog.addFindings(10);

        TicketReport report = send(ids, "findingsPerTicket=1&ticketsPerRequest=1&maxInFlight=4");

        assertThat(report.ticketed()).as(report::table).isEqualTo(10);
        assertThat(report.requests().retries()).isPositive();
        assertThat(datadog.history().requests(Operation.CREATE).stream().filter(one -> one.status() == 429))
                .as("refused requests: those of the first moment, and perhaps one that was slow to arrive")
                .hasSizeLessThanOrEqualTo(3);
    }

    @Test
    void aLimitThatOthersUsedUpIsWaitedFor() {
        datadog.rateLimit(Operation.CREATE, 3, SECOND).useUp(Operation.CREATE, 3);
        List<String> ids = datadog.addFindings(4);

        TicketReport report = send(ids, "findingsPerTicket=1&ticketsPerRequest=1");

        assertThat(report.ticketed()).isEqualTo(4);
    }

    @Test
    void aBudgetThatIsUsedUpEndsInNotSentAndSaysSo() {
        datadog.rateLimit(Operation.CREATE, 1, Duration.ofHours(1)).useUp(Operation.CREATE, 1);
        List<String> ids = datadog.addFindings(40);

        TicketReport report = send(ids, "retryBudget=2000");

        assertThat(report.notSent()).isEqualTo(40);
        assertThat(report.problems().get(0).outcome().reason())
                .contains("rate limit was still used up", "X-RateLimit-Reset", "retryBudget 2 s");
        assertThat(report.remaining()).hasSize(40);
        assertThat(datadog).receivedRequests(Operation.CREATE, 1).hasNoTickets();
    }
}
