package io.github.cameldatadog.examples.scheduledquery;

import static io.github.cameldatadog.findings.testkit.assertions.DatadogAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.cameldatadog.findings.testkit.Operation;
import io.github.cameldatadog.findings.testkit.history.RequestRecord;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Two nodes, each a process of its own, on a PostgreSQL. */
class ClusterTest {

    @TempDir
    Path folder;

    @Test
    @Timeout(180)
    void eachFiringRunsOnceAndTheOtherNodeTakesOverAndNoFindingGetsTwoTickets() {
        try (Run run = new Run(folder)) {
            int exitCode = run.command("--cluster");

            assertThat(exitCode).as(run.said()).isZero();
            assertThat(run.datadog).createdAtMostOneTicketPerFinding().detachedNothing();
            assertThat(run.datadog).hasTickets(8);
            List<RequestRecord> creates = run.datadog.history().requests(Operation.CREATE);
            assertThat(creates)
                    .as("the one that was never answered is not sent again")
                    .hasSize(3);
            assertThat(creates.get(1).answer()).isEmpty();

            assertThat(run.lines.stream()
                            .filter(line -> line.contains(Firings.BEGIN))
                            .map(line -> line.substring(line.indexOf('|'))))
                    .as("times of firings")
                    .hasSizeGreaterThan(5)
                    .doesNotHaveDuplicates();
            int killed = indexOf(run.lines, "KILLED ");
            String dead = run.lines.get(killed).substring("KILLED ".length(), "KILLED node-x".length());
            List<String> after = run.lines.subList(killed, run.lines.size());
            assertThat(after).noneMatch(line -> line.startsWith(dead + " | " + Firings.BEGIN));
            assertThat(after)
                    .as("what the dead node had sent is found again, and known")
                    .anyMatch(line -> line.matches("node-. \\| \\d+ received = \\d+ skipped \\(balanced\\)"));
            assertThat(run.said()).endsWith("run twice: none\n14 findings on 8 tickets; on two: none");
        }
    }

    private static int indexOf(List<String> lines, String start) {
        for (int at = 0; at < lines.size(); at++) {
            if (lines.get(at).startsWith(start)) {
                return at;
            }
        }
        throw new AssertionError(start + " in " + lines);
    }
}
