package io.github.cameldatadog.examples.filetotickets;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.cameldatadog.findings.testkit.CaseKind;
import io.github.cameldatadog.findings.testkit.SimulatedDatadog;
import io.github.cameldatadog.findings.testkit.finding.SimulatedFinding;
import io.github.cameldatadog.findings.testkit.history.CaseRecord;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FileToSimulationTest {

    private final SimulatedDatadog datadog = SimulatedDatadog.start();
    private final FileToSimulation simulation = new FileToSimulation(datadog);

    @AfterEach
    void close() {
        datadog.close();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "finding-1\nfinding-2\n",
                "[\"finding-1\",\"finding-2\"]",
                "{\"id\":\"finding-1\",\"type\":\"finding\"}\n{\"finding_id\":\"finding-2\"}",
                "{\"data\":[{\"id\":\"finding-1\"},{},{\"id\":\"finding-2\"},{\"id\":\"finding-1\"}]}",
                "{\"data\":[{\"type\":\"servicenow_tickets\",\"relationships\":{\"findings\":{\"data\":["
                        + "{\"id\":\"finding-1\"},{\"id\":\"finding-2\"}]}}}]}",
            })
    void whateverTheShapeItsFindingsAreKnown(String document) {
        simulation.learn(document);
        simulation.learn(document);

        assertThat(datadog.findings()).extracting(SimulatedFinding::id).containsExactly("finding-1", "finding-2");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "<html>", "{\"data\":[", "[1,{\"id\":5}]", "null"})
    void whatIsNoFindingIsLeftToTheRoute(String document) {
        simulation.learn(document);

        assertThat(datadog.findings()).isEmpty();
    }

    @Test
    void findingsOfOneCaseInTheFileAreOnOneCase() {
        simulation.learn("[" + onCase("finding-1", "c1", "OPEN") + "," + onCase("finding-2", "c1", "OPEN") + "]");

        List<CaseRecord> cases = datadog.currentCases("finding-1");
        assertThat(cases).hasSize(1);
        assertThat(cases.get(0).kind()).isEqualTo(CaseKind.JIRA);
        assertThat(cases.get(0).open()).isTrue();
        assertThat(cases.get(0).ours()).isFalse();
        assertThat(cases.get(0).attachedNow()).containsExactly("finding-1", "finding-2");
    }

    @Test
    void aClosedCaseIsClosed() {
        simulation.learn(onCase("finding-1", "c1", "CLOSED"));

        assertThat(datadog.currentCase("finding-1"))
                .hasValueSatisfying(one -> assertThat(one.open()).isFalse());
    }

    private static String onCase(String id, String caseId, String status) {
        return "{\"finding_id\":\"" + id + "\",\"workflow\":{\"integrations\":{\"cases\":{\"id\":\"" + caseId
                + "\",\"status\":\"" + status + "\",\"jira_issue\":{\"key\":\"SEC-1\"}}}}}";
    }
}
