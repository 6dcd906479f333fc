package io.github.cameldatadog.findings.ticket;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.cameldatadog.findings.ticket.TicketOutcome.CaseOnly;
import io.github.cameldatadog.findings.ticket.TicketOutcome.NotSent;
import io.github.cameldatadog.findings.ticket.TicketOutcome.Rejected;
import io.github.cameldatadog.findings.ticket.TicketOutcome.Skipped;
import io.github.cameldatadog.findings.ticket.TicketOutcome.Ticketed;
import io.github.cameldatadog.findings.ticket.TicketOutcome.Unknown;
import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class TicketReportTest {

    private static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");

    @Test
    void theBooksBalanceOnlyIfEveryElementThatCameInIsCounted() {
        TicketReport.Builder books = books(TicketReport.Detail.PROBLEMS, 3);
        books.settled(ofDraft(new Ticketed(caseOf("SEC-1")), "a", "b"));
        assertThat(books.build(NOON).isBalanced()).isFalse();

        books.settled(ReportEntry.ofElement(new Skipped(SkipReason.INVALID, "no id"), 3));

        TicketReport report = books.build(NOON);
        assertThat(report.isBalanced()).isTrue();
        assertThat(report.ticketed()).isEqualTo(2);
        assertThat(report.skipped(SkipReason.INVALID)).isEqualTo(1);
        assertThat(report.wentWell()).isFalse();
    }

    @Test
    void ticketsAreKeptOnlyWhereAllIsAskedFor() {
        assertThat(oneTicket(TicketReport.Detail.PROBLEMS).tickets()).isEmpty();
        assertThat(oneTicket(TicketReport.Detail.ALL).tickets()).hasSize(1);
    }

    @Test
    void whatRemainsIsWhatWasNotSentOrRefusedForTheSetUp() {
        TicketReport.Builder books = books(TicketReport.Detail.PROBLEMS, 5);
        books.settled(ofDraft(new NotSent("429"), "not-sent"));
        books.settled(ofDraft(new Rejected(403, "Forbidden", null, true), "refused-for-keys"));
        books.settled(ofDraft(new Rejected(404, "finding not found", null, false), "stale"));
        books.settled(ofDraft(new Unknown("reset", null), "in-doubt"));
        books.settled(ofDraft(new CaseOnly(caseOf("SEC-2"), "FAILED"), "case-only"));

        assertThat(books.build(NOON).remaining())
                .flatExtracting(Remaining::findingIds)
                .containsExactly("not-sent", "refused-for-keys");
    }

    @Test
    void aLaterAttemptTakesOverWhatStandsAndBalances() {
        TicketReport.Builder first = books(TicketReport.Detail.ALL, 8);
        first.settled(ofDraft(new Ticketed(caseOf("SEC-1")), "ticketed"));
        first.settled(ofDraft(new NotSent("429"), "not-sent"));
        first.settled(ofDraft(new Rejected(403, "Forbidden", null, true), "refused-for-keys"));
        first.settled(ofDraft(new Rejected(422, "no", null, false), "refused"));
        first.settled(ofDraft(new Unknown("reset", null), "in-doubt"));
        first.settled(ReportEntry.ofElement(new Skipped(SkipReason.INVALID, "no id"), 6));
        first.settled(ofDraft(new Skipped(SkipReason.DUPLICATE, "again"), "ticketed"));
        first.settled(ofDraft(new Skipped(SkipReason.ALREADY_TICKETED, "on a case"), "on-a-case"));

        TicketReport.Builder second = new TicketReport.Builder(TicketReport.Detail.ALL, NOON).carryOver(first, true);

        TicketReport report = second.build(NOON);
        assertThat(report.isBalanced()).isTrue();
        assertThat(report.received()).isEqualTo(4);
        assertThat(report.ticketed()).isEqualTo(1);
        assertThat(report.rejected()).isEqualTo(1);
        assertThat(report.unknown()).isEqualTo(1);
        assertThat(report.skipped()).isEqualTo(1);
        assertThat(report.skipped(SkipReason.ALREADY_TICKETED)).isEqualTo(1);
        assertThat(report.tickets()).hasSize(1);
        assertThat(report.problems())
                .flatExtracting(ReportEntry::findingIds)
                .containsExactlyInAnyOrder("refused", "in-doubt", "on-a-case");
    }

    @Test
    void theSummaryStaysShortHoweverManyProblemsThereAre() {
        TicketReport.Builder books = books(TicketReport.Detail.PROBLEMS, 500);
        IntStream.range(0, 500).forEach(i -> books.settled(ofDraft(new NotSent("x".repeat(600)), "finding-" + i)));

        String summary = books.build(NOON).toString();

        assertThat(summary).hasSizeLessThanOrEqualTo(2_048);
        assertThat(summary).startsWith("500 received = 500 notSent (balanced)").contains("and more");
    }

    @Test
    void whatDatadogSaysCannotCommandATerminalOrForgeALine() {
        TicketReport.Builder books = books(TicketReport.Detail.PROBLEMS, 1);
        books.settled(
                ofDraft(new Rejected(422, "bad\u001b[2Jthing\n9 received = 9 ticketed\u202e", null, false), "id"));

        assertThat(books.build(NOON).table())
                .doesNotContain("\u001b", "\u202e", "\n9 received")
                .contains("bad [2Jthing");
    }

    @Test
    void theSameReasonAThousandTimesIsOneLine() {
        TicketReport.Builder books = books(TicketReport.Detail.PROBLEMS, 1_000);
        IntStream.range(0, 1_000)
                .forEach(i -> books.settled(
                        ReportEntry.ofFinding(new NotSent("keys refused"), Finding.ofId("finding-" + i), i + 1)));

        TicketReport report = books.build(NOON);

        assertThat(report.problems()).hasSize(1_000);
        assertThat(report.table()).containsOnlyOnce("keys refused").contains("finding-0 and 999 more");
        assertThat(report.toString()).containsOnlyOnce("keys refused");
    }

    @Test
    void theTableListsCaseKeyAndServiceNowLinkOfEachTicket() {
        assertThat(oneTicket(TicketReport.Detail.ALL).table())
                .contains("SEC-1", "https://example.service-now.com/SEC-1")
                .contains("2 received = 2 ticketed (balanced)");
    }

    private static TicketReport oneTicket(TicketReport.Detail detail) {
        TicketReport.Builder books = books(detail, 2);
        books.settled(ofDraft(new Ticketed(caseOf("SEC-1")), "a", "b"));
        return books.build(NOON);
    }

    private static TicketReport.Builder books(TicketReport.Detail detail, int received) {
        TicketReport.Builder books = new TicketReport.Builder(detail, NOON);
        IntStream.range(0, received).forEach(i -> books.received());
        return books;
    }

    private static ReportEntry ofDraft(TicketOutcome outcome, String... ids) {
        List<Finding> findings = List.of(ids).stream().map(Finding::ofId).toList();
        return ReportEntry.ofDraft(outcome, TicketDraft.of(findings), findings);
    }

    private static CreatedCase caseOf(String key) {
        return new CreatedCase(
                "id-of-" + key,
                key,
                "A title",
                "OPEN",
                "project",
                "user",
                NOON,
                List.of(),
                "COMPLETED",
                "https://example.service-now.com/" + key,
                "sys-id");
    }
}
