package io.github.cameldatadog.findings;

import static io.github.cameldatadog.findings.testkit.assertions.DatadogAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.cameldatadog.findings.testkit.Operation;
import io.github.cameldatadog.findings.testkit.SimulatedDatadog;
import io.github.cameldatadog.findings.testkit.finding.DocumentShape;
import io.github.cameldatadog.findings.testkit.finding.SimulatedFinding;
import io.github.cameldatadog.findings.testkit.history.CaseRecord;
import io.github.cameldatadog.findings.ticket.SkipReason;
import io.github.cameldatadog.findings.ticket.TicketReport;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.ShrinkingMode;
import net.jqwik.api.constraints.IntRange;

/**
 * Any list of findings in any shape, with any plan, some of them on cases, resolved, repeated or unusable. The system
 * property {@code datadogFindings.rounds} makes each try several.
 */
class AnyBodyPropertyTest {

    private static final Duration BOUND = Duration.ofSeconds(30);

    /** How findings are grouped, and the field that says which group one belongs to. */
    enum GroupBy {
        NONE("none", null),
        FINDING("finding", null),
        RULE("rule.id", "rule"),
        SEVERITY("severity", "severity");

        private final String option;
        private final String field;

        GroupBy(String option, String field) {
            this.option = option;
            this.field = field;
        }

        String of(SimulatedFinding finding) {
            if (this == RULE) {
                return finding.attributes().path(field).path("id").asText();
            }
            return this == SEVERITY ? finding.severity() : "";
        }
    }

    @Property(tries = 60, shrinking = ShrinkingMode.BOUNDED)
    void everyFindingIsInTheReportOnceAndThePlanIsKept(
            @ForAll @IntRange(max = 260) int count,
            @ForAll BodyKind kind,
            @ForAll DocumentShape shape,
            @ForAll GroupBy groupBy,
            @ForAll @IntRange(min = 1, max = 50) int findingsPerTicket,
            @ForAll @IntRange(min = 1, max = 50) int ticketsPerRequest,
            @ForAll @IntRange(min = 1, max = 4) int maxInFlight,
            @ForAll long seed)
            throws IOException {
        for (int round = 0; round < Integer.getInteger("datadogFindings.rounds", 1); round++) {
            try (SimulatedDatadog datadog =
                            SimulatedDatadog.builder().seed(seed + round).start();
                    RouteToDatadog route = new RouteToDatadog(datadog)) {
                String plan = "report=all&groupBy=" + groupBy.option + "&findingsPerTicket=" + findingsPerTicket
                        + "&ticketsPerRequest=" + ticketsPerRequest + "&maxInFlight=" + maxInFlight;
                new OneTry(datadog, new Random(seed + round), count).run(route, plan, kind, shape);
                if (kind.tellsFields(shape)) {
                    assertGrouped(datadog, groupBy);
                }
                assertWithinLimits(datadog, findingsPerTicket, ticketsPerRequest);
            }
        }
    }

    /** One set of findings and what is done to them before they are sent. */
    private static final class OneTry {
        private final SimulatedDatadog datadog;
        private final List<String> sent = new ArrayList<>();
        private final Set<String> resolved = new HashSet<>();
        private final Set<String> onCase = new HashSet<>();
        private final int invalid;

        OneTry(SimulatedDatadog datadog, Random random, int count) {
            this.datadog = datadog;
            List<String> ids = datadog.addFindings(count);
            for (String id : ids) {
                int fate = random.nextInt(12);
                if (fate == 0) {
                    datadog.actor("colleague").attachToNewJiraIssue(id);
                    onCase.add(id);
                } else if (fate == 1) {
                    datadog.resolveFinding(id);
                    resolved.add(id);
                }
                sent.add(id);
                if (fate == 2) {
                    sent.add(ids.get(random.nextInt(ids.size())));
                }
            }
            this.invalid = random.nextInt(3);
        }

        void run(RouteToDatadog route, String plan, BodyKind kind, DocumentShape shape) throws IOException {
            Map<String, SimulatedFinding> byId = new HashMap<>();
            datadog.findings().forEach(finding -> byId.put(finding.id(), finding));
            int unusable = kind.canHoldUnusable(shape) ? invalid : 0;
            Object body = kind.write(sent.stream().map(byId::get).toList(), shape, unusable);
            AsyncSender sender = new AsyncSender(route, plan);

            TicketReport report = sender.send(body).within(BOUND);

            TrueBooks.of(report, datadog.history()).holdFor(sent, unusable);
            Set<String> different = new HashSet<>(sent);
            Set<String> open = new HashSet<>(different);
            open.removeAll(onCase);
            open.removeAll(resolved);
            assertThat(report.ticketed()).as(report::table).isEqualTo(open.size());
            assertThat(report.skipped(SkipReason.DUPLICATE)).isEqualTo(sent.size() - different.size());
            assertThat(report.skipped(SkipReason.ALREADY_TICKETED)).isEqualTo(onCase.size());
            assertThat(report.skipped(SkipReason.RESOLVED)).isEqualTo(resolved.size());
            assertThat(datadog)
                    .receivedOnlyValidRequests()
                    .createdAtMostOneTicketPerFinding()
                    .ticketedOnly(open)
                    .detachedNothing();
            assertInOrder();
            Leftovers.assertIdle(route.context(), sender.producer());
        }

        private void assertInOrder() {
            for (CaseRecord ticket : datadog.history().tickets()) {
                assertThat(ticket.findingIds().stream().map(sent::indexOf).toList())
                        .as("places of the findings of %s", ticket.key())
                        .isSorted();
            }
        }
    }

    private static void assertGrouped(SimulatedDatadog datadog, GroupBy groupBy) {
        Map<String, String> groups =
                datadog.findings().stream().collect(Collectors.toMap(SimulatedFinding::id, groupBy::of));
        for (CaseRecord ticket : datadog.history().tickets()) {
            assertThat(ticket.findingIds().stream().map(groups::get).distinct()).hasSize(1);
            if (groupBy == GroupBy.FINDING) {
                assertThat(ticket.findingIds()).hasSize(1);
            }
        }
    }

    private static void assertWithinLimits(SimulatedDatadog datadog, int findingsPerTicket, int ticketsPerRequest) {
        datadog.history().tickets().forEach(ticket -> assertThat(ticket.findingIds())
                .hasSizeBetween(1, findingsPerTicket));
        datadog.history().requests(Operation.CREATE).forEach(request -> {
            JsonNode tickets = request.request().json().path("data");
            assertThat(tickets.size()).isBetween(1, ticketsPerRequest);
        });
    }
}
