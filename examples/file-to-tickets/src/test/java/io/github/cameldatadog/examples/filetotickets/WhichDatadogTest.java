package io.github.cameldatadog.examples.filetotickets;

import static io.github.cameldatadog.findings.testkit.assertions.DatadogAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.cameldatadog.findings.DatadogFindingsConfiguration;
import io.github.cameldatadog.findings.testkit.SimulatedDatadog;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Which Datadog is talked to, and what keys in the environment have to do with it. */
class WhichDatadogTest {

    private static final Map<String, String> KEYS = Map.of(
            "DD_API_KEY", "0123456789abcdef0123456789abcdef",
            "DD_APP_KEY", "fedcba9876543210fedcba9876543210fedcba98");

    @TempDir
    Path folder;

    private Run run;

    @BeforeEach
    void open() {
        run = new Run(folder);
    }

    @AfterEach
    void close() {
        run.close();
    }

    @Test
    void keysInTheEnvironmentAloneLeadNowhere() {
        assertThat(System.getenv())
                .as("set for this process by the build")
                .containsKeys(
                        "DD_API_KEY", "DD_APP_KEY", "DD_SITE", "CAMEL_MAIN_ROUTES_INCLUDE_PATTERN", "WORK_DIRECTORY");

        int exitCode = run.once("--sample");

        assertThat(exitCode).isZero();
        assertThat(run.datadog).hasTickets(12);
        assertThat(run.datadog.history().requests()).isNotEmpty().allSatisfy(one -> {
            assertThat(one.request().header("DD-API-KEY")).hasValue(SimulatedDatadog.API_KEY);
            assertThat(one.request().header("DD-APPLICATION-KEY")).hasValue(SimulatedDatadog.APPLICATION_KEY);
        });
        assertThat(run.lines.get(0)).startsWith("SIMULATED Datadog at " + run.datadog.baseUrl());
    }

    @Test
    void realTicketsNeedKeysAndAProjectAndTheMessageNamesAllThatIsMissing() {
        int exitCode = run.withEnvironment(variable -> null).once("--real");

        assertThat(exitCode).isEqualTo(2);
        assertThat(run.errors()).contains("DD_API_KEY", "DD_APP_KEY", "--project ID", "nothing was started");
        assertThat(run.lines).isEmpty();
    }

    @Test
    void realTicketsNeedAProjectEvenWithKeys() {
        int exitCode = run.withEnvironment(KEYS::get).once("--real");

        assertThat(exitCode).isEqualTo(2);
        assertThat(run.errors()).contains("--project ID").doesNotContain("DD_API_KEY in", KEYS.get("DD_API_KEY"));
    }

    @Test
    void anUnknownSiteIsRefusedWithTheListOfSites() {
        int exitCode = run.withEnvironment(variable -> KEYS.getOrDefault(variable, "datadoghq.example"))
                .once("--real", "--project", "p");

        assertThat(exitCode).isEqualTo(2);
        assertThat(run.errors()).contains("DD_SITE", "datadoghq.eu");
    }

    @Test
    void theRealDatadogIsAnnouncedWithItsAddressAndWithoutKeys() {
        int exitCode = run.withEnvironment(variable -> KEYS.getOrDefault(variable, "EU1"))
                .once("--real", "--project", "p-1");

        assertThat(exitCode).isZero();
        assertThat(run.lines.get(0))
                .startsWith("REAL Datadog at https://api.datadoghq.eu, project p-1")
                .doesNotContain(KEYS.values());
    }

    @Test
    void theRealDatadogIsReachedBySiteAndKeysAndByNothingElse() {
        DatadogFindingsConfiguration options = new DatadogFindingsConfiguration();

        try (Target target = RealTarget.of(KEYS::get, "p-1")) {
            target.configure(options);
        }

        assertThat(options.getSite()).isEqualTo("datadoghq.com");
        assertThat(options.getBaseUrl()).isNull();
        assertThat(options.getApiKey()).isEqualTo(KEYS.get("DD_API_KEY"));
        assertThat(options.getApplicationKey()).isEqualTo(KEYS.get("DD_APP_KEY"));
        assertThat(options.getProject()).isEqualTo("p-1");
    }

    @Test
    void aProjectWithoutRealIsRefused() {
        assertThat(run.once("--project", "p-1")).isEqualTo(2);

        assertThat(run.errors()).contains("add --real");
    }

    @Test
    void theSampleIsNeverSentToARealDatadog() {
        assertThat(run.withEnvironment(KEYS::get).once("--sample", "--real", "--project", "p-1"))
                .isEqualTo(2);

        assertThat(run.errors()).contains("made-up findings");
    }

    @Test
    void helpIsNoFailure() {
        assertThat(run.command("--help")).isZero();
    }

    @Test
    void anUnknownOptionIsRefused() {
        assertThat(run.command("--reel")).isEqualTo(2);

        assertThat(run.errors()).contains("--reel", "--real");
    }
}
