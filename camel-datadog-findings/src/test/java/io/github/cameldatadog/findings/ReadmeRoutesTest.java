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
import java.util.List;
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
        load(README.beginning("yaml", "- route:\n    from:\n      uri: file:"));
        expectTicketsAndReport();
    }

    @Test
    void theXmlRouteMakesTicketsAndWritesTheReport() throws Exception {
        load(README.beginning("xml", "<route>"));
        expectTicketsAndReport();
    }

    @Test
    void theJavaRouteMakesTicketsAndWritesTheReport() throws Exception {
        load(README.beginning("java", "from(\"file:"));
        expectTicketsAndReport();
    }

    @Test
    void theScheduledRouteInJavaMakesTickets() throws Exception {
        expectTicketsOf(README.beginning("java", "from(\"datadog-findings:search")
                .replacing("cron=0+*+*+*+*+?", "cron=0/1+*+*+*+*+?"));
    }

    @Test
    void theScheduledRouteInYamlMakesTickets() throws Exception {
        expectTicketsOf(README.beginning("yaml", "- route:\n    from:\n      uri: datadog-findings:search")
                .replacing("\"0 * * * * ?\"", "\"0/1 * * * * ?\""));
    }

    private void expectTicketsOf(PageExamples.Example scheduled) throws Exception {
        List<String> ids = route.openFindings(4);
        datadog.changeFinding(ids.get(0), "severity", "critical");
        datadog.changeFinding(ids.get(1), "severity", "high");
        datadog.changeFinding(ids.get(2), "severity", "low");
        datadog.changeFinding(ids.get(3), "severity", "high");
        datadog.actor("colleague").attachToNewCase(ids.get(3));
        scheduled.addTo(route.context());

        await().atMost(Duration.ofSeconds(30))
                .untilAsserted(() -> assertThat(datadog.history().tickets())
                        .flatExtracting(ticket -> ticket.findingIds())
                        .containsExactlyInAnyOrder(ids.get(0), ids.get(1)));
        assertThat(datadog).createdAtMostOneTicketPerFinding();
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
