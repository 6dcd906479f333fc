package io.github.cameldatadog.examples.filetotickets;

import static io.github.cameldatadog.findings.testkit.assertions.DatadogAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.cameldatadog.findings.testkit.SimulatedDatadog;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The route as it runs on until somebody ends it. */
class WatchingTest {

    @TempDir
    Path folder;

    private final List<String> lines = new CopyOnWriteArrayList<>();

    @Test
    void filesAreTakenAsTheyComeAndProgressIsTold() throws Exception {
        Workspace workspace = Workspace.in(folder);
        SimulatedDatadog datadog = SimulatedDatadog.start();
        FileResults results = new FileResults(workspace, lines::add);
        Progress progress = new Progress(InstantSource.fixed(Instant.EPOCH), Duration.ZERO, lines::add);
        try (Target target = new SimulatedTarget(datadog);
                TicketRoute route = new TicketRoute(workspace, target, progress, results, 0)) {
            route.start();

            workspace.addSample();
            await().until(() -> Files.exists(workspace.done().resolve("sample-findings.json")));
            Files.writeString(workspace.inbox().resolve("later.txt"), "an-id-of-a-finding\n");
            await().until(() -> Files.exists(workspace.done().resolve("later.txt")));
        }

        assertThat(results.done()).isEqualTo(2);
        assertThat(datadog).createdAtMostOneTicketPerFinding().hasTickets(13);
        assertThat(lines)
                .anyMatch(line ->
                        line.startsWith("... sample-findings.json: 150 findings settled (147 ticketed, 3 skipped)"))
                .anyMatch(line -> line.startsWith("... later.txt: 1 findings settled (1 ticketed)"));
    }
}
