package io.github.cameldatadog.findings;

import static io.github.cameldatadog.findings.testkit.assertions.DatadogAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.cameldatadog.findings.testkit.Operation;
import io.github.cameldatadog.findings.testkit.SimulatedDatadog;
import io.github.cameldatadog.findings.ticket.TicketReport;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ManyExchangesTest {

    private static final Duration BOUND = Duration.ofSeconds(30);

    private final SimulatedDatadog datadog = SimulatedDatadog.start();
    private final RouteToDatadog route = new RouteToDatadog(datadog);

    @AfterEach
    void close() {
        route.close();
        datadog.close();
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void fiftyAtOnceAllEndThoughOneRequestAtATimeMayBeOut(boolean synchronous) {
        String options = "report=all&findingsPerTicket=1&ticketsPerRequest=2&maxInFlight=1&synchronous=";

        sendAndCheck(50, 5, List.of(new AsyncSender(route, options + synchronous)));
    }

    @Test
    void aHundredOverSeveralEndpointsShareTheGatesAndKeepTheLimit() {
        datadog.rateLimit(Operation.CREATE, 60, Duration.ofSeconds(2));
        datadog.rateLimit(Operation.SEARCH, 60, Duration.ofSeconds(2));
        String options = "report=all&findingsPerTicket=1&ticketsPerRequest=3&maxInFlight=";

        sendAndCheck(
                100,
                3,
                List.of(
                        new AsyncSender(route, options + 2),
                        new AsyncSender(route, options + 3),
                        new AsyncSender(route, options + 4)));

        assertThat(datadog).neverExceededARateLimit();
    }

    private void sendAndCheck(int exchanges, int each, List<AsyncSender> senders) {
        List<List<String>> bodies = new ArrayList<>();
        List<AsyncSender.Sending> sendings = new ArrayList<>();
        for (int i = 0; i < exchanges; i++) {
            bodies.add(datadog.addFindings(each));
            sendings.add(senders.get(i % senders.size()).send(bodies.get(i)));
        }
        for (int i = 0; i < exchanges; i++) {
            TicketReport report = sendings.get(i).within(BOUND);
            assertThat(report.ticketed()).as(report::table).isEqualTo(each);
            TrueBooks.of(report, datadog.history()).holdFor(bodies.get(i), 0);
        }
        assertThat(datadog).receivedOnlyValidRequests().createdAtMostOneTicketPerFinding();
        senders.forEach(sender -> Leftovers.assertIdle(route.context(), sender.producer()));
        senders.forEach(AsyncSender::close);
        Leftovers.assertNothingLeftAfterStop(route.context(), datadog);
        assertThat(sendings)
                .allSatisfy(sending -> assertThat(sending.callbacks()).isOne());
    }
}
