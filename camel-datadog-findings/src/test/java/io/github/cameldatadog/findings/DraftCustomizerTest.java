package io.github.cameldatadog.findings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.github.cameldatadog.findings.testkit.SimulatedDatadog;
import io.github.cameldatadog.findings.testkit.history.CaseRecord;
import io.github.cameldatadog.findings.ticket.Finding;
import io.github.cameldatadog.findings.ticket.Priority;
import io.github.cameldatadog.findings.ticket.ReportEntry;
import io.github.cameldatadog.findings.ticket.TicketDraft;
import io.github.cameldatadog.findings.ticket.TicketReport;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.camel.Exchange;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** A bean may change what each draft says, and not which findings are on it. */
class DraftCustomizerTest {

    private final SimulatedDatadog datadog = SimulatedDatadog.start();

    @AfterEach
    void close() {
        datadog.close();
    }

    @Test
    void itHasTheLastWordAndSeesTheExchange() {
        datadog.addProject("project-of-the-team", "TEAM");
        DraftCustomizer byTeam = (draft, exchange) -> draft.withProject("project-of-the-team")
                .withPriority(Priority.P1)
                .withTitle(exchange.getMessage().getHeader("team") + ": " + draft.title())
                .withDescription(draft.description() + " of " + draft.size())
                .withAssigneeId("lead");
        try (RouteToDatadog route = new RouteToDatadog(datadog, options -> options.setDraftCustomizer(byTeam))) {
            route.send(route.openFindings(2), Map.of("team", "platform"), "title=Findings&description=one&priority=P5");

            assertThat(datadog.history().tickets())
                    .extracting(
                            CaseRecord::title,
                            CaseRecord::description,
                            CaseRecord::priority,
                            CaseRecord::projectId,
                            ticket -> ticket.assigneeId().orElse(""))
                    .containsExactly(tuple("platform: Findings", "one of 2", "P1", "project-of-the-team", "lead"));
        }
    }

    @Test
    void itMayBeTheOnlyOneThatKnowsTheProjectAndIsFoundByItsType() {
        DraftCustomizer project = (draft, exchange) -> draft.withProject(SimulatedDatadog.PROJECT_ID);
        try (RouteToDatadog route =
                new RouteToDatadog(datadog, options -> options.setProject(null), Map.of("anyName", project))) {
            assertThat(route.report(route.openFindings(1), "").ticketed()).isEqualTo(1);
        }
    }

    @Test
    void whatItSetsIsPlannedInADryRunToo() {
        DraftCustomizer title = (draft, exchange) -> draft.withTitle("changed");
        try (RouteToDatadog route =
                new RouteToDatadog(datadog, options -> {}, Map.of("changes", title, "another", (DraftCustomizer)
                        (draft, exchange) -> draft))) {
            TicketReport plan = route.report(route.openFindings(1), "dryRun=true&draftCustomizer=#bean:changes");

            assertThat(plan.tickets())
                    .extracting(entry -> entry.draft().title())
                    .containsExactly("changed");
        }
    }

    static Stream<Arguments> faulty() {
        return Stream.of(
                Arguments.of("null", (DraftCustomizer) (draft, exchange) -> null, "gave null"),
                Arguments.of(
                        "fewer findings",
                        (DraftCustomizer) (draft, exchange) ->
                                draft.withFindings(draft.findings().subList(0, 1)),
                        "a draft of other findings"),
                Arguments.of(
                        "another finding",
                        (DraftCustomizer) (draft, exchange) ->
                                draft.withFindings(List.of(draft.first(), Finding.ofId("finding-of-nobody"))),
                        "a draft of other findings"),
                Arguments.of(
                        "no project",
                        (DraftCustomizer) (draft, exchange) -> draft.withProject(" "),
                        "nor the draftCustomizer gave the id of one"),
                Arguments.of(
                        "a checked exception",
                        (DraftCustomizer) (draft, exchange) -> {
                            throw new java.io.IOException("the directory of teams is down");
                        },
                        "the directory of teams is down"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("faulty")
    void whereItIsWrongNothingOfThatDraftIsSentAndOthersAre(String what, DraftCustomizer faulty, String reason) {
        DraftCustomizer onlyTheSecond =
                (draft, exchange) -> "second".equals(draft.title()) ? faulty.customize(draft, exchange) : draft;
        try (RouteToDatadog route = new RouteToDatadog(datadog, options -> options.setDraftCustomizer(onlyTheSecond))) {
            List<String> ids = route.openFindings(4);
            Exchange exchange = route.send(
                    List.of(draft(ids.subList(0, 2), "first"), draft(ids.subList(2, 4), "second")), "report=all");

            TicketReport report = RouteToDatadog.reportOf(exchange);
            assertThat(report.ticketed()).isEqualTo(2);
            assertThat(report.problems()).extracting(ReportEntry::findingIds).containsExactly(ids.subList(2, 4));
            assertThat(report.problems().get(0).outcome().reason()).contains(reason);
            assertThat(report.notSent()).isEqualTo(2);
            TrueBooks.of(report, datadog.history()).holdFor(ids, 0);
        }
    }

    private static TicketDraft draft(List<String> ids, String title) {
        return TicketDraft.of(ids.stream().map(Finding::ofId).toList()).withTitle(title);
    }
}
