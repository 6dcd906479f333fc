package io.github.cameldatadog.examples.scheduledquery;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.cameldatadog.findings.DatadogFindingsConfiguration;
import io.github.cameldatadog.findings.ledger.InMemoryTicketLedger;
import io.github.cameldatadog.findings.testkit.SimulatedDatadog;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which Datadog is talked to, and what the environment has to do with it. */
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
                .containsKeys("DD_API_KEY", "DD_APP_KEY", "DD_SITE", "CAMEL_MAIN_ROUTES_INCLUDE_PATTERN", "QUERY_CRON");

        assertThat(run.firings(1, "ledger")).isZero();

        assertThat(run.datadog.history().requests()).isNotEmpty().allSatisfy(one -> {
            assertThat(one.request().header("DD-API-KEY")).hasValue(SimulatedDatadog.API_KEY);
            assertThat(one.request().header("DD-APPLICATION-KEY")).hasValue(SimulatedDatadog.APPLICATION_KEY);
        });
        assertThat(run.lines.get(0)).startsWith("SIMULATED Datadog at " + run.datadog.baseUrl());
    }

    @Test
    void unlessToldOtherwiseItLooksEveryMinute() throws Exception {
        Firings firings = new Firings(0, line -> {});
        AtomicReference<String> times = new AtomicReference<>();
        try (TicketRoute route = new TicketRoute(
                new SimulatedTarget(run.datadog.port()),
                null,
                Schedule.inMemory(firings),
                new InMemoryTicketLedger(InstantSource.system()),
                firings)) {
            route.onStart(cron -> {
                times.set(cron);
                route.end();
            });
            route.run();
        }

        assertThat(times).hasValue("0 * * * * ?");
    }

    @Test
    void realTicketsNeedKeysAndAProjectAndTheMessageNamesAllThatIsMissing() {
        int exitCode = run.withEnvironment(variable -> null).firings(1, "ledger", "--real");

        assertThat(exitCode).isEqualTo(2);
        assertThat(run.errors()).contains("DD_API_KEY", "DD_APP_KEY", "--project ID", "nothing was started");
        assertThat(run.lines).isEmpty();
    }

    @Test
    void anUnknownSiteIsRefusedWithTheListOfSites() {
        int exitCode = run.withEnvironment(variable -> KEYS.getOrDefault(variable, "datadoghq.example"))
                .firings(1, "ledger", "--real", "--project", "p");

        assertThat(exitCode).isEqualTo(2);
        assertThat(run.errors()).contains("DD_SITE", "datadoghq.eu");
    }

    @Test
    void theRealDatadogIsReachedBySiteAndKeysAndByNothingElse() {
        DatadogFindingsConfiguration options = new DatadogFindingsConfiguration();

        Target target = RealTarget.of(variable -> KEYS.getOrDefault(variable, "EU1"), "p-1");
        target.configure(options);

        assertThat(target.announcement())
                .startsWith("REAL Datadog at https://api.datadoghq.eu, project p-1")
                .doesNotContain(KEYS.values());
        assertThat(target.pages()).isEqualTo("https://app.datadoghq.eu");
        assertThat(options.getSite()).isEqualTo("datadoghq.eu");
        assertThat(options.getBaseUrl()).isNull();
        assertThat(options.getApiKey()).isEqualTo(KEYS.get("DD_API_KEY"));
        assertThat(options.getApplicationKey()).isEqualTo(KEYS.get("DD_APP_KEY"));
        assertThat(options.getProject()).isEqualTo("p-1");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "--project p-1;add --real",
                "--real --project p-1 --demo;leave out --real",
                "--real --project p-1 --cluster;leave out --real",
                "--database jdbc:postgresql://localhost/x;--cluster shows them",
                "--node a;add --database",
                "--firings -1;less than none",
                "--reel;--real"
            })
    void contradictionsAreRefused(String options, String message) {
        assertThat(run.command(options.split(" "))).isEqualTo(2);

        assertThat(run.errors()).contains(message);
        assertThat(run.lines).isEmpty();
    }

    @Test
    void aCronThatIsNoneIsRefused() {
        assertThat(run.command("--cron", "every minute")).isEqualTo(2);

        assertThat(run.errors()).contains("--cron every minute is no schedule");
    }

    @Test
    void helpIsNoFailure() {
        assertThat(run.command("--help")).isZero();
    }
}
