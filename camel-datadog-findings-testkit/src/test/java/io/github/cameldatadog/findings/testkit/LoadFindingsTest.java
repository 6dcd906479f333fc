package io.github.cameldatadog.findings.testkit;

import static io.github.cameldatadog.findings.testkit.DatadogClient.onlyFields;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.groups.Tuple.tuple;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.cameldatadog.findings.testkit.finding.LoadedFindings;
import io.github.cameldatadog.findings.testkit.finding.SimulatedFinding;
import io.github.cameldatadog.findings.testkit.history.CaseRecord;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LoadFindingsTest {

    private static final String SYS_ID = "00112233445566778899aabbccddeeff";
    private static final String URL = "https://acme.service-now.com/incident.do?sys_id=" + SYS_ID;

    private SimulatedDatadog datadog;
    private DatadogClient client;

    @BeforeEach
    void start() {
        datadog = SimulatedDatadog.start();
        client = new DatadogClient(datadog);
    }

    @AfterEach
    void stop() {
        datadog.close();
    }

    @Test
    void whatIsKnownOrHasNoUsableIdIsSkippedWithItsPlace() {
        datadog.addFinding(SimulatedFinding.builder("finding-1").severity("low").build());

        LoadedFindings loaded = datadog.load("{\"data\":[{\"id\":\"finding-1\"},{\"type\":\"finding\"},"
                + "{\"id\":\"finding-2\"},{\"id\":\"x\"},{\"finding_id\":\"finding-2\"},5]}");

        assertThat(loaded.ids()).containsExactly("finding-2");
        assertThat(loaded.skipped())
                .extracting(LoadedFindings.Skipped::position)
                .containsExactly(1, 2, 4, 5, 6);
        assertThat(loaded)
                .hasToString("1 finding(s) and 0 case(s) added, 5 element(s) skipped:"
                        + " element 1: there is a finding with the id finding-1 already;"
                        + " element 2: it has no usable id; element 4: it has no usable id;"
                        + " element 5: there is a finding with the id finding-2 already;"
                        + " element 6: it has no usable id");
        assertThat(datadog.findings()).hasSize(2);
        assertThat(datadog.findings().get(0).severity()).isEqualTo("low");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "finding-1\n\n<html>\nfinding-2\n",
                "{\"data\":[{\"type\":\"servicenow_tickets\",\"relationships\":{\"findings\":{\"data\":["
                        + "{\"id\":\"finding-1\",\"type\":\"findings\"},{\"id\":\"finding-2\"}]}}}]}"
            })
    void linesAndRequestsCanBeLoadedToo(String document) {
        assertThat(datadog.load(document).ids()).containsExactly("finding-1", "finding-2");
    }

    @ParameterizedTest
    @ValueSource(strings = {"[{\"id\":\"finding-1\"},", "{\"data\":["})
    void ofAMalformedDocumentNothingIsAdded(String document) {
        assertThatThrownBy(() -> datadog.load(document))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("no JSON");
        assertThat(datadog.findings()).isEmpty();
    }

    @Test
    void findingsAreOnTheCasesTheDocumentTellsOf() throws IOException {
        datadog.indexLag(Duration.ofDays(1));
        String told = "{\"id\":\"case-1\",\"key\":\"SECOPS-40\",\"status\":\"OPEN\",\"title\":\"From before\","
                + "\"created_at\":1700000000000,\"created_by\":{\"id\":\"user-9\"},"
                + "\"servicenow_ticket\":{\"sys_id\":\"" + SYS_ID + "\",\"table_name\":\"incident\",\"url\":\"" + URL
                + "\"}}";

        LoadedFindings loaded =
                datadog.load("[" + on("finding-1", told) + "," + on("finding-2", "[" + told + "]") + "]");

        assertThat(loaded.caseIds()).containsExactly("case-1");
        CaseRecord made = datadog.currentCase("finding-2").orElseThrow();
        assertThat(made.attachedNow()).containsExactly("finding-1", "finding-2");
        assertThat(made.kind()).isEqualTo(CaseKind.SERVICENOW);
        assertThat(made.createdAt()).isEqualTo(Instant.ofEpochMilli(1_700_000_000_000L));
        assertThat(made.creatorId()).isEqualTo("user-9");
        assertThat(made.ours()).isFalse();
        assertThat(made.open()).isTrue();
        JsonNode seen = onlyFields(client.search("@finding_id:\"finding-1\"")).at("/workflow/integrations/cases/0");
        assertThat(seen.path("id").asText()).isEqualTo("case-1");
        assertThat(seen.path("key").asText()).isEqualTo("SECOPS-40");
        assertThat(seen.path("title").asText()).isEqualTo("From before");
        assertThat(seen.at("/servicenow_ticket/sys_id").asText()).isEqualTo(SYS_ID);
        assertThat(datadog.history().tickets()).isEmpty();
    }

    @Test
    void whatIsMadeAfterwardsDoesNotClashWithLoadedCases() throws IOException {
        datadog.load(on(
                "finding-1",
                "{\"id\":\"case-1\",\"key\":\"SECOPS-40\",\"servicenow_ticket\":{\"url\":\"" + URL + "\"}}"));
        datadog.load("finding-2");

        client.createFor(List.of("finding-2"));
        new DatadogRequests(client).attachToServiceNow(URL, List.of("finding-2"));

        assertThat(datadog.history().cases())
                .extracting(CaseRecord::key, CaseRecord::open)
                .containsExactly(tuple("SECOPS-40", true), tuple("SECOPS-41", false));
        assertThat(datadog.currentCase("finding-2").orElseThrow().id()).isEqualTo("case-1");
    }

    @Test
    void aCaseOfWhichLittleIsToldIsFilledUp() {
        datadog.load(on("finding-1", "[{\"status\":\"CLOSED\",\"jira_issue\":{}},{},5]"));

        assertThat(datadog.currentCases("finding-1"))
                .extracting(CaseRecord::kind, CaseRecord::key, CaseRecord::open)
                .containsExactly(tuple(CaseKind.JIRA, "SECOPS-1", false), tuple(CaseKind.PLAIN, "SECOPS-2", true));
        assertThat(datadog.currentCases("finding-1").get(0).ticketUrl()).isPresent();
    }

    @Test
    void aLoadedFindingThatIsDetachedIsOnNoCase() throws IOException {
        datadog.load(on("finding-1", "{\"id\":\"case-1\"}"));

        new DatadogRequests(client).detach(List.of("finding-1"));

        assertThat(onlyFields(client.search("")).at("/workflow/integrations").has("cases"))
                .isFalse();
    }

    @Test
    void aFindingThatWasRemovedCanBeLoadedAgain() throws IOException {
        datadog.load("finding-1");
        datadog.removeFinding("finding-1");

        assertThat(datadog.load("finding-1").ids()).containsExactly("finding-1");
        assertThat(DatadogClient.ids(client.search(""))).containsExactly("finding-1");
    }

    @Test
    void aFindingThatReturnsIsSeenAfterTheIndexLag() throws IOException {
        datadog.load("finding-1");
        datadog.removeFinding("finding-1");
        datadog.indexLag(Duration.ofDays(1));

        datadog.load("finding-1");

        assertThat(DatadogClient.ids(client.search(""))).isEmpty();
    }

    private static String on(String id, String cases) {
        return "{\"finding_id\":\"" + id + "\",\"workflow\":{\"integrations\":{\"cases\":" + cases + "}}}";
    }
}
