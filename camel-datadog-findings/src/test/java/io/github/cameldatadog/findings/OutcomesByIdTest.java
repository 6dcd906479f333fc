package io.github.cameldatadog.findings;

import static io.github.cameldatadog.findings.testkit.assertions.DatadogAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.cameldatadog.findings.testkit.Operation;
import io.github.cameldatadog.findings.testkit.SimulatedDatadog;
import io.github.cameldatadog.findings.testkit.finding.DocumentShape;
import io.github.cameldatadog.findings.testkit.finding.SimulatedFinding;
import io.github.cameldatadog.findings.testkit.history.CaseRecord;
import io.github.cameldatadog.findings.ticket.Remaining;
import io.github.cameldatadog.findings.ticket.ReportEntry;
import io.github.cameldatadog.findings.ticket.SkipReason;
import io.github.cameldatadog.findings.ticket.TicketOutcome;
import io.github.cameldatadog.findings.ticket.TicketReport;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class OutcomesByIdTest {

    private static final String EVERY_FIELD_ITS_PROJECT = "${body.field('service.name')}";
    private static final String NORTH = "11111111-0000-4000-8000-000000000001";
    private static final String SOUTH = "22222222-0000-4000-8000-000000000002";
    private static final String NOWHERE = "33333333-0000-4000-8000-000000000003";

    private final SimulatedDatadog datadog = SimulatedDatadog.builder()
            .project(NORTH, "NORTH")
            .project(SOUTH, "SOUTH")
            .start();
    private final RouteToDatadog route = new RouteToDatadog(datadog, options -> options.setProject(NORTH));

    @AfterEach
    void close() {
        route.close();
        assertThat(datadog).receivedOnlyValidRequests().createdAtMostOneTicketPerFinding();
        datadog.close();
    }

    @Test
    void findingsAreFoundOnTheirCasesHoweverTheAnswerIsShuffled() {
        List<String> ids = datadog.addFindings(200);

        TicketReport report = route.report(ids, "report=all&findingsPerTicket=4");

        assertThat(report.ticketed()).isEqualTo(200);
        TrueBooks.of(report, datadog.history()).holdFor(ids, 0);
    }

    @Test
    void duplicatesAreLeftOutAndCountedEach() {
        List<String> ids = datadog.addFindings(40);
        List<String> body = new ArrayList<>(ids);
        body.addAll(ids.subList(0, 25));
        Collections.shuffle(body, new java.util.Random(7));

        TicketReport report = route.report(body, "report=all&findingsPerTicket=3&ticketsPerRequest=2");

        assertThat(report.ticketed()).isEqualTo(40);
        assertThat(report.skipped(SkipReason.DUPLICATE)).isEqualTo(25);
        TrueBooks.of(report, datadog.history()).holdFor(body, 0);
    }

    private List<String> addFindingsOf(String project, int count) {
        List<SimulatedFinding> findings = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            findings.add(SimulatedFinding.builderFor(project + "/finding/" + i)
                    .service(project)
                    .build());
        }
        return datadog.addFindings(findings);
    }

    /** Sends all findings there are, each to the project that its service names. */
    private TicketReport sendEachToItsProject(String options) {
        try (RouteToDatadog own = new RouteToDatadog(datadog, config -> config.setProject(EVERY_FIELD_ITS_PROJECT))) {
            return RouteToDatadog.reportOf(own.send(
                    datadog.export(DocumentShape.SEARCH_RECORDED), "report=all&groupBy=service.name&" + options));
        }
    }

    @Test
    void draftsOfSeveralProjectsTravelTogether() {
        List<String> ids = new ArrayList<>(addFindingsOf(NORTH, 7));
        ids.addAll(addFindingsOf(SOUTH, 5));

        TicketReport report = sendEachToItsProject("findingsPerTicket=2");

        assertThat(report.ticketed()).isEqualTo(12);
        assertThat(datadog).receivedRequests(Operation.CREATE, 1);
        TrueBooks.of(report, datadog.history()).holdFor(ids, 0);
        for (CaseRecord ticket : datadog.history().tickets()) {
            assertThat(ticket.projectId())
                    .isEqualTo(ids.indexOf(ticket.findingIds().get(0)) < 7 ? NORTH : SOUTH);
        }
    }

    @Test
    void anUnknownProjectStopsItsOwnDraftsOnly() {
        List<String> ids = new ArrayList<>(addFindingsOf(NOWHERE, 6));
        ids.addAll(addFindingsOf(SOUTH, 4));

        TicketReport report = sendEachToItsProject("findingsPerTicket=1&ticketsPerRequest=1&maxInFlight=1");

        assertThat(report.ticketed()).as(report::table).isEqualTo(4);
        assertThat(report.rejected()).isEqualTo(1);
        assertThat(report.notSent()).isEqualTo(5);
        assertThat(report.remaining())
                .flatExtracting(Remaining::findingIds)
                .containsExactlyInAnyOrderElementsOf(ids.subList(0, 6));
        assertThat(datadog).receivedRequests(Operation.CREATE, 5);
        TrueBooks.of(report, datadog.history()).holdFor(ids, 0);
    }

    @Test
    void refusedKeysStopTheRunAndAllRemains() {
        List<String> ids = datadog.addFindings(230);
        datadog.withdrawPermission(Operation.CREATE);

        TicketReport report = RouteToDatadog.reportOf(
                route.send(ids, "report=all&findingsPerTicket=5&ticketsPerRequest=2&maxInFlight=1"));

        assertThat(report.rejected()).isEqualTo(10);
        assertThat(report.notSent()).isEqualTo(220);
        assertThat(report.remaining()).flatExtracting(Remaining::findingIds).containsExactlyInAnyOrderElementsOf(ids);
        assertThat(report.problems())
                .filteredOn(one -> one.outcome().kind() == TicketOutcome.Kind.REJECTED)
                .extracting(one -> one.outcome().reason())
                .allSatisfy(reason -> assertThat(reason).contains("403", "security_monitoring_findings_write"));
        assertThat(datadog).receivedRequests(Operation.CREATE, 1);
        TrueBooks.of(report, datadog.history()).holdFor(ids, 0);
    }

    @Test
    void withoutThePermissionToLookNothingIsSent() {
        List<String> ids = datadog.addFindings(950);
        datadog.withdrawPermission(Operation.SEARCH);

        TicketReport report = RouteToDatadog.reportOf(route.send(ids, "report=all&maxInFlight=1"));

        assertThat(report.notSent()).isEqualTo(950);
        assertThat(report.remaining()).hasSize(950);
        assertThat(report.problems()).extracting(ReportEntry::outcome).allSatisfy(outcome -> assertThat(
                        outcome.reason())
                .contains("403", "security_monitoring_findings_read"));
        assertThat(datadog).receivedRequests(Operation.CREATE, 0).receivedRequests(Operation.SEARCH, 1);
        TrueBooks.of(report, datadog.history()).holdFor(ids, 0);
    }
}
