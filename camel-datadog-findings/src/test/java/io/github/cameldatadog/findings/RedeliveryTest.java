package io.github.cameldatadog.findings;

import static io.github.cameldatadog.findings.testkit.assertions.DatadogAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.cameldatadog.findings.client.CreateTicketsCodec;
import io.github.cameldatadog.findings.testkit.Operation;
import io.github.cameldatadog.findings.testkit.RateLimitHeaders;
import io.github.cameldatadog.findings.testkit.SimulatedDatadog;
import io.github.cameldatadog.findings.testkit.fault.Fault;
import io.github.cameldatadog.findings.testkit.history.CaseRecord;
import io.github.cameldatadog.findings.ticket.Finding;
import io.github.cameldatadog.findings.ticket.SkipReason;
import io.github.cameldatadog.findings.ticket.TicketDraft;
import io.github.cameldatadog.findings.ticket.TicketReport;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.apache.camel.Exchange;
import org.apache.camel.builder.ExchangeBuilder;
import org.apache.camel.builder.RouteBuilder;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Camel redelivers the same exchange to the same step: what is settled is not touched again. */
class RedeliveryTest {

    /** Without headers, so that the gate does not wait for the end of a window. */
    private static final Fault TOO_MANY = Fault.tooManyRequests(RateLimitHeaders.ABSENT);

    private final SimulatedDatadog datadog = SimulatedDatadog.start();
    private final RouteToDatadog route = new RouteToDatadog(datadog);

    @AfterEach
    void close() {
        route.close();
        assertThat(datadog).receivedOnlyValidRequests();
        datadog.close();
    }

    @Test
    void onlyWhatWasNotSentIsSentAgain() throws Exception {
        List<String> ids = route.openFindings(4);
        datadog.faults().next(Operation.CREATE, Fault.none(), TOO_MANY, Fault.resetAfterEffect());
        redeliverTo("findingsPerTicket=1&ticketsPerRequest=1&maxInFlight=1&maxRetries=0&report=all", 1);

        Exchange exchange = send(ids);

        TicketReport report = RouteToDatadog.reportOf(exchange);
        assertThat(report.isBalanced()).isTrue();
        assertThat(report.received()).isEqualTo(4);
        assertThat(report.ticketed()).isEqualTo(3);
        assertThat(report.unknown()).isEqualTo(1);
        assertThat(report.tickets()).hasSize(3);
        assertThat(exchange.getException()).isInstanceOf(TicketsNotCreatedException.class);
        assertThat(datadog).createdAtMostOneTicketPerFinding().ticketedOnly(ids);
    }

    @Test
    void aSetUpThatWasMendedIsTriedAgain() throws Exception {
        List<String> ids = route.openFindings(2);
        datadog.faults().next(Operation.CREATE, Fault.error(403, "Forbidden", "missing permission"));
        redeliverTo("", 1);

        Exchange exchange = send(ids);

        assertThat(exchange.getException()).isNull();
        assertThat(exchange.getMessage().getBody(TicketReport.class).ticketed()).isEqualTo(2);
    }

    @Test
    void aRefusedFindingIsNotTriedAgain() throws Exception {
        List<String> ids = route.openFindings(1);
        datadog.removeFinding(ids.get(0));
        redeliverTo("", 3);

        Exchange exchange = send(ids);

        assertThat(RouteToDatadog.reportOf(exchange).rejected()).isEqualTo(1);
        assertThat(datadog).receivedRequests(Operation.CREATE, 1);
    }

    @Test
    void aStreamThatWasReadToItsEndIsGoneOnWithFromMemory() throws Exception {
        List<String> ids = route.openFindings(2);
        datadog.faults().next(Operation.CREATE, TOO_MANY);
        redeliverTo("maxRetries=0", 1);
        route.context().setStreamCaching(false);

        Exchange exchange = send(new ByteArrayInputStream(String.join("\n", ids).getBytes(StandardCharsets.UTF_8)) {});

        assertThat(exchange.getException()).isNull();
        assertThat(exchange.getMessage().getBody(TicketReport.class).ticketed()).isEqualTo(2);
        assertThat(datadog).createdAtMostOneTicketPerFinding().ticketedOnly(ids);
    }

    @Test
    void whatWasLeftOutOfAStreamStaysInTheBooks() throws Exception {
        List<String> ids = route.openFindings(3);
        datadog.actor("colleague").attachToNewJiraIssue(ids.get(2));
        datadog.faults().next(Operation.CREATE, TOO_MANY);
        redeliverTo("maxRetries=0&report=all", 1);

        Exchange exchange = send(List.of(ids.get(0), ids.get(1), ids.get(0), Map.of("no", "id"), ids.get(2))
                .iterator());

        TicketReport report = RouteToDatadog.reportOf(exchange);
        assertThat(exchange.getException()).isInstanceOf(TicketsNotCreatedException.class);
        assertThat(report.received()).as(report::table).isEqualTo(5);
        assertThat(report.isBalanced()).isTrue();
        assertThat(report.ticketed()).isEqualTo(2);
        assertThat(report.skipped(SkipReason.INVALID)).isEqualTo(1);
        assertThat(report.skipped(SkipReason.DUPLICATE)).isEqualTo(1);
        assertThat(report.skipped(SkipReason.ALREADY_TICKETED)).isEqualTo(1);
        assertThat(datadog).receivedRequests(Operation.CREATE, 2).createdAtMostOneTicketPerFinding();
    }

    @Test
    void aDryRunOfAStreamIsPlannedOnce() throws Exception {
        List<String> ids = route.openFindings(2);
        redeliverTo("dryRun=true", 2);

        TicketReport report = RouteToDatadog.reportOf(
                send(List.of(ids.get(0), Map.of("no", "id"), ids.get(1)).iterator()));

        assertThat(report.received()).isEqualTo(3);
        assertThat(report.planned()).isEqualTo(2);
        assertThat(report.tickets()).hasSize(1);
    }

    @Test
    void aDryRunOfAListIsPlannedAnew() throws Exception {
        List<String> ids = route.openFindings(2);
        redeliverTo("dryRun=true", 2);

        TicketReport report = RouteToDatadog.reportOf(send(List.of(ids.get(0), Map.of("no", "id"), ids.get(1))));

        assertThat(report.received()).isEqualTo(3);
        assertThat(report.planned()).isEqualTo(2);
        assertThat(report.tickets()).hasSize(1);
    }

    @Test
    void aStreamThatBrokeFailsWithTheFirstReportAndNeverAsASuccess() throws Exception {
        List<String> ids = route.openFindings(1);
        redeliverTo("", 2);

        Exchange exchange = send(List.of(ids.get(0), "[\"not the end").iterator());

        assertThat(exchange.getException()).isInstanceOf(TicketsNotCreatedException.class);
        TicketReport report = ((TicketsNotCreatedException) exchange.getException()).getReport();
        assertThat(report.ticketed()).isEqualTo(1);
        assertThat(report.stopped()).contains("could not be read on");
        assertThat(datadog).receivedRequests(Operation.CREATE, 1);
    }

    @Test
    void aSecondStepOfTheRouteDoesNotReadTheFirstOnesMemory() throws Exception {
        List<String> ids = route.openFindings(2);
        datadog.faults().next(Operation.CREATE, TOO_MANY);
        route.context().addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                errorHandler(defaultErrorHandler().maximumRedeliveries(1).redeliveryDelay(0));
                from("direct:start")
                        .setProperty("ids", body())
                        .to("datadog-findings:servicenowTickets?maxRetries=0")
                        .setBody(exchangeProperty("ids"))
                        .to("datadog-findings:servicenowTickets?maxRetries=0");
            }
        });

        Exchange exchange = send(ids);

        assertThat(exchange.getException()).isNull();
        TicketReport second = exchange.getMessage().getBody(TicketReport.class);
        assertThat(second.received()).isEqualTo(2);
        assertThat(second.skipped()).isEqualTo(2);
        assertThat(datadog).createdAtMostOneTicketPerFinding();
    }

    @Test
    void ofDraftsThatCameInOnlyWhatIsLeftIsSentAgainAsItWasGiven() throws Exception {
        List<String> ids = route.openFindings(4);
        datadog.faults().next(Operation.CREATE, Fault.none(), TOO_MANY);
        redeliverTo("ticketsPerRequest=1&maxInFlight=1&maxRetries=0&title=Of the option", 1);

        Exchange exchange = send(List.of(draft(ids.subList(0, 2), "one"), draft(ids.subList(2, 4), "two")));

        assertThat(exchange.getException()).isNull();
        assertThat(datadog).createdAtMostOneTicketPerFinding().ticketedOnly(ids);
        assertThat(datadog.history().tickets()).extracting(CaseRecord::title).containsExactly("one", "two");
    }

    @Test
    void aStreamOfDraftsThatIsGoneIsGoneOnWithAsTheDraftsItHeld() throws Exception {
        List<String> ids = route.openFindings(4);
        datadog.faults().next(Operation.CREATE, TOO_MANY);
        route.context().setStreamCaching(false);
        redeliverTo("maxRetries=0&title=Of the option", 1);
        byte[] request =
                CreateTicketsCodec.write(List.of(draft(ids.subList(0, 2), "one"), draft(ids.subList(2, 4), "two")));

        Exchange exchange = send(new ByteArrayInputStream(request));

        assertThat(exchange.getException()).isNull();
        assertThat(datadog.history().tickets()).extracting(CaseRecord::title).containsExactlyInAnyOrder("one", "two");
    }

    private static TicketDraft draft(List<String> ids, String title) {
        return TicketDraft.of(ids.stream().map(Finding::ofId).toList())
                .withProject(SimulatedDatadog.PROJECT_ID)
                .withTitle(title);
    }

    private void redeliverTo(String options, int times) throws Exception {
        route.context().addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                errorHandler(defaultErrorHandler().maximumRedeliveries(times).redeliveryDelay(0));
                from("direct:start").to("datadog-findings:servicenowTickets?" + options);
            }
        });
    }

    private Exchange send(Object body) {
        Exchange exchange =
                ExchangeBuilder.anExchange(route.context()).withBody(body).build();
        return route.context().createProducerTemplate().send("direct:start", exchange);
    }
}
