package io.github.cameldatadog.findings.testkit;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** A plain client of the JDK, so that the tests see what any client sees. */
final class DatadogClient {

    static final String CREATE = "/api/v2/security/findings/servicenow_tickets";
    static final String SEARCH = "/api/v2/security/findings/search";
    static final String LIST = "/api/v2/security/findings";

    private static final JsonMapper MAPPER = new JsonMapper();

    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final String baseUrl;

    DatadogClient(SimulatedDatadog datadog) {
        this.baseUrl = datadog.baseUrl();
    }

    static JsonNode json(String text) {
        try {
            return MAPPER.readTree(text);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(text, e);
        }
    }

    static JsonNode json(HttpResponse<String> response) {
        return json(response.body());
    }

    /** A create request with one ticket for each list of findings. */
    @SafeVarargs
    static ObjectNode tickets(List<String>... tickets) {
        ObjectNode document = MAPPER.createObjectNode();
        ArrayNode data = document.putArray("data");
        for (List<String> findingIds : tickets) {
            ObjectNode ticket = data.addObject();
            ticket.put("type", "servicenow_tickets");
            ObjectNode relationships = ticket.putObject("relationships");
            ArrayNode findings = relationships.putObject("findings").putArray("data");
            findingIds.forEach(id -> findings.addObject().put("id", id).put("type", "findings"));
            relationships
                    .putObject("project")
                    .putObject("data")
                    .put("id", SimulatedDatadog.PROJECT_ID)
                    .put("type", "projects");
        }
        return document;
    }

    HttpRequest.Builder request(String target) {
        return HttpRequest.newBuilder(URI.create(baseUrl + target))
                .timeout(Duration.ofSeconds(20))
                .header("DD-API-KEY", SimulatedDatadog.API_KEY)
                .header("DD-APPLICATION-KEY", SimulatedDatadog.APPLICATION_KEY);
    }

    HttpRequest.Builder post(String target, String body) {
        return request(target)
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(body));
    }

    HttpResponse<String> send(HttpRequest.Builder request) throws IOException {
        try {
            return http.send(request.build(), BodyHandlers.ofString());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    HttpResponse<String> create(ObjectNode body) throws IOException {
        return create(body.toString());
    }

    HttpResponse<String> create(String body) throws IOException {
        return send(post(CREATE, body));
    }

    @SafeVarargs
    final HttpResponse<String> createFor(List<String>... tickets) throws IOException {
        return create(tickets(tickets));
    }

    HttpResponse<String> search(String filter) throws IOException {
        return search(filter, 100);
    }

    HttpResponse<String> search(String filter, int limit) throws IOException {
        ObjectNode document = MAPPER.createObjectNode();
        ObjectNode attributes = document.putObject("data").putObject("attributes");
        attributes.put("filter", filter).putObject("page").put("limit", limit);
        return send(post(SEARCH, document.toString()));
    }

    HttpResponse<String> list(String queryString) throws IOException {
        return send(request(LIST + (queryString.isEmpty() ? "" : "?" + queryString)));
    }

    static String encode(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    /** The ids of the elements of a search answer, in their order. */
    static List<String> ids(HttpResponse<String> response) {
        List<String> ids = new ArrayList<>();
        json(response)
                .path("data")
                .forEach(element -> ids.add(element.path("id").asText()));
        return ids;
    }

    /** The fields of the only element of a search answer in the recorded shape. */
    static JsonNode onlyFields(HttpResponse<String> response) {
        JsonNode data = json(response).path("data");
        if (data.size() != 1) {
            throw new AssertionError("expected one element: " + response.body());
        }
        return data.get(0).path("attributes").path("attributes").path("custom");
    }
}
