package io.github.cameldatadog.findings;

import static io.github.cameldatadog.findings.testkit.assertions.DatadogAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.cameldatadog.findings.testkit.Operation;
import io.github.cameldatadog.findings.testkit.RateLimitHeaders;
import io.github.cameldatadog.findings.testkit.SimulatedDatadog;
import io.github.cameldatadog.findings.testkit.fault.Fault;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.camel.ProducerTemplate;
import org.h2.jdbcx.JdbcDataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.jdbc.core.JdbcTemplate;

class AggregationRecipeTest {

    private static final Duration BOUND = Duration.ofSeconds(30);
    private static final PageExamples.Example WITH_DATABASE = Recipe.PAGE.with("java", "JdbcAggregationRepository");
    private static final PageExamples.Example IN_MEMORY = Recipe.PAGE.with("yaml", "FindingsAggregationStrategy");

    @TempDir
    Path folder;

    private final SimulatedDatadog datadog = SimulatedDatadog.start();
    private Recipe recipe;

    @AfterEach
    void close() {
        if (recipe != null) {
            recipe.close();
        }
        datadog.close();
    }

    /** A database in a file, as the process of the route has it. */
    static JdbcDataSource database(Path folder) {
        JdbcDataSource database = new JdbcDataSource();
        database.setURL("jdbc:h2:" + folder.toAbsolutePath().resolve("groups") + ";WRITE_DELAY=0");
        return database;
    }

    static void makeTables(JdbcDataSource database) {
        for (String statement : Recipe.PAGE.with("sql", "finding_groups").text().split(";", -1)) {
            if (!statement.isBlank()) {
                new JdbcTemplate(database).execute(statement);
            }
        }
    }

    private void start(String completionSize, String completionTimeout) {
        recipe = new Recipe(folder, datadog, options -> {}, Map.of("database", database(folder)));
        recipe.run(WITH_DATABASE.replacing("(50)", completionSize).replacing("(60_000)", completionTimeout));
    }

    private void restart(String completionSize, String completionTimeout) {
        recipe.close();
        start(completionSize, completionTimeout);
    }

    private void feed(List<?> bodies) {
        try (ProducerTemplate template = recipe.context().createProducerTemplate()) {
            bodies.forEach(body -> template.sendBody("direct:finding", body));
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private void awaitTicketed(int count) {
        await().atMost(BOUND)
                .until(() -> recipe.reports().stream()
                                .mapToInt(report ->
                                        report.path("counts").path("ticketed").asInt())
                                .sum()
                        == count);
    }

    @Test
    void singleFindingsBecomeListsBySizeAndByTime() {
        makeTables(database(folder));
        start("(4)", "(1500)");
        List<String> ids = recipe.route().openFindings(6);

        feed(ids);
        awaitTicketed(6);

        assertThat(datadog).ticketedOnly(ids).createdAtMostOneTicketPerFinding();
        assertThat(recipe.reports())
                .extracting(report -> report.path("received").asInt())
                .containsExactlyInAnyOrder(4, 2);
        assertThat(rows("finding_groups")).isZero();
        await().atMost(BOUND).until(() -> rows("finding_groups_completed") == 0);
    }

    @Test
    void withoutADatabaseToo() {
        recipe = new Recipe(folder, datadog);
        recipe.run(IN_MEMORY.replacing("50", "4").replacing("60000", "1500"));
        List<String> ids = recipe.route().openFindings(6);

        feed(ids);
        awaitTicketed(6);

        assertThat(datadog).ticketedOnly(ids).createdAtMostOneTicketPerFinding();
    }

    @Test
    void aGroupSurvivesAStopAsReadableText() {
        makeTables(database(folder));
        start("(4)", "(60_000)");
        List<String> ids = recipe.route().openFindings(4);
        Map<String, Object> row = Map.of("finding_id", ids.get(1), "severity", "critical", "rule", Map.of("id", "r"));

        feed(List.of(ids.get(0), row, "{\"finding_id\":\"" + ids.get(2) + "\"}"));
        String text =
                new JdbcTemplate(database(folder)).queryForObject("SELECT body FROM finding_groups", String.class);
        assertThat(text.lines().map(line -> Recipe.json(line).path("id").asText()))
                .containsExactlyElementsOf(ids.subList(0, 3));
        restart("(4)", "(60_000)");
        assertThat(datadog).hasNoTickets();
        feed(ids.subList(3, 4));
        awaitTicketed(4);

        assertThat(datadog).ticketedOnly(ids).createdAtMostOneTicketPerFinding();
        assertThat(datadog.history().tickets())
                .anySatisfy(ticket -> assertThat(ticket.findingIds()).containsExactly(ids.get(1)));
    }

    @Test
    void aMessageThatIsNoFindingFailsAlone() {
        makeTables(database(folder));
        start("(2)", "(60_000)");
        List<String> ids = recipe.route().openFindings(2);

        feed(List.of(ids.get(0), "{\"finding_id\": 12", "{\"severity\": \"high\"}", ids.get(1)));
        awaitTicketed(2);

        assertThat(recipe.awaitTexts("dead-letters", 2))
                .containsExactlyInAnyOrder("{\"finding_id\": 12", "{\"severity\": \"high\"}");
        assertThat(datadog).ticketedOnly(ids);
    }

    @Test
    void aGroupThatFailsIsADeadLetterWithWhatIsLeftAndIsNotHandedOverAgain() {
        makeTables(database(folder));
        recipe = new Recipe(folder, datadog, options -> options.setMaxRetries(0), Map.of("database", database(folder)));
        recipe.run(WITH_DATABASE.replacing("(50)", "(2)"));
        List<String> ids = recipe.route().openFindings(2);
        datadog.faults().always(Operation.CREATE, Fault.tooManyRequests(RateLimitHeaders.ABSENT));

        feed(ids);

        assertThat(recipe.awaitTexts("dead-letters", 1).get(0)).contains(ids);
        await().atMost(BOUND).until(() -> rows("finding_groups_completed") == 0);
        assertThat(datadog).receivedRequests(Operation.CREATE, 1);
    }

    @Test
    void aKilledProcessLosesNothingThatItHadTakenAndNothingComesTwice() throws Exception {
        makeTables(database(folder));
        recipe = new Recipe(folder, datadog);
        List<String> ids = recipe.route().openFindings(40);
        recipe.close();
        datadog.latency(Duration.ofMillis(100));
        List<String> taken = AggregatingProcess.feedAndKill(folder, datadog.baseUrl(), ids, 17);
        start("(5)", "(1000)");
        await().atMost(BOUND).until(() -> rows("finding_groups") + rows("finding_groups_completed") == 0);

        assertThat(taken).hasSize(17);
        assertThat(datadog).createdAtMostOneTicketPerFinding().hasTicketFor(taken.toArray(String[]::new));
        assertThat(recipe.texts("dead-letters")).isEmpty();
    }

    private int rows(String table) {
        return new JdbcTemplate(database(folder)).queryForObject("SELECT COUNT(*) FROM " + table, Integer.class);
    }

    @Test
    void theCallerOfTheLastMessageDoesNotWaitForTheTickets() {
        makeTables(database(folder));
        start("(1)", "(60_000)");
        List<String> ids = recipe.route().openFindings(1);
        datadog.faults().next(Operation.CREATE, Fault.error(403, "Forbidden", "no"));

        assertThat(recipe.context().createProducerTemplate().requestBody("direct:finding", ids.get(0)))
                .isEqualTo(ids.get(0));

        assertThat(recipe.awaitTexts("dead-letters", 1))
                .singleElement()
                .asString()
                .contains(ids);
    }
}
