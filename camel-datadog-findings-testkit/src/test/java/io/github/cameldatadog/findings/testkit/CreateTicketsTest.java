package io.github.cameldatadog.findings.testkit;

import static io.github.cameldatadog.findings.testkit.DatadogClient.json;
import static io.github.cameldatadog.findings.testkit.DatadogClient.tickets;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.groups.Tuple.tuple;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.cameldatadog.findings.testkit.finding.SimulatedFinding;
import io.github.cameldatadog.findings.testkit.history.Attachment;
import io.github.cameldatadog.findings.testkit.history.CaseRecord;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class CreateTicketsTest {

    private static final Instant NOW = Instant.parse("2026-03-04T05:06:07.089012Z");

    private final SettableClock clock = new SettableClock(NOW);
    private SimulatedDatadog datadog;
    private DatadogClient client;

    @BeforeEach
    void start() {
        datadog = SimulatedDatadog.builder().clock(clock).start();
        client = new DatadogClient(datadog);
    }

    @AfterEach
    void stop() {
        datadog.close();
    }

    @Test
    void theDocumentedExampleIsAnsweredMemberByMember() throws IOException {
        String id = datadog.addFinding(SimulatedFinding.builderFor("rule-1a2~i-00112233445566778")
                .title("Port open to the world")
                .build());
        String body =
                """
                {"data":[{
                  "attributes":{
                    "assignee_id":"5b1c6f0e-0d6f-4b8b-9a54-3d1f2f7c9e01",
                    "description":"What to do about it.",
                    "priority":"P2",
                    "title":"Close the port"},
                  "relationships":{
                    "findings":{"data":[{"id":"%s","type":"findings"}]},
                    "project":{"data":{"id":"%s","type":"projects"}}},
                  "type":"servicenow_tickets"}]}
                """
                        .formatted(id, SimulatedDatadog.PROJECT_ID);

        HttpResponse<String> response = client.create(body);

        assertThat(response.statusCode()).isEqualTo(201);
        assertThat(response.headers().firstValue("Content-Type")).contains("application/vnd.api+json");
        assertThat(response.headers().firstValue("Date")).contains("Wed, 04 Mar 2026 05:06:07 GMT");
        assertThat(response.headers().firstValue("X-Request-Id")).isPresent();
        CaseRecord made = datadog.history().tickets().get(0);
        String sysId = made.ticketUrl().orElseThrow().replaceAll(".*sys_id=", "");
        assertThat(sysId).matches("[0-9a-f]{32}");
        assertThat(json(response))
                .isEqualTo(json(
                        """
                        {"data":[{
                          "id":"%1$s",
                          "type":"cases",
                          "attributes":{
                            "assigned_to":{"data":{"id":"5b1c6f0e-0d6f-4b8b-9a54-3d1f2f7c9e01","type":"users"}},
                            "created_at":"2026-03-04T05:06:07.089012Z",
                            "creation_source":"CS_SECURITY_FINDING",
                            "description":"What to do about it.",
                            "insights":[{"type":"SECURITY_FINDING","ref":"%2$s","resource_id":"%3$s"}],
                            "key":"SECOPS-1",
                            "modified_at":"2026-03-04T05:06:07.089012Z",
                            "priority":"P2",
                            "servicenow_ticket":{
                              "status":"COMPLETED",
                              "result":{
                                "instance_name":"example",
                                "sys_id":"%4$s",
                                "sys_target_link":"https://example.service-now.com/incident.do?sys_id=%4$s",
                                "sys_target_sys_id":"%4$s",
                                "table_name":"incident",
                                "url":"https://example.service-now.com/now/nav/ui/classic/params/target/incident.do?sys_id=%4$s"}},
                            "status":"OPEN",
                            "status_group":"SG_OPEN",
                            "status_name":"Open",
                            "title":"Close the port",
                            "type":"SECURITY"},
                          "relationships":{
                            "created_by":{"data":{"id":"%5$s","type":"users"}},
                            "project":{"data":{"id":"%6$s","type":"projects"}}}}]}
                        """
                                .formatted(
                                        made.id(),
                                        "/security/compliance?query=" + DatadogClient.encode("@finding_id:" + id),
                                        id,
                                        sysId,
                                        made.creatorId(),
                                        SimulatedDatadog.PROJECT_ID)));
    }

    @Test
    void whatIsNotGivenIsWrittenByDatadog() throws IOException {
        String id = datadog.addFinding(
                SimulatedFinding.builderFor("a~b").title("Weak cipher").build());

        JsonNode attributes = json(client.createFor(List.of(id))).at("/data/0/attributes");

        assertThat(attributes.path("priority").asText()).isEqualTo("NOT_DEFINED");
        assertThat(attributes.path("title").asText()).isEqualTo("Weak cipher");
        assertThat(attributes.path("description").asText()).contains("Weak cipher");
        assertThat(attributes.has("assigned_to")).isFalse();
        assertThat(attributes.has("archived_at")).isFalse();
        assertThat(attributes.has("closed_at")).isFalse();
    }

    @Test
    void fiftyTicketsOfFiftyFindingsFitIntoOneRequestAndComeBackInNoOrder() throws IOException {
        List<String> ids = datadog.addFindings(2_500);
        List<List<String>> groups = new ArrayList<>();
        for (int i = 0; i < 50; i++) {
            groups.add(ids.subList(i * 50, i * 50 + 50));
        }
        @SuppressWarnings("unchecked")
        List<String>[] all = groups.toArray(List[]::new);

        HttpResponse<String> response = client.createFor(all);

        assertThat(response.statusCode()).isEqualTo(201);
        List<String> keys = new ArrayList<>();
        List<List<String>> answered = new ArrayList<>();
        json(response).path("data").forEach(one -> {
            keys.add(one.at("/attributes/key").asText());
            answered.add(one.at("/attributes/insights").findValuesAsText("resource_id"));
        });
        assertThat(answered).containsExactlyInAnyOrderElementsOf(groups).isNotEqualTo(groups);
        Set<String> expectedKeys = new HashSet<>();
        for (int i = 1; i <= 50; i++) {
            expectedKeys.add("SECOPS-" + i);
        }
        assertThat(keys).containsExactlyInAnyOrderElementsOf(expectedKeys);
        List<String> keysByTicket =
                datadog.history().tickets().stream().map(CaseRecord::key).toList();
        List<String> sorted = new ArrayList<>(keysByTicket);
        sorted.sort(Comparator.comparingInt(key -> Integer.parseInt(key.substring(7))));
        List<String> reversed = new ArrayList<>(sorted);
        Collections.reverse(reversed);
        assertThat(keysByTicket).isNotEqualTo(sorted).isNotEqualTo(reversed);
    }

    @Test
    void aSecondTicketTakesTheFindingAwayAndTheFirstOneIsClosed() throws IOException {
        List<String> ids = datadog.addFindings(2);
        client.createFor(ids);
        String first = datadog.currentCase(ids.get(0)).orElseThrow().id();

        client.createFor(List.of(ids.get(0)));
        assertThat(caseWith(first).open()).isTrue();
        clock.advanceSeconds(5);
        client.createFor(List.of(ids.get(1)));

        assertThat(caseWith(first).closedAt()).contains(NOW.plusSeconds(5));
        assertThat(caseWith(first).attachedNow()).isEmpty();
        assertThat(datadog.history().attachments(ids.get(0)))
                .extracting(Attachment::kind, Attachment::caseKey, one -> one.requestNumber()
                        .orElseThrow())
                .containsExactly(
                        tuple(Attachment.Kind.ATTACHED, "SECOPS-1", 1L),
                        tuple(Attachment.Kind.DETACHED, "SECOPS-1", 2L),
                        tuple(Attachment.Kind.ATTACHED, "SECOPS-2", 2L));
        assertThat(datadog.history().tickets()).hasSize(3);
    }

    @Test
    void aTicketWhoseFindingsAreAllResolvedIsClosed() throws IOException {
        List<String> ids = datadog.addFindings(2);
        client.createFor(ids);
        String made = datadog.currentCase(ids.get(0)).orElseThrow().id();

        datadog.resolveFinding(ids.get(0));
        assertThat(caseWith(made).open()).isTrue();
        datadog.muteFinding(ids.get(1));

        assertThat(caseWith(made).open()).isFalse();
        assertThat(caseWith(made).attachedNow()).isEqualTo(ids);
    }

    @Test
    void anUnknownProjectRefusesTheWholeRequest() throws IOException {
        List<String> ids = datadog.addFindings(2);
        ObjectNode body = tickets(List.of(ids.get(0)), List.of(ids.get(1)));
        ((ObjectNode) body.at("/data/1/relationships/project/data")).put("id", "no-such-project");

        HttpResponse<String> response = client.create(body);

        assertThat(response.statusCode()).isEqualTo(404);
        assertThat(json(response))
                .isEqualTo(
                        json(
                                """
                                {"errors":[{"status":"404","title":"Not Found","detail":"project not found"}]}"""));
        assertThat(datadog.history().cases()).isEmpty();
        assertThat(datadog.history().requests().get(0).request().valid()).isTrue();
    }

    @Test
    void aStaleFindingRefusesTheWholeRequestWithoutBeingNamed() throws IOException {
        List<String> ids = datadog.addFindings(2);
        datadog.removeFinding(ids.get(1));

        HttpResponse<String> response = client.createFor(List.of(ids.get(0)), List.of(ids.get(1)));

        assertThat(response.statusCode()).isEqualTo(404);
        assertThat(json(response).at("/errors/0/detail").asText()).isEqualTo("finding not found");
        assertThat(response.body()).doesNotContain(ids.get(1));
        assertThat(datadog.history().cases()).isEmpty();
        assertThat(datadog.history().requests().get(0).tookEffect()).isFalse();
        assertThat(datadog.currentCase(ids.get(0))).isEmpty();
    }

    private CaseRecord caseWith(String id) {
        return datadog.history().cases().stream()
                .filter(one -> one.id().equals(id))
                .findFirst()
                .orElseThrow();
    }
}
