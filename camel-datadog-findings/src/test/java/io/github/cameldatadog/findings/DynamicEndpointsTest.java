package io.github.cameldatadog.findings;

import static io.github.cameldatadog.findings.testkit.assertions.DatadogAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.cameldatadog.findings.testkit.Operation;
import io.github.cameldatadog.findings.testkit.SimulatedDatadog;
import io.github.cameldatadog.findings.testkit.SimulatedDatadogBuilder;
import io.github.cameldatadog.findings.ticket.TicketReport;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.apache.camel.Exchange;
import org.apache.camel.ProducerTemplate;
import org.apache.camel.builder.ExchangeBuilder;
import org.apache.camel.builder.RouteBuilder;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Endpoints that come about while messages flow ({@code toD}), one for each project. */
class DynamicEndpointsTest {

    private static final int PROJECTS = 20;
    private static final int EXCHANGES = 100;
    private static final int CACHED = 4;
    private static final int CONNECTIONS = 6;
    private static final int LIMIT = 25;
    private static final Duration BOUND = Duration.ofSeconds(60);

    private final SimulatedDatadog datadog = withProjects();
    private final RouteToDatadog route = new RouteToDatadog(datadog, options -> {
        options.getHttp().put("connectionsPerRoute", CONNECTIONS);
    });

    private static SimulatedDatadog withProjects() {
        SimulatedDatadogBuilder builder = SimulatedDatadog.builder();
        for (int i = 0; i < PROJECTS; i++) {
            builder.project(project(i), "P" + i);
        }
        return builder.start();
    }

    private static String project(int number) {
        return "7b9c1f6e-2d34-4c58-9a0b-5e6f7a8b9c%02d".formatted(number % PROJECTS);
    }

    @AfterEach
    void close() {
        route.close();
        datadog.close();
    }

    private void toProject(String cacheSize) throws Exception {
        route.context().addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                // Camel's cache may have thrown a producer out that it has just made; the exchange has not come to us
                // then.
                onException(IllegalStateException.class)
                        .onWhen(exchangeProperty(Exchange.EXCEPTION_CAUGHT).contains("No producer"))
                        .maximumRedeliveries(20)
                        .redeliveryDelay(10);
                from("direct:in")
                        .toD()
                        .cacheSize(cacheSize)
                        .uri("datadog-findings:servicenowTickets?project=${header.project}&report=all"
                                + "&findingsPerTicket=1&ticketsPerRequest=3");
            }
        });
    }

    private CompletableFuture<Exchange> send(ProducerTemplate template, List<String> ids, String project) {
        Exchange exchange = ExchangeBuilder.anExchange(route.context())
                .withBody(ids)
                .withHeader("project", project)
                .build();
        return template.asyncSend("direct:in", exchange);
    }

    private void sendAHundredAndCheck() throws Exception {
        datadog.rateLimit(Operation.CREATE, LIMIT, Duration.ofSeconds(1));
        datadog.rateLimit(Operation.SEARCH, LIMIT, Duration.ofSeconds(1));
        datadog.latency(Duration.ofMillis(20));
        List<List<String>> bodies = new ArrayList<>();
        List<CompletableFuture<Exchange>> sent = new ArrayList<>();
        int mostConnections = 0;
        try (ProducerTemplate template = route.context().createProducerTemplate()) {
            for (int i = 0; i < EXCHANGES; i++) {
                bodies.add(datadog.addFindings(3));
                sent.add(send(template, bodies.get(i), project(i)));
            }
            for (CompletableFuture<Exchange> one : sent) {
                while (!one.isDone()) {
                    mostConnections = Math.max(mostConnections, datadog.openConnections());
                    Thread.onSpinWait();
                }
            }
        }
        for (int i = 0; i < EXCHANGES; i++) {
            TicketReport report = RouteToDatadog.reportOf(sent.get(i).get(1, TimeUnit.SECONDS));
            TrueBooks.of(report, datadog.history()).holdFor(bodies.get(i), 0);
            assertThat(report.notSent() + report.rejected() + report.unknown() + report.caseOnly())
                    .as(report::table)
                    .isZero();
            String wanted = project(i);
            assertThat(bodies.get(i)).allSatisfy(id -> assertThat(datadog.currentCase(id))
                    .hasValueSatisfying(ticket -> assertThat(ticket.projectId()).isEqualTo(wanted)));
        }
        assertThat(mostConnections).as("connections at a time").isBetween(1, CONNECTIONS);
        assertThat(datadog).createdAtMostOneTicketPerFinding().neverExceededARateLimit();
    }

    @Test
    void aHundredExchangesOnTwentyEndpointsShareOneClientAndOneGate() throws Exception {
        toProject("0");

        sendAHundredAndCheck();

        assertThat(Leftovers.httpClients(route.context())).isEqualTo(1);
        assertThat(Leftovers.idleGates(route.context()))
                .as("for creates and for searches")
                .isEqualTo(2);
        Leftovers.assertNothingLeftAfterStop(route.context(), datadog);
    }

    @Test
    void aHundredExchangesGoOnThoughTheirEndpointsLeaveTheCacheMeanwhile() throws Exception {
        toProject("" + CACHED);

        sendAHundredAndCheck();

        // A cache throws out late, when it is used again, and its context a little later.
        assertThat(Leftovers.stoppedProducers(route.context())).isZero();
        assertThat(Leftovers.producers(route.context())).as("producers").isLessThanOrEqualTo(2 * CACHED);
        assertThat(route.context().getEndpoints()).as("endpoints").hasSizeLessThanOrEqualTo(2 * CACHED);
        assertThat(Leftovers.httpClients(route.context())).isEqualTo(1);
        assertThat(Leftovers.idleGates(route.context())).isEqualTo(2);
        Leftovers.assertNothingLeftAfterStop(route.context(), datadog);
    }

    @Test
    void endpointsThatLeftTheCacheAreNotMissedAndLeaveNothingBehind() throws Exception {
        toProject("3");
        try (ProducerTemplate template = route.context().createProducerTemplate()) {
            for (int i = 0; i < 2 * PROJECTS; i++) {
                List<String> ids = datadog.addFindings(2);
                TicketReport report =
                        RouteToDatadog.reportOf(send(template, ids, project(i)).get(20, TimeUnit.SECONDS));
                TrueBooks.of(report, datadog.history()).holdFor(ids, 0);
            }
        }

        assertThat(datadog.openConnections()).as("connections kept alive").isBetween(1, 2);
        assertThat(Leftovers.httpClients(route.context())).isEqualTo(1);
        assertThat(Leftovers.idleGates(route.context())).isEqualTo(2);
        assertThat(datadog).createdAtMostOneTicketPerFinding();
        Leftovers.assertNothingLeftAfterStop(route.context(), datadog);
    }
}
