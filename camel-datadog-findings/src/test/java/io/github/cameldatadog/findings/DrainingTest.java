package io.github.cameldatadog.findings;

import static io.github.cameldatadog.findings.testkit.assertions.DatadogAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.cameldatadog.findings.testkit.Operation;
import io.github.cameldatadog.findings.testkit.SimulatedDatadog;
import io.github.cameldatadog.findings.testkit.fault.Fault;
import io.github.cameldatadog.findings.ticket.TicketReport;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.apache.camel.Exchange;
import org.apache.camel.builder.ExchangeBuilder;
import org.apache.camel.builder.RouteBuilder;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What a shutdown finishes, and what it gives up, and when. */
class DrainingTest {

    private static final String PLAN =
            "lookupTickets=never&findingsPerTicket=1&ticketsPerRequest=1&maxInFlight=1&report=all";

    private final SimulatedDatadog datadog = SimulatedDatadog.start();
    private final RouteToDatadog route = new RouteToDatadog(datadog);

    @AfterEach
    void close() {
        route.close();
        datadog.close();
    }

    private CompletableFuture<Exchange> send(List<String> ids, int shutdownTimeout) throws Exception {
        route.context().getShutdownStrategy().setTimeout(shutdownTimeout);
        route.context().addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                from("direct:in").routeId("tickets").to("datadog-findings:servicenowTickets?" + PLAN);
            }
        });
        Exchange exchange =
                ExchangeBuilder.anExchange(route.context()).withBody(ids).build();
        CompletableFuture<Exchange> sent =
                route.context().createProducerTemplate().asyncSend("direct:in", exchange);
        awaitCreates(1);
        return sent;
    }

    private void awaitCreates(int count) {
        await().atMost(Duration.ofSeconds(10))
                .until(() -> datadog.history().requests(Operation.CREATE).size() >= count);
    }

    private static TicketReport reportOf(CompletableFuture<Exchange> sent) throws Exception {
        return RouteToDatadog.reportOf(sent.get(10, TimeUnit.SECONDS));
    }

    @Test
    void anOrdinaryShutdownFinishesTheWork() throws Exception {
        datadog.latency(Duration.ofMillis(200));
        CompletableFuture<Exchange> sent = send(datadog.addFindings(4), 20);

        route.context().stop();

        assertThat(reportOf(sent).ticketed()).isEqualTo(4);
    }

    @Test
    void aContextThatStopsKeepsTheSecondHalfOfItsTimeForAnswers() throws Exception {
        datadog.rateLimit(Operation.CREATE, 1, Duration.ofHours(1));
        CompletableFuture<Exchange> sent = send(datadog.addFindings(4), 6);

        long from = System.nanoTime();
        route.context().stop();

        TicketReport report = reportOf(sent);
        assertThat(report.ticketed()).isEqualTo(1);
        assertThat(report.notSent()).isEqualTo(3);
        assertThat(report.problems().get(0).outcome().reason()).contains("the context is stopping", "answers");
        assertThat(Duration.ofNanos(System.nanoTime() - from)).isBetween(Duration.ofSeconds(3), Duration.ofSeconds(6));
    }

    @Test
    void aRouteThatIsGivenMoreTimeThanTheContextGoesOnWorking() throws Exception {
        datadog.latency(Duration.ofMillis(700));
        CompletableFuture<Exchange> sent = send(datadog.addFindings(4), 1);

        route.context().getRouteController().stopRoute("tickets", 20, TimeUnit.SECONDS);

        assertThat(reportOf(sent).ticketed()).isEqualTo(4);
    }

    @Test
    void anAnswerIsAwaitedThoughTheStoppingThreadIsInterrupted() throws Exception {
        datadog.faults().next(Operation.CREATE, Fault.delay(Duration.ofMillis(1500)));
        route.context().getShutdownStrategy().setTimeout(10);
        AsyncSender sender = new AsyncSender(route, PLAN);
        AsyncSender.Sending sending = sender.send(datadog.addFindings(2));
        awaitCreates(1);

        CompletableFuture<String> stopped = new CompletableFuture<>();
        Thread stopping = new Thread(() -> {
            Thread.currentThread().interrupt();
            sender.close();
            boolean answered = RouteToDatadog.reportOf(sending.exchange()) != null;
            stopped.complete("answered " + answered + ", interrupted " + Thread.interrupted());
        });
        stopping.start();

        assertThat(stopped.get(10, TimeUnit.SECONDS)).isEqualTo("answered true, interrupted true");
        TicketReport report = RouteToDatadog.reportOf(sending.exchange());
        assertThat(report.ticketed()).isEqualTo(1);
        assertThat(report.notSent()).isEqualTo(1);
        assertThat(datadog).receivedRequests(Operation.CREATE, 1);
    }
}
