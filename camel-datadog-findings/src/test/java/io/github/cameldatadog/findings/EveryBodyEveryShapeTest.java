package io.github.cameldatadog.findings;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.cameldatadog.findings.internal.reading.BodiesAndShapesTest;
import io.github.cameldatadog.findings.testkit.SimulatedDatadog;
import io.github.cameldatadog.findings.ticket.TicketDraft;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The table of all kinds of bodies and all shapes of documents: whichever it is, the drafts are the same. */
class EveryBodyEveryShapeTest {

    private static final List<String> IDS = List.of("finding-one==", "finding~two-");

    private static final SimulatedDatadog DATADOG = SimulatedDatadog.start();
    private static final RouteToDatadog ROUTE = new RouteToDatadog(DATADOG);

    @BeforeAll
    static void shareTheDirectory(@TempDir Path directory) {
        BodiesAndShapesTest.directory = directory;
    }

    @AfterAll
    static void close() {
        ROUTE.close();
        DATADOG.close();
    }

    static List<String> kinds() {
        return List.copyOf(BodiesAndShapesTest.kinds().keySet());
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("kinds")
    void everyBodyGivesTheSameDraftsInEveryShape(String name) throws Exception {
        BodiesAndShapesTest.Kind kind = BodiesAndShapesTest.kinds().get(name);
        for (Map.Entry<String, String> shape : BodiesAndShapesTest.shapes().entrySet()) {
            // Tickets come grouped as they are; all others share one, for they agree on whatever they tell.
            List<List<String>> expected =
                    shape.getKey().endsWith("tickets") ? List.of(IDS.subList(0, 1), IDS.subList(1, 2)) : List.of(IDS);

            assertThat(drafts(kind.body(shape.getValue())))
                    .as(shape.getKey())
                    .extracting(TicketDraft::findingIds)
                    .isEqualTo(expected);
        }
    }

    private static List<TicketDraft> drafts(Object body) {
        return ROUTE
                .report(body, "dryRun=true&lookupTickets=never&alreadyTicketed=move&groupBy=rule.id,service.name")
                .tickets()
                .stream()
                .map(entry -> entry.draft())
                .toList();
    }
}
