package io.github.cameldatadog.findings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.cameldatadog.findings.internal.search.PollMark;
import io.github.cameldatadog.findings.testkit.SimulatedDatadog;
import io.github.cameldatadog.findings.testkit.finding.SimulatedFinding;
import io.github.cameldatadog.findings.ticket.Finding;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.spi.StateRepository;
import org.apache.camel.support.processor.state.FileStateRepository;
import org.apache.camel.support.processor.state.MemoryStateRepository;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code sinceRepository}: each poll asks for what changed since the last one, and loses nothing that the index shows late. */
class SearchSinceTest {

    private static final long BEGIN = 1_700_000_000_000L;
    private static final String OPTIONS = "query=*&pageSize=10&sinceRepository=#marks";

    private final SimulatedDatadog datadog = SimulatedDatadog.start();
    private StateRepository<String, String> marks = new MemoryStateRepository();
    private SearchRoute route;
    private int made;

    @AfterEach
    void close() {
        if (route != null) {
            route.close();
        }
        datadog.close();
    }

    private SearchRoute route(String options) {
        if (route != null) {
            route.close();
        }
        route = new SearchRoute(datadog, options, Map.of("marks", marks));
        return route;
    }

    /** A finding whose detection changed so long after the begin. */
    private String changedAt(Duration after) {
        return datadog.addFinding(SimulatedFinding.builderFor("def-000-abc~i-" + ++made)
                .detectionChangedAt(BEGIN + after.toMillis())
                .build());
    }

    private List<String> poll() {
        route.poll();
        return route.ids();
    }

    @ParameterizedTest
    @ValueSource(strings = {"page", "finding", "all"})
    void onlyWhatChangedSinceComes(String deliver) {
        route(OPTIONS + "&deliver=" + deliver);
        String first = changedAt(Duration.ofMinutes(1));
        String second = changedAt(Duration.ofHours(2));
        assertThat(poll()).containsExactly(first, second);
        assertThat(poll()).isEmpty();

        String third = changedAt(Duration.ofHours(2).plusSeconds(1));
        datadog.changeFinding(
                first, "detection_changed_at", BEGIN + Duration.ofHours(3).toMillis());

        assertThat(poll()).containsExactly(third, first);
        assertThat(poll()).isEmpty();
    }

    @Test
    void whatTheIndexShowsLateComesToo() {
        route(OPTIONS);
        String shown = changedAt(Duration.ofMinutes(10));
        assertThat(poll()).containsExactly(shown);

        String late = changedAt(Duration.ofMinutes(6));

        assertThat(poll()).containsExactly(late);
        assertThat(poll()).isEmpty();
    }

    @Test
    void whatIsLaterThanTheOverlapIsNotAskedForAgain() {
        route(OPTIONS + "&overlap=60000");
        changedAt(Duration.ofMinutes(10));
        poll();

        changedAt(Duration.ofMinutes(8));

        assertThat(poll()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"page", "finding", "all"})
    void theFindingsOfAFailedExchangeComeAgain(String deliver) {
        route(OPTIONS + "&deliver=" + deliver);
        for (int i = 0; i < 30; i++) {
            changedAt(Duration.ofHours(i));
        }
        Map<String, Integer> delivered = new HashMap<>();
        int[] exchanges = {0};
        route.failsFor(some -> ++exchanges[0] == 2);
        for (int polls = 0; polls < 40 && delivered.size() < 30; polls++) {
            poll().forEach(id -> delivered.merge(id, 1, Integer::sum));
        }

        assertThat(delivered).hasSize(30);
        assertThat(delivered.values()).as("what did not fail came once").containsOnly(1);
        assertThat(poll()).isEmpty();
    }

    /** What fails each time keeps the mark back, and nothing else. */
    @ParameterizedTest
    @ValueSource(strings = {"page", "finding"})
    void whatComesAfterAFindingThatAlwaysFailsIsProcessedOnce(String deliver) {
        route(OPTIONS + "&deliver=" + deliver);
        String bad = changedAt(Duration.ofHours(0));
        for (int i = 1; i < 30; i++) {
            changedAt(Duration.ofHours(i));
        }
        boolean[] mended = {false};
        route.failsFor(some -> !mended[0] && some.stream().map(Finding::id).anyMatch(bad::equals));
        List<String> came = new ArrayList<>(poll());
        assertThat(came).hasSize(deliver.equals("page") ? 20 : 29);
        String fresh = changedAt(Duration.ofHours(30));
        assertThat(poll()).containsExactly(fresh);

        mended[0] = true;
        came.addAll(poll());

        assertThat(came).hasSize(30).doesNotHaveDuplicates().contains(bad);
        assertThat(poll()).isEmpty();
    }

    /** What was not reached any more when the consumer stopped must not be passed over by the mark. */
    @ParameterizedTest
    @ValueSource(strings = {"page", "finding", "all"})
    void whatAStopLeftUnprocessedComesLater(String deliver) {
        route(OPTIONS + "&deliver=" + deliver);
        for (int i = 0; i < 30; i++) {
            changedAt(Duration.ofHours(i));
        }
        int[] exchanges = {0};
        route.failsFor(some -> {
            if (++exchanges[0] == 2) {
                route.consumer().suspend();
            }
            return false;
        });
        List<String> came = new ArrayList<>(poll());
        route.consumer().resume();
        came.addAll(poll());

        assertThat(came).hasSize(30).doesNotHaveDuplicates();
    }

    @Test
    void aSuccessorGoesOnFromTheMark(@TempDir Path folder) {
        Path file = folder.resolve("marks");
        marks = FileStateRepository.fileStateRepository(file.toFile());
        route(OPTIONS);
        String old = changedAt(Duration.ofHours(1));
        String recent = changedAt(Duration.ofHours(2));
        poll();

        marks = FileStateRepository.fileStateRepository(file.toFile());
        route(OPTIONS);
        String next = changedAt(Duration.ofHours(3));

        assertThat(poll())
                .as("the overlap comes again, for nobody remembers it")
                .containsExactly(recent, next);
        assertThat(old).isNotNull();
    }

    @Test
    void anotherQueryHasItsOwnMark() {
        route(OPTIONS);
        String id = changedAt(Duration.ofHours(1));
        poll();

        route("query=RAW(@status:open)&sinceRepository=#marks");

        assertThat(poll()).containsExactly(id);
    }

    @Test
    void anotherOrganisationHasItsOwnMark() {
        route(OPTIONS + "&ledgerScope=one");
        String id = changedAt(Duration.ofHours(1));
        poll();

        route(OPTIONS + "&ledgerScope=other");

        assertThat(poll()).containsExactly(id);
    }

    /** Each would pass over what only the other has found. */
    @Test
    void twoRoutesDoNotShareAMark() throws Exception {
        route(OPTIONS);
        RouteBuilder another = new RouteBuilder() {
            @Override
            public void configure() {
                from("datadog-findings:search?startScheduler=false&deliver=all&" + OPTIONS)
                        .routeId("another")
                        .to("mock:another");
            }
        };
        assertThatThrownBy(() -> route.context().addRoutes(another))
                .hasStackTraceContaining("would move each other's mark and miss findings");

        route.context().getRouteController().stopRoute(SearchRoute.ROUTE);
        route.context().getRouteController().startRoute("another");
        assertThat(route.context()
                        .getRouteController()
                        .getRouteStatus("another")
                        .isStarted())
                .as("when the first one has stopped")
                .isTrue();
    }

    @Test
    void moreThanAPollTakesComesWithTheNext() {
        route(OPTIONS + "&maxFindings=12");
        for (int i = 0; i < 30; i++) {
            changedAt(Duration.ofSeconds(i));
        }

        assertThat(poll()).hasSize(12);
        assertThat(poll()).hasSize(12);
        assertThat(poll()).hasSize(6);
        assertThat(poll()).isEmpty();
    }

    @Test
    void whatIsOnACaseIsPassedByAndStillMovesTheMark() {
        route(OPTIONS + "&unticketed=true");
        String ticketed = changedAt(Duration.ofHours(5));
        String free = changedAt(Duration.ofHours(1));
        datadog.actor("colleague").attachToNewCase(ticketed);
        assertThat(poll()).containsExactly(free);

        changedAt(Duration.ofHours(2));

        assertThat(poll()).as("before the mark").isEmpty();
    }

    @Test
    void aFileKeepsTheMark(@TempDir Path folder) throws Exception {
        Path file = folder.resolve("marks");
        FileStateRepository inFile = FileStateRepository.fileStateRepository(file.toFile());
        marks = inFile;
        route(OPTIONS);
        changedAt(Duration.ofHours(1));
        poll();
        route.close();
        route = null;

        assertThat(Files.readString(file))
                .contains(Long.toString(BEGIN + Duration.ofHours(1).toMillis()));
        assertThat(inFile.isStopped()).as("stopped with the context").isTrue();
    }

    @Test
    void aMarkThatIsNoTimeIsAnErrorThatSaysWhatToDo() {
        route(OPTIONS + "&bridgeErrorHandler=true");
        changedAt(Duration.ofHours(1));
        poll();
        marks.setState(key(), "yesterday");

        assertThat(poll()).isEmpty();
        assertThat(route.consumer().getErrorCounter()).isEqualTo(1);
    }

    private String key() {
        return PollMark.of(route.consumer().getEndpoint().searchSettings()).key();
    }

    @Test
    void newestFirstDoesNotGoWithIt() {
        assertThatThrownBy(() -> route(OPTIONS + "&sort=-@detection_changed_at"))
                .hasStackTraceContaining("does not go with sinceRepository");
    }

    @Test
    void theOrderIsByTime() {
        route(OPTIONS);
        String later = changedAt(Duration.ofHours(2));
        String earlier = changedAt(Duration.ofHours(1));
        route.poll();

        assertThat(route.exchanges().get(0)).extracting(Finding::id).containsExactly(earlier, later);
    }
}
