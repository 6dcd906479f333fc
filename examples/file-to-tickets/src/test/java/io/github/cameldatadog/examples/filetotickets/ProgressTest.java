package io.github.cameldatadog.examples.filetotickets;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.cameldatadog.findings.ticket.Finding;
import io.github.cameldatadog.findings.ticket.ReportEntry;
import io.github.cameldatadog.findings.ticket.TicketOutcome;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ProgressTest {

    private final List<String> lines = new ArrayList<>();
    private Instant now = Instant.parse("2026-01-01T00:00:00Z");
    private final Progress progress = new Progress(() -> now, Duration.ofSeconds(1), lines::add);

    @Test
    void aQuickFileIsWorkedOnInSilence() {
        progress.begin("quick.json");
        settle(100, 9);

        assertThat(lines).isEmpty();
    }

    @Test
    void aLongFileTellsOnceASecond() {
        progress.begin("long.json");
        settle(30, 100);

        assertThat(lines)
                .containsExactly(
                        "... long.json: 10 findings settled (10 notSent) after 1 s",
                        "... long.json: 20 findings settled (20 notSent) after 2 s",
                        "... long.json: 30 findings settled (30 notSent) after 3 s");
    }

    @Test
    void theNextFileCountsFromNought() {
        progress.begin("one.json");
        settle(15, 100);
        progress.begin("two.json");
        settle(10, 100);

        assertThat(lines)
                .containsExactly(
                        "... one.json: 10 findings settled (10 notSent) after 1 s",
                        "... two.json: 10 findings settled (10 notSent) after 1 s");
    }

    private void settle(int findings, int millisEach) {
        for (int i = 0; i < findings; i++) {
            now = now.plusMillis(millisEach);
            progress.settled(
                    ReportEntry.ofFinding(new TicketOutcome.NotSent("why"), Finding.ofId("an-id-of-one"), i + 1));
        }
    }
}
