package io.github.cameldatadog.findings.testkit;

import static io.github.cameldatadog.findings.testkit.DatadogClient.ids;
import static io.github.cameldatadog.findings.testkit.DatadogClient.json;
import static io.github.cameldatadog.findings.testkit.DatadogClient.onlyFields;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.cameldatadog.findings.testkit.fault.Fault;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FaultsOfTheAnswerTest {

    private SimulatedDatadog datadog;
    private DatadogClient client;
    private List<String> ids;

    @BeforeEach
    void start() {
        datadog = SimulatedDatadog.start();
        client = new DatadogClient(datadog);
        ids = datadog.addFindings(6);
    }

    @AfterEach
    void stop() {
        datadog.close();
    }

    private HttpResponse<String> createThree(Fault fault) throws IOException {
        datadog.faults().next(Operation.CREATE, fault);
        return client.createFor(ids.subList(0, 2), ids.subList(2, 4), ids.subList(4, 6));
    }

    @ParameterizedTest
    @ValueSource(ints = {400, 403, 404, 413, 422, 429, 500, 502, 503, 504})
    void aGatewaysStatusMeansThatNothingHappened(int status) throws IOException {
        HttpResponse<String> response = createThree(Fault.status(status));

        assertThat(response.statusCode()).isEqualTo(status);
        assertThat(response.body()).isEmpty();
        assertThat(response.headers().firstValue("X-Request-Id")).isEmpty();
        assertThat(response.headers().firstValue("Date")).isEmpty();
        assertThat(datadog.history().cases()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(ints = {403, 500, 502, 503, 504})
    void aStatusAfterTheEffectHidesTheTickets(int status) throws IOException {
        assertThat(createThree(Fault.statusAfterEffect(status)).statusCode()).isEqualTo(status);
        assertThat(datadog.history().tickets()).hasSize(3);
    }

    @Test
    void errorsComeInEveryShape() throws IOException {
        HttpResponse<String> page = createThree(Fault.htmlPage(502));
        assertThat(page.headers().firstValue("Content-Type")).contains("text/html");
        assertThat(page.body()).startsWith("<html>");

        HttpResponse<String> strings = createThree(Fault.errorStrings(403, "Forbidden"));
        assertThat(strings.body()).isEqualTo("{\"errors\":[\"Forbidden\"]}");

        HttpResponse<String> plain = createThree(Fault.plainTextError(403, "Forbidden"));
        assertThat(plain.headers().firstValue("Content-Type")).contains("text/plain");
        assertThat(plain.body()).isEqualTo("{\"errors\":[{\"title\":\"Forbidden\"}]}");

        HttpResponse<String> detailed = createThree(Fault.error(422, "Unprocessable Entity", "no such reason"));
        assertThat(detailed.headers().firstValue("Content-Type")).contains("application/vnd.api+json");
        assertThat(json(detailed).at("/errors/0/detail").asText()).isEqualTo("no such reason");

        HttpResponse<String> own = createThree(Fault.status(418, "text/tea", "short and stout"));
        assertThat(own.body()).isEqualTo("short and stout");
        assertThat(datadog.history().cases()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(ints = {400, 404, 500})
    void aPartialEffectMakesTheFirstTicketsAndRefusesAll(int status) throws IOException {
        HttpResponse<String> response = createThree(Fault.partialEffect(2, status));

        assertThat(response.statusCode()).isEqualTo(status);
        assertThat(json(response).at("/errors/0/status").asText()).isEqualTo(Integer.toString(status));
        assertThat(datadog.history().tickets())
                .extracting("findingIds")
                .containsExactly(ids.subList(0, 2), ids.subList(2, 4));
        assertThat(datadog.history().requests().get(0).tookEffect()).isTrue();
    }

    @Test
    void aFailedServiceNowTicketLeavesItsCase() throws IOException {
        HttpResponse<String> response = createThree(Fault.serviceNowFailed(1));

        assertThat(response.statusCode()).isEqualTo(201);
        assertThat(ticketOf(response, ids.get(0)).path("status").asText()).isEqualTo("COMPLETED");
        assertThat(ticketOf(response, ids.get(2))).isEqualTo(json("{\"status\":\"FAILED\"}"));
        assertThat(datadog.history().tickets()).hasSize(3);
        assertThat(datadog.currentCase(ids.get(2)).orElseThrow().ticketStatus()).contains("FAILED");
        JsonNode shown =
                onlyFields(client.search("@finding_id:\"" + ids.get(2) + "\"")).at("/workflow/integrations/cases/0");
        assertThat(shown.path("status").asText()).isEqualTo("OPEN");
        assertThat(shown.has("servicenow_ticket")).isFalse();
    }

    @Test
    void allServiceNowTicketsFailIfNoneIsNamed() throws IOException {
        createThree(Fault.serviceNowFailed());

        assertThat(datadog.history().tickets()).extracting("ticketStatus").containsOnly(Optional.of("FAILED"));
    }

    @Test
    void anUndecidedTicketIsPendingOrNotThereAtAll() throws IOException {
        HttpResponse<String> pending = createThree(Fault.serviceNowPending(0));
        assertThat(ticketOf(pending, ids.get(0))).isEqualTo(json("{\"status\":\"PENDING\"}"));

        HttpResponse<String> absent = createThree(Fault.serviceNowAbsent(0));
        assertThat(ticketOf(absent, ids.get(0)).isMissingNode()).isTrue();
    }

    @Test
    void aCaseOrAnInsightCanBeMissingFromTheAnswerOnly() throws IOException {
        HttpResponse<String> withoutCase = createThree(Fault.missingCase(1));
        assertThat(json(withoutCase).path("data")).hasSize(2);
        assertThat(withoutCase.body()).doesNotContain(ids.get(2));
        assertThat(datadog.history().tickets()).hasSize(3);

        HttpResponse<String> withoutInsight = createThree(Fault.missingInsight(2));
        assertThat(json(withoutInsight).path("data")).hasSize(3);
        assertThat(withoutInsight.body()).contains(ids.get(5)).doesNotContain(ids.get(4));
        assertThat(datadog.currentCase(ids.get(4)).orElseThrow().attachedNow()).contains(ids.get(4));
    }

    @Test
    void aRowCanBeMissingFromASearchOnly() throws IOException {
        datadog.faults().next(Operation.SEARCH, Fault.missingRows(ids.get(3)));

        assertThat(ids(client.search(""))).hasSize(5).doesNotContain(ids.get(3));
        assertThat(ids(client.search(""))).hasSize(6).contains(ids.get(3));
    }

    @Test
    void garbageComesInPlaceOfJsonAfterTheEffect() throws IOException {
        HttpResponse<String> response = createThree(Fault.garbage());

        assertThat(response.statusCode()).isEqualTo(201);
        assertThatThrownBy(() -> json(response)).isInstanceOf(IllegalArgumentException.class);
        assertThat(datadog.history().tickets()).hasSize(3);
    }

    @Test
    void garbageDoesNotTurnARefusalIntoASuccess() throws IOException {
        datadog.faults().next(Operation.CREATE, Fault.garbage());

        assertThat(client.createFor(List.of("stale")).statusCode()).isEqualTo(404);
    }

    @Test
    void unknownAndNullMembersComeBesideTheKnownOnes() throws IOException {
        HttpResponse<String> unknown = createThree(Fault.unknownMembers());
        assertThat(json(unknown)
                        .at("/data/0/attributes/insights/0/something_new")
                        .isObject())
                .isTrue();
        assertThat(json(unknown).at("/data/0/attributes/key").asText()).startsWith("SECOPS-");

        HttpResponse<String> nulls = createThree(Fault.nullMembers());
        assertThat(json(nulls).at("/data/0/attributes/archived_at").isNull()).isTrue();
        assertThat(json(nulls).at("/data/0/relationships/modified_by").isNull()).isTrue();
        assertThat(json(nulls).at("/data/0/attributes/key").asText()).startsWith("SECOPS-");
    }

    @Test
    void editsOfASearchAnswerLeaveTheFindingsAlone() throws IOException {
        datadog.faults().next(Operation.SEARCH, Fault.unknownMembers());

        assertThat(client.search("").body()).contains("something_new");
        assertThat(client.search("").body()).doesNotContain("something_new");
    }

    @ParameterizedTest
    @ValueSource(ints = {200, 202, 204})
    void aSuccessCanHaveAnOddStatus(int status) throws IOException {
        HttpResponse<String> response = createThree(Fault.successStatus(status));

        assertThat(response.statusCode()).isEqualTo(status);
        assertThat(response.body().isEmpty()).isEqualTo(status == 204);
        assertThat(datadog.history().tickets()).hasSize(3);
    }

    @ParameterizedTest
    @ValueSource(ints = {301, 302, 307, 308})
    void aRedirectLeadsElsewhere(int status) throws IOException {
        HttpResponse<String> response = createThree(Fault.redirect(status, "http://127.0.0.1:9/elsewhere"));

        assertThat(response.statusCode()).isEqualTo(status);
        assertThat(response.headers().firstValue("Location")).contains("http://127.0.0.1:9/elsewhere");
        assertThat(datadog.history().cases()).isEmpty();
    }

    @Test
    void aGzippedAnswerComesUnasked() throws IOException, InterruptedException {
        datadog.faults().next(Operation.LIST, Fault.gzip());
        HttpResponse<byte[]> response = HttpClient.newHttpClient()
                .send(client.request(DatadogClient.LIST).build(), BodyHandlers.ofByteArray());

        assertThat(response.headers().firstValue("Content-Encoding")).contains("gzip");
        String text = new String(
                new GZIPInputStream(new ByteArrayInputStream(response.body())).readAllBytes(), StandardCharsets.UTF_8);
        assertThat(json(text).path("data")).hasSize(6);
    }

    @Test
    void anExpiredCursorIsToldAs400() throws IOException {
        datadog.faults().next(Operation.LIST, Fault.expiredCursor());

        HttpResponse<String> response = client.list("");
        assertThat(response.statusCode()).isEqualTo(400);
        assertThat(json(response).at("/errors/0/detail").asText()).isEqualTo("cursor has expired");
    }

    private static JsonNode ticketOf(HttpResponse<String> response, String findingId) {
        for (JsonNode one : json(response).path("data")) {
            JsonNode attributes = one.path("attributes");
            if (attributes.path("insights").findValuesAsText("resource_id").contains(findingId)) {
                return attributes.path("servicenow_ticket");
            }
        }
        throw new AssertionError(findingId + " is in no case of " + response.body());
    }

    @Test
    void aGatewaysAnswerAfterTheEffectHasNoHeaderOfTheApplication() throws IOException {
        HttpResponse<String> response = createThree(Fault.htmlPage(504).afterEffect());

        assertThat(response.headers().firstValue("X-Request-Id")).isEmpty();
        assertThat(response.headers().firstValue("Date")).isEmpty();
    }
}
