package io.github.cameldatadog.findings;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.cameldatadog.findings.testkit.Operation;
import io.github.cameldatadog.findings.testkit.SimulatedDatadog;
import io.github.cameldatadog.findings.testkit.fault.Fault;
import io.github.cameldatadog.findings.testkit.http.HttpAnswer;
import java.time.Duration;
import java.util.Map;
import org.apache.camel.console.DevConsole;
import org.apache.camel.console.DevConsole.MediaType;
import org.apache.camel.console.DevConsoleRegistry;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.util.json.JsonArray;
import org.apache.camel.util.json.JsonObject;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What the dev console shows. */
class DevConsoleTest {

    private static final String HOSTILE = "bad\u001b[31m\u202etext\r\nforged line";

    private final SimulatedDatadog datadog = SimulatedDatadog.start();
    private final RouteToDatadog route = new RouteToDatadog(datadog);

    @AfterEach
    void stop() {
        route.close();
        datadog.close();
    }

    private static DevConsole consoleOf(org.apache.camel.CamelContext context) {
        DevConsoleRegistry registry = context.getCamelContextExtension().getContextPlugin(DevConsoleRegistry.class);
        return registry.resolveById("datadog-findings");
    }

    private String text() {
        return (String) consoleOf(route.context()).call(MediaType.TEXT, Map.of());
    }

    private JsonObject json() {
        return (JsonObject) consoleOf(route.context()).call(MediaType.JSON, Map.of());
    }

    @Test
    void itIsFoundByItsNameAndShowsClientsLimitsAndEndpoints() {
        datadog.rateLimit(Operation.CREATE, 10, Duration.ofHours(1));
        route.report(datadog.addFindings(3), "lookupTickets=never");

        JsonObject shown = json();

        assertThat(shown).containsEntry("httpClients", 1);
        JsonObject limit = (JsonObject) ((JsonArray) shown.get("rateLimits")).get(0);
        assertThat(limit)
                .containsEntry("operation", "create")
                .containsEntry("limit", 10)
                .containsEntry("remaining", 9)
                .containsEntry("waiting", 0);
        assertThat((long) limit.get("resetInSeconds")).isBetween(1L, 3602L);
        JsonObject endpoint = (JsonObject) ((JsonArray) shown.get("endpoints")).get(0);
        assertThat(endpoint)
                .containsEntry("endpoint", "datadog-findings://servicenowTickets")
                .containsEntry("site", datadog.baseUrl())
                .containsEntry("tickets", 1L)
                .containsEntry("ticketed", 3L)
                .containsEntry("exchangesDone", 1L)
                .containsEntry("exchangesInFlight", 0L);
        assertThat(text()).contains("HTTP clients: 1", "limit: 10", "remaining: 9", "ticketed: 3");
    }

    @Test
    void textOfOthersIsOnOneLineAndCut() {
        datadog.faults()
                .always(
                        Operation.CREATE,
                        Fault.answer(
                                "hostile",
                                HttpAnswer.of(403, "text/plain", HOSTILE)
                                        .with("X-Request-Id", "id" + "x".repeat(5000))
                                        .with("X-RateLimit-Name", "name" + "x".repeat(5000))));
        route.send(datadog.addFindings(1), "lookupTickets=never&project=" + "p".repeat(5000));

        assertThat(text().lines()).allSatisfy(line -> assertThat(line).hasSizeLessThan(2000));
        assertThat(text()).doesNotContain("\u001b", "\u202e", "forged line");
        assertThat(json().toJson()).doesNotContain("\\u001b", "\\u202e").hasSizeLessThan(4000);
    }

    @Test
    void keysAreNotShown() {
        route.send(datadog.addFindings(1), "apiKey=key-of-the-uri&applicationKey=app-key-of-the-uri");

        for (String shown : new String[] {text(), json().toJson()}) {
            assertThat(shown)
                    .doesNotContain(
                            SimulatedDatadog.API_KEY,
                            SimulatedDatadog.APPLICATION_KEY,
                            "key-of-the-uri",
                            "app-key-of-the-uri");
        }
    }

    @Test
    void aContextWithoutEndpointsHasNothingToShow() throws Exception {
        try (DefaultCamelContext empty = new DefaultCamelContext()) {
            empty.start();

            assertThat((String) consoleOf(empty).call(MediaType.TEXT, Map.of())).contains("HTTP clients: 0");
        }
    }
}
