package io.github.cameldatadog.findings.testkit;

import static io.github.cameldatadog.findings.testkit.DatadogClient.encode;
import static io.github.cameldatadog.findings.testkit.DatadogClient.ids;
import static io.github.cameldatadog.findings.testkit.DatadogClient.json;
import static io.github.cameldatadog.findings.testkit.DatadogClient.onlyFields;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.cameldatadog.findings.testkit.finding.SimulatedFinding;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FindFindingsTest {

    private final SettableClock clock = new SettableClock(Instant.parse("2026-03-04T05:06:07Z"));
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
    void anElementHasTheRecordedShape() throws IOException {
        String id = datadog.addFinding(SimulatedFinding.builderFor("rule~host")
                .severity("high")
                .title("Port open")
                .detectionChangedAt(1_772_600_000_123L)
                .tag("team:platform")
                .build());

        HttpResponse<String> response = client.list("");

        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.headers().firstValue("Content-Type")).contains("application/vnd.api+json");
        JsonNode document = json(response);
        assertThat(document.path("data").get(0))
                .isEqualTo(json(
                        """
                        {"id":"%1$s","type":"finding","attributes":{
                          "attributes":{"custom":{
                            "finding_type":"misconfiguration","severity":"high","status":"open",
                            "workflow":{"mute":{"is_muted":false}},"metadata":{"schema_version":"2"},
                            "title":"Port open","detection_changed_at":1772600000123,"finding_id":"%1$s"}},
                          "tags":["team:platform"],"timestamp":1772600000123}}
                        """
                                .formatted(id)));
        assertThat(document.path("meta").path("status").asText()).isEqualTo("done");
        assertThat(document.path("meta").path("request_id").asText()).isNotEmpty();
        assertThat(document.path("meta").path("elapsed").isNumber()).isTrue();
        assertThat(document.path("meta").has("page")).isFalse();
        assertThat(document.has("links")).isFalse();
    }

    @Test
    void theDocumentedShapeHasTheFieldsOneLevelUp() throws IOException {
        datadog.addFindings(1);
        datadog.elementShape(ElementShape.DOCUMENTED);

        JsonNode attributes = json(client.list("")).at("/data/0/attributes/attributes");

        assertThat(attributes.has("custom")).isFalse();
        assertThat(attributes.path("finding_id").asText()).isNotEmpty();
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 7, 10, 25, 149, 150})
    void pagesFollowEachOtherWithoutGapOrRepetition(int limit) throws IOException {
        List<String> added = datadog.addFindings(25);
        List<String> walked = new ArrayList<>();
        int pages = 0;
        String next = DatadogClient.LIST + "?page%5Blimit%5D=" + limit;
        while (next != null) {
            HttpResponse<String> page = client.send(client.request(next));
            walked.addAll(ids(page));
            pages++;
            JsonNode document = json(page);
            String after = document.at("/meta/page/after").asText(null);
            next = document.at("/links/next").asText(null);
            assertThat(next == null).isEqualTo(after == null);
            if (next != null) {
                assertThat(next).contains("page%5Bcursor%5D=" + encode(after));
            }
        }
        assertThat(walked).containsExactlyInAnyOrderElementsOf(added).hasSize(25);
        assertThat(pages).isEqualTo((25 + limit - 1) / limit);
    }

    @Test
    void aPageHasTenElementsUnlessAskedOtherwise() throws IOException {
        datadog.addFindings(11);

        assertThat(ids(client.list(""))).hasSize(10);
        assertThat(ids(client.send(client.post(DatadogClient.SEARCH, "{\"data\":{}}"))))
                .hasSize(10);
    }

    @Test
    void theNewestDetectionComesFirstUnlessTheOldestIsAskedFor() throws IOException {
        List<String> ids = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            ids.add(datadog.addFinding(SimulatedFinding.builderFor("rule~" + i)
                    .detectionChangedAt(1_000 + i)
                    .build()));
        }
        List<String> newestFirst = new ArrayList<>(ids);
        Collections.reverse(newestFirst);

        assertThat(ids(client.list("sort=%40detection_changed_at"))).isEqualTo(ids);
        assertThat(ids(client.list("sort=-%40detection_changed_at"))).isEqualTo(newestFirst);
        assertThat(ids(client.list(""))).isEqualTo(newestFirst);
    }

    @Test
    void aFindingTellsOfItsTicketOnceTheIndexHasCaughtUp() throws IOException {
        String id = datadog.addFindings(1).get(0);
        datadog.indexLag(Duration.ofSeconds(30));
        client.createFor(List.of(id));

        assertThat(onlyFields(client.search("@finding_id:\"" + id + "\"")).at("/workflow/integrations"))
                .isEmpty();
        clock.advance(Duration.ofMillis(29_999));
        assertThat(onlyFields(client.search("")).at("/workflow/integrations")).isEmpty();
        clock.advance(Duration.ofMillis(1));
        JsonNode cases = onlyFields(client.search("")).at("/workflow/integrations/cases");

        var made = datadog.history().tickets().get(0);
        assertThat(cases)
                .isEqualTo(json(
                        """
                        [{"id":"%s","key":"SECOPS-1","status":"OPEN","title":"%s","created_at":%d,
                          "created_by":{"id":"%s"},
                          "servicenow_ticket":{"sys_id":"%s","table_name":"incident","state":"New","url":"%s"}}]
                        """
                                .formatted(
                                        made.id(),
                                        made.title(),
                                        made.createdAt().toEpochMilli(),
                                        made.creatorId(),
                                        made.ticketUrl().orElseThrow().replaceAll(".*sys_id=", ""),
                                        made.ticketUrl().orElseThrow())));
    }

    @Test
    void aHeldIndexShowsNothingNewUntilItIsReleased() throws IOException {
        List<String> ids = datadog.addFindings(2);
        datadog.holdIndex();
        client.createFor(List.of(ids.get(0)));
        datadog.removeFinding(ids.get(1));
        clock.advance(Duration.ofDays(1));

        assertThat(ids(client.search(""))).hasSize(2);
        assertThat(ids(client.search("@workflow.integrations.cases.key:*"))).isEmpty();
        datadog.releaseIndex();
        assertThat(ids(client.search("@workflow.integrations.cases.key:*"))).containsExactly(ids.get(0));
        assertThat(ids(client.search(""))).containsExactly(ids.get(0));
    }

    @Test
    void theLagOfOneFindingHoldsForThatOneOnly() throws IOException {
        List<String> ids = datadog.addFindings(2);
        datadog.indexLag(ids.get(0), Duration.ofSeconds(10));
        client.createFor(ids);

        assertThat(ids(client.search("@workflow.integrations.cases.key:*"))).containsExactly(ids.get(1));
        clock.advanceSeconds(10);
        assertThat(ids(client.search("@workflow.integrations.cases.key:*"))).containsExactlyInAnyOrderElementsOf(ids);
    }

    @Test
    void aSingleCaseCanBeAnObject() throws IOException {
        String id = datadog.addFindings(1).get(0);
        datadog.casesShape(CasesShape.SINGLE_OBJECT);
        datadog.actor("alice").attachToNewJiraIssue(id);

        JsonNode one = onlyFields(client.search("")).at("/workflow/integrations/cases");
        assertThat(one.isObject()).isTrue();
        assertThat(one.path("jira_issue").path("key").asText()).isEqualTo("JIRA-1");
        datadog.actor("bob").attachToNewCase(id);
        assertThat(onlyFields(client.search("")).at("/workflow/integrations/cases"))
                .hasSize(2);
    }

    @Test
    void aClosedCaseIsShownAsClosed() throws IOException {
        String id = datadog.addFindings(1).get(0);
        String caseId = datadog.actor("alice").attachToNewServiceNowTicket(id);
        datadog.actor("alice").close(caseId);

        JsonNode shown = onlyFields(client.search("")).at("/workflow/integrations/cases/0");
        assertThat(shown.path("status").asText()).isEqualTo("CLOSED");
        assertThat(shown.at("/servicenow_ticket/state").asText()).isEqualTo("Closed");
        datadog.actor("alice").reopen(caseId);
        assertThat(onlyFields(client.search(""))
                        .at("/workflow/integrations/cases/0/status")
                        .asText())
                .isEqualTo("OPEN");
    }

    @ParameterizedTest
    @ValueSource(strings = {"page%5Bcursor%5D=invalid_cursor", "page%5Bcursor%5D=AAAA", "page%5Bcursor%5D=%21%21"})
    void aCursorNobodyGaveAwayIsRefused(String queryString) throws IOException {
        HttpResponse<String> response = client.list(queryString);

        assertThat(response.statusCode()).isEqualTo(400);
        assertThat(json(response).at("/errors/0/status").asText()).isEqualTo("400");
        assertThat(datadog.history().requests().get(0).request().violation()).contains("invalid cursor");
    }

    @Test
    void anExpiredCursorIsRefusedWithoutBlame() throws IOException {
        datadog.addFindings(3);
        String next = json(client.list("page%5Blimit%5D=1")).at("/links/next").asText();
        datadog.expireCursors();

        assertThat(client.send(client.request(next)).statusCode()).isEqualTo(400);
        assertThat(datadog.history().requests().get(1).request().valid()).isTrue();
    }

    @Test
    void aCursorOfAnotherQueryIsRefused() throws IOException {
        datadog.addFindings(3);
        String cursor =
                json(client.list("page%5Blimit%5D=1")).at("/meta/page/after").asText();

        HttpResponse<String> response =
                client.list("filter%5Bquery%5D=%40status%3Aopen&page%5Bcursor%5D=" + encode(cursor));

        assertThat(response.statusCode()).isEqualTo(400);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "page%5Blimit%5D=151",
                "page%5Blimit%5D=0",
                "page%5Blimit%5D=ten",
                "sort=severity",
                "filter%5Bqueri%5D=x",
                "filter%5Bquery%5D=%40severity",
                "sort=%40detection_changed_at&sort=%40detection_changed_at",
                "filter%5Bquery%5D=%zz"
            })
    void aMalformedListRequestIsRefusedAndRemembered(String queryString) throws IOException {
        assertThat(rawStatus(queryString)).isEqualTo(400);
        assertThat(datadog.history().requests().get(0).request().valid()).isFalse();
    }

    private int rawStatus(String queryString) throws IOException {
        try (RawConnection raw = new RawConnection(datadog.port())) {
            raw.send("GET " + DatadogClient.LIST + "?" + queryString + " HTTP/1.1\r\nHost: localhost\r\nDD-API-KEY: "
                    + SimulatedDatadog.API_KEY + "\r\nDD-APPLICATION-KEY: " + SimulatedDatadog.APPLICATION_KEY
                    + "\r\n\r\n");
            return raw.readStatus();
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"page\":{\"cursor\":\"x\"}}",
                "{\"data\":[]}",
                "{\"data\":{\"attributes\":{\"filter\":5}}}",
                "{\"data\":{\"attributes\":{\"query\":\"x\"}}}",
                "{\"data\":{\"attributes\":{\"page\":{\"limit\":\"5\"}}}}",
                "{\"data\":{\"attributes\":{\"page\":{\"limit\":151}}}}",
                "{\"data\":{\"attributes\":{\"page\":{\"size\":5}}}}",
                "{\"data\":{\"attributes\":{\"sort\":\"@severity\"}}}"
            })
    void aMalformedSearchIsRefusedAndRemembered(String body) throws IOException {
        assertThat(client.send(client.post(DatadogClient.SEARCH, body)).statusCode())
                .isEqualTo(400);
        assertThat(datadog.history().requests().get(0).request().valid()).isFalse();
    }

    @Test
    void aSearchWithoutDataIsToldSoInTheRecordedWords() throws IOException {
        HttpResponse<String> response =
                client.send(client.post(DatadogClient.SEARCH, "{\"page\":{\"cursor\":\"none\"}}"));

        assertThat(json(response).at("/errors/0/detail").asText())
                .isEqualTo(
                        "document is missing required top-level members; must have one of: \"data\", \"meta\", \"errors\"");
    }

    @Test
    void aCursorThatSomebodyAlteredIsRefused() throws IOException {
        List<String> ids = datadog.addFindings(3);
        String cursor =
                json(client.list("page%5Blimit%5D=1")).at("/meta/page/after").asText();
        String plain = new String(Base64.getUrlDecoder().decode(cursor), StandardCharsets.UTF_8);
        String first = ids.stream().filter(plain::contains).findFirst().orElseThrow();
        String altered = Base64.getUrlEncoder()
                .encodeToString(plain.replace(first, "a" + first).getBytes(StandardCharsets.UTF_8));

        assertThat(client.list("page%5Bcursor%5D=" + encode(cursor)).statusCode())
                .isEqualTo(200);
        assertThat(client.list("page%5Bcursor%5D=" + encode(altered)).statusCode())
                .isEqualTo(400);
    }

    @Test
    void aFindingWhoseDetectionChangedIsListedOnceAtItsNewPlace() throws IOException {
        List<String> ids = datadog.addFindings(3);
        clock.advanceSeconds(60);
        datadog.resolveFinding(ids.get(2));

        assertThat(ids(client.list(""))).hasSize(3).startsWith(ids.get(2));
    }

    @Test
    void aNewFindingIsFoundAtOnceUnlessItHasALagOfItsOwn() throws IOException {
        datadog.indexLag(Duration.ofSeconds(60));
        SimulatedFinding late = SimulatedFinding.builderFor("late~one").build();
        datadog.indexLag(late.id(), Duration.ofSeconds(10));
        datadog.addFinding(late);
        String prompt = datadog.addFindings(1).get(0);

        assertThat(ids(client.list(""))).containsExactly(prompt);
        clock.advanceSeconds(10);
        assertThat(ids(client.list(""))).containsExactlyInAnyOrder(prompt, late.id());
    }
}
