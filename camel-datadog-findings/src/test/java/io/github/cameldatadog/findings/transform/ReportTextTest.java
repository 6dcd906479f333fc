package io.github.cameldatadog.findings.transform;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.cameldatadog.findings.ticket.CreatedCase;
import io.github.cameldatadog.findings.ticket.Finding;
import io.github.cameldatadog.findings.ticket.ReportEntry;
import io.github.cameldatadog.findings.ticket.SkipReason;
import io.github.cameldatadog.findings.ticket.TicketDraft;
import io.github.cameldatadog.findings.ticket.TicketOutcome;
import io.github.cameldatadog.findings.ticket.TicketReport;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the CSV and the Markdown of a report say, and what they make of text that comes from anywhere. */
class ReportTextTest {

    private static final Instant NOW = Instant.parse("2026-05-06T07:08:09Z");

    private final CsvReportTransformer csv = new CsvReportTransformer();
    private final MarkdownReportTransformer markdown = new MarkdownReportTransformer();

    private static CreatedCase made(String key, String title, String url) {
        return new CreatedCase(
                "case-id",
                key,
                title,
                "OPEN",
                "project",
                "user",
                NOW,
                List.of("id-1", "id-2"),
                "COMPLETED",
                url,
                "sys");
    }

    private static TicketDraft draft(String title, String... ids) {
        return TicketDraft.of(findings(ids)).withProject("project").withTitle(title);
    }

    private static List<Finding> findings(String... ids) {
        List<Finding> findings = new ArrayList<>();
        for (String id : ids) {
            findings.add(Finding.ofId(id));
        }
        return findings;
    }

    private static ReportEntry skippedFinding(SkipReason why, String id, String reason) {
        return ReportEntry.ofFinding(new TicketOutcome.Skipped(why, reason), Finding.ofId(id), 7);
    }

    private static ReportEntry ticketed(String key, String title, String url, String... ids) {
        TicketDraft draft = draft(title, ids);
        return ReportEntry.ofDraft(new TicketOutcome.Ticketed(made(key, title, url)), draft, draft.findings());
    }

    private static TicketReport report(TicketReport.Detail detail, ReportEntry... entries) {
        TicketReport.Builder report = new TicketReport.Builder(detail, NOW);
        for (ReportEntry entry : entries) {
            for (int i = 0; i < entry.count(); i++) {
                report.received();
            }
            report.settled(entry);
        }
        return report.build(NOW);
    }

    private static TicketReport mixed(TicketReport.Detail detail) {
        TicketDraft refused = draft("Refused", "id-3");
        return report(
                detail,
                ticketed("SEC-1", "Two, of a kind", "https://snow/1", "id-1", "id-2"),
                ReportEntry.ofDraft(
                        new TicketOutcome.Rejected(403, "Forbidden", "req-9", true), refused, refused.findings()),
                skippedFinding(SkipReason.DUPLICATE, "id-4", "came before"),
                ReportEntry.ofElement(new TicketOutcome.Skipped(SkipReason.INVALID, "no id"), 9));
    }

    @Test
    void csvHasOneLineForEachFinding() {
        assertThat(csv.textOf(mixed(TicketReport.Detail.ALL)).split("\r\n"))
                .containsExactly(
                        "outcome,count,finding_id,position,case_key,case_id,servicenow_status,servicenow_url,project,"
                                + "priority,title,skipped_for,http_status,request_id,reason",
                        "ticketed,1,id-1,,SEC-1,case-id,COMPLETED,https://snow/1,project,,\"Two, of a kind\",,,,",
                        "ticketed,1,id-2,,SEC-1,case-id,COMPLETED,https://snow/1,project,,\"Two, of a kind\",,,,",
                        "rejected,1,id-3,,,,,,project,,Refused,,403,req-9,Forbidden",
                        "skipped,1,id-4,7,,,,,,,,duplicate,,,came before",
                        "skipped,1,,9,,,,,,,,invalid,,,no id");
    }

    @Test
    void csvOfProblemsCountsTheRestInLinesOfTheirOwn() {
        String text = csv.textOf(mixed(TicketReport.Detail.PROBLEMS));

        assertThat(text.split("\r\n"))
                .hasSize(5)
                .contains(
                        "ticketed,2,,,,,,,,,,,,,counted only: report=all names each",
                        "skipped,1,,,,,,,,,,duplicate,,,counted only: report=all names each");
    }

    @ParameterizedTest
    @CsvSource({"ALL", "PROBLEMS"})
    void theCountsOfTheCsvAddUpToWhatCameIn(TicketReport.Detail detail) {
        TicketReport report = mixed(detail);
        long sum = csv.textOf(report)
                .lines()
                .skip(1)
                .mapToLong(line -> Long.parseLong(line.split(",")[1]))
                .sum();

        assertThat(sum).isEqualTo(report.received()).isEqualTo(5);
    }

    private static String titleCell(String title) {
        String text =
                new CsvReportTransformer().textOf(report(TicketReport.Detail.ALL, ticketed("K", title, "u", "id-1")));
        String line = text.split("\r\n")[1];
        return line.substring("ticketed,1,id-1,,K,case-id,COMPLETED,u,project,,".length(), line.length() - 4);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "plain | plain",
                "a,b | \"a,b\"",
                "a \"b\" c | \"a \"\"b\"\" c\"",
                "~ lead~ | \" lead\"",
                "=1+1 | '=1+1",
                "+1 | '+1",
                "-1 | '-1",
                "@SUM(A1) | '@SUM(A1)",
                "~  =1+1~ | '  =1+1",
                "~\t=1+1~ | ' =1+1",
                "\uFF1D1 | '\uFF1D1",
                "=HYPERLINK(\"http://x\",\"y\") | \"'=HYPERLINK(\"\"http://x\"\",\"\"y\"\")\"",
                "1-1 | 1-1",
            })
    void csvQuotesWhatItMustAndNoSpreadsheetRunsATitle(String title, String cell) {
        assertThat(titleCell(title)).isEqualTo(cell);
    }

    @Test
    void csvKeepsATextOnItsLineAndWithinBounds() {
        String cell = titleCell("a\r\nrejected,1\u2028b\u0000" + "x".repeat(5_000));

        assertThat(cell).startsWith("\"a  rejected,1 b x").doesNotContain("\n").hasSizeLessThan(2_010);
    }

    @Test
    void everyTextColumnIsGuarded() {
        String evil = "=cmd|' /C calc'!A0";
        CreatedCase made =
                new CreatedCase(evil, evil, evil, evil, evil, evil, NOW, List.of(), "=COMPLETED", evil, evil);
        TicketDraft draft = draft(evil, "=evil-id").withProject(evil);
        TicketReport report = report(
                TicketReport.Detail.ALL,
                ReportEntry.ofDraft(new TicketOutcome.CaseOnly(made, evil), draft, draft.findings()),
                ReportEntry.ofDraft(new TicketOutcome.Rejected(400, evil, evil, false), draft, draft.findings()),
                ReportEntry.ofDraft(new TicketOutcome.Unknown(evil, evil), draft, draft.findings()),
                ReportEntry.ofDraft(new TicketOutcome.NotSent(evil), draft, draft.findings()),
                skippedFinding(SkipReason.ALREADY_TICKETED, "-id", evil));

        assertThat(csv.textOf(report).replace("\r\n", ",").split(","))
                .noneMatch(cell -> cell.matches("\"?[=+@-].*"))
                .filteredOn(cell -> cell.startsWith("'"))
                .hasSize(24);
    }

    @Test
    void markdownHasTheBooksAndALineForEachTicket() {
        assertThat(markdown.textOf(mixed(TicketReport.Detail.ALL)))
                .isEqualTo(
                        """
                        # ServiceNow tickets for security findings

                        **5 received = 2 ticketed + 1 rejected + 2 skipped**

                        | outcome | findings | case | title | ServiceNow ticket, or reason |
                        | --- | --- | --- | --- | --- |
                        | ticketed | `id-1`, `id-2` | `SEC-1` | `Two, of a kind` | `https://snow/1` |
                        | rejected | `id-3` |  | `Refused` | `Forbidden` |
                        | skipped | `id-4` |  |  | `came before` |
                        | skipped | element 9 |  |  | `no id` |
                        """);
    }

    @Test
    void markdownOfProblemsSaysWhatItOnlyCounts() {
        assertThat(markdown.textOf(mixed(TicketReport.Detail.PROBLEMS)))
                .endsWith(
                        """

                        Only counted here: 2 ticketed, 1 skipped (the same id came before). With `report=all` each is named.
                        """)
                .doesNotContain("| ticketed |");
    }

    @Test
    void markdownOfNothingIsAZero() {
        assertThat(markdown.textOf(report(TicketReport.Detail.ALL)))
                .isEqualTo("# ServiceNow tickets for security findings\n\n**0 received = 0**\n");
    }

    @Test
    void markdownSaysThatTheWorkEndedEarlyAndThatTheBooksDoNotBalance() {
        TicketReport.Builder report = new TicketReport.Builder(TicketReport.Detail.ALL, NOW);
        report.received();
        report.stopped("cut <off>");

        assertThat(markdown.textOf(report.build(NOW)))
                .contains("**1 received = 0** **(NOT BALANCED)**\n\nEnded early: `cut <off>`");
    }

    @Test
    void markdownPutsAThousandAlikeIntoOneLine() {
        ReportEntry[] entries = new ReportEntry[1_000];
        for (int i = 0; i < entries.length; i++) {
            entries[i] = skippedFinding(SkipReason.RESOLVED, "id-" + i, "resolved");
        }

        assertThat(markdown.textOf(report(TicketReport.Detail.ALL, entries)))
                .contains("| skipped | `id-0`, `id-1`, `id-2` and 997 more |  |  | `resolved` |")
                .hasLineCount(7);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            quoteCharacter = '~',
            value = {
                "[click](http://evil) ; `[click](http://evil)`",
                "http://evil @you #1 ; `http://evil @you #1`",
                "<img src=x onerror=y> ; `<img src=x onerror=y>`",
                "a | b | c ; `a \u00A6 b \u00A6 c`",
                "a \\| b ; `a \\\u00A6 b`",
                "a `b` c ; ``a `b` c``",
                "`` ; ``` `` ```",
                "**bold** ; `**bold**`",
                "ends with \\ ; `ends with \\`",
            })
    void markdownShowsTextAsItIsWritten(String title, String cell) {
        String text = markdown.textOf(report(TicketReport.Detail.ALL, ticketed("K", title, "u", "id-1")));

        assertThat(text.lines().filter(line -> line.startsWith("| ticketed")))
                .containsExactly("| ticketed | `id-1` | `K` | " + cell + " | `u` |");
    }

    @ParameterizedTest
    @ValueSource(strings = {"a\n\n# FORGED", "a\r| FORGED |", "a\u2028# FORGED", "a\u0085# FORGED"})
    void markdownKeepsATextOnItsLine(String title) {
        String text = markdown.textOf(report(TicketReport.Detail.ALL, ticketed(title, title, title, title + "-id")));

        assertThat(text.lines()).hasSize(7).noneMatch(line -> line.matches("[|# ]+FORGED.*"));
    }
}
