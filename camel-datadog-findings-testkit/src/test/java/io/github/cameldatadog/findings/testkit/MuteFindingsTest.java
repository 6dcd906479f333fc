package io.github.cameldatadog.findings.testkit;

import static io.github.cameldatadog.findings.testkit.DatadogClient.ids;
import static io.github.cameldatadog.findings.testkit.DatadogClient.json;
import static io.github.cameldatadog.findings.testkit.DatadogClient.onlyFields;
import static io.github.cameldatadog.findings.testkit.DatadogRequests.muting;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.cameldatadog.findings.testkit.fault.Fault;
import io.github.cameldatadog.findings.testkit.finding.SimulatedFinding;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MuteFindingsTest {

    private static final Instant NOW = Instant.parse("2026-03-04T05:06:07Z");

    private final SettableClock clock = new SettableClock(NOW);
    private SimulatedDatadog datadog;
    private DatadogClient client;
    private DatadogRequests requests;
    private String open;
    private String inProgress;
    private String resolved;

    @BeforeEach
    void start() {
        datadog = SimulatedDatadog.builder().clock(clock).start();
        client = new DatadogClient(datadog);
        requests = new DatadogRequests(client);
        open = add("a~b", "open");
        inProgress = add("c~d", "in-progress");
        resolved = add("e~f", "resolved");
    }

    private String add(String plainText, String status) {
        return datadog.addFinding(
                SimulatedFinding.builderFor(plainText).status(status).build());
    }

    @AfterEach
    void stop() {
        datadog.close();
    }

    @Test
    void mutingIsAcceptedAndClosesATicketWithoutAnyOtherOpenFinding() throws IOException {
        client.createFor(List.of(open, resolved));
        ObjectNode body = muting(true, "RISK_ACCEPTED", List.of(open));
        body.withObject("/data/attributes/mute").put("description", "Until the move.");

        HttpResponse<String> response = requests.mute(body);

        assertThat(response.statusCode()).isEqualTo(202);
        assertThat(response.headers().firstValue("Content-Type")).contains("application/vnd.api+json");
        assertThat(json(response).at("/data/type").asText()).isEqualTo("mute");
        assertThat(json(response).at("/data/id").asText()).matches("[0-9a-f-]{36}");
        var fields = onlyFields(client.search("@status:muted"));
        assertThat(fields.path("finding_id").asText()).isEqualTo(open);
        assertThat(fields.at("/workflow/mute"))
                .isEqualTo(
                        json("{\"is_muted\":true,\"reason\":\"RISK_ACCEPTED\",\"description\":\"Until the move.\"}"));
        assertThat(datadog.currentCase(open).orElseThrow().open()).isFalse();
    }

    @Test
    void unmutingGivesAFindingTheStatusItHad() throws IOException {
        requests.mute(muting(true, "FALSE_POSITIVE", List.of(open, inProgress, resolved)));
        assertThat(ids(client.search("@status:muted"))).containsExactlyInAnyOrder(open, inProgress);
        assertThat(ids(client.search("@workflow.mute.is_muted:true"))).hasSize(3);
        requests.mute(muting(true, "OTHER", List.of(inProgress)));

        requests.mute(muting(false, "HUMAN_ERROR", List.of(open, inProgress, resolved)));

        assertThat(ids(client.search("@status:open"))).containsExactly(open);
        assertThat(ids(client.search("@status:\"in-progress\""))).containsExactly(inProgress);
        assertThat(ids(client.search("@status:resolved"))).containsExactly(resolved);
        assertThat(ids(client.search("@workflow.mute.is_muted:true"))).isEmpty();
    }

    @Test
    void aMuteEndsAtItsTime() throws IOException {
        requests.mute(until(NOW.plusSeconds(60)));
        assertThat(onlyFields(client.search("@status:muted"))
                        .at("/workflow/mute/expire_at")
                        .asLong())
                .isEqualTo(NOW.plusSeconds(60).toEpochMilli());

        clock.advanceSeconds(59);
        assertThat(ids(client.search("@status:muted"))).containsExactly(open);
        clock.advanceSeconds(1);
        assertThat(ids(client.search("@status:muted"))).isEmpty();
        assertThat(ids(client.search("@status:open"))).containsExactly(open);
    }

    @Test
    void aLaterMuteForGoodOutlivesTheTimeOfTheFirst() throws IOException {
        requests.mute(until(NOW.plusSeconds(60)));
        requests.mute(muting(true, "NO_FIX", List.of(open)));

        clock.advanceSeconds(61);

        assertThat(ids(client.search("@status:muted"))).containsExactly(open);
    }

    @Test
    void theIndexSeesTheEndOfAMuteAfterItsLag() throws IOException {
        requests.mute(until(NOW.plusSeconds(60)));
        datadog.indexLag(Duration.ofSeconds(5));

        clock.advanceSeconds(62);
        assertThat(ids(client.search("@status:muted"))).containsExactly(open);
        clock.advanceSeconds(3);
        assertThat(ids(client.search("@status:muted"))).isEmpty();
    }

    @Test
    void aDateThatIsNotInTheFutureIsUnprocessable() throws IOException {
        HttpResponse<String> response = requests.mute(until(NOW));

        assertThat(response.statusCode()).isEqualTo(422);
        assertThat(json(response))
                .isEqualTo(json("{\"errors\":[{\"status\":\"422\",\"title\":\"Invalid Request\",\"detail\":\"Invalid"
                        + " expiration date. Please provide an expiration date in the future\"}]}"));
        assertThat(ids(client.search("@status:muted"))).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "true, PENDING_FIX, 202",
        "true, FALSE_POSITIVE, 202",
        "true, OTHER, 202",
        "true, NO_FIX, 202",
        "true, DUPLICATE, 202",
        "true, RISK_ACCEPTED, 202",
        "true, HUMAN_ERROR, 422",
        "true, ACCEPTED_RISK, 422",
        "true, other, 422",
        "false, NO_PENDING_FIX, 202",
        "false, HUMAN_ERROR, 202",
        "false, NO_LONGER_ACCEPTED_RISK, 202",
        "false, OTHER, 202",
        "false, PENDING_FIX, 422"
    })
    void theReasonHasToFit(boolean muted, String reason, int status) throws IOException {
        HttpResponse<String> response = requests.mute(muting(muted, reason, List.of(open)));

        assertThat(response.statusCode()).isEqualTo(status);
        assertThat(datadog.history().requests().get(0).request().valid()).isEqualTo(status == 202);
        assertThat(ids(client.search("@status:muted"))).hasSize(muted && status == 202 ? 1 : 0);
    }

    @Test
    void aDescriptionHasAtMost280Characters() throws IOException {
        ObjectNode body = muting(true, "OTHER", List.of(open));
        body.withObject("/data/attributes/mute").put("description", "x".repeat(280));
        assertThat(requests.mute(body).statusCode()).isEqualTo(202);

        body.withObject("/data/attributes/mute").put("description", "x".repeat(281));
        assertThat(requests.mute(body).statusCode()).isEqualTo(422);
    }

    @Test
    void aHundredFindingsCanBeMutedAtOnceAndNoMore() throws IOException {
        List<String> many = datadog.addFindings(101);

        assertThat(requests.mute(muting(true, "OTHER", many)).statusCode()).isEqualTo(400);
        assertThat(requests.mute(muting(true, "OTHER", many.subList(0, 100))).statusCode())
                .isEqualTo(202);
    }

    @Test
    void aStaleFindingRefusesTheWholeRequest() throws IOException {
        HttpResponse<String> response = requests.mute(muting(true, "OTHER", List.of(open, "no-such-finding")));

        assertThat(response.statusCode()).isEqualTo(404);
        assertThat(response.body()).contains("finding not found");
        assertThat(ids(client.search("@status:muted"))).isEmpty();
    }

    @Test
    void onlyTheFirstFindingsAreMutedWhenAFaultBreaksARequestOff() throws IOException {
        datadog.faults().next(Operation.MUTE, Fault.partialEffect(1, 500));

        assertThat(requests.mute(muting(true, "OTHER", List.of(open, inProgress)))
                        .statusCode())
                .isEqualTo(500);

        assertThat(ids(client.search("@status:muted"))).containsExactly(open);
    }

    @Test
    void anActorMutesForAWhile() throws IOException {
        datadog.actor("alice").mute(open, NOW.plusSeconds(5)).mute(inProgress);
        assertThat(ids(client.search("@status:muted"))).containsExactlyInAnyOrder(open, inProgress);

        clock.advanceSeconds(5);
        assertThat(datadog.findings())
                .extracting(SimulatedFinding::status)
                .containsExactly("open", "muted", "resolved");
        datadog.actor("bob").unmute(inProgress);

        assertThat(ids(client.search("@status:muted"))).isEmpty();
        assertThat(datadog.findings())
                .extracting(SimulatedFinding::status)
                .containsExactly("open", "in-progress", "resolved");
        assertThatThrownBy(() -> datadog.actor("alice").mute(open, clock.instant()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("2026-03-04T05:06:12Z");
    }

    private ObjectNode until(Instant time) {
        ObjectNode body = muting(true, "PENDING_FIX", List.of(open));
        body.withObject("/data/attributes/mute").put("expire_at", time.toEpochMilli());
        return body;
    }
}
