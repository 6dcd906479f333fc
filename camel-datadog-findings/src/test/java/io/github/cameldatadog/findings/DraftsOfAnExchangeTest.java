package io.github.cameldatadog.findings;

import static io.github.cameldatadog.findings.testkit.assertions.DatadogAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.cameldatadog.findings.testkit.Operation;
import io.github.cameldatadog.findings.testkit.SimulatedDatadog;
import io.github.cameldatadog.findings.testkit.finding.DocumentShape;
import io.github.cameldatadog.findings.testkit.finding.SimulatedFinding;
import io.github.cameldatadog.findings.testkit.history.CaseRecord;
import io.github.cameldatadog.findings.ticket.Remaining;
import io.github.cameldatadog.findings.ticket.SkipReason;
import io.github.cameldatadog.findings.ticket.TicketDraft;
import io.github.cameldatadog.findings.ticket.TicketOutcome;
import io.github.cameldatadog.findings.ticket.TicketReport;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.apache.camel.Exchange;
import org.apache.camel.support.builder.ExpressionBuilder;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is written on tickets, and on which. */
class DraftsOfAnExchangeTest {

    private final SimulatedDatadog datadog = SimulatedDatadog.start();
    private final RouteToDatadog route = new RouteToDatadog(datadog);

    @AfterEach
    void close() {
        route.close();
        assertThat(datadog).receivedOnlyValidRequests();
        datadog.close();
    }

    @Test
    void findingsThatAgreeOnFieldsShareATicketWhoseTitleSaysSo() {
        add("one", "high", "R1", "web");
        add("two", "low", "R2", "web");
        add("three", "critical", "R1", "web");

        route.report(
                datadog.export(DocumentShape.SEARCH_RECORDED),
                "groupBy=rule.id,service.name&priority=severity"
                        + "&title=${body.size} of ${body.field('rule.id')} in ${body.group[service.name]}");

        assertThat(datadog.history().tickets())
                .extracting(CaseRecord::title)
                .containsExactlyInAnyOrder("2 of R1 in web", "1 of R2 in web");
        assertThat(ticketTitled("2 of R1 in web").priority()).isEqualTo("P1");
        assertThat(ticketTitled("1 of R2 in web").priority()).isEqualTo("P4");
        assertThat(ticketTitled("2 of R1 in web").findingIds()).containsExactlyInAnyOrder(idOf("one"), idOf("three"));
    }

    @ParameterizedTest
    @CsvSource({"critical,P1", "high,P2", "medium,P3", "low,P4", "info,P5", "none,NOT_DEFINED", "unknown,NOT_DEFINED"})
    void priorityFollowsSeverity(String severity, String priority) {
        add("one", severity, "R1", "web");

        route.report(datadog.export(DocumentShape.BARE_ARRAY), "priority=severity");

        assertThat(datadog.history().tickets()).extracting(CaseRecord::priority).containsExactly(priority);
    }

    @Test
    void aPriorityIsFixedOrNotSentAtAll() {
        add("one", "critical", "R1", "web");
        route.report(datadog.export(DocumentShape.ID_LINES), "priority=p3");
        add("two", "critical", "R1", "web");
        route.report(datadog.export(DocumentShape.ID_LINES), "");

        assertThat(datadog.history().tickets()).extracting(CaseRecord::priority).containsExactly("P3", "NOT_DEFINED");
        assertThat(datadog.history().requests(Operation.CREATE).get(1).request().body())
                .doesNotContain("priority");
    }

    @Test
    void templatesSeeHeadersPropertiesAndVariablesOfTheExchange() {
        add("one", "high", "R1", "web");
        Exchange exchange = route.send(
                datadog.export(DocumentShape.ID_ARRAY),
                Map.of("team", "platform"),
                "title=${header.team}: ${body.first.id}&description=${body.size} finding(s)&assigneeId=${header.team}-user");

        assertThat(exchange.getException()).isNull();
        CaseRecord ticket = datadog.history().tickets().get(0);
        assertThat(ticket.title()).isEqualTo("platform: " + idOf("one"));
        assertThat(ticket.description()).isEqualTo("1 finding(s)");
        assertThat(ticket.assigneeId()).contains("platform-user");
    }

    @Test
    void headersGoBeforeOptionsAndAreTakenLiterally() {
        add("one", "high", "R1", "web");
        datadog.addProject("other-project", "OTHER");
        Map<String, Object> headers = Map.of(
                DatadogFindingsConstants.PROJECT, "other-project",
                DatadogFindingsConstants.PRIORITY, "P5",
                DatadogFindingsConstants.TITLE, "${body.size}",
                DatadogFindingsConstants.DESCRIPTION, "${bean:x}",
                DatadogFindingsConstants.ASSIGNEE_ID, "#bean:y");

        route.send(datadog.export(DocumentShape.ID_ARRAY), headers, "title=a&description=b&assigneeId=c&priority=P1");

        CaseRecord ticket = datadog.history().tickets().get(0);
        assertThat(ticket.projectId()).isEqualTo("other-project");
        assertThat(ticket.priority()).isEqualTo("P5");
        assertThat(ticket.title()).isEqualTo("${body.size}");
        assertThat(ticket.description()).isEqualTo("${bean:x}");
        assertThat(ticket.assigneeId()).contains("#bean:y");
    }

    @Test
    void aProjectMayFollowTheDraft() {
        add("one", "high", "R1", "project-a");
        add("two", "high", "R1", "project-b");
        datadog.addProject("project-a", "A").addProject("project-b", "B");

        route.report(
                datadog.export(DocumentShape.BARE_NDJSON),
                "groupBy=service.name&project=${body.group['service.name']}");

        assertThat(datadog.history().tickets())
                .extracting(CaseRecord::projectId)
                .containsExactlyInAnyOrder("project-a", "project-b");
        assertThat(datadog).receivedRequests(Operation.CREATE, 1);
    }

    @Test
    void aBeanMayWriteTheTitle() {
        add("one", "high", "R1", "web");
        Function<TicketDraft, String> byFunction = draft -> "by function: " + draft.size();
        route.context().getRegistry().bind("byFunction", byFunction);
        route.context().getRegistry().bind("byExpression", ExpressionBuilder.simpleExpression("for ${header.team}"));

        route.send(
                datadog.export(DocumentShape.ID_LINES),
                Map.of("team", "web"),
                "title=#bean:byFunction&description=#byExpression");

        assertThat(ticketTitled("by function: 1").description()).isEqualTo("for web");
    }

    @Test
    void aTemplateMayComeFromAResource() {
        datadog.addFinding(SimulatedFinding.builder(idOf("one"))
                .status("open")
                .rule("R1", "Rule")
                .field("cloud_resource.zone", "us-east-1")
                .build());

        route.report(datadog.export(DocumentShape.SEARCH_DOCUMENTED), "title=resource:classpath:title.txt");

        assertThat(datadog.history().tickets())
                .extracting(CaseRecord::title)
                .containsExactly("From a resource: R1, in us-east-1");
    }

    @Test
    void aTemplateThatFailsOnOneDraftHarmsOnlyThatDraft() {
        add("one", "high", "R1", "web");
        add("two", "high", "R2", "web");
        Function<TicketDraft, String> picky = draft -> {
            if (draft.field("rule.id").equals("R1")) {
                throw new IllegalStateException("no title for R1");
            }
            return "good";
        };
        route.context().getRegistry().bind("picky", picky);

        Exchange exchange =
                route.send(datadog.export(DocumentShape.SEARCH_RECORDED), "groupBy=rule.id&title=#bean:picky");

        TicketReport report = RouteToDatadog.reportOf(exchange);
        assertThat(exchange.getException()).isInstanceOf(TicketsNotCreatedException.class);
        assertThat(report.ticketed()).isEqualTo(1);
        assertThat(report.notSent()).isEqualTo(1);
        assertThat(report.problems().get(0).outcome().reason()).contains("option title", "no title for R1");
        assertThat(report.remaining()).flatExtracting(Remaining::findingIds).containsExactly(idOf("one"));
    }

    @Test
    void duplicatesResolvedMutedAndInvalidElementsAreLeftOutWithTheReason() {
        add("one", "high", "R1", "web");
        add("done", "high", "R1", "web");
        add("muted", "high", "R1", "web");
        datadog.resolveFinding(idOf("done"));
        datadog.muteFinding(idOf("muted"));
        List<Object> body = List.of(idOf("one"), idOf("done"), Map.of("title", "no id"), idOf("one"), idOf("muted"));

        TicketReport report = route.report(body, "throwExceptionOnFailure=false&report=all");

        assertThat(report.ticketed()).isEqualTo(1);
        assertThat(report.skipped(SkipReason.DUPLICATE)).isEqualTo(1);
        assertThat(report.skipped(SkipReason.RESOLVED)).isEqualTo(2);
        assertThat(report.skipped(SkipReason.INVALID)).isEqualTo(1);
        assertThat(report.isBalanced()).isTrue();
        assertThat(report.problems())
                .anySatisfy(entry -> {
                    assertThat(entry.position()).isEqualTo(3);
                    assertThat(entry.outcome().reason()).contains("id");
                })
                .anySatisfy(entry -> assertThat(entry.outcome().reason()).contains("resolved"));
        assertThat(datadog).ticketedOnly(idOf("one"));
    }

    @Test
    void resolvedFindingsAreSentIfTheUserWantsThat() {
        add("done", "high", "R1", "web");
        datadog.resolveFinding(idOf("done"));

        assertThat(route.report(List.of(idOf("done")), "resolvedFindings=send").ticketed())
                .isEqualTo(1);
    }

    @Test
    void aDryRunPlansAndRendersAndMakesNothing() {
        add("one", "critical", "R1", "web");
        add("two", "low", "R2", "web");

        TicketReport report = route.report(
                datadog.export(DocumentShape.ARRAY),
                "dryRun=true&groupBy=rule.id&priority=severity&title=${body.field('rule.id')}");

        assertThat(report.planned()).isEqualTo(2);
        assertThat(report.isBalanced()).isTrue();
        assertThat(report.tickets())
                .allSatisfy(entry -> assertThat(entry.outcome()).isInstanceOf(TicketOutcome.Planned.class))
                .extracting(entry -> entry.draft().title())
                .containsExactlyInAnyOrder("R1", "R2");
        assertThat(datadog).hasNoTickets().receivedRequests(Operation.CREATE, 0);
    }

    @Test
    void anEmptyListIsAnEmptyReport() {
        TicketReport report = route.report(List.of(), "");

        assertThat(report.received()).isZero();
        assertThat(report.wentWell()).isTrue();
        assertThat(datadog.history().requests()).isEmpty();
    }

    private static String idOf(String name) {
        return SimulatedFinding.idOf("rule~resource-" + name);
    }

    private void add(String name, String severity, String rule, String service) {
        datadog.addFinding(SimulatedFinding.builder(idOf(name))
                .severity(severity)
                .status("open")
                .rule(rule, "Rule " + rule)
                .service(service)
                .build());
    }

    private CaseRecord ticketTitled(String title) {
        return datadog.history().tickets().stream()
                .filter(ticket -> ticket.title().equals(title))
                .findFirst()
                .orElseThrow(() -> new AssertionError("No ticket titled " + title));
    }
}
