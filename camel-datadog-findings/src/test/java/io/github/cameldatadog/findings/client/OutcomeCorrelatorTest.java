package io.github.cameldatadog.findings.client;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.cameldatadog.findings.client.Answer.Broken;
import io.github.cameldatadog.findings.client.Answer.NotWritten;
import io.github.cameldatadog.findings.client.Answer.Received;
import io.github.cameldatadog.findings.ticket.Finding;
import io.github.cameldatadog.findings.ticket.TicketDraft;
import io.github.cameldatadog.findings.ticket.TicketOutcome;
import io.github.cameldatadog.findings.ticket.TicketOutcome.CaseOnly;
import io.github.cameldatadog.findings.ticket.TicketOutcome.Kind;
import io.github.cameldatadog.findings.ticket.TicketOutcome.NotSent;
import io.github.cameldatadog.findings.ticket.TicketOutcome.Rejected;
import io.github.cameldatadog.findings.ticket.TicketOutcome.Ticketed;
import io.github.cameldatadog.findings.ticket.TicketOutcome.Unknown;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class OutcomeCorrelatorTest {

    private static final String DONE = "\"servicenow_ticket\":{\"status\":\"COMPLETED\"}";
    private static final List<TicketDraft> ONE = List.of(draft("f1"));

    private final OutcomeCorrelator correlator = new OutcomeCorrelator("us5.datadoghq.com");

    @Test
    void findsEachFindingByItsIdAndNotByPosition() {
        var outcomes = correlate(
                List.of(draft("f1", "f2"), draft("f3")),
                received(201, created("c3", DONE, "f3"), created("c1", DONE, "f2", "f1")));

        assertThat(ticketOf(outcomes.get(0))).isEqualTo("KEY-c1");
        assertThat(ticketOf(outcomes.get(1))).isEqualTo("KEY-c3");
        assertThat(outcomes.get(0).parts().get(0).findings())
                .extracting(Finding::id)
                .containsExactly("f1", "f2");
    }

    @Test
    void takesA200WithReadableCasesToo() {
        assertThat(only(received(200, created("c1", DONE, "f1")))).isInstanceOf(Ticketed.class);
    }

    @Test
    void aFailedServiceNowTicketLeavesTheCase() {
        TicketOutcome outcome =
                only(received(201, created("c1", "\"servicenow_ticket\":{\"status\":\"FAILED\"}", "f1")));

        assertThat(outcome).isInstanceOf(CaseOnly.class);
        assertThat(outcome.reason()).contains("KEY-c1", "FAILED", "ServiceNow integration");
    }

    @ParameterizedTest
    @ValueSource(strings = {"\"servicenow_ticket\":{\"status\":\"PENDING\"}", "\"x\":1", "\"servicenow_ticket\":null"})
    void anUndecidedServiceNowTicketLeavesTheCase(String ticket) {
        TicketOutcome outcome = only(received(201, created("c1", ticket, "f1")));

        assertThat(outcome).isInstanceOf(CaseOnly.class);
        assertThat(outcome.reason()).contains("KEY-c1", "does not say");
    }

    @Test
    void aFindingThatTheAnswerDoesNotNameIsUnknown() {
        var outcomes = correlate(List.of(draft("f1", "f2")), received(201, created("c1", DONE, "f1", "stranger")));

        assertThat(outcomes.get(0).parts())
                .extracting(part -> part.outcome().kind())
                .containsExactly(Kind.TICKETED, Kind.UNKNOWN);
        assertThat(outcomes.get(0).parts().get(1).findings())
                .extracting(Finding::id)
                .containsExactly("f2");
    }

    @Test
    void aFindingOnTwoCasesIsUnknown() {
        TicketOutcome outcome = only(received(201, created("c1", DONE, "f1"), created("c2", DONE, "f1")));

        assertThat(outcome).isInstanceOf(Unknown.class);
        assertThat(outcome.reason()).contains("KEY-c1, KEY-c2");
    }

    @Test
    void theSameCaseNamedTwiceIsOneCase() {
        assertThat(only(received(201, created("c1", DONE, "f1"), created("c1", DONE, "f1"))))
                .isInstanceOf(Ticketed.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "{\"data\":[{\"id\":\"c1\",\"attri", "<html>OK</html>", "{}", "{\"data\":[]}"})
    void aSuccessThatCannotBeReadIsUnknown(String body) {
        assertThat(only(new Received(201, Map.of("x-request-id", List.of("r-7")), bytes(body))))
                .isInstanceOfSatisfying(Unknown.class, unknown -> assertThat(unknown.requestId())
                        .isEqualTo("r-7"));
    }

    @ParameterizedTest(name = "{0} is {1}, set-up {2}")
    @CsvSource({
        "100,UNKNOWN,",
        "202,UNKNOWN,",
        "204,UNKNOWN,",
        "206,UNKNOWN,",
        "300,UNKNOWN,",
        "301,REJECTED,true",
        "302,UNKNOWN,",
        "303,UNKNOWN,",
        "304,UNKNOWN,",
        "307,REJECTED,true",
        "308,REJECTED,true",
        "400,REJECTED,false",
        "401,REJECTED,true",
        "403,REJECTED,true",
        "404,REJECTED,true",
        "405,REJECTED,true",
        "407,REJECTED,true",
        "408,UNKNOWN,",
        "409,REJECTED,false",
        "413,REJECTED,false",
        "422,REJECTED,false",
        "429,NOT_SENT,",
        "499,UNKNOWN,",
        "500,UNKNOWN,",
        "502,UNKNOWN,",
        "503,UNKNOWN,",
        "504,UNKNOWN,",
        "999,UNKNOWN,",
        "0,UNKNOWN,"
    })
    void goesByTheStatus(int status, Kind kind, Boolean setUp) {
        // A body that would make tickets of a 201 must not make any of another status.
        byte[] body = received(201, created("c1", DONE, "f1")).body();
        TicketOutcome outcome = only(new Received(status, Map.of(), body));

        assertThat(outcome.kind()).isEqualTo(kind);
        if (outcome instanceof Rejected rejected) {
            assertThat(rejected.setUp()).isEqualTo(setUp);
            assertThat(rejected.status()).isEqualTo(status);
        }
    }

    @Test
    void aStaleFindingIsAboutTheDataAndAWrongProjectAboutTheSetUp() {
        Received finding = refused(404, "finding not found");
        Received project = refused(404, "project not found");

        assertThat(((Rejected) only(finding)).setUp()).isFalse();
        assertThat(Refusal.isAboutData(finding)).isTrue();
        assertThat(Refusal.refusesProject(finding)).isFalse();
        assertThat(((Rejected) only(project)).setUp()).isTrue();
        assertThat(only(project).reason()).contains("project not found", "option 'project'");
        assertThat(Refusal.isAboutData(project)).isFalse();
        assertThat(Refusal.refusesProject(project)).isTrue();
    }

    @ParameterizedTest
    @CsvSource({
        "400,true,false",
        "401,false,true",
        "403,false,true",
        "404,false,false",
        "422,true,false",
        "500,false,false"
    })
    void tellsRefusalsApart(int status, boolean data, boolean keys) {
        assertThat(Refusal.isAboutData(refused(status, "no"))).isEqualTo(data);
        assertThat(Refusal.refusesKeys(refused(status, "no"))).isEqualTo(keys);
        assertThat(Refusal.isAboutData(new Broken("reset", null))).isFalse();
        assertThat(Refusal.refusesKeys(new Broken("reset", null))).isFalse();
    }

    @Test
    void a403NamesSiteAndPermissions() {
        TicketOutcome outcome = only(new Received(
                403,
                Map.of("content-type", List.of("text/plain"), "x-request-id", List.of("r-1")),
                bytes("{\"errors\":[\"Forbidden\"]}")));

        assertThat(outcome.reason())
                .contains(
                        "403 \"Forbidden\"",
                        "us5.datadoghq.com",
                        "wrong site answers 403",
                        "security_monitoring_findings_write",
                        "appsec_vm_write",
                        "option 'site'");
        assertThat(((Rejected) outcome).requestId()).isEqualTo("r-1");
    }

    @Test
    void aRedirectIsNotFollowedAndShowsItsTargetAsTextOnly() {
        TicketOutcome outcome =
                only(new Received(307, Map.of("location", List.of("https://evil\n" + "x".repeat(900))), new byte[0]));

        assertThat(outcome.reason())
                .contains("https://evil x", "baseUrl")
                .doesNotContain("\n")
                .hasSizeLessThan(500);
    }

    @Test
    void whatWasNotWrittenIsNotSent() {
        assertThat(only(new NotWritten("connection refused by api.example", true, null)))
                .isEqualTo(new NotSent("connection refused by api.example"));
    }

    @Test
    void whatBrokeOffIsUnknown() {
        assertThat(only(new Broken("reset by peer", null)))
                .isEqualTo(new Unknown("No whole answer came: reset by peer", null));
    }

    @Test
    void saysWhyRetryingEnded() {
        var outcomes = correlator.correlate(ONE, delivery(refused(429, "slow down"), "gave up after 10 retries"));

        assertThat(outcomes.get(0).parts().get(0).outcome().reason()).contains("slow down", "gave up after 10 retries");
    }

    @Test
    void aDeliveryWithoutAnAnswerIsNotSent() {
        var outcomes = correlator.correlate(ONE, Delivery.notSent("no template", new IllegalStateException("boom")));

        assertThat(outcomes.get(0).parts().get(0).outcome())
                .isEqualTo(new NotSent("no template (java.lang.IllegalStateException: boom)"));
    }

    private TicketOutcome only(Answer answer) {
        List<DraftOutcome> outcomes = correlate(ONE, answer);
        assertThat(outcomes).hasSize(1);
        assertThat(outcomes.get(0).parts()).hasSize(1);
        return outcomes.get(0).parts().get(0).outcome();
    }

    private List<DraftOutcome> correlate(List<TicketDraft> sent, Answer answer) {
        return correlator.correlate(sent, delivery(answer, ""));
    }

    private static Delivery delivery(Answer answer, String ended) {
        return new Delivery(
                Optional.of(answer), ended, 1, Duration.ZERO, Optional.empty(), Optional.empty(), Optional.empty());
    }

    private static String ticketOf(DraftOutcome outcome) {
        assertThat(outcome.parts()).hasSize(1);
        return ((Ticketed) outcome.parts().get(0).outcome()).ticket().label();
    }

    private static TicketDraft draft(String... ids) {
        return TicketDraft.of(List.of(ids).stream().map(Finding::ofId).toList());
    }

    private static String created(String id, String ticket, String... findings) {
        StringBuilder insights = new StringBuilder();
        for (String finding : findings) {
            insights.append(insights.isEmpty() ? "" : ",").append("{\"resource_id\":\"" + finding + "\"}");
        }
        return "{\"id\":\"" + id + "\",\"attributes\":{\"key\":\"KEY-" + id + "\",\"insights\":[" + insights + "],"
                + ticket + "}}";
    }

    private static Received received(int status, String... cases) {
        return new Received(status, Map.of(), bytes("{\"data\":[" + String.join(",", cases) + "]}"));
    }

    private static Received refused(int status, String detail) {
        return new Received(status, Map.of(), bytes("{\"errors\":[{\"title\":\"No\",\"detail\":\"" + detail + "\"}]}"));
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
