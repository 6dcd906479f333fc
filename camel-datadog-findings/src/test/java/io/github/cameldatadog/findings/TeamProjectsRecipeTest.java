package io.github.cameldatadog.findings;

import static io.github.cameldatadog.findings.testkit.assertions.DatadogAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.cameldatadog.findings.testkit.SimulatedDatadog;
import io.github.cameldatadog.findings.testkit.finding.DocumentShape;
import io.github.cameldatadog.findings.testkit.finding.FindingGenerator;
import io.github.cameldatadog.findings.testkit.finding.FindingSize;
import io.github.cameldatadog.findings.testkit.finding.SimulatedFinding;
import io.github.cameldatadog.findings.testkit.history.CaseRecord;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TeamProjectsRecipeTest {

    private static final String PAYMENTS = "11111111-1f6e-2d34-4c58-5e6f7a8b9c01";
    private static final String PLATFORM = "22222222-1f6e-2d34-4c58-5e6f7a8b9c02";
    private static final String TRIAGE = "33333333-1f6e-2d34-4c58-5e6f7a8b9c03";

    /** No team, a team with a project, and one without. */
    private static final List<List<String>> TAGS = List.of(
            List.of(), List.of("env:prod", "team:payments"), List.of("team:platform"), List.of("team:unheard-of"));

    @TempDir
    Path folder;

    private final SimulatedDatadog datadog = SimulatedDatadog.builder()
            .project(PAYMENTS, "PAY")
            .project(PLATFORM, "PLAT")
            .project(TRIAGE, "TRI")
            .start();
    private Recipe recipe;
    private List<SimulatedFinding> findings;

    @BeforeEach
    void start() {
        recipe = new Recipe(folder, datadog)
                .property("project.payments", PAYMENTS)
                .property("project.platform", PLATFORM)
                .property("project.triage", TRIAGE)
                .run(Recipe.PAGE.with("java", "@BindToRegistry"));
        List<SimulatedFinding> made =
                new FindingGenerator(5, System.currentTimeMillis()).generate(80, FindingSize.SMALL);
        findings = IntStream.range(0, made.size())
                .mapToObj(i -> {
                    var fields = made.get(i).attributes().put("status", "open");
                    return SimulatedFinding.of(made.get(i).id(), fields, TAGS.get(i % TAGS.size()));
                })
                .toList();
        datadog.addFindings(findings);
    }

    @AfterEach
    void close() {
        recipe.close();
        datadog.close();
    }

    private static String keyOf(SimulatedFinding finding) {
        return finding.tags().contains("team:payments")
                ? "PAY"
                : finding.tags().contains("team:platform") ? "PLAT" : "TRI";
    }

    private JsonNode sendThrough(String language) {
        recipe.run(Recipe.PAGE.with(language, "#bean:projectOfTeam"));
        recipe.drop("findings.json", datadog.export(DocumentShape.SEARCH_RECORDED));
        return Recipe.json(recipe.awaitTexts("reports", 1).get(0));
    }

    @ParameterizedTest
    @ValueSource(strings = {"java", "yaml"})
    void eachFindingIsInItsTeamsProjectAndTheBooksAreOne(String language) {
        JsonNode report = sendThrough(language);

        assertThat(report.path("received").asInt()).isEqualTo(80);
        assertThat(report.path("counts").path("ticketed").asInt()).isEqualTo(80);
        Map<String, String> project = new TreeMap<>();
        for (CaseRecord ticket : datadog.history().tickets()) {
            ticket.findingIds().forEach(id -> project.put(id, ticket.key().replaceAll("-.*", "")));
        }
        assertThat(project)
                .isEqualTo(findings.stream()
                        .collect(Collectors.toMap(SimulatedFinding::id, TeamProjectsRecipeTest::keyOf)));
        assertThat(datadog).createdAtMostOneTicketPerFinding().receivedOnlyValidRequests();
    }

    @Test
    void aProjectThatIsUnknownHoldsUpOnlyItsOwnFindings() {
        datadog.removeProject(PLATFORM);
        recipe.run(Recipe.PAGE
                .with("yaml", "#bean:projectOfTeam")
                .replacing(
                        "report: all",
                        "report: all\n              throwExceptionOnFailure: false\n"
                                + "              ticketsPerRequest: 1"));
        recipe.drop("findings.json", datadog.export(DocumentShape.SEARCH_RECORDED));

        JsonNode report = Recipe.json(recipe.awaitTexts("reports", 1).get(0));

        assertThat(report.path("counts").path("ticketed").asInt()).isEqualTo(60);
        assertThat(report.path("counts").path("rejected").asInt()
                        + report.path("counts").path("notSent").asInt())
                .isEqualTo(20);
        assertThat(datadog)
                .hasNoTicketFor(findings.stream()
                        .filter(finding -> keyOf(finding).equals("PLAT"))
                        .map(SimulatedFinding::id)
                        .toList());
    }
}
