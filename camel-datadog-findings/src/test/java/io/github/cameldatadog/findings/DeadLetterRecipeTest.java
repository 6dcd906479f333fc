package io.github.cameldatadog.findings;

import static io.github.cameldatadog.findings.testkit.assertions.DatadogAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.cameldatadog.findings.testkit.Operation;
import io.github.cameldatadog.findings.testkit.RateLimitHeaders;
import io.github.cameldatadog.findings.testkit.SimulatedDatadog;
import io.github.cameldatadog.findings.testkit.fault.Fault;
import io.github.cameldatadog.findings.testkit.finding.DocumentShape;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DeadLetterRecipeTest {

    private static final Fault TOO_MANY = Fault.tooManyRequests(RateLimitHeaders.ABSENT);

    @TempDir
    Path folder;

    private final SimulatedDatadog datadog = SimulatedDatadog.start();
    private Recipe recipe;

    private void run(String language) {
        recipe = new Recipe(
                folder,
                datadog,
                options -> {
                    options.setMaxRetries(0);
                    options.setFindingsPerTicket(1);
                    options.setTicketsPerRequest(1);
                    options.setMaxInFlight(1);
                },
                Map.of());
        recipe.run(Recipe.PAGE
                .with(language, "direct:leftOver")
                .replacing(language.equals("java") ? "60_000" : "60000", "1"));
    }

    @AfterEach
    void close() {
        recipe.close();
        datadog.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"java", "yaml"})
    void aDeadLetterHoldsOnlyWhatIsLeftAndCanBeSentAgain(String language) {
        run(language);
        List<String> ids = recipe.route().openFindings(6);
        ids.forEach(id -> datadog.changeFinding(id, "rule.id", "rule-" + id));
        Fault unknown = Fault.resetAfterEffect();
        datadog.faults().next(Operation.CREATE, Fault.none(), unknown, TOO_MANY, TOO_MANY, TOO_MANY, TOO_MANY);
        datadog.faults().next(Operation.CREATE, Fault.none(), TOO_MANY, TOO_MANY, TOO_MANY);
        datadog.faults().next(Operation.CREATE, Fault.none(), TOO_MANY, TOO_MANY);

        recipe.drop("findings.json", datadog.export(DocumentShape.SEARCH_RECORDED));
        recipe.awaitDone("findings.json");

        String left = recipe.awaitTexts("dead-letters", 1).get(0);
        assertThat(left.lines().map(line -> Recipe.json(line).path("id").asText()))
                .containsExactly(ids.get(4), ids.get(5));
        assertThat(left).contains("rule-" + ids.get(4));
        assertThat(recipe.reports()).singleElement().satisfies(report -> {
            assertThat(report.path("counts").path("ticketed").asInt()).isEqualTo(3);
            assertThat(report.path("counts").path("unknown").asInt()).isEqualTo(1);
            assertThat(report.path("counts").path("notSent").asInt()).isEqualTo(2);
        });
        assertThat(datadog).ticketedOnly(ids.subList(0, 4));

        recipe.drop("again.ndjson", left);
        recipe.awaitDone("again.ndjson");

        assertThat(datadog).ticketedOnly(ids).createdAtMostOneTicketPerFinding();
        assertThat(recipe.texts("dead-letters")).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"java", "yaml"})
    void aMessageThatCannotBeReadIsADeadLetterAsItCame(String language) {
        run(language);

        recipe.drop("findings.json", "[{\"finding_id\":");
        recipe.awaitDone("findings.json");

        assertThat(recipe.awaitTexts("dead-letters", 1)).containsExactly("[{\"finding_id\":");
        assertThat(recipe.reports()).isEmpty();
        assertThat(datadog).hasNoTickets();
    }

    @ParameterizedTest
    @ValueSource(strings = {"java", "yaml"})
    void whereNothingIsLeftThereIsNoDeadLetterButAReport(String language) {
        run(language);
        List<String> ids = new ArrayList<>(recipe.route().openFindings(2));
        datadog.faults().next(Operation.CREATE, Fault.none(), Fault.serviceNowFailed());

        recipe.drop("findings.json", String.join("\n", ids));
        recipe.awaitDone("findings.json");

        assertThat(recipe.reports()).singleElement().satisfies(report -> assertThat(
                        report.path("counts").path("caseOnly").asInt())
                .isEqualTo(1));
        assertThat(recipe.texts("dead-letters")).isEmpty();
        assertThat(datadog).createdAtMostOneTicketPerFinding();
    }
}
