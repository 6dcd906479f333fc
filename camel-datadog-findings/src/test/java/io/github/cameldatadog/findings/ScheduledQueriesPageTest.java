package io.github.cameldatadog.findings;

import static io.github.cameldatadog.findings.testkit.assertions.DatadogAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.cameldatadog.findings.testkit.SimulatedDatadog;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Properties;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.main.Main;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the page on queries tells people to write. */
class ScheduledQueriesPageTest {

    private static final PageExamples PAGE = PageExamples.of("docs/scheduled-queries.md");

    private final SimulatedDatadog datadog = SimulatedDatadog.start();
    private final Main main = new Main();

    @AfterEach
    void close() {
        main.stop();
        assertThat(datadog).receivedOnlyValidRequests().createdAtMostOneTicketPerFinding();
        datadog.close();
    }

    private void start(RouteBuilder... routes) {
        Properties properties = new Properties();
        properties.setProperty("camel.component.datadog-findings.base-url", datadog.baseUrl());
        properties.setProperty("camel.component.datadog-findings.api-key", SimulatedDatadog.API_KEY);
        properties.setProperty("camel.component.datadog-findings.application-key", SimulatedDatadog.APPLICATION_KEY);
        properties.setProperty("project", SimulatedDatadog.PROJECT_ID);
        main.setPropertyPlaceholderLocations("false");
        main.setOverrideProperties(properties);
        for (RouteBuilder route : routes) {
            main.configure().addRoutesBuilder(route);
        }
        main.start();
    }

    private List<String> openFindings(int count) {
        List<String> ids = datadog.addFindings(count);
        ids.forEach(id -> datadog.changeFinding(id, "status", "open"));
        ids.forEach(id -> datadog.changeFinding(id, "severity", "critical"));
        return ids;
    }

    private void awaitTicketsOf(List<String> ids) {
        await().atMost(Duration.ofSeconds(30))
                .untilAsserted(() -> assertThat(datadog.history().tickets())
                        .flatExtracting(ticket -> ticket.findingIds())
                        .containsExactlyInAnyOrderElementsOf(ids));
    }

    @Test
    void theScheduleMakesTickets() throws Exception {
        List<String> ids = openFindings(3);
        start();
        PAGE.with("java", "scheduler=quartz")
                .replacing("cron=0+*+*+*+*+?", "cron=0/1+*+*+*+*+?")
                .addTo(main.getCamelContext());

        awaitTicketsOf(ids);
    }

    @Test
    void theNightlyBacklogMakesTickets() throws Exception {
        List<String> ids = openFindings(3);
        start();
        PAGE.with("java", "quartz:nightly")
                .replacing("cron=0+0+2+*+*+?", "cron=0/1+*+*+*+*+?")
                .addTo(main.getCamelContext());

        awaitTicketsOf(ids);
    }

    @Test
    void whatChangedGetsTicketsAndTheFileKeepsTheMark(@TempDir Path folder) throws Exception {
        List<String> ids = openFindings(3);
        Path file = folder.resolve("marks.txt");
        start();
        PAGE.with("java", "sinceRepository=#marks")
                .replacing("marks.txt", file.toString())
                .replacing("sinceRepository=#marks", "sinceRepository=#marks&delay=50")
                .addTo(main.getCamelContext());

        awaitTicketsOf(ids);
        await().atMost(Duration.ofSeconds(30)).until(() -> Files.exists(file));
        assertThat(Files.readString(file)).startsWith("datadog-findings-");
    }
}
