package io.github.cameldatadog.findings.internal;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.cameldatadog.findings.client.Answer;
import io.github.cameldatadog.findings.internal.BatchParts.Part;
import io.github.cameldatadog.findings.internal.RefusedDrafts.Cut;
import io.github.cameldatadog.findings.ticket.Finding;
import io.github.cameldatadog.findings.ticket.TicketDraft;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A batch against a Datadog that refuses every request which holds a finding that is gone, and does not say which. */
class BatchPartsTest {

    private static final Answer NOT_FOUND = new Answer.Received(
            404,
            Map.of("content-type", List.of("application/json")),
            "{\"errors\":[{\"status\":\"404\",\"title\":\"Not Found\",\"detail\":\"finding not found\"}]}"
                    .getBytes(StandardCharsets.UTF_8));

    /** What came of a batch. */
    private static final class Sent {
        private final Set<String> gone;
        private final Set<String> notInIndex;
        private final List<List<String>> tickets = new ArrayList<>();
        private final Set<String> rejected = new HashSet<>();
        private int requests;

        Sent(List<TicketDraft> batch, Set<String> gone, Set<String> notInIndex) {
            this.gone = gone;
            this.notInIndex = notInIndex;
            BatchParts parts = new BatchParts(batch);
            for (Optional<Part> next = parts.next(); next.isPresent(); next = parts.next()) {
                requests++;
                send(next.get(), parts);
            }
        }

        private void send(Part part, BatchParts parts) {
            if (ids(part.drafts()).stream().noneMatch(gone::contains)) {
                part.drafts().forEach(draft -> tickets.add(draft.findingIds()));
                parts.passed(part, NOT_FOUND);
                return;
            }
            parts.refused(part);
            boolean allLookedAt = parts.holdsSeveral() || ids(part.drafts()).size() <= Chunk.MOST;
            Set<String> unseen = ids(part.drafts()).stream()
                    .filter(id -> allLookedAt && notInIndex.contains(id))
                    .collect(Collectors.toSet());
            List<String> projects = part.drafts().stream().map(draft -> "p").toList();
            Cut cut = new RefusedDrafts(part.drafts(), projects, NOT_FOUND, unseen).cut();
            if (cut instanceof Cut.None) {
                rejected.addAll(ids(part.drafts()));
            }
            parts.cut(part, cut);
        }

        Set<String> ticketed() {
            return tickets.stream().flatMap(List::stream).collect(Collectors.toSet());
        }
    }

    @Property(tries = 300)
    void everyFindingThatIsThereGetsOneTicketAndEveryOneThatIsGoneIsNamed(
            @ForAll @IntRange(min = 1, max = 50) int drafts,
            @ForAll @IntRange(min = 1, max = 50) int perDraft,
            @ForAll @IntRange(max = 30) int stale,
            @ForAll @IntRange(max = 3) int indexTells,
            @ForAll long seed) {
        List<TicketDraft> batch = batch(drafts, perDraft);
        Random random = new Random(seed);
        List<String> all = ids(batch);
        Set<String> gone = random.ints(stale, 0, all.size()).mapToObj(all::get).collect(Collectors.toSet());
        Set<String> notInIndex = new HashSet<>();
        gone.stream().filter(id -> random.nextInt(3) < indexTells).forEach(notInIndex::add);
        random.ints(indexTells == 2 ? 5 : 0, 0, all.size()).mapToObj(all::get).forEach(notInIndex::add);

        Sent sent = new Sent(batch, gone, notInIndex);

        assertThat(sent.rejected).isEqualTo(gone);
        assertThat(sent.tickets.stream().flatMap(List::stream))
                .containsExactlyInAnyOrderElementsOf(
                        all.stream().filter(id -> !gone.contains(id)).toList());
        sent.tickets.forEach(ticket -> {
            assertThat(ticket.stream().map(id -> id.replaceAll("-\\d+$", "")).distinct())
                    .hasSize(1);
            assertThat(ticket.stream().map(all::indexOf)).isSorted();
        });
    }

    @ParameterizedTest
    @CsvSource({"true,17,51", "false,24,56"})
    void oneThatIsGoneAmong2500CostsFewRequestsAndShattersNoGroups(boolean indexTells, int most, int tickets) {
        List<TicketDraft> batch = batch(50, 50);
        for (String gone : ids(batch)) {
            Sent sent = new Sent(batch, Set.of(gone), indexTells ? Set.of(gone) : Set.of());

            assertThat(sent.requests - 1).isLessThanOrEqualTo(most);
            assertThat(sent.tickets).hasSizeLessThanOrEqualTo(tickets);
            assertThat(sent.ticketed()).hasSize(2499);
        }
    }

    @Test
    void aHundredThatAreGoneCostNoThousandsAlsoWhereTheIndexStillShowsThem() {
        List<TicketDraft> batch = batch(50, 50);
        List<String> all = ids(batch);
        for (int seed = 0; seed < 20; seed++) {
            Set<String> gone = new Random(seed)
                    .ints(0, all.size())
                    .mapToObj(all::get)
                    .distinct()
                    .limit(100)
                    .collect(Collectors.toSet());

            assertThat(new Sent(batch, gone, gone).requests).isLessThan(300);
            assertThat(new Sent(batch, gone, Set.of()).requests).isLessThan(1_300);
        }
    }

    @Test
    void aBatchThatIsNotRefusedIsOneRequest() {
        List<TicketDraft> batch = batch(3, 2);

        Sent sent = new Sent(batch, Set.of(), Set.of());

        assertThat(sent.requests).isOne();
        assertThat(sent.tickets)
                .isEqualTo(batch.stream().map(TicketDraft::findingIds).toList());
    }

    private static List<TicketDraft> batch(int drafts, int perDraft) {
        return IntStream.range(0, drafts)
                .mapToObj(draft -> TicketDraft.of(IntStream.range(0, perDraft)
                        .mapToObj(finding -> Finding.ofId("finding-" + draft + "-" + finding))
                        .toList()))
                .toList();
    }

    private static List<String> ids(List<TicketDraft> drafts) {
        return drafts.stream().flatMap(draft -> draft.findingIds().stream()).toList();
    }
}
