package io.github.cameldatadog.findings;

import static io.github.cameldatadog.findings.testkit.assertions.DatadogAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.cameldatadog.findings.testkit.Operation;
import io.github.cameldatadog.findings.testkit.SimulatedDatadog;
import io.github.cameldatadog.findings.testkit.fault.Fault;
import io.github.cameldatadog.findings.ticket.SkipReason;
import io.github.cameldatadog.findings.ticket.TicketReport;
import java.util.ArrayList;
import java.util.List;
import org.apache.camel.builder.RouteBuilder;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A query that is repeated, and tickets of what it finds. */
class SearchToTicketsTest {

    private final SimulatedDatadog datadog = SimulatedDatadog.start();
    private final RouteToDatadog route = new RouteToDatadog(datadog);
    private final List<TicketReport> reports = new ArrayList<>();

    @BeforeEach
    void addRoute() throws Exception {
        route.context().addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                from("datadog-findings:search?query=RAW(@status:open)&unticketed=true&startScheduler=false")
                        .routeId("search")
                        .to("datadog-findings:servicenowTickets?title=T&report=all&throwExceptionOnFailure=false")
                        .process(exchange -> reports.add(RouteToDatadog.reportOf(exchange)));
            }
        });
    }

    @AfterEach
    void close() {
        route.close();
        datadog.close();
    }

    private void poll() {
        ((DatadogFindingsConsumer) route.context().getRoute("search").getConsumer()).run();
    }

    /** Poll after poll finds the same findings without a ticket, for the index knows of none yet. */
    @Test
    void anIndexThatLagsMakesNoSecondTicket() {
        route.openFindings(30);
        datadog.holdIndex();
        poll();
        poll();
        poll();
        datadog.releaseIndex();
        poll();

        assertThat(reports).hasSize(3);
        assertThat(reports.get(0).ticketed()).isEqualTo(30);
        assertThat(reports.get(2).skipped(SkipReason.ALREADY_TICKETED)).isEqualTo(30);
        assertThat(reports.get(2).table().lines().filter(line -> line.startsWith("skipped  ")))
                .as("one reason is told once")
                .hasSize(1)
                .allSatisfy(line -> assertThat(line).contains(" and 29 more", "has a ticket on it"));
        assertThat(datadog).createdAtMostOneTicketPerFinding().detachedNothing();
    }

    @Test
    void whatIsNewAndWhatWasNotTicketedComesWithTheNextPoll() {
        List<String> first = route.openFindings(10);
        datadog.faults().next(Operation.CREATE, Fault.errorStrings(403, "Forbidden"));
        poll();
        assertThat(datadog.history().tickets()).isEmpty();
        List<String> second = route.openFindings(5);
        poll();

        assertThat(datadog.history().tickets())
                .flatExtracting(ticket -> ticket.findingIds())
                .hasSize(first.size() + second.size());
        poll();
        assertThat(reports).as("nothing is left").hasSize(2);
    }

    /** Somebody resolves a finding, or gives it a ticket, between the search and the tickets. */
    @Test
    void whatGotATicketMeanwhileIsNotFoundAgain() {
        List<String> ids = route.openFindings(4);
        datadog.actor("colleague").attachToNewServiceNowTicket(ids.get(0));
        datadog.resolveFinding(ids.get(1));
        poll();

        assertThat(reports.get(0).received()).isEqualTo(2);
        assertThat(reports.get(0).ticketed()).isEqualTo(2);
    }
}
