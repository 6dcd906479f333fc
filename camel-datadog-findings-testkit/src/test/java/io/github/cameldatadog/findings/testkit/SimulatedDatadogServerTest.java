package io.github.cameldatadog.findings.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.cameldatadog.findings.testkit.finding.DocumentShape;
import io.github.cameldatadog.findings.testkit.finding.FindingDocuments;
import io.github.cameldatadog.findings.testkit.finding.FindingGenerator;
import io.github.cameldatadog.findings.testkit.finding.FindingSize;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SimulatedDatadogServerTest {

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();
    private final List<String> started = new ArrayList<>();

    private int run(Consumer<SimulatedDatadog> whileRunning, String... args) {
        Consumer<SimulatedDatadog> remembering = datadog -> {
            started.add(datadog.baseUrl());
            whileRunning.accept(datadog);
        };
        return SimulatedDatadogServer.run(new PrintWriter(out), new PrintWriter(err), remembering, args);
    }

    private int run(String... args) {
        return run(datadog -> {}, args);
    }

    @Test
    void itListensAndTellsHowToReachIt() {
        int exit = run(
                datadog -> {
                    try {
                        assertThat(DatadogClient.ids(new DatadogClient(datadog).search("", 150)))
                                .hasSize(12);
                    } catch (IOException e) {
                        throw new UncheckedIOException(e);
                    }
                },
                "--port=0",
                "--findings",
                "12",
                "--seed=5");

        assertThat(exit).isZero();
        assertThat(out.toString())
                .contains(started.get(0))
                .contains(SimulatedDatadog.API_KEY)
                .contains(SimulatedDatadog.APPLICATION_KEY)
                .contains(SimulatedDatadog.PROJECT_ID)
                .containsPattern("findings: +12");
        assertThat(err.toString()).isEmpty();
    }

    @Test
    void itLoadsADocument(@TempDir Path directory) throws IOException {
        Path file = directory.resolve("findings.json");
        Files.writeString(
                file,
                FindingDocuments.write(
                        new FindingGenerator(3, 0).generate(4, FindingSize.SMALL), DocumentShape.SEARCH_RECORDED));

        int exit = run(datadog -> assertThat(datadog.findings()).hasSize(4), "--port=0", "--load", file.toString());

        assertThat(exit).isZero();
    }

    @Test
    void theRateLimitHoldsForCreateRequests() {
        int exit = run(
                datadog -> {
                    try {
                        var response = new DatadogClient(datadog).createFor(datadog.addFindings(1));
                        assertThat(response.headers().firstValue("X-RateLimit-Limit"))
                                .contains("7");
                        assertThat(response.headers().firstValue("X-RateLimit-Period"))
                                .contains("60");
                    } catch (IOException e) {
                        throw new UncheckedIOException(e);
                    }
                },
                "--port=0",
                "--rate-limit=7/60");

        assertThat(err.toString()).isEmpty();
        assertThat(exit).isZero();
    }

    @Test
    void helpNamesEveryOption() {
        assertThat(run("--help")).isZero();
        assertThat(out.toString())
                .contains("--port", "--findings", "--load", "--seed", "--rate-limit", "--latency", "--index-lag");
        assertThat(started).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "--prot=1, --prot",
        "--port=x, --port",
        "--rate-limit=7, N/SECONDS",
        "--rate-limit=0/60, N/SECONDS",
        "--findings=-1, negative",
        "somewhere, somewhere"
    })
    void wrongOptionsAreSaidWithExitCodeTwo(String argument, String message) {
        assertThat(run(argument)).isEqualTo(2);
        assertThat(err.toString()).contains(message);
        assertThat(started).isEmpty();
    }

    @Test
    void aFileThatIsNotThereIsSaidWithExitCodeOne() {
        assertThat(run("--port=0", "--load=no-such-file.json")).isEqualTo(1);
        assertThat(err.toString()).contains("no-such-file.json");
    }
}
