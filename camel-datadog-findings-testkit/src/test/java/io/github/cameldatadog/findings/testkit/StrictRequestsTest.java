package io.github.cameldatadog.findings.testkit;

import static io.github.cameldatadog.findings.testkit.DatadogClient.json;
import static io.github.cameldatadog.findings.testkit.DatadogClient.tickets;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class StrictRequestsTest {

    private SimulatedDatadog datadog;
    private DatadogClient client;
    private List<String> ids;

    @BeforeEach
    void start() {
        datadog = SimulatedDatadog.start();
        client = new DatadogClient(datadog);
        ids = datadog.addFindings(60);
    }

    @AfterEach
    void stop() {
        datadog.close();
    }

    static Stream<Arguments> violations() {
        return Stream.of(
                spoilt(
                        "an id as number",
                        body -> finding(body).put("id", 5),
                        "data[0].relationships.findings.data[0].id"),
                spoilt("an empty finding id", body -> finding(body).put("id", " "), ".id must not be empty"),
                spoilt("the type findings are read with", body -> finding(body).put("type", "finding"), "\"findings\""),
                spoilt("no finding type", body -> finding(body).remove("type"), "lacks the required member \"type\""),
                spoilt("a finding's unknown member", body -> finding(body).put("severity", "high"), "\"severity\""),
                spoilt("a finding that is a string", body -> findings(body).add("id"), "must be an object"),
                spoilt("no finding", body -> findings(body).removeAll(), "no finding provided"),
                spoilt("no findings data", body -> relation(body, "findings").remove("data"), "no finding provided"),
                spoilt("findings as object", body -> relation(body, "findings").putObject("data"), "must be an array"),
                spoilt("no findings", body -> relationships(body).remove("findings"), "\"findings\""),
                spoilt(
                        "a finding twice",
                        body -> findings(body).add(finding(body).deepCopy()),
                        "duplicate finding"),
                spoilt("an unknown relationship", body -> relationships(body).putObject("user"), "\"user\""),
                spoilt("no project", body -> relationships(body).remove("project"), "\"project\""),
                spoilt("project null", body -> relationships(body).putNull("project"), "must be an object but is null"),
                spoilt("project type", body -> project(body).put("type", "project"), "\"projects\""),
                spoilt("empty project id", body -> project(body).put("id", ""), ".id must not be empty"),
                spoilt("an unknown project member", body -> project(body).put("key", "X"), "\"key\""),
                spoilt(
                        "a project beside data",
                        body -> relation(body, "project").put("id", "x"),
                        "\"id\""),
                spoilt(
                        "an unknown priority",
                        body -> attributes(body).put("priority", "P6"),
                        "priority must be one of"),
                spoilt("priority in lower case", body -> attributes(body).put("priority", "p1"), "priority must be"),
                spoilt("a title that is null", body -> attributes(body).putNull("title"), "title must be a string"),
                spoilt(
                        "a description that is a number",
                        body -> attributes(body).put("description", 1),
                        "description"),
                spoilt("an empty assignee", body -> attributes(body).put("assignee_id", ""), "assignee_id"),
                spoilt("an unknown attribute", body -> attributes(body).put("labels", "x"), "\"labels\""),
                spoilt("attributes as list", body -> ticket(body).putArray("attributes"), "must be an object"),
                spoilt("no relationships", body -> ticket(body).remove("relationships"), "\"relationships\""),
                spoilt("no ticket type", body -> ticket(body).remove("type"), "\"type\""),
                spoilt("another ticket type", body -> ticket(body).put("type", "cases"), "\"servicenow_tickets\""),
                spoilt("a ticket with an id", body -> ticket(body).put("id", "1"), "unknown member \"id\""),
                spoilt("a ticket that is text", body -> ((ArrayNode) body.get("data")).add("x"), "must be an object"),
                spoilt("no ticket", body -> ((ArrayNode) body.get("data")).removeAll(), "no ticket provided"),
                spoilt("data as object", body -> body.putObject("data"), "data must be an array"),
                spoilt("no data", body -> body.remove("data"), "missing required top-level members"),
                spoilt("meta beside data", body -> body.putObject("meta"), "unknown member \"meta\""));
    }

    private static Arguments spoilt(String name, Consumer<ObjectNode> spoil, String detail) {
        return Arguments.of(Named.of(name, spoil), detail);
    }

    @ParameterizedTest
    @MethodSource("violations")
    void aRequestAgainstTheSpecificationIsRefusedAndRemembered(Consumer<ObjectNode> spoil, String detail)
            throws IOException {
        ObjectNode body = tickets(List.of(ids.get(0)));
        spoil.accept(body);

        HttpResponse<String> response = client.create(body);

        assertThat(response.statusCode()).isEqualTo(400);
        assertThat(response.headers().firstValue("Content-Type")).contains("application/vnd.api+json");
        assertThat(json(response).at("/errors/0/status").asText()).isEqualTo("400");
        assertThat(json(response).at("/errors/0/detail").asText()).contains(detail);
        assertThat(datadog.history().cases()).isEmpty();
        assertThat(datadog.history().requests().get(0).request().violation().orElseThrow())
                .contains(detail);
    }

    @Test
    void fiftyOneFindingsOnATicketAreTooMany() throws IOException {
        assertThat(client.createFor(ids.subList(0, 51)).statusCode()).isEqualTo(400);
        assertThat(client.createFor(ids.subList(0, 50)).statusCode()).isEqualTo(201);
    }

    @Test
    void fiftyOneTicketsInARequestAreTooMany() throws IOException {
        List<List<String>> tickets = new ArrayList<>();
        for (String id : ids.subList(0, 51)) {
            tickets.add(List.of(id));
        }
        @SuppressWarnings("unchecked")
        List<String>[] all = tickets.toArray(List[]::new);

        assertThat(client.createFor(all).statusCode()).isEqualTo(400);
        assertThat(datadog.history().cases()).isEmpty();
    }

    @Test
    void aFindingOnTwoTicketsOfOneRequestIsRefused() throws IOException {
        HttpResponse<String> response = client.createFor(ids.subList(0, 2), ids.subList(1, 3));

        assertThat(response.statusCode()).isEqualTo(400);
        assertThat(response.body()).contains("data[1].relationships.findings.data[0] repeats data[0]");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "{", "[]", "null", "{\"data\":[],}", "{\"data\":[]} x", "{\"data\":[],\"data\":[]}", "data"})
    void malformedJsonIsRefused(String body) throws IOException {
        assertThat(client.create(body).statusCode()).isEqualTo(400);
        assertThat(datadog.history().requests().get(0).request().valid()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "text/plain",
                "application/vnd.api+json",
                "application/json-seq",
                "application/x-www-form-urlencoded"
            })
    void anotherContentTypeThanJsonIsRefused(String type) throws IOException {
        var request = client.request(DatadogClient.CREATE)
                .header("Content-Type", type)
                .POST(BodyPublishers.ofString(tickets(List.of(ids.get(0))).toString()));

        assertThat(client.send(request).statusCode()).isEqualTo(415);
        assertThat(datadog.history().requests().get(0).request().valid()).isFalse();
        assertThat(datadog.history().cases()).isEmpty();
    }

    @Test
    void aCharsetMayFollowTheContentType() throws IOException {
        var request = client.request(DatadogClient.CREATE)
                .header("Content-Type", "Application/JSON; charset=utf-8")
                .POST(BodyPublishers.ofString(tickets(List.of(ids.get(0))).toString()));

        assertThat(client.send(request).statusCode()).isEqualTo(201);
    }

    @ParameterizedTest
    @CsvSource({
        "POST, /api/v2/security/findings/servicenow_ticket, 404",
        "POST, /api/v2/security/findings/servicenow_tickets/, 404",
        "POST, //api/v2/security/findings/servicenow_tickets, 404",
        "POST, /api/v1/security/findings/servicenow_tickets, 404",
        "GET, /, 404",
        "GET, /api/v2/security/findings/servicenow_tickets, 405",
        "PUT, /api/v2/security/findings/servicenow_tickets, 405",
        "POST, /api/v2/security/findings, 405",
        "GET, /api/v2/security/findings/search, 405",
        "POST, /api/v1/validate, 405"
    })
    void anotherPathOrMethodIsRefused(String method, String path, int status) throws IOException {
        var request = client.request(path).method(method, BodyPublishers.ofString("{}"));

        assertThat(client.send(request).statusCode()).isEqualTo(status);
        assertThat(datadog.history().requests().get(0).request().valid()).isFalse();
        assertThat(datadog.history().requests(Operation.UNKNOWN)).hasSize(1);
    }

    @Test
    void aQueryStringOnACreateRequestIsRefused() throws IOException {
        var request = client.post(
                DatadogClient.CREATE + "?findingsPerTickt=5",
                tickets(List.of(ids.get(0))).toString());

        HttpResponse<String> response = client.send(request);

        assertThat(response.statusCode()).isEqualTo(400);
        assertThat(response.body()).contains("findingsPerTickt");
        assertThat(datadog.history().cases()).isEmpty();
    }

    @Test
    void aBodyThatIsTooLargeIsRefused() throws IOException {
        try (SimulatedDatadog small =
                SimulatedDatadog.builder().mostRequestBytes(200).start()) {
            String id = small.addFindings(1).get(0);

            assertThat(new DatadogClient(small).createFor(List.of(id)).statusCode())
                    .isEqualTo(413);
        }
    }

    private static ObjectNode ticket(ObjectNode body) {
        return (ObjectNode) body.at("/data/0");
    }

    private static ObjectNode attributes(ObjectNode body) {
        return ticket(body).withObject("/attributes");
    }

    private static ObjectNode relationships(ObjectNode body) {
        return (ObjectNode) ticket(body).get("relationships");
    }

    private static ObjectNode relation(ObjectNode body, String name) {
        return (ObjectNode) relationships(body).get(name);
    }

    private static ObjectNode project(ObjectNode body) {
        return (ObjectNode) relation(body, "project").get("data");
    }

    private static ArrayNode findings(ObjectNode body) {
        return (ArrayNode) relation(body, "findings").get("data");
    }

    private static ObjectNode finding(ObjectNode body) {
        return (ObjectNode) findings(body).get(0);
    }

    @Test
    void aMemberGivenTwiceIsRefused() throws IOException {
        String good = tickets(List.of(ids.get(0))).toString();

        assertThat(client.create(good.replaceFirst("\\{", "{\"data\":[],")).statusCode())
                .isEqualTo(400);
        assertThat(datadog.history().cases()).isEmpty();
    }

    @Test
    void anythingAfterTheDocumentIsRefused() throws IOException {
        String good = tickets(List.of(ids.get(0))).toString();

        assertThat(client.create(good + good).statusCode()).isEqualTo(400);
        assertThat(client.create(good + "x").statusCode()).isEqualTo(400);
        assertThat(client.create(good + "\r\n ").statusCode()).isEqualTo(201);
    }

    @Test
    void anEncodedBodyIsRefused() throws IOException {
        var request = client.post(
                        DatadogClient.CREATE, tickets(List.of(ids.get(0))).toString())
                .header("Content-Encoding", "gzip");

        assertThat(client.send(request).statusCode()).isEqualTo(415);
        assertThat(datadog.history().requests().get(0).request().valid()).isFalse();
    }
}
