package io.github.cameldatadog.findings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.cameldatadog.findings.client.CreateTicketsCodec;
import io.github.cameldatadog.findings.testkit.Operation;
import io.github.cameldatadog.findings.testkit.SimulatedDatadog;
import io.github.cameldatadog.findings.testkit.history.CaseRecord;
import io.github.cameldatadog.findings.ticket.Finding;
import io.github.cameldatadog.findings.ticket.Priority;
import io.github.cameldatadog.findings.ticket.SkipReason;
import io.github.cameldatadog.findings.ticket.TicketDraft;
import io.github.cameldatadog.findings.ticket.TicketReport;
import java.io.ByteArrayInputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.camel.Exchange;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Drafts that a caller made, as objects or as a ready create request: what they say stands, and so does their grouping. */
class GivenDraftsTest {

    private static final ObjectMapper MAPPER = new ObjectMapper();

    private final SimulatedDatadog datadog = SimulatedDatadog.start();
    private final RouteToDatadog route = new RouteToDatadog(datadog);

    @AfterEach
    void close() {
        route.close();
        datadog.close();
    }

    @Test
    void aDraftIsSentAsItsCallerMadeIt() {
        datadog.addProject("project-of-the-draft", "OWN");
        List<String> ids = route.openFindings(3);
        TicketDraft draft = draft(ids)
                .withProject("project-of-the-draft")
                .withPriority(Priority.P2)
                .withTitle("Three open buckets")
                .withDescription("Close them")
                .withAssigneeId("user-1");

        TicketReport report = route.report(
                draft, "project=&priority=P5&title=Another&description=Another&assigneeId=another&report=all");

        assertThat(report.ticketed()).isEqualTo(3);
        CaseRecord ticket = datadog.history().tickets().get(0);
        assertThat(ticket.findingIds()).containsExactlyElementsOf(ids);
        assertThat(ticket.title()).isEqualTo("Three open buckets");
        assertThat(ticket.description()).isEqualTo("Close them");
        assertThat(ticket.priority()).isEqualTo("P2");
        assertThat(ticket.assigneeId()).contains("user-1");
        assertThat(ticket.projectId()).isEqualTo("project-of-the-draft");
    }

    @Test
    void headersGoBeforeADraftAndOptionsFillWhatItLeavesOpen() {
        List<String> ids = route.openFindings(2);

        route.send(
                draft(ids).withTitle("Of the draft").withDescription("Of the draft"),
                Map.of(DatadogFindingsConstants.TITLE, "Of the header"),
                "description=Of the option&priority=P4&assigneeId=user-${body.size}");

        CaseRecord ticket = datadog.history().tickets().get(0);
        assertThat(ticket.title()).isEqualTo("Of the header");
        assertThat(ticket.description()).isEqualTo("Of the draft");
        assertThat(ticket.priority()).isEqualTo("P4");
        assertThat(ticket.assigneeId()).contains("user-2");
    }

    @Test
    void aReadyCreateRequestArrivesAtDatadogAsItWas() throws Exception {
        List<String> ids = route.openFindings(5);
        byte[] request = CreateTicketsCodec.write(List.of(
                ready(ids.subList(0, 2)).withTitle("One").withPriority(Priority.P1),
                ready(ids.subList(2, 3)),
                ready(ids.subList(3, 5)).withDescription("Three").withAssigneeId("user-1")));

        for (Object body : List.of(request, new String(request), MAPPER.readTree(request))) {
            TicketReport plan = route.report(body, "dryRun=true");
            assertThat(CreateTicketsCodec.write(
                            plan.tickets().stream().map(entry -> entry.draft()).toList()))
                    .isEqualTo(request);
        }
        TicketReport report = route.report(new ByteArrayInputStream(request), "priority=&title=&project=");

        assertThat(report.ticketed()).isEqualTo(5);
        assertThat(creates()).containsExactly(MAPPER.readTree(request));
    }

    @Test
    void aGroupingThatCameInIsNeitherSplitByFieldsNorFilledUpWithOthers() {
        List<String> ids = route.openFindings(7);
        List<Object> body = new ArrayList<>();
        body.add(ids.get(0));
        body.add(draft(ids.subList(1, 3)));
        body.add(draft(ids.subList(3, 6)));
        body.add(ids.get(6));

        route.report(body, "groupBy=finding");

        assertThat(tickets())
                .containsExactlyInAnyOrder(ids.subList(0, 1), ids.subList(1, 3), ids.subList(3, 6), ids.subList(6, 7));
    }

    @Test
    void findingsPerTicketSplitsWhatIsTooLargeAndRequestsAreSplitToo() {
        List<String> ids = route.openFindings(12);

        route.report(
                List.of(draft(ids.subList(0, 5)), draft(ids.subList(5, 12))),
                "findingsPerTicket=3&ticketsPerRequest=2&maxInFlight=1");

        assertThat(tickets())
                .containsExactly(
                        ids.subList(0, 3),
                        ids.subList(3, 5),
                        ids.subList(5, 8),
                        ids.subList(8, 11),
                        ids.subList(11, 12));
        assertThat(creates()).extracting(request -> request.path("data").size()).containsExactly(2, 2, 1);
    }

    @Test
    void whatIsOnACaseOrCameBeforeIsLeftOutOfADraft() {
        List<String> ids = route.openFindings(4);
        datadog.actor("colleague").attachToNewJiraIssue(ids.get(1));

        TicketReport report = route.report(
                List.of(draft(ids.subList(0, 3)), draft(ids.subList(2, 4))), "title=${body.size} findings");

        assertThat(tickets()).containsExactlyInAnyOrder(List.of(ids.get(0), ids.get(2)), List.of(ids.get(3)));
        assertThat(datadog.history().tickets())
                .extracting(CaseRecord::title)
                .containsExactlyInAnyOrder("2 findings", "1 findings");
        assertThat(report.skipped(SkipReason.ALREADY_TICKETED)).isEqualTo(1);
        assertThat(report.skipped(SkipReason.DUPLICATE)).isEqualTo(1);
    }

    @Test
    void anUnusableIdOfADraftHarmsOnlyItself() {
        List<String> ids = route.openFindings(2);
        TicketDraft draft =
                TicketDraft.of(List.of(Finding.ofId(ids.get(0)), Finding.ofId("?"), Finding.ofId(ids.get(1))));

        Exchange exchange = route.send(draft, "report=all");

        TicketReport report = RouteToDatadog.reportOf(exchange);
        assertThat(report.skipped(SkipReason.INVALID)).isEqualTo(1);
        assertThat(tickets()).containsExactly(ids);
        TrueBooks.of(report, datadog.history()).holdFor(ids, 1);
    }

    @Test
    void theFindingsOfARefusedTicketAreInTheBooksByTheirIds() throws Exception {
        List<String> ids = route.openFindings(3);
        JsonNode request = MAPPER.readTree(
                CreateTicketsCodec.write(List.of(ready(ids.subList(0, 2)).withTitle("x"), ready(ids.subList(2, 3)))));
        ((ObjectNode) request.at("/data/0/attributes")).put("priority", "urgent");

        TicketReport report = RouteToDatadog.reportOf(route.send(request.toString(), ""));

        assertThat(report.received()).isEqualTo(3);
        assertThat(report.ticketed()).isEqualTo(1);
        assertThat(report.problems())
                .extracting(
                        entry -> entry.findingIds(),
                        entry -> entry.outcome().reason().contains("'urgent' is no priority"))
                .containsExactly(tuple(ids.subList(0, 1), true), tuple(ids.subList(1, 2), true));
    }

    @Test
    void whatRemainsOfADraftIsADraftThatSaysWhatTheCallerSaid() {
        List<String> ids = route.openFindings(6);
        TicketDraft refused = draft(ids.subList(0, 2)).withTitle("First");
        TicketDraft late = draft(ids.subList(2, 5)).withPriority(Priority.P3);
        datadog.withdrawPermission(Operation.CREATE);

        TicketReport report = RouteToDatadog.reportOf(route.send(
                List.of(refused, late, ids.get(5)), "title=Of the option&ticketsPerRequest=1&maxInFlight=1"));

        assertThat(report.ticketed()).isZero();
        datadog.grantPermission(Operation.CREATE);
        TicketReport again = route.report(report.remaining(), "title=Another option");
        assertThat(again.ticketed()).isEqualTo(6);
        assertThat(datadog.history().tickets())
                .extracting(CaseRecord::title, ticket -> ticket.findingIds().size(), CaseRecord::priority)
                .containsExactlyInAnyOrder(
                        tuple("First", 2, "NOT_DEFINED"),
                        tuple("Another option", 3, "P3"),
                        tuple("Another option", 1, "NOT_DEFINED"));
    }

    private static TicketDraft draft(List<String> ids) {
        return TicketDraft.of(ids.stream().map(Finding::ofId).toList());
    }

    private static TicketDraft ready(List<String> ids) {
        return draft(ids).withProject(SimulatedDatadog.PROJECT_ID);
    }

    private List<List<String>> tickets() {
        return datadog.history().tickets().stream().map(CaseRecord::findingIds).toList();
    }

    private List<JsonNode> creates() {
        return datadog.history().requests(Operation.CREATE).stream()
                .map(request -> request.request().json())
                .toList();
    }
}
