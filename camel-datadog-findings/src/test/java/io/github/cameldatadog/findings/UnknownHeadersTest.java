package io.github.cameldatadog.findings;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import io.github.cameldatadog.findings.internal.UnknownHeaders;
import io.github.cameldatadog.findings.testkit.SimulatedDatadog;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.camel.tooling.model.BaseOptionModel;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A header that looks like the component's and is none is told of, once, without its value. */
@Timeout(60)
class UnknownHeadersTest {

    private final SimulatedDatadog datadog = SimulatedDatadog.start();
    private final RouteToDatadog route = new RouteToDatadog(datadog);

    @AfterEach
    void close() {
        route.close();
        datadog.close();
    }

    private List<String> warningsOf(List<Map<String, Object>> messages) {
        try (CapturedLog log = new CapturedLog(Level.WARN)) {
            messages.forEach(headers -> assertThat(
                            route.send(datadog.addFindings(1), headers, "").getException())
                    .isNull());
            return log.lines().stream()
                    .filter(line -> line.logger().equals(UnknownHeaders.class.getName()))
                    .filter(line -> line.level() == Level.WARN)
                    .map(CapturedLog.Line::text)
                    .map(text -> text.substring(0, text.lastIndexOf('[')).strip())
                    .toList();
        }
    }

    @Test
    void aMisspeltHeaderIsToldOnceInWhateverCaseAndWithoutItsValue() {
        List<String> warnings = warningsOf(List.of(
                Map.of("CamelDatadogFindingsTitel", "the secret text"),
                Map.of("cameldatadogfindingstitel", "the secret text"),
                Map.of("CamelDatadogFindingsTitel", "the secret text")));

        assertThat(warnings)
                .containsExactly("The header CamelDatadogFindingsTitel is none of this component's and does nothing:"
                        + " did you mean CamelDatadogFindingsTitle? Its value is not shown; this is told once.");
    }

    @Test
    void aHeaderLikeNoneIsToldWithoutAGuess() {
        assertThat(warningsOf(List.of(Map.of("CamelDatadogFindingsSomethingElseAltogether", "x"))))
                .containsExactly("The header CamelDatadogFindingsSomethingElseAltogether is none of this component's"
                        + " and does nothing. Its value is not shown; this is told once.");
    }

    @Test
    void theComponentsOwnHeadersAndThoseOfOthersAreNotToldOf() {
        Map<String, Object> headers = new HashMap<>();
        DatadogFindingsConstants.HEADERS.forEach(name -> headers.put(name, "1"));
        headers.put(DatadogFindingsConstants.PROJECT, SimulatedDatadog.PROJECT_ID);
        headers.put(DatadogFindingsConstants.PRIORITY, "P1");
        headers.put("CamelDatadogMetricsTitel", "x");
        headers.put("CamelFileName", "x");

        assertThat(warningsOf(List.of(headers))).isEmpty();
    }

    @Test
    void aNameFromAnywhereIsShownOnOneLineAndClipped() {
        List<String> warnings =
                warningsOf(List.of(Map.of("CamelDatadogFindings\nFORGED LINE " + "x".repeat(10_000), "x")));

        assertThat(warnings)
                .singleElement()
                .satisfies(warning -> assertThat(warning).hasLineCount(1).hasSizeLessThan(300));
    }

    @Test
    void namesThatAreMadeUpDoNotFillTheLog() {
        Map<String, Object> headers = new HashMap<>();
        for (int i = 0; i < 1_000; i++) {
            headers.put("CamelDatadogFindingsMadeUp" + i, "x");
        }

        assertThat(warningsOf(List.of(headers))).hasSize(50);
    }

    @Test
    void theListOfHeadersIsTheCatalogs() {
        assertThat(DatadogFindingsConstants.HEADERS)
                .as("DatadogFindingsConstants.HEADERS: a new header belongs into it")
                .containsExactlyInAnyOrderElementsOf(CatalogEntry.headers().stream()
                        .map(BaseOptionModel::getName)
                        .toList());
    }
}
