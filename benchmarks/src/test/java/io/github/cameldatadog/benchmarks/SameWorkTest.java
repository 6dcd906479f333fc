package io.github.cameldatadog.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.cameldatadog.findings.testkit.Operation;
import io.github.cameldatadog.findings.testkit.SimulatedDatadog;
import io.github.cameldatadog.findings.testkit.assertions.DatadogAssertions;
import io.github.cameldatadog.findings.testkit.history.CaseRecord;
import io.github.cameldatadog.findings.testkit.history.RequestRecord;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Both sides of a comparison have to do the same work, else their ratio says nothing. */
class SameWorkTest {

    private static final int COUNT = 2_620;

    @TempDir
    static Path directory;

    private static Corpus corpus;
    private static List<String> ids;

    @BeforeAll
    static void makeCorpus() throws IOException {
        corpus = Corpus.in(directory, COUNT);
        ids = new ObjectMapper().readValue(corpus.ids().toFile(), new TypeReference<>() {});
    }

    @Test
    void aCorpusHasFindingsOfAboutSevenKilobytesAndIsMadeOnce() throws IOException {
        assertThat(ids).hasSize(COUNT).doesNotHaveDuplicates();
        assertThat(Files.size(corpus.document()) / COUNT).isBetween(6_500L, 7_500L);
        var before = Files.getLastModifiedTime(corpus.document());

        assertThat(Corpus.in(directory, COUNT)).isEqualTo(corpus);
        assertThat(Files.getLastModifiedTime(corpus.document())).isEqualTo(before);
    }

    @ParameterizedTest
    @EnumSource
    void everyReadingFindsTheSameIdsInTheSameOrder(BodyKind kind) throws Exception {
        IdDigest expected = new IdDigest();
        ids.forEach(expected::add);
        Object body = kind.of(corpus.document());

        assertThat(SkipChildren.ids(body)).isEqualTo(expected);
        ComponentReading.Planned planned = new ComponentReading("none").plan(body);
        assertThat(planned.ids()).isEqualTo(expected);
        assertThat(planned.tickets()).isEqualTo(53);
        assertThat(planned.findingsOnTickets()).isEqualTo(COUNT);
        assertThat(new ComponentReading("none").validateAndPlan(body).ids()).isEqualTo(expected);
        ComponentReading.Planned grouped = new ComponentReading("rule.id,service.name").plan(body);
        assertThat(grouped.ids()).isEqualTo(expected);
        assertThat(grouped.findingsOnTickets()).isEqualTo(COUNT);
        assertThat(grouped.tickets()).isGreaterThan(53);
    }

    @Test
    void mapsAreReadAlike() throws Exception {
        ObjectMapper mapper = new ObjectMapper();
        List<Map<String, Object>> maps =
                mapper.convertValue(mapper.readTree(corpus.document().toFile()).get("data"), new TypeReference<>() {});

        assertThat(new ComponentReading("none").plan(maps).ids())
                .isEqualTo(SkipChildren.ids(maps))
                .isEqualTo(SkipChildren.ids(corpus.document().toFile()));
    }

    @ParameterizedTest
    @EnumSource
    void everyWayOfPostingMakesTheSameTicketsWithAsManyRequests(Posting.Way way) throws IOException {
        try (SimulatedDatadog datadog = SimulatedDatadog.start()) {
            datadog.load(Files.readString(corpus.ids()));
            Posting.Made made;
            try (Posting posting = way.to(datadog.baseUrl())) {
                made = posting.post(corpus.document().toFile());
            }

            assertThat(made).isEqualTo(new Posting.Made(COUNT, 2));
            DatadogAssertions.assertThat(datadog)
                    .receivedOnlyValidRequests()
                    .receivedRequests(Operation.CREATE, 2)
                    .createdAtMostOneTicketPerFinding()
                    .ticketedOnly(ids)
                    .hasTickets(53);
            assertThat(datadog.history().tickets().stream().map(CaseRecord::findingIds))
                    .containsExactlyInAnyOrderElementsOf(inFifties());
            assertThat(datadog.history().requests(Operation.SEARCH).isEmpty())
                    .isEqualTo(way != Posting.Way.COMPONENT_WITH_LOOK);
            assertThat(datadog.history().requests(Operation.CREATE)).allMatch(RequestRecord::tookEffect);
        }
    }

    private static List<List<String>> inFifties() {
        return IntStream.range(0, 53)
                .mapToObj(i -> ids.subList(i * 50, Math.min(COUNT, i * 50 + 50)))
                .toList();
    }
}
