package io.github.cameldatadog.findings.testkit.assertions;

import io.github.cameldatadog.findings.testkit.SimulatedDatadog;
import io.github.cameldatadog.findings.testkit.history.History;

/** Where the assertions begin. */
public final class DatadogAssertions {

    private DatadogAssertions() {}

    /** Assertions about everything that happened until now. */
    public static HistoryAssert assertThat(SimulatedDatadog datadog) {
        return assertThat(datadog.history());
    }

    /** Assertions about a history. */
    public static HistoryAssert assertThat(History history) {
        return new HistoryAssert(history);
    }
}
