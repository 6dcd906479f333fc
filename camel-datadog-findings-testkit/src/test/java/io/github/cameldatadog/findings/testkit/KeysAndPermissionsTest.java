package io.github.cameldatadog.findings.testkit;

import static io.github.cameldatadog.findings.testkit.DatadogClient.json;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.cameldatadog.findings.testkit.finding.SimulatedFinding;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class KeysAndPermissionsTest {

    private SimulatedDatadog datadog;
    private DatadogClient client;
    private String id;

    @BeforeEach
    void start() {
        datadog = SimulatedDatadog.start();
        client = new DatadogClient(datadog);
        id = datadog.addFinding(SimulatedFinding.builderFor("a~b").build());
    }

    @AfterEach
    void stop() {
        datadog.close();
    }

    @Test
    void theApiKeyIsValidatedWithoutAnApplicationKey() throws IOException {
        HttpResponse<String> response = client.send(with("/api/v1/validate", SimulatedDatadog.API_KEY, null));

        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(json(response)).isEqualTo(json("{\"valid\":true}"));
        assertThat(datadog.history().requests(Operation.VALIDATE)).hasSize(1);
    }

    @Test
    void aWrongKeyIsForbiddenButNoFaultOfTheRequest() throws IOException {
        assertForbidden(client.send(with("/api/v1/validate", "wrong", null)));
        assertForbidden(client.send(with(DatadogClient.LIST, "wrong", SimulatedDatadog.APPLICATION_KEY)));
        assertForbidden(client.send(with(DatadogClient.LIST, SimulatedDatadog.API_KEY, "wrong")));

        assertThat(datadog.history().requests()).allMatch(one -> one.request().valid());
    }

    @Test
    void aMissingKeyIsForbiddenAndAFaultOfTheRequest() throws IOException {
        assertForbidden(client.send(with(DatadogClient.LIST, null, SimulatedDatadog.APPLICATION_KEY)));
        assertForbidden(client.send(with(DatadogClient.LIST, SimulatedDatadog.API_KEY, null)));

        assertThat(datadog.history().requests()).noneMatch(one -> one.request().valid());
    }

    @Test
    void aKeyWithoutThePermissionToCreateIsForbiddenToCreateOnly() throws IOException {
        datadog.withdrawPermission(Operation.CREATE);

        assertForbidden(client.createFor(List.of(id)));
        assertThat(client.search("").statusCode()).isEqualTo(200);
        datadog.grantPermission(Operation.CREATE);
        assertThat(client.createFor(List.of(id)).statusCode()).isEqualTo(201);
    }

    @Test
    void aKeyWithoutThePermissionToSearchIsForbiddenToSearchAndToList() throws IOException {
        datadog.withdrawPermission(Operation.SEARCH);

        assertForbidden(client.search(""));
        assertForbidden(client.list(""));
        assertThat(client.createFor(List.of(id)).statusCode()).isEqualTo(201);
    }

    @Test
    void noKeyAppearsInWords() throws IOException {
        client.createFor(List.of(id));

        String words = datadog.history() + " " + datadog + " "
                + datadog.history().requests().get(0).request().headers() + " "
                + SimulatedDatadog.builder().settings();
        assertThat(words).doesNotContain(SimulatedDatadog.API_KEY).doesNotContain(SimulatedDatadog.APPLICATION_KEY);
    }

    @Test
    void eachApplicationKeyIsAUserOfItsOwn() throws IOException {
        try (SimulatedDatadog two = SimulatedDatadog.builder()
                .applicationKey(SimulatedDatadog.APPLICATION_KEY, "first")
                .applicationKey("second-key", "second")
                .project("p", "OTHER")
                .project(SimulatedDatadog.PROJECT_ID, "SECOPS")
                .start()) {
            List<String> ids = two.addFindings(2);
            DatadogClient sender = new DatadogClient(two);
            sender.createFor(List.of(ids.get(0)));
            HttpRequest.Builder second = sender.post(
                    DatadogClient.CREATE,
                    DatadogClient.tickets(List.of(ids.get(1))).toString());
            sender.send(second.setHeader("DD-APPLICATION-KEY", "second-key"));

            assertThat(two.history().tickets()).extracting("creator").containsExactly("first", "second");
            assertThat(two.history().tickets()).extracting("creatorId").doesNotHaveDuplicates();
        }
    }

    @Test
    void aRotatedApiKeyIsRefusedAndTheNewOneAccepted() throws IOException {
        datadog.acceptApiKey("new-api-key");
        assertThat(validate(SimulatedDatadog.API_KEY).statusCode()).isEqualTo(200);
        assertThat(validate("new-api-key").statusCode()).isEqualTo(200);

        datadog.refuseApiKey(SimulatedDatadog.API_KEY);

        assertForbidden(validate(SimulatedDatadog.API_KEY));
        assertForbidden(client.createFor(List.of(id)));
        assertThat(validate("new-api-key").statusCode()).isEqualTo(200);
        assertThat(datadog.history().requests()).allMatch(one -> one.request().valid());
    }

    @Test
    void aRotatedApplicationKeyIsRefusedAndTheNewOneActsAsTheSameUser() throws IOException {
        client.createFor(List.of(id));
        String next = datadog.addFinding(SimulatedFinding.builderFor("c~d").build());
        datadog.acceptApplicationKey("new-application-key", "service");
        datadog.refuseApplicationKey(SimulatedDatadog.APPLICATION_KEY);
        String body = DatadogClient.tickets(List.of(next)).toString();

        assertForbidden(client.create(body));
        HttpRequest.Builder renewed = client.post(DatadogClient.CREATE, body);
        HttpResponse<String> response = client.send(renewed.setHeader("DD-APPLICATION-KEY", "new-application-key"));

        assertThat(response.statusCode()).isEqualTo(201);
        assertThat(datadog.history().tickets()).hasSize(2);
        assertThat(datadog.history().tickets().get(0).creatorId())
                .isEqualTo(datadog.history().tickets().get(1).creatorId());
    }

    @Test
    void aBlankKeyIsNeverGood() {
        assertThatThrownBy(() -> datadog.acceptApiKey(" ")).hasMessageContaining("blank");
        assertThatThrownBy(() -> datadog.acceptApplicationKey("", "service")).hasMessageContaining("blank");
    }

    private HttpResponse<String> validate(String apiKey) throws IOException {
        return client.send(with("/api/v1/validate", apiKey, null));
    }

    private static void assertForbidden(HttpResponse<String> response) {
        assertThat(response.statusCode()).isEqualTo(403);
        assertThat(json(response)).isEqualTo(json("{\"errors\":[\"Forbidden\"]}"));
    }

    private HttpRequest.Builder with(String path, String apiKey, String applicationKey) {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(datadog.baseUrl() + path));
        if (apiKey != null) {
            request.header("DD-API-KEY", apiKey);
        }
        if (applicationKey != null) {
            request.header("DD-APPLICATION-KEY", applicationKey);
        }
        return request;
    }
}
