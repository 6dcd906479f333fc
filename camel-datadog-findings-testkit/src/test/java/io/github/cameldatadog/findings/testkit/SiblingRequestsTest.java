package io.github.cameldatadog.findings.testkit;

import static io.github.cameldatadog.findings.testkit.DatadogClient.json;
import static io.github.cameldatadog.findings.testkit.DatadogRequests.CASES;
import static io.github.cameldatadog.findings.testkit.DatadogRequests.JIRA;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.cameldatadog.findings.testkit.fault.Fault;
import java.io.IOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** What holds for all seven requests beside the creation of ServiceNow tickets. */
class SiblingRequestsTest {

    private static final String URL =
            "https://acme.service-now.com/incident.do?sys_id=00112233445566778899aabbccddeeff";

    private SimulatedDatadog datadog;
    private DatadogClient client;
    private DatadogRequests requests;
    private List<String> ids;
    private String caseId;

    /** One good request of each kind. */
    private enum Kind {
        CREATE_CASES("POST", CASES, 201),
        CREATE_JIRA_ISSUES("POST", JIRA, 201),
        ATTACH_SERVICENOW_TICKET("PATCH", DatadogClient.CREATE, 200),
        ATTACH_CASE("PATCH", CASES + "/{}", 200),
        ATTACH_JIRA_ISSUE("PATCH", JIRA, 200),
        DETACH("DELETE", CASES, 204),
        MUTE("PATCH", DatadogRequests.MUTE, 202);

        private final String method;
        private final String path;
        private final int success;

        Kind(String method, String path, int success) {
            this.method = method;
            this.path = path;
            this.success = success;
        }

        Operation operation() {
            return Operation.valueOf(name());
        }

        ObjectNode body(String caseId, List<String> ids) {
            return switch (this) {
                case CREATE_CASES -> DatadogRequests.creation("cases", ids);
                case CREATE_JIRA_ISSUES -> DatadogRequests.creation("jira_issues", ids);
                case ATTACH_SERVICENOW_TICKET -> DatadogRequests.toServiceNow(URL, ids);
                case ATTACH_CASE -> DatadogRequests.toCase(caseId, ids);
                case ATTACH_JIRA_ISSUE -> DatadogRequests.toJira("https://acme.atlassian.net/browse/SEC-1", ids);
                case DETACH -> DatadogRequests.about("cases", ids);
                case MUTE -> DatadogRequests.muting(true, "OTHER", ids);
            };
        }
    }

    @BeforeEach
    void start() {
        datadog = SimulatedDatadog.start();
        client = new DatadogClient(datadog);
        requests = new DatadogRequests(client);
        ids = datadog.addFindings(102);
        caseId = datadog.actor("alice").attachToNewCase(ids.get(101));
    }

    @AfterEach
    void stop() {
        datadog.close();
    }

    private HttpResponse<String> send(Kind kind, ObjectNode body) throws IOException {
        return requests.send(kind.method, kind.path.replace("{}", caseId), body);
    }

    private ObjectNode good(Kind kind) {
        return kind.body(caseId, ids.subList(0, 2));
    }

    @ParameterizedTest
    @EnumSource
    void aGoodRequestIsValidTakesEffectAndIsRemembered(Kind kind) throws IOException {
        HttpResponse<String> response = send(kind, good(kind));

        assertThat(response.statusCode()).isEqualTo(kind.success);
        assertThat(response.headers().firstValue("Date")).isPresent();
        assertThat(response.headers().firstValue("X-Request-Id")).isPresent();
        var record = datadog.history().requests(kind.operation()).get(0);
        assertThat(record.request().violation()).isEmpty();
        assertThat(record.tookEffect()).isTrue();
        assertThat(record.request().findingIds()).isEqualTo(ids.subList(0, 2));
    }

    static Stream<Arguments> violations() {
        return Stream.of(Kind.values())
                .flatMap(kind -> Stream.of(
                        spoilt(kind, body -> element(body).put("type", "other"), ".type must be"),
                        spoilt(kind, body -> element(body).remove("type"), "\"type\""),
                        spoilt(kind, body -> element(body).put("odd", 1), "unknown member \"odd\""),
                        spoilt(kind, body -> body.put("odd", 1), "unknown member \"odd\""),
                        spoilt(kind, body -> body.remove("data"), "missing required top-level members"),
                        spoilt(kind, body -> body.put("data", "x"), "data must be an"),
                        spoilt(kind, body -> element(body).remove("relationships"), "\"relationships\""),
                        spoilt(kind, body -> relationships(body).putObject("user"), "unknown member \"user\""),
                        spoilt(kind, body -> relationships(body).remove("findings"), "\"findings\""),
                        spoilt(
                                kind,
                                body -> relationships(body)
                                        .putObject("findings")
                                        .putArray("data"),
                                "no finding provided"),
                        spoilt(kind, body -> finding(body).put("type", "finding"), "must be \"findings\""),
                        spoilt(kind, body -> finding(body).put("id", ""), ".id must not be empty"),
                        spoilt(kind, body -> finding(body).put("id", secondId(body)), "duplicate finding")));
    }

    private static Arguments spoilt(Kind kind, Consumer<ObjectNode> spoil, String detail) {
        return Arguments.of(kind, spoil, detail);
    }

    private static ObjectNode element(ObjectNode body) {
        return (ObjectNode) (body.at("/data").isArray() ? body.at("/data/0") : body.at("/data"));
    }

    private static ObjectNode relationships(ObjectNode body) {
        return (ObjectNode) element(body).get("relationships");
    }

    private static ObjectNode finding(ObjectNode body) {
        return (ObjectNode) relationships(body).at("/findings/data/0");
    }

    private static String secondId(ObjectNode body) {
        return relationships(body).at("/findings/data/1/id").asText();
    }

    @ParameterizedTest
    @MethodSource("violations")
    void whatIsNotByTheSpecificationIsRefused(Kind kind, Consumer<ObjectNode> spoil, String detail) throws IOException {
        ObjectNode body = good(kind);
        spoil.accept(body);

        HttpResponse<String> response = send(kind, body);

        assertThat(response.statusCode()).isEqualTo(400);
        assertThat(json(response).at("/errors/0/detail").asText()).contains(detail);
        assertThat(datadog.history().requests().get(0).request().valid()).isFalse();
        assertThat(datadog.history().requests().get(0).tookEffect()).isFalse();
    }

    static Stream<Arguments> violationsOfOneKind() {
        return Stream.of(
                spoilt(Kind.ATTACH_CASE, body -> element(body).put("id", "another"), "data.id must be the case"),
                spoilt(Kind.ATTACH_CASE, body -> element(body).remove("id"), "\"id\""),
                spoilt(Kind.ATTACH_CASE, body -> relationships(body).putObject("project"), "\"project\""),
                spoilt(Kind.DETACH, body -> element(body).put("id", "x"), "\"id\""),
                spoilt(Kind.DETACH, body -> element(body).putObject("attributes"), "\"attributes\""),
                spoilt(Kind.ATTACH_SERVICENOW_TICKET, body -> element(body).remove("attributes"), "\"attributes\""),
                spoilt(
                        Kind.ATTACH_SERVICENOW_TICKET,
                        body -> element(body).putObject("attributes"),
                        "\"servicenow_ticket_url\""),
                spoilt(
                        Kind.ATTACH_SERVICENOW_TICKET,
                        body -> body.withObject("/data/attributes").put("title", "x"),
                        "\"title\""),
                spoilt(
                        Kind.ATTACH_SERVICENOW_TICKET,
                        body -> body.withObject("/data/attributes").put("servicenow_ticket_url", 5),
                        "must be a string"),
                spoilt(Kind.ATTACH_JIRA_ISSUE, body -> relationships(body).remove("project"), "\"project\""),
                spoilt(
                        Kind.ATTACH_JIRA_ISSUE,
                        body -> body.withObject("/data/relationships/project/data")
                                .put("type", "project"),
                        "\"projects\""),
                spoilt(Kind.CREATE_CASES, body -> element(body).withObject("/attributes/fields"), "\"fields\""),
                spoilt(
                        Kind.CREATE_JIRA_ISSUES,
                        body -> element(body).withObject("/attributes").put("fields", "x"),
                        "fields must be an object"),
                spoilt(Kind.CREATE_JIRA_ISSUES, body -> relationships(body).remove("project"), "\"project\""),
                spoilt(Kind.MUTE, body -> element(body).remove("attributes"), "\"attributes\""),
                spoilt(Kind.MUTE, body -> body.withObject("/data/attributes").remove("mute"), "\"mute\""),
                spoilt(Kind.MUTE, body -> body.withObject("/data/attributes").put("muted", true), "\"muted\""),
                spoilt(Kind.MUTE, body -> element(body).put("id", ""), "id must not be empty"),
                spoilt(Kind.MUTE, body -> mute(body).remove("reason"), "\"reason\""),
                spoilt(Kind.MUTE, body -> mute(body).remove("is_muted"), "\"is_muted\""),
                spoilt(Kind.MUTE, body -> mute(body).put("is_muted", "true"), "must be true or false"),
                spoilt(Kind.MUTE, body -> mute(body).put("until", 1), "\"until\""),
                spoilt(Kind.MUTE, body -> mute(body).put("expire_at", "2027-01-01"), "milliseconds since 1970"),
                spoilt(Kind.MUTE, body -> mute(body).put("expire_at", 1.5), "milliseconds since 1970"),
                spoilt(Kind.MUTE, body -> mute(body).put("description", 5), "description must be a string"));
    }

    private static ObjectNode mute(ObjectNode body) {
        return (ObjectNode) body.at("/data/attributes/mute");
    }

    @ParameterizedTest
    @MethodSource("violationsOfOneKind")
    void whatOneKindOfRequestDoesNotAllowIsRefused(Kind kind, Consumer<ObjectNode> spoil, String detail)
            throws IOException {
        whatIsNotByTheSpecificationIsRefused(kind, spoil, detail);
    }

    @ParameterizedTest
    @EnumSource
    void thereIsAMostNumberOfFindings(Kind kind) throws IOException {
        int most = kind == Kind.MUTE ? 100 : 50;

        assertThat(send(kind, kind.body(caseId, ids.subList(0, most + 1))).statusCode())
                .isEqualTo(400);
        assertThat(send(kind, kind.body(caseId, ids.subList(0, most))).statusCode())
                .isEqualTo(kind.success);
    }

    @ParameterizedTest
    @EnumSource
    void aStaleFindingIsNotFound(Kind kind) throws IOException {
        HttpResponse<String> response = send(kind, kind.body(caseId, List.of(ids.get(0), "no-such-finding")));

        assertThat(response.statusCode()).isEqualTo(404);
        assertThat(json(response).at("/errors/0/detail").asText()).isEqualTo("finding not found");
        assertThat(datadog.history().requests().get(0).request().valid()).isTrue();
    }

    @ParameterizedTest
    @EnumSource
    void thePermissionToChangeFindingsIsOneAndKeysAreNeeded(Kind kind) throws IOException {
        datadog.withdrawPermission(Operation.CREATE);
        assertThat(send(kind, good(kind)).statusCode()).isEqualTo(403);
        datadog.grantPermission(kind.operation());
        assertThat(send(kind, good(kind)).statusCode()).isEqualTo(kind.success);
        datadog.withdrawPermission(kind.operation());
        assertThat(client.createFor(ids.subList(5, 6)).statusCode()).isEqualTo(403);
        assertThat(client.search("").statusCode()).isEqualTo(200);

        datadog.refuseApplicationKey(SimulatedDatadog.APPLICATION_KEY);
        assertThat(send(kind, good(kind)).statusCode()).isEqualTo(403);
    }

    @ParameterizedTest
    @EnumSource
    void aRateLimitHolds(Kind kind) throws IOException {
        datadog.rateLimit(1, Duration.ofDays(30), kind.operation(), Operation.CREATE);

        HttpResponse<String> first = send(kind, good(kind));

        assertThat(first.headers().firstValue("X-RateLimit-Remaining")).contains("0");
        assertThat(send(kind, good(kind)).statusCode()).isEqualTo(429);
        assertThat(client.createFor(ids.subList(5, 6)).statusCode()).isEqualTo(429);
    }

    @ParameterizedTest
    @EnumSource
    void faultsBefallEveryKindOfRequest(Kind kind) throws IOException {
        datadog.faults().next(kind.operation(), Fault.status(503), Fault.statusAfterEffect(504), Fault.gzip());

        assertThat(send(kind, good(kind)).statusCode()).isEqualTo(503);
        assertThat(datadog.history().requests().get(0).tookEffect()).isFalse();
        assertThat(send(kind, good(kind)).statusCode()).isEqualTo(504);
        assertThat(datadog.history().requests().get(1).tookEffect()).isTrue();
        assertThat(send(kind, good(kind)).headers().firstValue("Content-Encoding"))
                .isEqualTo(kind == Kind.DETACH ? Optional.empty() : Optional.of("gzip"));
    }

    @ParameterizedTest
    @EnumSource
    void aFaultThatEditsAnAnswerFitsEveryKindOfAnswer(Kind kind) throws IOException {
        datadog.faults()
                .next(
                        kind.operation(),
                        Fault.missingCase(0),
                        Fault.missingInsight(0),
                        Fault.missingRows(ids.get(0)),
                        Fault.unknownMembers(),
                        Fault.nullMembers(),
                        Fault.successStatus(299));

        for (int i = 0; i < 5; i++) {
            assertThat(send(kind, good(kind)).statusCode()).isEqualTo(kind.success);
        }
        assertThat(send(kind, good(kind)).statusCode()).isEqualTo(299);
        assertThat(datadog.faults().remaining(kind.operation())).isZero();
    }

    @Test
    void anAttachmentsAnswerCanLackItsCase() throws IOException {
        datadog.faults().next(Operation.ATTACH_CASE, Fault.missingCase(0), Fault.missingInsight(0));

        assertThat(json(requests.attachToCase(caseId, ids.subList(0, 1)))
                        .get("data")
                        .isNull())
                .isTrue();
        assertThat(json(requests.attachToCase(caseId, ids.subList(0, 1))).at("/data/attributes/insights"))
                .hasSize(1);
    }

    @Test
    void aLateEffectComesWhenItIsReleased() throws IOException {
        datadog.faults().next(Operation.DETACH, Fault.lateEffect());
        var request = client.request(CASES)
                .timeout(Duration.ofMillis(300))
                .header("Content-Type", "application/json")
                .method(
                        "DELETE",
                        BodyPublishers.ofString(DatadogRequests.about("cases", ids.subList(101, 102))
                                .toString()));
        assertThatThrownBy(() -> client.send(request)).isInstanceOf(IOException.class);
        assertThat(datadog.currentCases(ids.get(101))).hasSize(1);

        assertThat(datadog.releaseLateEffects()).isEqualTo(1);

        assertThat(datadog.currentCases(ids.get(101))).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "PATCH, /api/v2/security/findings/cases, 405",
        "DELETE, /api/v2/security/findings/jira_issues, 405",
        "DELETE, /api/v2/security/findings/servicenow_tickets, 405",
        "POST, /api/v2/security/findings/mute, 405",
        "POST, /api/v2/security/findings/cases/x, 405",
        "DELETE, /api/v2/security/findings/cases/x, 405",
        "PATCH, /api/v2/security/findings/cases/, 404",
        "PATCH, /api/v2/security/findings/cases/x/y, 404",
        "PATCH, /api/v2/security/findings/jira_issues/x, 404"
    })
    void anotherPathOrMethodIsRefused(String method, String path, int status) throws IOException {
        var request = client.request(path).method(method, BodyPublishers.ofString("{}"));

        assertThat(client.send(request).statusCode()).isEqualTo(status);
        assertThat(datadog.history().requests(Operation.UNKNOWN)).hasSize(1);
    }

    @ParameterizedTest
    @EnumSource
    void anotherContentTypeOrAQueryStringIsRefused(Kind kind) throws IOException {
        String path = kind.path.replace("{}", caseId);
        String body = good(kind).toString();

        assertThat(client.send(client.request(path)
                                .header("Content-Type", "application/vnd.api+json")
                                .method(kind.method, BodyPublishers.ofString(body)))
                        .statusCode())
                .isEqualTo(415);
        assertThat(client.send(client.request(path + "?x=1")
                                .header("Content-Type", "application/json")
                                .method(kind.method, BodyPublishers.ofString(body)))
                        .statusCode())
                .isEqualTo(400);
        assertThat(datadog.history().requests()).noneMatch(one -> one.request().valid());
    }
}
