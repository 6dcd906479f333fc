package io.github.cameldatadog.findings;

import static io.github.cameldatadog.findings.testkit.assertions.DatadogAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.cameldatadog.findings.testkit.SimulatedDatadog;
import io.github.cameldatadog.findings.testkit.finding.DocumentShape;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Properties;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The README's routes, taken out of the README and run. */
class ReadmeRoutesTest {

    private static final PageExamples README = PageExamples.of("README.md");

    @TempDir
    Path folder;

    private final SimulatedDatadog datadog = SimulatedDatadog.start();
    private final RouteToDatadog route = new RouteToDatadog(datadog);

    @BeforeEach
    void nameTheProject() {
        Properties properties = new Properties();
        properties.setProperty("project", SimulatedDatadog.PROJECT_ID);
        route.context().getPropertiesComponent().setInitialProperties(properties);
    }

    @AfterEach
    void close() {
        route.close();
        assertThat(datadog).receivedOnlyValidRequests();
        datadog.close();
    }

    @Test
    void theYamlRouteMakesTicketsAndWritesTheReport() throws Exception {
        load(README.beginning("yaml", "- route:"));
        expectTicketsAndReport();
    }

    @Test
    void theXmlRouteMakesTicketsAndWritesTheReport() throws Exception {
        load(README.beginning("xml", "<route>"));
        expectTicketsAndReport();
    }

    @Test
    void theJavaRouteMakesTicketsAndWritesTheReport() throws Exception {
        load(README.beginning("java", "from("));
        expectTicketsAndReport();
    }

    private void load(PageExamples.Example route) throws Exception {
        String here = "file:" + folder.toAbsolutePath() + "/";
        route.replacing("file:inbox", here + "inbox")
                .replacing("file:reports", here + "reports")
                .addTo(this.route.context());
    }

    private void expectTicketsAndReport() throws IOException {
        route.openFindings(30);
        Path inbox = Files.createDirectories(folder.resolve("inbox"));
        Files.writeString(folder.resolve("findings.tmp"), datadog.export(DocumentShape.SEARCH_RECORDED));
        Files.move(folder.resolve("findings.tmp"), inbox.resolve("findings.json"));

        Path report = folder.resolve("reports").resolve("findings.json");
        await().atMost(Duration.ofSeconds(30)).until(() -> Files.exists(folder.resolve("done/findings.json")));

        assertThat(new ObjectMapper()
                        .readTree(report.toFile())
                        .path("counts")
                        .path("ticketed")
                        .asInt())
                .isEqualTo(30);
        assertThat(datadog).createdAtMostOneTicketPerFinding();
        assertThat(datadog.history().tickets())
                .allSatisfy(ticket -> assertThat(ticket.title()).contains(" x "));
    }
}
