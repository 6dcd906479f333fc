package io.github.cameldatadog.findings;

import static io.github.cameldatadog.findings.testkit.assertions.DatadogAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.cameldatadog.findings.testkit.Operation;
import io.github.cameldatadog.findings.testkit.SimulatedDatadog;
import io.github.cameldatadog.findings.testkit.finding.DocumentShape;
import io.github.cameldatadog.findings.testkit.history.CaseRecord;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CsvAndPlanRecipeTest {

    private static final String HEAD = "finding_id,severity,rule.name\n";

    @TempDir
    Path folder;

    private final SimulatedDatadog datadog = SimulatedDatadog.start();
    private Recipe recipe;

    @AfterEach
    void close() {
        recipe.close();
        datadog.close();
    }

    private JsonNode sendRows(String rows) {
        recipe.run(Recipe.PAGE.with("java", "@CsvRecord"));
        recipe.drop("findings.csv", HEAD + rows);
        return Recipe.json(recipe.awaitTexts("reports", 1).get(0));
    }

    @Test
    void rowsOfACsvBecomeTicketsByTheirColumns() {
        recipe = new Recipe(folder, datadog);
        List<String> ids = recipe.route().openFindings(3);

        JsonNode report = sendRows("%s,critical,Open bucket\n%s, low ,\"Weak, old cipher\"\n%s,low,Open bucket\n"
                .formatted(ids.toArray()));

        assertThat(report.path("counts").path("ticketed").asInt()).isEqualTo(3);
        assertThat(datadog.history().tickets())
                .extracting(CaseRecord::title)
                .containsExactlyInAnyOrder("2 x Open bucket", "1 x Weak, old cipher");
        assertThat(datadog).ticketedOnly(ids).createdAtMostOneTicketPerFinding();
    }

    @Test
    void oneRowIsAListToo() {
        recipe = new Recipe(folder, datadog);
        List<String> ids = recipe.route().openFindings(1);

        assertThat(sendRows(ids.get(0) + ",low,Open bucket\n").path("received").asInt())
                .isEqualTo(1);

        assertThat(datadog).ticketedOnly(ids);
    }

    @Test
    void aFileWithoutRowsIsAnEmptyReport() {
        recipe = new Recipe(folder, datadog);

        assertThat(sendRows("").path("received").asInt()).isZero();

        assertThat(datadog).receivedRequests(Operation.SEARCH, 0).hasNoTickets();
    }

    @Test
    void aRowWithoutAnIdIsReportedAndTheOthersAreTicketed() {
        recipe = new Recipe(folder, datadog, options -> options.setThrowExceptionOnFailure(false), Map.of());
        List<String> ids = recipe.route().openFindings(2);

        JsonNode report = sendRows("%s,low,a\n,low,a\n%s,low,a\n".formatted(ids.toArray()));

        assertThat(report.path("counts").path("ticketed").asInt()).isEqualTo(2);
        assertThat(report.path("skippedFor").path("invalid").asInt()).isEqualTo(1);
        assertThat(report.path("problems").toString()).contains("\"position\":2");
        assertThat(datadog).ticketedOnly(ids);
    }

    @ParameterizedTest
    @ValueSource(strings = {"java", "yaml"})
    void aPlanIsATableAndMakesNothing(String language) {
        recipe = new Recipe(folder, datadog);
        List<String> ids = recipe.route().openFindings(4);
        datadog.actor("colleague").attachToNewJiraIssue(ids.get(0));
        recipe.run(Recipe.PAGE.with(language, "file:plans"));

        recipe.drop("findings.json", datadog.export(DocumentShape.SEARCH_DOCUMENTED));

        String plan = recipe.awaitTexts("plans", 1).get(0);
        assertThat(plan).contains("planned").contains("3");
        assertThat(datadog).receivedRequests(Operation.CREATE, 0).hasNoTickets();
    }
}
