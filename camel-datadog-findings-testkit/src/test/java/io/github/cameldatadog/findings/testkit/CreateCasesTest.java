package io.github.cameldatadog.findings.testkit;

import static io.github.cameldatadog.findings.testkit.DatadogClient.json;
import static io.github.cameldatadog.findings.testkit.DatadogRequests.creation;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.groups.Tuple.tuple;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.cameldatadog.findings.testkit.assertions.DatadogAssertions;
import io.github.cameldatadog.findings.testkit.fault.Fault;
import io.github.cameldatadog.findings.testkit.history.CaseRecord;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Cases and Jira issues, which are made as ServiceNow tickets are. */
class CreateCasesTest {

    private static final Instant NOW = Instant.parse("2026-03-04T05:06:07.089012Z");

    private SimulatedDatadog datadog;
    private DatadogClient client;
    private DatadogRequests requests;
    private List<String> ids;

    @BeforeEach
    void start() {
        datadog = SimulatedDatadog.builder().clock(new SettableClock(NOW)).start();
        client = new DatadogClient(datadog);
        requests = new DatadogRequests(client);
        ids = datadog.addFindings(4);
    }

    @AfterEach
    void stop() {
        datadog.close();
    }

    @Test
    void aCaseIsLinkedToNothing() throws IOException {
        HttpResponse<String> response =
                requests.send("POST", DatadogRequests.CASES, creation("cases", ids.subList(0, 2)));

        assertThat(response.statusCode()).isEqualTo(201);
        assertThat(response.headers().firstValue("Content-Type")).contains("application/vnd.api+json");
        JsonNode attributes = json(response).at("/data/0/attributes");
        assertThat(attributes.has("servicenow_ticket")).isFalse();
        assertThat(attributes.has("jira_issue")).isFalse();
        assertThat(attributes.path("priority").asText()).isEqualTo("NOT_DEFINED");
        assertThat(attributes.path("insights").findValuesAsText("resource_id")).isEqualTo(ids.subList(0, 2));
        assertThat(json(response).at("/data/0/relationships").has("modified_by"))
                .isFalse();
        assertThat(datadog.currentCases(ids.get(0)))
                .extracting(CaseRecord::kind, CaseRecord::ours, CaseRecord::ticketUrl)
                .containsExactly(tuple(CaseKind.PLAIN, true, Optional.empty()));
        DatadogAssertions.assertThat(datadog).hasNoTickets().receivedRequests(Operation.CREATE_CASES, 1);
    }

    @Test
    void aJiraIssueIsAnsweredWithItsKeyAndTheProjectsOwnPriority() throws IOException {
        ObjectNode body = creation("jira_issues", ids.subList(0, 1), ids.subList(1, 2));
        body.withObject("/data/0/attributes").put("title", "Fix it").withObject("/fields");

        HttpResponse<String> response = requests.send("POST", DatadogRequests.JIRA, body);

        assertThat(response.statusCode()).isEqualTo(201);
        assertThat(json(response).path("data")).hasSize(2);
        for (JsonNode one : json(response).path("data")) {
            JsonNode issue = one.at("/attributes/jira_issue");
            assertThat(issue.path("status").asText()).isEqualTo("COMPLETED");
            assertThat(issue.at("/result/issue_key").asText()).matches("JIRA-[12]");
            assertThat(issue.at("/result/issue_url").asText())
                    .isEqualTo("https://example.atlassian.net/browse/"
                            + issue.at("/result/issue_key").asText());
            assertThat(issue.at("/result/issue_id").asText()).matches("[0-9]{7}");
            assertThat(issue.at("/result/account_id").asText()).isNotEmpty();
            assertThat(one.at("/attributes/priority").asText()).isEqualTo("P3");
            assertThat(one.at("/attributes").has("servicenow_ticket")).isFalse();
        }
        assertThat(datadog.history().cases()).extracting(CaseRecord::ticketUrl).doesNotHaveDuplicates();
        DatadogAssertions.assertThat(datadog).hasNoTickets();
    }

    @Test
    void findingsLeaveTheTicketTheyWereOnAndItIsClosed() throws IOException {
        client.createFor(ids.subList(0, 1));

        requests.send("POST", DatadogRequests.CASES, creation("cases", ids.subList(0, 1)));
        requests.send("POST", DatadogRequests.JIRA, creation("jira_issues", ids.subList(0, 1)));

        assertThat(datadog.currentCases(ids.get(0)))
                .extracting(CaseRecord::kind)
                .containsExactly(CaseKind.JIRA);
        assertThat(datadog.history().cases())
                .extracting(CaseRecord::kind, CaseRecord::open)
                .containsExactly(
                        tuple(CaseKind.SERVICENOW, false), tuple(CaseKind.PLAIN, true), tuple(CaseKind.JIRA, true));
        DatadogAssertions.assertThat(datadog).hasTickets(1);
    }

    @Test
    void aStaleFindingIsSaidBeforeAWrongProjectForJiraIssuesAndAfterItForCases() throws IOException {
        ObjectNode body = creation("cases", List.of("no-such-finding"));
        body.withObject("/data/0/relationships/project/data").put("id", "no-such-project");

        assertThat(detail(requests.send("POST", DatadogRequests.CASES, body))).isEqualTo("project not found");
        body.withObject("/data/0").put("type", "jira_issues");
        assertThat(detail(requests.send("POST", DatadogRequests.JIRA, body))).isEqualTo("finding not found");
        ObjectNode known = creation("jira_issues", ids.subList(0, 1));
        known.withObject("/data/0/relationships/project/data").put("id", "no-such-project");
        assertThat(detail(requests.send("POST", DatadogRequests.JIRA, known))).isEqualTo("project not found");
        assertThat(datadog.history().cases()).isEmpty();
    }

    private static String detail(HttpResponse<String> response) {
        assertThat(response.statusCode()).isEqualTo(404);
        return json(response).at("/errors/0/detail").asText();
    }

    @Test
    void aJiraIssueCanFailWhileItsCaseIsMade() throws IOException {
        datadog.faults().next(Operation.CREATE_JIRA_ISSUES, Fault.jiraFailed());

        HttpResponse<String> response =
                requests.send("POST", DatadogRequests.JIRA, creation("jira_issues", ids.subList(0, 1)));

        JsonNode issue = json(response).at("/data/0/attributes/jira_issue");
        assertThat(issue.path("status").asText()).isEqualTo("FAILED");
        assertThat(issue.path("error_message").asText()).isNotEmpty();
        assertThat(issue.has("result")).isFalse();
        assertThat(datadog.currentCase(ids.get(0)).orElseThrow().ticketUrl()).isEmpty();
        assertThat(client.search("@severity:*").body()).doesNotContain("jira_issue");
    }

    @Test
    void onlyTheFirstCasesOfARequestAreMadeWhenAFaultBreaksItOff() throws IOException {
        datadog.faults().next(Operation.CREATE_CASES, Fault.partialEffect(1, 404));

        HttpResponse<String> response =
                requests.send("POST", DatadogRequests.CASES, creation("cases", ids.subList(0, 1), ids.subList(1, 2)));

        assertThat(response.statusCode()).isEqualTo(404);
        assertThat(datadog.history().cases()).hasSize(1);
    }
}
