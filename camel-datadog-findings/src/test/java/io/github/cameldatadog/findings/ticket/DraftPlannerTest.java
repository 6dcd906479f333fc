package io.github.cameldatadog.findings.ticket;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class DraftPlannerTest {

    @Property(tries = 300)
    void everyFindingIsOnExactlyOneDraftAndNoLimitIsPassed(
            @ForAll("findings") List<Finding> findings,
            @ForAll("groupings") Grouping grouping,
            @ForAll @IntRange(min = 1, max = 50) int perTicket,
            @ForAll @IntRange(min = 1, max = 50) int perRequest,
            @ForAll @IntRange(min = 1, max = 6) int maxOpenGroups) {
        DraftPlanner planner = new DraftPlanner(grouping, new PlanLimits(perTicket, perRequest, maxOpenGroups));

        List<Batch> batches = planAll(planner, findings, maxOpenGroups);

        assertThat(batches).allSatisfy(batch -> {
            assertThat(batch.drafts()).hasSizeBetween(1, perRequest);
            assertThat(batch.drafts()).allSatisfy(draft -> assertThat(draft.findings())
                    .hasSizeBetween(1, grouping instanceof Grouping.EachFinding ? 1 : perTicket));
        });
        assertThat(idsOf(batches))
                .containsExactlyInAnyOrderElementsOf(
                        findings.stream().map(Finding::id).toList());
        assertThat(batches)
                .extracting(Batch::number)
                .containsExactlyElementsOf(
                        IntStream.rangeClosed(1, batches.size()).boxed().toList());
    }

    @Property(tries = 300)
    void draftsThatCameInKeepToThemselvesAndNoLimitIsPassed(
            @ForAll("findings") List<Finding> findings,
            @ForAll("groupings") Grouping grouping,
            @ForAll List<@IntRange(min = 0, max = 4) Integer> draftSizes,
            @ForAll @IntRange(min = 1, max = 50) int perTicket,
            @ForAll @IntRange(min = 1, max = 50) int perRequest) {
        DraftPlanner planner = new DraftPlanner(grouping, new PlanLimits(perTicket, perRequest, 3));
        List<TicketDraft> given = new ArrayList<>();
        List<Batch> batches = new ArrayList<>();
        Iterator<Integer> sizes = draftSizes.iterator();
        for (int from = 0; from < findings.size(); ) {
            int size = Math.min(findings.size() - from, sizes.hasNext() ? sizes.next() : 0);
            if (size == 0) {
                batches.addAll(planner.add(findings.get(from++)));
                continue;
            }
            TicketDraft draft =
                    TicketDraft.of(findings.subList(from, from + size)).asGiven();
            given.add(draft);
            for (Finding finding : draft.findings()) {
                batches.addAll(planner.add(finding, draft));
            }
            from += size;
        }
        batches.addAll(planner.finish());

        assertThat(idsOf(batches))
                .containsExactlyInAnyOrderElementsOf(
                        findings.stream().map(Finding::id).toList());
        for (TicketDraft draft : given) {
            List<TicketDraft> parts = batches.stream()
                    .flatMap(batch -> batch.drafts().stream())
                    .filter(part -> part.given().equals(draft.given()))
                    .toList();
            assertThat(parts)
                    .hasSize((draft.size() + perTicket - 1) / perTicket)
                    .allSatisfy(part -> assertThat(part.size()).isLessThanOrEqualTo(perTicket));
            assertThat(parts.stream().flatMap(part -> part.findingIds().stream()))
                    .containsExactlyElementsOf(draft.findingIds());
        }
        assertThat(batches).allSatisfy(batch -> assertThat(batch.drafts()).hasSizeBetween(1, perRequest));
    }

    @Property(tries = 300)
    void findingsOfADraftAgreeAndKeepTheirOrder(
            @ForAll("findings") List<Finding> findings,
            @ForAll("groupings") Grouping grouping,
            @ForAll @IntRange(min = 1, max = 50) int perTicket,
            @ForAll @IntRange(min = 1, max = 6) int maxOpenGroups) {
        DraftPlanner planner = new DraftPlanner(grouping, new PlanLimits(perTicket, 50, maxOpenGroups));

        Map<List<String>, List<String>> planned = new java.util.LinkedHashMap<>();
        for (Batch batch : planAll(planner, findings, maxOpenGroups)) {
            for (TicketDraft draft : batch.drafts()) {
                List<List<String>> keys = draft.findings().stream()
                        .map(finding -> keyOf(grouping, finding))
                        .distinct()
                        .toList();
                assertThat(keys).hasSize(1);
                planned.computeIfAbsent(keys.get(0), key -> new ArrayList<>()).addAll(draft.findingIds());
            }
        }

        planned.forEach((key, ids) -> assertThat(ids)
                .containsExactlyElementsOf(findings.stream()
                        .filter(finding -> keyOf(grouping, finding).equals(key))
                        .map(Finding::id)
                        .toList()));
    }

    @Test
    void aDraftClosesAsSoonAsItIsFullAndABatchAsSoonAsItIs() {
        DraftPlanner planner = new DraftPlanner(new Grouping.None(), new PlanLimits(2, 2, 10));

        assertThat(planner.add(finding("a", null))).isEmpty();
        assertThat(planner.add(finding("b", null))).isEmpty();
        assertThat(planner.add(finding("c", null))).isEmpty();
        List<Batch> complete = planner.add(finding("d", null));

        assertThat(idsOf(complete)).containsExactly("a", "b", "c", "d");
        assertThat(planner.finish()).isEmpty();
    }

    @Test
    void beyondTheMostOpenGroupsTheFullestIsSent() {
        DraftPlanner planner = new DraftPlanner(Grouping.parse("rule.id"), new PlanLimits(50, 1, 2));
        planner.add(finding("a1", "A"));
        planner.add(finding("b1", "B"));
        planner.add(finding("b2", "B"));

        List<Batch> complete = planner.add(finding("c1", "C"));

        assertThat(idsOf(complete)).containsExactly("b1", "b2");
        assertThat(idsOf(planner.finish())).containsExactly("a1", "c1");
    }

    @Test
    void aGroupSaysWhatItsFindingsHaveInCommonInTheOrderOfTheOption() {
        DraftPlanner planner = new DraftPlanner(Grouping.parse("service.name, rule.id"), PlanLimits.DEFAULT);
        planner.add(finding("a", "R1"));

        TicketDraft draft = planner.finish().get(0).drafts().get(0);

        assertThat(draft.group()).containsEntry("rule.id", "R1").containsEntry("service.name", null);
        assertThat(draft.group().keySet()).containsExactly("service.name", "rule.id");
    }

    private static List<Batch> planAll(DraftPlanner planner, List<Finding> findings, int maxOpenGroups) {
        List<Batch> batches = new ArrayList<>();
        for (Finding finding : findings) {
            batches.addAll(planner.add(finding));
            assertThat(planner.openGroups()).isLessThanOrEqualTo(maxOpenGroups);
        }
        batches.addAll(planner.finish());
        return batches;
    }

    private static List<String> idsOf(List<Batch> batches) {
        return batches.stream()
                .flatMap(batch -> batch.drafts().stream())
                .flatMap(draft -> draft.findingIds().stream())
                .collect(Collectors.toList());
    }

    private static List<String> keyOf(Grouping grouping, Finding finding) {
        if (grouping instanceof Grouping.EachFinding) {
            return List.of(finding.id());
        }
        return grouping.fields().stream()
                .map(path -> String.valueOf(finding.field(path)))
                .toList();
    }

    private static Finding finding(String id, String rule) {
        return Finding.of(id, rule == null ? Map.of() : Map.of("rule.id", rule), List.of());
    }

    @Provide
    Arbitrary<List<Finding>> findings() {
        Arbitrary<Map<String, String>> fields = Combinators.combine(
                        Arbitraries.of("r1", "r2", "r3", ""), Arbitraries.of("web", "db", ""))
                .as((rule, service) -> {
                    Map<String, String> values = new java.util.HashMap<>();
                    if (!rule.isEmpty()) {
                        values.put("rule.id", rule);
                    }
                    if (!service.isEmpty()) {
                        values.put("service.name", service);
                    }
                    return values;
                });
        return fields.list().ofMaxSize(400).map(all -> IntStream.range(0, all.size())
                .mapToObj(i -> Finding.of("finding-" + i, all.get(i), List.of()))
                .toList());
    }

    @Provide
    Arbitrary<Grouping> groupings() {
        return Arbitraries.of("none", "finding", "rule.id", "rule.id,service.name")
                .map(Grouping::parse);
    }
}
