package io.github.cameldatadog.findings;

import static io.github.cameldatadog.findings.testkit.assertions.DatadogAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.cameldatadog.findings.testkit.Operation;
import io.github.cameldatadog.findings.testkit.SimulatedDatadog;
import io.github.cameldatadog.findings.testkit.fault.Fault;
import io.github.cameldatadog.findings.testkit.finding.DocumentShape;
import io.github.cameldatadog.findings.ticket.AttachedCase;
import io.github.cameldatadog.findings.ticket.Finding;
import io.github.cameldatadog.findings.ticket.SkipReason;
import io.github.cameldatadog.findings.ticket.TicketReport;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.apache.camel.Exchange;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Nothing is taken off a ticket unless the user wants it. */
class AlreadyTicketedTest {

    private final SimulatedDatadog datadog = SimulatedDatadog.start();
    private final RouteToDatadog route = new RouteToDatadog(datadog);

    @AfterEach
    void close() {
        route.close();
        assertThat(datadog).receivedOnlyValidRequests();
        datadog.close();
    }

    @Test
    void findingsOnAnyOpenCaseStayThere() {
        List<String> ids = route.openFindings(6);
        datadog.actor("alice").attachToNewCase(ids.get(0));
        datadog.actor("alice").attachToNewJiraIssue(ids.get(1));
        datadog.actor("alice").attachToNewServiceNowTicket(ids.get(2));
        String closed = datadog.actor("alice").attachToNewCase(ids.get(3));
        datadog.actor("alice").close(closed);

        TicketReport report = route.report(ids, "report=all");

        assertThat(report.skipped(SkipReason.ALREADY_TICKETED)).isEqualTo(3);
        assertThat(report.problems())
                .allSatisfy(entry -> assertThat(entry.outcome().reason()).contains("already on case"));
        assertThat(datadog).ticketedOnly(ids.subList(3, 6));
        assertThat(datadog.currentCase(ids.get(0))).get().satisfies(kept -> assertThat(kept.ours())
                .isFalse());
    }

    @Test
    void theSameFileTwiceMakesNoSecondTicket() {
        List<String> ids = route.openFindings(60);
        route.report(datadog.export(DocumentShape.SEARCH_RECORDED), "");

        TicketReport second = route.report(datadog.export(DocumentShape.SEARCH_RECORDED), "");

        assertThat(second.skipped(SkipReason.ALREADY_TICKETED)).isEqualTo(60);
        assertThat(datadog).createdAtMostOneTicketPerFinding().ticketedOnly(ids);
    }

    @Test
    void whatIsLeftAfterTheLookFillsTicketsToTheBrim() {
        List<String> ids = route.openFindings(150);
        for (int i = 0; i < 150; i += 3) {
            datadog.actor("alice").attachToNewCase(ids.get(i));
        }

        route.report(ids, "");

        assertThat(datadog).hasTickets(2);
        assertThat(datadog.history().tickets())
                .allSatisfy(ticket -> assertThat(ticket.findingIds()).hasSize(50));
    }

    @Test
    void moveTakesThemOntoTheNewTicketWithoutLooking() {
        List<String> ids = route.openFindings(2);
        datadog.actor("alice").attachToNewCase(ids.get(0));

        TicketReport report = route.report(ids, "alreadyTicketed=move");

        assertThat(report.ticketed()).isEqualTo(2);
        assertThat(datadog).receivedRequests(Operation.SEARCH, 0);
        assertThat(datadog.currentCase(ids.get(0))).get().satisfies(moved -> assertThat(moved.ours())
                .isTrue());
    }

    @Test
    void failRefusesTheExchangeBeforeAnythingIsSent() {
        List<String> ids = route.openFindings(240);
        datadog.actor("alice").attachToNewCase(ids.get(230));

        Exchange exchange = route.send(ids, "alreadyTicketed=fail&findingsPerTicket=10&ticketsPerRequest=2");

        TicketReport report = RouteToDatadog.reportOf(exchange);
        assertThat(exchange.getException())
                .isInstanceOf(TicketsNotCreatedException.class)
                .hasMessageContaining("alreadyTicketed=fail")
                .hasMessageContaining(ids.get(230));
        assertThat(report.isBalanced()).isTrue();
        assertThat(report.notSent()).isEqualTo(239);
        assertThat(datadog).receivedRequests(Operation.CREATE, 0).hasTickets(0);
    }

    @Test
    void failSendsEverythingIfNothingIsTicketed() {
        List<String> ids = route.openFindings(240);

        assertThat(route.report(ids, "alreadyTicketed=fail&findingsPerTicket=10&ticketsPerRequest=2")
                        .ticketed())
                .isEqualTo(240);
    }

    @Test
    void aFreshPayloadIsBelievedAndAnOldOneIsNot() {
        List<String> ids = route.openFindings(2);
        AttachedCase before = new AttachedCase("case", "SEC-1", "OPEN", "t", null, null, null, null);
        Finding fresh = Finding.ofId(ids.get(0)).withCases(List.of(before), Instant.now());
        Finding old = Finding.ofId(ids.get(1))
                .withCases(List.of(before), Instant.now().minusSeconds(600));

        TicketReport report = route.report(List.of(fresh, old), "report=all");

        assertThat(report.skipped(SkipReason.ALREADY_TICKETED)).isEqualTo(1);
        assertThat(datadog).receivedRequests(Operation.SEARCH, 1).ticketedOnly(ids.get(1));
    }

    @Test
    void withoutLookingThePayloadDecides() {
        List<String> ids = route.openFindings(3);
        Map<String, Object> onACase = Map.of(
                "finding_id",
                ids.get(0),
                "workflow",
                Map.of("integrations", Map.of("cases", Map.of("id", "case", "key", "SEC-1", "status", "OPEN"))));

        TicketReport report = route.report(List.of(onACase, ids.get(1), ids.get(2)), "lookupTickets=never");

        assertThat(report.skipped(SkipReason.ALREADY_TICKETED)).isEqualTo(1);
        assertThat(datadog).receivedRequests(Operation.SEARCH, 0).ticketedOnly(ids.subList(1, 3));
    }

    @Test
    void aLookThatFailsSendsNothing() {
        List<String> ids = route.openFindings(2);
        datadog.faults().always(Operation.SEARCH, Fault.status(503));

        Exchange exchange = route.send(ids, "maxRetries=1");

        TicketReport report = RouteToDatadog.reportOf(exchange);
        assertThat(report.notSent()).isEqualTo(2);
        assertThat(report.problems().get(0).outcome().reason()).contains("could not be looked up", "503");
        assertThat(datadog).hasNoTickets();
    }

    @Test
    void aFindingThatIsGoneTakesNoOtherWithItAndIsNamed() {
        List<String> ids = route.openFindings(120);
        datadog.removeFinding(ids.get(60));

        TicketReport report = RouteToDatadog.reportOf(route.send(ids, ""));

        assertThat(report.ticketed()).isEqualTo(119);
        assertThat(report.rejected()).isEqualTo(1);
        assertThat(report.problems().get(0).findingIds()).containsExactly(ids.get(60));
        assertThat(report.problems().get(0).outcome().reason())
                .contains("finding not found", "did not find " + ids.get(60));
    }

    @Test
    void aBatchThatHadToWaitIsLookedUpOnceMore() {
        List<String> ids = route.openFindings(2);
        datadog.rateLimit(Operation.CREATE, 1, Duration.ofSeconds(1));
        datadog.faults()
                .when(
                        request -> request.findingIds().contains(ids.get(0))
                                && request.path().endsWith("servicenow_tickets"),
                        Fault.none());

        TicketReport report = route.report(ids, "findingsPerTicket=1&ticketsPerRequest=1&payloadMaxAge=0&report=all");

        assertThat(report.ticketed()).isEqualTo(2);
        assertThat(datadog.history().requests(Operation.SEARCH)).hasSizeGreaterThan(1);
    }
}
