package io.github.cameldatadog.examples.scheduledquery;

import static io.github.cameldatadog.findings.testkit.assertions.DatadogAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.github.cameldatadog.findings.testkit.Operation;
import io.github.cameldatadog.findings.testkit.fault.Fault;
import io.github.cameldatadog.findings.testkit.finding.SimulatedFinding;
import io.github.cameldatadog.findings.testkit.history.CaseRecord;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ScheduledQueryTest {

    @TempDir
    Path temporary;

    private Run run;

    @BeforeEach
    void open() {
        run = new Run(temporary);
    }

    @AfterEach
    void close() {
        run.close();
    }

    @Test
    void theFirstFiringTicketsWhatIsGraveAndOpenAndHasNone() {
        int exitCode = run.firings(1, "ledger");

        assertThat(exitCode).isZero();
        assertThat(run.datadog.history().tickets())
                .extracting(CaseRecord::title, CaseRecord::priority)
                .containsExactlyInAnyOrder(
                        tuple("4 x Bucket does not block public access in checkout", "P1"),
                        tuple("3 x Bucket does not block public access in billing", "P2"),
                        tuple("2 x Port 22 is open to the world in checkout", "P1"),
                        tuple("1 x Access key is older than 90 days in accounts", "P2"));
        assertThat(run.said()).endsWith("1 firing: 10 received = 10 ticketed (balanced)");
    }

    @Test
    void aTicketSaysWhatItIsAboutAndLeadsBackToDatadog() {
        run.firings(1, "ledger");

        CaseRecord ticket = run.datadog.history().tickets().stream()
                .filter(one -> one.title().startsWith("2 x Port 22"))
                .findAny()
                .orElseThrow();
        String page = run.datadog.baseUrl() + "/security/compliance?query=";
        assertThat(ticket.findingIds()).hasSize(2);
        assertThat(ticket.description())
                .startsWith("2 open findings of rule Port 22 is open to the world in service checkout,"
                        + " the gravest of severity critical.\n")
                .contains("- critical: checkout-4 " + page + "%40finding_id%3A" + encoded("def-000-5e2~checkout-4"))
                .contains("- high: checkout-8 " + page + "%40finding_id%3A" + encoded("def-000-5e2~checkout-8"))
                .contains("All that are open now: " + page
                        + "%40rule.id%3Adef-000-5e2+%40service.name%3Acheckout+%40status%3Aopen");
    }

    private static String encoded(String plainText) {
        return SimulatedFinding.idOf(plainText).replace("=", "%3D");
    }

    @Test
    void theSecondFiringTicketsOnlyWhatIsNewAndTheReportsNameEachTicket() {
        int exitCode = run.firings(2, "ledger");

        assertThat(exitCode).isZero();
        List<CaseRecord> tickets = run.datadog.history().tickets();
        assertThat(tickets.subList(4, tickets.size()))
                .extracting(CaseRecord::title, CaseRecord::priority)
                .containsExactlyInAnyOrder(
                        tuple("1 x Bucket does not block public access in checkout", "P2"),
                        tuple("1 x Port 22 is open to the world in shipping", "P1"));
        assertThat(run.datadog).createdAtMostOneTicketPerFinding().detachedNothing();
        assertThat(tickets).allSatisfy(ticket -> assertThat(run.lines)
                .contains(ticket.key() + ": " + ticket.priority() + " " + ticket.title() + ", "
                        + ticket.ticketUrl().orElseThrow()));
        assertThat(run.lines.stream().filter(line -> line.startsWith(Firings.BEGIN)))
                .hasSize(2)
                .doesNotHaveDuplicates();
    }

    @Test
    void aFiringThatFindsNothingSaysSo() {
        int exitCode = run.firings(2, "ledger", simulation());

        assertThat(exitCode).isZero();
        assertThat(run.lines).containsSequence(Firings.NOTHING, "").endsWith("2 firings: 0 received = 0 (balanced)");
    }

    @Test
    void aRestartMakesNoSecondTicketsThoughTheIndexLags() {
        new SampleWorld(run.datadog).begin(Duration.ZERO);
        run.datadog.holdIndex();

        assertThat(run.firings(1, "ledger", simulation())).isZero();
        assertThat(run.firings(1, "ledger", simulation())).isZero();

        assertThat(run.datadog).hasTickets(4).createdAtMostOneTicketPerFinding();
        assertThat(run.lines)
                .contains("1 firing: 10 received = 10 ticketed (balanced)")
                .endsWith("1 firing: 10 received = 10 skipped (balanced)");
    }

    /** What the ledger is for: with an empty one, the same restart does make second tickets. */
    @Test
    void aRestartWithoutTheLedgerKnowsOnlyWhatTheIndexShows() {
        new SampleWorld(run.datadog).begin(Duration.ZERO);
        run.datadog.holdIndex();

        run.firings(1, "ledger", simulation());
        run.firings(1, "another", simulation());

        assertThat(run.datadog).hasTickets(8);
    }

    private String[] simulation() {
        return new String[] {"--simulation", Integer.toString(run.datadog.port())};
    }

    @Test
    void aSearchThatIsRefusedIsToldAndMakesTheExitCode() {
        run.datadog.withdrawPermission(Operation.SEARCH);

        assertThat(run.firings(1, "ledger")).isEqualTo(1);

        assertThat(run.said()).contains("FAILED", "security_monitoring_findings_read");
        assertThat(run.datadog).hasNoTickets();
    }

    @Test
    void whatIsRefusedIsToldAndFoundAgainByTheNextFiring() {
        run.datadog.faults().next(Operation.CREATE, Fault.errorStrings(403, "Forbidden"));

        assertThat(run.firings(2, "ledger")).isEqualTo(1);

        assertThat(run.said()).contains("10 received = 10 rejected (balanced)", "Forbidden");
        assertThat(run.said()).contains("12 received = 12 ticketed (balanced)");
    }

    @Test
    void theDemonstrationEndsByItself() {
        int exitCode = run.command("--demo", "--dir", temporary.toString());

        assertThat(exitCode).isZero();
        assertThat(run.datadog).hasTickets(10).createdAtMostOneTicketPerFinding();
        assertThat(run.lines.get(run.lines.size() - 1)).matches("4 firings: .* = 16 ticketed \\+ .*\\(balanced\\)");
    }
}
