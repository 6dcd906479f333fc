package io.github.cameldatadog.findings.testkit;

import static io.github.cameldatadog.findings.testkit.DatadogClient.json;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.groups.Tuple.tuple;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.cameldatadog.findings.testkit.assertions.DatadogAssertions;
import io.github.cameldatadog.findings.testkit.fault.Fault;
import io.github.cameldatadog.findings.testkit.history.Attachment;
import io.github.cameldatadog.findings.testkit.history.CaseRecord;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AttachFindingsTest {

    private static final Instant NOW = Instant.parse("2026-03-04T05:06:07Z");
    private static final String SYS_ID = "00112233445566778899aabbccddeeff";

    private final SettableClock clock = new SettableClock(NOW);
    private SimulatedDatadog datadog;
    private DatadogClient client;
    private DatadogRequests requests;
    private List<String> ids;

    @BeforeEach
    void start() {
        datadog = SimulatedDatadog.builder().clock(clock).start();
        client = new DatadogClient(datadog);
        requests = new DatadogRequests(client);
        ids = datadog.addFindings(4);
    }

    @AfterEach
    void stop() {
        datadog.close();
    }

    @Test
    void findingsMoveToTheCaseAndTheTicketTheyLeaveIsClosed() throws IOException {
        client.createFor(ids.subList(0, 1));
        String ticket = datadog.currentCase(ids.get(0)).orElseThrow().id();
        String target = datadog.actor("alice").attachToNew(CaseKind.PLAIN, "Ours now", ids.get(1));
        clock.advanceSeconds(7);

        HttpResponse<String> response = requests.attachToCase(target, List.of(ids.get(0)));

        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.headers().firstValue("Content-Type")).contains("application/vnd.api+json");
        JsonNode data = json(response).path("data");
        assertThat(data.path("id").asText()).isEqualTo(target);
        assertThat(data.path("type").asText()).isEqualTo("cases");
        assertThat(data.at("/attributes/title").asText()).isEqualTo("Ours now");
        assertThat(data.at("/attributes/insights").findValuesAsText("resource_id"))
                .containsExactly(ids.get(1), ids.get(0));
        assertThat(data.at("/attributes/modified_at").asText()).isEqualTo("2026-03-04T05:06:14Z");
        assertThat(data.at("/relationships/modified_by/data/id").asText())
                .isEqualTo(caseWith(ticket).creatorId())
                .isNotEqualTo(data.at("/relationships/created_by/data/id").asText());
        assertThat(caseWith(ticket).closedAt()).contains(NOW.plusSeconds(7));
        assertThat(datadog.history().attachments(ids.get(0)))
                .extracting(Attachment::kind, Attachment::caseId, one -> one.requestNumber()
                        .orElse(0L))
                .containsExactly(
                        tuple(Attachment.Kind.ATTACHED, ticket, 1L),
                        tuple(Attachment.Kind.DETACHED, ticket, 2L),
                        tuple(Attachment.Kind.ATTACHED, target, 2L));
        assertThat(datadog.history().requests().get(1).request().findingIds()).containsExactly(ids.get(0));
    }

    @Test
    void aCaseThereIsNotIsNotFound() throws IOException {
        HttpResponse<String> response = requests.attachToCase("wrong-case-id", ids.subList(0, 1));

        assertThat(response.statusCode()).isEqualTo(404);
        assertThat(json(response).at("/errors/0/detail").asText()).isEqualTo("failed to get case: case not found");
        assertThat(datadog.history().requests().get(0).request().valid()).isTrue();
    }

    @Test
    void aClosedCaseTakesFindingsAndStaysClosed() throws IOException {
        String target = datadog.actor("alice").attachToNewServiceNowTicket(ids.get(0));
        datadog.actor("alice").close(target);

        JsonNode attributes =
                json(requests.attachToCase(target, ids.subList(1, 2))).at("/data/attributes");

        assertThat(attributes.path("status").asText()).isEqualTo("CLOSED");
        assertThat(attributes.path("status_group").asText()).isEqualTo("SG_CLOSED");
        assertThat(attributes.path("closed_at").asText()).isEqualTo("2026-03-04T05:06:07Z");
        assertThat(caseWith(target).attachedNow()).hasSize(2);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://acme.service-now.com/incident.do?sys_id=" + SYS_ID,
                "https://acme.service-now.com/incident.do?sys_id=" + SYS_ID + "&sysparm_view=ess",
                "https://acme.service-now.com/nav_to.do?uri=%2Fincident.do%3Fsys_id%3D" + SYS_ID,
                "https://acme.service-now.com/now/nav/ui/classic/params/target/incident.do?sys_id=" + SYS_ID,
                "https://acme.service-now.com/now/nav/ui/classic/params/target/incident.do%3Fsys_id%3D" + SYS_ID
            })
    void anIncidentThatIsOnNoCaseYetGetsOne(String url) throws IOException {
        HttpResponse<String> response = requests.attachToServiceNow(url, ids.subList(0, 2));

        assertThat(response.statusCode()).isEqualTo(200);
        JsonNode ticket = json(response).at("/data/attributes/servicenow_ticket");
        assertThat(ticket.path("status").asText()).isEqualTo("COMPLETED");
        assertThat(ticket.at("/result/instance_name").asText()).isEqualTo("acme");
        assertThat(ticket.at("/result/sys_id").asText()).isEqualTo(SYS_ID);
        assertThat(ticket.at("/result/table_name").asText()).isEqualTo("incident");
        assertThat(datadog.currentCases(ids.get(1)))
                .extracting(CaseRecord::kind, CaseRecord::key, CaseRecord::priority)
                .containsExactly(tuple(CaseKind.SERVICENOW, "SECOPS-1", "NOT_DEFINED"));
        DatadogAssertions.assertThat(datadog).hasNoTickets().receivedOnlyValidRequests();
    }

    @Test
    void howeverItsUrlIsWrittenAnIncidentIsOnOneCase() throws IOException {
        requests.attachToServiceNow("https://acme.service-now.com/incident.do?sys_id=" + SYS_ID, ids.subList(0, 1));

        requests.attachToServiceNow(
                "https://acme.service-now.com/nav_to.do?uri=incident.do%3Fsys_id%3D" + SYS_ID, ids.subList(1, 2));
        requests.attachToServiceNow("https://other.service-now.com/incident.do?sys_id=" + SYS_ID, ids.subList(2, 3));

        assertThat(datadog.history().cases()).hasSize(2);
        assertThat(datadog.history().cases().get(0).attachedNow()).isEqualTo(ids.subList(0, 2));
    }

    @Test
    void aTicketThatWasMadeHereIsFoundByItsUrl() throws IOException {
        client.createFor(ids.subList(0, 1));
        String url = datadog.currentCase(ids.get(0)).orElseThrow().ticketUrl().orElseThrow();

        requests.attachToServiceNow(url, ids.subList(1, 2));

        assertThat(datadog.history().cases()).hasSize(1);
        assertThat(datadog.history().cases().get(0).attachedNow()).isEqualTo(ids.subList(0, 2));
        DatadogAssertions.assertThat(datadog).ticketedOnly(ids.get(0));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://acme.service-now.com/em_event.do?sys_id=" + SYS_ID,
                "https://acme.service-now.com/now/nav/ui/classic/params/target/em_event.do?sys_id=" + SYS_ID
            })
    void onlyItsmIncidentsCanBeAttachedTo(String url) throws IOException {
        HttpResponse<String> response = requests.attachToServiceNow(url, ids.subList(0, 1));

        assertThat(response.statusCode()).isEqualTo(400);
        assertThat(response.body()).contains("ITSM incident").contains("em_event");
        assertThat(datadog.history().cases()).isEmpty();
        assertThat(datadog.history().requests().get(0).request().valid()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "INC0012345",
                "http://acme.service-now.com/incident.do?sys_id=" + SYS_ID,
                "https://acme.example.com/incident.do?sys_id=" + SYS_ID,
                "https://acme.service-now.com.example.com/incident.do?sys_id=" + SYS_ID,
                "https://acme.service-now.com/incident.do?sys_id=0011",
                "https://acme.service-now.com/incident.do",
                "https://acme.service-now.com/incident.do?sys_id=%zz"
            })
    void whatIsNoIncidentsUrlIsRefused(String url) throws IOException {
        assertThat(requests.attachToServiceNow(url, ids.subList(0, 1)).statusCode())
                .isEqualTo(400);
        assertThat(datadog.history().requests().get(0).request().violation().orElseThrow())
                .contains("servicenow_ticket_url");
    }

    @Test
    void aJiraIssueIsFoundByItsUrlOrGetsACase() throws IOException {
        requests.send("POST", DatadogRequests.JIRA, DatadogRequests.creation("jira_issues", ids.subList(0, 1)));
        String url = datadog.currentCase(ids.get(0)).orElseThrow().ticketUrl().orElseThrow();

        requests.attachToJira(url, ids.subList(1, 2));
        HttpResponse<String> response =
                requests.attachToJira("https://acme.atlassian.net/browse/SEC-7", ids.subList(2, 3));

        assertThat(response.statusCode()).isEqualTo(200);
        JsonNode issue = json(response).at("/data/attributes/jira_issue/result");
        assertThat(issue.path("issue_key").asText()).isEqualTo("SEC-7");
        assertThat(issue.path("issue_url").asText()).isEqualTo("https://acme.atlassian.net/browse/SEC-7");
        assertThat(datadog.history().cases())
                .extracting(CaseRecord::kind, CaseRecord::attachedNow, CaseRecord::priority)
                .containsExactly(
                        tuple(CaseKind.JIRA, ids.subList(0, 2), "P3"),
                        tuple(CaseKind.JIRA, ids.subList(2, 3), "NOT_DEFINED"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"SEC-7", "https://acme.atlassian.net/SEC-7", "https://acme.atlassian.net/browse/sec"})
    void whatIsNoIssuesUrlIsRefused(String url) throws IOException {
        assertThat(requests.attachToJira(url, ids.subList(0, 1)).statusCode()).isEqualTo(400);
    }

    @Test
    void anUnknownProjectOrAStaleFindingChangesNothing() throws IOException {
        datadog.removeFinding(ids.get(3));
        String url = "https://acme.atlassian.net/browse/SEC-7";
        var wrongProject = DatadogRequests.toJira(url, ids.subList(0, 1));
        wrongProject.withObject("/data/relationships/project/data").put("id", "no-such-project");

        assertThat(requests.send("PATCH", DatadogRequests.JIRA, wrongProject).body())
                .contains("project not found");
        assertThat(requests.attachToJira(url, ids).body()).contains("finding not found");
        String target = datadog.actor("alice").attachToNewCase(ids.get(0));
        assertThat(requests.attachToCase(target, ids.subList(2, 4)).statusCode())
                .isEqualTo(404);
        assertThat(datadog.currentCases(ids.get(2))).isEmpty();
        assertThat(datadog.history().cases()).hasSize(1);
    }

    @Test
    void aLinkCanFailWhileTheCaseIsMade() throws IOException {
        datadog.faults().next(Operation.ATTACH_SERVICENOW_TICKET, Fault.serviceNowFailed());

        JsonNode ticket = json(requests.attachToServiceNow(
                        "https://acme.service-now.com/incident.do?sys_id=" + SYS_ID, ids.subList(0, 1)))
                .at("/data/attributes/servicenow_ticket");

        assertThat(ticket.path("status").asText()).isEqualTo("FAILED");
        assertThat(ticket.has("result")).isFalse();
        assertThat(datadog.currentCase(ids.get(0)).orElseThrow().ticketUrl()).isEmpty();
    }

    @Test
    void onlyTheFirstFindingsMoveWhenAFaultBreaksARequestOff() throws IOException {
        String target = datadog.actor("alice").attachToNewCase(ids.get(3));
        datadog.faults().next(Operation.ATTACH_CASE, Fault.partialEffect(1, 404));

        HttpResponse<String> response = requests.attachToCase(target, ids.subList(0, 2));

        assertThat(response.statusCode()).isEqualTo(404);
        assertThat(caseWith(target).attachedNow()).containsExactly(ids.get(3), ids.get(0));
        assertThat(datadog.history().requests().get(0).tookEffect()).isTrue();
    }

    @Test
    void detachingTakesFindingsOffAllTheirCasesAndIgnoresThoseOnNone() throws IOException {
        client.createFor(ids.subList(0, 2));
        String ticket = datadog.currentCase(ids.get(0)).orElseThrow().id();
        String plain = datadog.actor("alice").attachToNewCase(ids.get(0));

        HttpResponse<String> response = requests.detach(List.of(ids.get(0), ids.get(2)));

        assertThat(response.statusCode()).isEqualTo(204);
        assertThat(response.body()).isEmpty();
        assertThat(response.headers().firstValue("Content-Type")).isEmpty();
        assertThat(datadog.currentCases(ids.get(0))).isEmpty();
        assertThat(caseWith(ticket).open()).isTrue();
        assertThat(caseWith(plain).open()).isTrue();
        requests.detach(ids.subList(1, 2));
        assertThat(caseWith(ticket).open()).isFalse();
        assertThatThrownBy(() -> DatadogAssertions.assertThat(datadog).detachedNothing())
                .isInstanceOf(AssertionError.class);
    }

    @Test
    void detachingTheLastOpenFindingClosesAJiraIssueToo() throws IOException {
        String jira = datadog.actor("alice").attachToNewJiraIssue(ids.get(0));

        requests.detach(ids.subList(0, 1));

        assertThat(caseWith(jira).open()).isFalse();
    }

    @Test
    void aStaleFindingKeepsAllOthersAttached() throws IOException {
        client.createFor(ids.subList(0, 1));

        HttpResponse<String> response = requests.detach(List.of(ids.get(0), "wrong-finding-id"));

        assertThat(response.statusCode()).isEqualTo(404);
        assertThat(json(response).at("/errors/0/detail").asText()).isEqualTo("finding not found");
        assertThat(datadog.currentCases(ids.get(0))).hasSize(1);
    }

    @Test
    void searchesSeeAnAttachmentAfterTheIndexLag() throws IOException {
        datadog.indexLag(Duration.ofSeconds(10));
        requests.attachToJira("https://acme.atlassian.net/browse/SEC-7", ids.subList(0, 1));

        assertThat(client.search("@finding_id:\"" + ids.get(0) + "\"").body()).doesNotContain("SEC-7");
        clock.advanceSeconds(10);
        assertThat(client.search("@finding_id:\"" + ids.get(0) + "\"").body()).contains("SEC-7");
    }

    @Test
    void anActorMovesFindingsToALinkAsARequestDoes() {
        Actor alice = datadog.actor("alice");
        String url = "https://acme.service-now.com/incident.do?sys_id=" + SYS_ID;

        String first = alice.moveToServiceNowTicket(url, ids.get(0));
        String again = alice.moveToServiceNowTicket(url, ids.get(1));
        String jira = alice.moveToJiraIssue("https://acme.atlassian.net/browse/SEC-7", ids.get(0));

        assertThat(again).isEqualTo(first);
        assertThat(datadog.currentCases(ids.get(0))).extracting(CaseRecord::id).containsExactly(jira);
        assertThat(caseWith(first).attachedNow()).containsExactly(ids.get(1));
        assertThatThrownBy(() -> alice.moveToServiceNowTicket("INC1", ids.get(0)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("INC1");
        assertThatThrownBy(() -> alice.moveToJiraIssue(url, ids.get(0))).isInstanceOf(IllegalArgumentException.class);
    }

    private CaseRecord caseWith(String id) {
        return datadog.history().cases().stream()
                .filter(one -> one.id().equals(id))
                .findFirst()
                .orElseThrow();
    }
}
