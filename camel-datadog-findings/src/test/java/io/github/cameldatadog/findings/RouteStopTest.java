package io.github.cameldatadog.findings;

import static io.github.cameldatadog.findings.testkit.assertions.DatadogAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.cameldatadog.findings.ledger.InMemoryTicketLedger;
import io.github.cameldatadog.findings.ledger.PassingOnLedger;
import io.github.cameldatadog.findings.testkit.Operation;
import io.github.cameldatadog.findings.testkit.SimulatedDatadog;
import io.github.cameldatadog.findings.testkit.fault.Fault;
import io.github.cameldatadog.findings.ticket.TicketReport;
import java.io.InputStream;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.camel.Exchange;
import org.apache.camel.builder.ExchangeBuilder;
import org.apache.camel.builder.RouteBuilder;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A route, or the whole context, stops while an exchange is being worked on. */
class RouteStopTest {

    private static final String PLAN = "report=all&findingsPerTicket=1&ticketsPerRequest=1&maxInFlight=1";
    private static final Duration PROMPTLY = Duration.ofSeconds(10);

    private final SimulatedDatadog datadog = SimulatedDatadog.start();
    private final RouteToDatadog route = new RouteToDatadog(datadog);

    @AfterEach
    void close() {
        route.close();
        datadog.close();
    }

    private CompletableFuture<Exchange> send(Object body, String options) throws Exception {
        route.context().getShutdownStrategy().setTimeout(2);
        route.context().addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                from("direct:in")
                        .routeId("tickets")
                        .noStreamCaching()
                        .to("datadog-findings:servicenowTickets?" + PLAN + options);
            }
        });
        Exchange exchange =
                ExchangeBuilder.anExchange(route.context()).withBody(body).build();
        return route.context().createProducerTemplate().asyncSend("direct:in", exchange);
    }

    private void stop(boolean wholeContext) throws Exception {
        long from = System.nanoTime();
        if (wholeContext) {
            route.context().stop();
        } else {
            route.context().getRouteController().stopRoute("tickets", 1, TimeUnit.SECONDS);
        }
        assertThat(Duration.ofNanos(System.nanoTime() - from)).isLessThan(PROMPTLY);
    }

    private TicketReport reportOf(CompletableFuture<Exchange> sent, List<String> ids) throws Exception {
        TicketReport report = RouteToDatadog.reportOf(sent.get(10, TimeUnit.SECONDS));
        TrueBooks.of(report, datadog.history()).holdFor(ids, 0);
        assertThat(datadog).receivedOnlyValidRequests();
        return report;
    }

    private void awaitRequests(Operation operation, int count) {
        await().atMost(Duration.ofSeconds(10))
                .until(() -> datadog.history().requests(operation).size() >= count);
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void whatWaitsForARateLimitIsNotSent(boolean wholeContext) throws Exception {
        datadog.rateLimit(Operation.CREATE, 1, Duration.ofHours(1));
        List<String> ids = datadog.addFindings(4);
        CompletableFuture<Exchange> sent = send(ids, "");
        awaitRequests(Operation.CREATE, 1);

        stop(wholeContext);

        TicketReport report = reportOf(sent, ids);
        assertThat(report.ticketed()).isEqualTo(1);
        assertThat(report.notSent()).isEqualTo(3);
        assertThat(report.problems().get(0).outcome().reason()).contains("stopping");
        Leftovers.assertNothingLeftAfterStop(route.context(), datadog);
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void anAnswerOnItsWayIsAwaited(boolean wholeContext) throws Exception {
        List<String> ids = datadog.addFindings(3);
        datadog.faults().next(Operation.CREATE, Fault.delay(Duration.ofSeconds(3)));
        CompletableFuture<Exchange> sent = send(ids, "");
        awaitRequests(Operation.CREATE, 1);

        stop(wholeContext);

        TicketReport report = reportOf(sent, ids);
        assertThat(report.ticketed()).as(report::table).isEqualTo(1);
        assertThat(report.notSent()).isEqualTo(2);
        Leftovers.assertNothingLeftAfterStop(route.context(), datadog);
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void anAnswerThatDoesNotComeLeavesDoubt(boolean wholeContext) throws Exception {
        List<String> ids = datadog.addFindings(3);
        datadog.faults().next(Operation.CREATE, Fault.hangAfterEffect());
        CompletableFuture<Exchange> sent = send(ids, "&requestTimeout=3000");
        awaitRequests(Operation.CREATE, 1);

        stop(wholeContext);

        TicketReport report = reportOf(sent, ids);
        assertThat(report.unknown()).as(report::table).isEqualTo(1);
        assertThat(report.notSent()).isEqualTo(2);
        Leftovers.assertNothingLeftAfterStop(route.context(), datadog);
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void aReadThatIsHeldUpIsLeftBehind(boolean wholeContext) throws Exception {
        try (PipedOutputStream never = new PipedOutputStream();
                InputStream body = new PipedInputStream(never)) {
            CompletableFuture<Exchange> sent = send(body, "");
            never.write('\n');
            never.flush();
            await().atMost(PROMPTLY)
                    .until(() -> Leftovers.threadsOf(route.context()).stream().anyMatch(one -> one.contains("Worker")));

            stop(wholeContext);

            TicketReport report = reportOf(sent, List.of());
            assertThat(report.stopped()).contains("stopping");
            assertThat(report.wentWell()).isFalse();
        }
    }

    /** Another route of the same context has just started, and its ledger takes its time. */
    @Test
    void whatWaitsForWhatAnotherRouteFindsOutIsNotSent() throws Exception {
        CountDownLatch over = new CountDownLatch(1);
        route.context().getRegistry().bind("slow", new SlowTakeover(over));
        String shared = "&ledger=#slow&onUnknown=reconcile";
        route.context().createProducerTemplate().sendBody("datadog-findings:servicenowTickets?" + PLAN + shared, "");
        List<String> ids = datadog.addFindings(4);
        CompletableFuture<Exchange> sent = send(ids, shared);
        awaitRequests(Operation.SEARCH, 1);
        try {
            stop(false);

            assertThat(reportOf(sent, ids).notSent()).isEqualTo(4);
        } finally {
            over.countDown();
        }
    }

    /** A ledger that tells what is in doubt only once the test is over. */
    private static final class SlowTakeover extends PassingOnLedger {

        private final CountDownLatch over;

        SlowTakeover(CountDownLatch over) {
            super(new InMemoryTicketLedger(Instant::now));
            this.over = over;
        }

        @Override
        public List<InDoubt> takeOverAny(Intent intent, int most) {
            try {
                over.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            return super.takeOverAny(intent, most);
        }
    }

    @Test
    void anExchangeThatComesTooLateIsRefusedAsAWhole() {
        AsyncSender sender = new AsyncSender(route, PLAN);
        sender.close();

        AsyncSender.Sending sending = sender.send(List.of(datadog.addFindings(1).get(0)));

        assertThat(sending.endWithin(PROMPTLY).getException()).hasMessageContaining("stopping");
        assertThat(sending.callbacks()).isOne();
        assertThat(datadog).receivedRequests(Operation.CREATE, 0);
    }

    @Test
    void anExchangeThatNoRouteHoldsEndsWithTheContext() throws Exception {
        datadog.rateLimit(Operation.CREATE, 1, Duration.ofHours(1));
        List<String> ids = datadog.addFindings(4);
        route.context().getShutdownStrategy().setTimeout(2);
        Exchange exchange =
                ExchangeBuilder.anExchange(route.context()).withBody(ids).build();
        CompletableFuture<Exchange> sent = route.context()
                .createProducerTemplate()
                .asyncSend("datadog-findings:servicenowTickets?" + PLAN, exchange);
        awaitRequests(Operation.CREATE, 1);

        stop(true);

        TicketReport report = reportOf(sent, ids);
        assertThat(report.ticketed()).isEqualTo(1);
        assertThat(report.notSent()).isEqualTo(3);
        Leftovers.assertNothingLeftAfterStop(route.context(), datadog);
    }
}
