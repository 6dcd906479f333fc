package io.github.cameldatadog.findings;

import static io.github.cameldatadog.findings.testkit.assertions.DatadogAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.cameldatadog.findings.testkit.Operation;
import io.github.cameldatadog.findings.testkit.SimulatedDatadog;
import io.github.cameldatadog.findings.testkit.fault.Fault;
import io.github.cameldatadog.findings.ticket.TicketReport;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.apache.camel.Exchange;
import org.apache.camel.Route;
import org.apache.camel.builder.ExchangeBuilder;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.support.PluginHelper;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A producer is thrown out of a cache ({@code toD}), while its context and its route go on. */
class EvictedProducerTest {

    private static final String PLAN =
            "lookupTickets=never&findingsPerTicket=1&ticketsPerRequest=1&maxInFlight=1&report=all";
    private static final Duration BOUND = Duration.ofSeconds(20);

    private final SimulatedDatadog datadog = SimulatedDatadog.start();
    private final RouteToDatadog route = new RouteToDatadog(datadog);

    @AfterEach
    void close() {
        route.close();
        datadog.close();
    }

    private void awaitCreates(int count) {
        await().atMost(BOUND)
                .until(() -> datadog.history().requests(Operation.CREATE).size() >= count);
    }

    /** Each header {@code number} makes an endpoint of its own. */
    private void toCacheOfOne() throws Exception {
        route.context().addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                from("direct:in")
                        .routeId("tickets")
                        .toD()
                        .cacheSize("1")
                        .uri("datadog-findings:servicenowTickets?" + PLAN + "&title=T${header.number}");
            }
        });
    }

    private CompletableFuture<Exchange> send(List<String> ids, int number) {
        Exchange exchange = ExchangeBuilder.anExchange(route.context())
                .withBody(ids)
                .withHeader("number", number)
                .build();
        return route.context().createProducerTemplate().asyncSend("direct:in", exchange);
    }

    @Test
    void itsExchangesGoOnAndItsStopDoesNotWaitForThem() {
        datadog.faults().next(Operation.CREATE, Fault.delay(Duration.ofSeconds(3)));
        AsyncSender sender = new AsyncSender(route, PLAN);
        List<String> ids = datadog.addFindings(3);
        AsyncSender.Sending sending = sender.send(ids);
        awaitCreates(1);

        sender.evict();

        assertThat(sending.isDone()).isFalse();
        TicketReport report = sending.within(BOUND);
        assertThat(report.ticketed()).as(report::table).isEqualTo(3);
        TrueBooks.of(report, datadog.history()).holdFor(ids, 0);
        Leftovers.assertIdle(route.context(), sender.producer());
        assertThat(Leftovers.producers(route.context())).isZero();
    }

    @Test
    void itTakesAnExchangeThatComesTooLate() {
        AsyncSender sender = new AsyncSender(route, PLAN);
        sender.evict();

        TicketReport report = sender.send(datadog.addFindings(2)).within(BOUND);

        assertThat(report.ticketed()).isEqualTo(2);
        assertThat(Leftovers.producers(route.context())).isZero();
    }

    @Test
    void itRefusesAnExchangeOfARouteThatHasStopped() throws Exception {
        toCacheOfOne();
        Route stopped = route.context().getRoute("tickets");
        AsyncSender sender = new AsyncSender(route, PLAN);
        Exchange exchange = ExchangeBuilder.anExchange(route.context())
                .withBody(datadog.addFindings(1))
                .build();
        exchange.getExchangeExtension()
                .setUnitOfWork(
                        PluginHelper.getUnitOfWorkFactory(route.context()).createUnitOfWork(exchange));
        exchange.getUnitOfWork().pushRoute(stopped);
        route.context().getRouteController().stopRoute("tickets");
        sender.evict();

        sender.send(exchange).endWithin(BOUND);

        assertThat(exchange.getException()).hasMessageContaining("stopping");
        assertThat(datadog).receivedRequests(Operation.CREATE, 0);
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void itsExchangesEndWithTheirRouteOrContext(boolean wholeContext) throws Exception {
        datadog.rateLimit(Operation.CREATE, 1, Duration.ofHours(1));
        route.context().getShutdownStrategy().setTimeout(2);
        toCacheOfOne();
        List<CompletableFuture<Exchange>> sent = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            sent.add(send(datadog.addFindings(2), i));
            awaitCreates(1);
        }
        await().atMost(BOUND).until(() -> Leftovers.stoppedProducers(route.context()) == 2);

        long from = System.nanoTime();
        if (wholeContext) {
            route.context().stop();
        } else {
            route.context().getRouteController().stopRoute("tickets", 1, TimeUnit.SECONDS);
        }

        assertThat(Duration.ofNanos(System.nanoTime() - from)).isLessThan(BOUND);
        int notSent = 0;
        for (CompletableFuture<Exchange> one : sent) {
            TicketReport report = RouteToDatadog.reportOf(one.get(1, TimeUnit.SECONDS));
            notSent += report.notSent();
            assertThat(report.problems())
                    .allSatisfy(entry -> assertThat(entry.outcome().reason()).contains("stopping"));
        }
        assertThat(notSent).isEqualTo(5);
        assertThat(datadog).receivedRequests(Operation.CREATE, 1);
        Leftovers.assertNothingLeftAfterStop(route.context(), datadog);
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void anAnswerOnItsWayIsAwaitedWhenTheRouteOrContextStops(boolean wholeContext) throws Exception {
        datadog.faults().next(Operation.CREATE, Fault.delay(Duration.ofSeconds(3)));
        route.context().getShutdownStrategy().setTimeout(2);
        toCacheOfOne();
        CompletableFuture<Exchange> thrownOut = send(datadog.addFindings(2), 0);
        awaitCreates(1);
        CompletableFuture<Exchange> other = send(datadog.addFindings(1), 1);
        await().atMost(BOUND).until(() -> Leftovers.stoppedProducers(route.context()) == 1);

        if (wholeContext) {
            route.context().stop();
        } else {
            route.context().getRouteController().stopRoute("tickets", 1, TimeUnit.SECONDS);
        }

        TicketReport report = RouteToDatadog.reportOf(thrownOut.get(1, TimeUnit.SECONDS));
        assertThat(report.ticketed()).as(report::table).isEqualTo(1);
        assertThat(report.notSent()).isEqualTo(1);
        assertThat(RouteToDatadog.reportOf(other.get(1, TimeUnit.SECONDS)).ticketed())
                .isEqualTo(1);
        Leftovers.assertNothingLeftAfterStop(route.context(), datadog);
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void anExchangeThatNoRouteHoldsEndsWithTheContext(boolean cameLate) {
        datadog.faults().next(Operation.CREATE, Fault.delay(Duration.ofSeconds(2)));
        route.context().getShutdownStrategy().setTimeout(5);
        AsyncSender sender = new AsyncSender(route, PLAN);
        if (cameLate) {
            sender.evict();
        }
        AsyncSender.Sending sending = sender.send(datadog.addFindings(2));
        awaitCreates(1);
        sender.evict();

        route.context().stop();

        TicketReport report = sending.within(Duration.ofSeconds(1));
        assertThat(report.ticketed()).as(report::table).isEqualTo(1);
        assertThat(report.notSent()).isEqualTo(1);
        Leftovers.assertNothingLeftAfterStop(route.context(), datadog);
    }

    @Test
    void itRefusesAnExchangeWhenTheContextHasStopped() {
        AsyncSender sender = new AsyncSender(route, PLAN);
        sender.evict();
        route.context().stop();

        Exchange exchange = sender.send(List.of("a-finding")).endWithin(BOUND);

        assertThat(exchange.getException()).hasMessageContaining("stopping");
    }

    @Test
    void itsExchangesAreWaitedForOnceThoughManyStop() throws Exception {
        datadog.faults().next(Operation.CREATE, Fault.hangAfterEffect());
        route.context().getShutdownStrategy().setTimeout(4);
        AsyncSender sender = new AsyncSender(route, PLAN + "&requestTimeout=60000");
        AsyncSender.Sending sending = sender.send(datadog.addFindings(1));
        awaitCreates(1);

        long from = System.nanoTime();
        sender.close();
        route.context().stop();

        assertThat(Duration.ofNanos(System.nanoTime() - from)).isBetween(Duration.ofSeconds(4), Duration.ofSeconds(7));
        assertThat(sending.within(BOUND).unknown()).isEqualTo(1);
    }
}
