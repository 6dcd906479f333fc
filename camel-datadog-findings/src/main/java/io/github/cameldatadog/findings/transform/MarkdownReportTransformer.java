package io.github.cameldatadog.findings.transform;

import static java.util.stream.Collectors.joining;

import io.github.cameldatadog.findings.internal.CountedOnly;
import io.github.cameldatadog.findings.ticket.CreatedCase;
import io.github.cameldatadog.findings.ticket.Finding;
import io.github.cameldatadog.findings.ticket.ReportEntry;
import io.github.cameldatadog.findings.ticket.SkipReason;
import io.github.cameldatadog.findings.ticket.TicketOutcome;
import io.github.cameldatadog.findings.ticket.TicketReport;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.camel.spi.DataTypeTransformer;

/**
 * The report as Markdown: the books, and a table with one line a ticket, and one for the findings without a ticket that
 * share an outcome and its reason.
 */
@DataTypeTransformer(
        name = "datadog-findings:report-markdown",
        description = "Transforms the report of datadog-findings to Markdown: a summary and a table")
public final class MarkdownReportTransformer extends ReportTransformer {

    private static final int MOST_IDS = 3;
    private static final int MOST_ID = 80;
    private static final int MOST_TITLE = 120;
    private static final int MOST_REASON = 640;

    public MarkdownReportTransformer() {
        super("text/markdown; charset=UTF-8");
    }

    @Override
    String textOf(TicketReport report) {
        StringBuilder text = new StringBuilder("# ServiceNow tickets for security findings\n\n");
        text.append(books(report)).append('\n');
        Collection<List<ReportEntry>> rows = rows(report);
        if (!rows.isEmpty()) {
            text.append("\n| outcome | findings | case | title | ServiceNow ticket, or reason |\n");
            text.append("| --- | --- | --- | --- | --- |\n");
            rows.forEach(row -> text.append(line(row)));
        }
        String counted = counted(CountedOnly.of(report));
        if (!counted.isEmpty()) {
            text.append("\nOnly counted here: ").append(counted).append(". With `report=all` each is named.\n");
        }
        return text.toString();
    }

    private static String books(TicketReport report) {
        String outcomes = Arrays.stream(TicketOutcome.Kind.values())
                .filter(kind -> report.count(kind) > 0)
                .map(kind -> report.count(kind) + " " + kind.label())
                .collect(joining(" + "));
        StringBuilder text = new StringBuilder();
        text.append("**").append(report.received()).append(" received = ");
        text.append(outcomes.isEmpty() ? "0" : outcomes).append("**");
        text.append(report.isBalanced() ? "" : " **(NOT BALANCED)**");
        if (report.stopped() != null) {
            text.append("\n\nEnded early: ").append(MarkdownText.literal(report.stopped(), MOST_REASON));
        }
        return text.toString();
    }

    /** A ticket has a row of its own; a thousand single findings that were left out for one reason share theirs. */
    private static Collection<List<ReportEntry>> rows(TicketReport report) {
        Map<Object, List<ReportEntry>> rows = new LinkedHashMap<>();
        Stream.concat(report.tickets().stream(), report.problems().stream()).forEach(entry -> {
            boolean alone = entry.draft() != null || entry.findings().isEmpty();
            rows.computeIfAbsent(alone ? new Object() : entry.outcome(), any -> new ArrayList<>())
                    .add(entry);
        });
        return rows.values();
    }

    private static String line(List<ReportEntry> row) {
        ReportEntry first = row.get(0);
        CreatedCase made = caseOf(first.outcome());
        return "| " + first.outcome().kind().label() + " | " + findings(row) + " | "
                + (made == null ? "" : MarkdownText.literal(made.label(), MOST_ID)) + " | "
                + MarkdownText.literal(title(row, made), MOST_TITLE) + " | "
                + MarkdownText.literal(what(first), MOST_REASON) + " |\n";
    }

    private static String findings(List<ReportEntry> row) {
        List<Finding> findings =
                row.stream().flatMap(entry -> entry.findings().stream()).toList();
        if (findings.isEmpty()) {
            return "element " + row.get(0).position();
        }
        String ids = findings.stream()
                .limit(MOST_IDS)
                .map(finding -> MarkdownText.literal(finding.id(), MOST_ID))
                .collect(joining(", "));
        return findings.size() <= MOST_IDS ? ids : ids + " and " + (findings.size() - MOST_IDS) + " more";
    }

    private static String title(List<ReportEntry> row, CreatedCase made) {
        ReportEntry first = row.get(0);
        if (first.draft() != null && first.draft().title() != null) {
            return first.draft().title();
        }
        if (made != null) {
            return made.title();
        }
        return row.size() == 1 && first.findings().size() == 1
                ? first.findings().get(0).title()
                : null;
    }

    private static String what(ReportEntry entry) {
        return entry.outcome() instanceof TicketOutcome.Ticketed ticketed
                ? ticketed.ticket().serviceNowUrl()
                : entry.outcome().reason();
    }

    private static CreatedCase caseOf(TicketOutcome outcome) {
        if (outcome instanceof TicketOutcome.Ticketed ticketed) {
            return ticketed.ticket();
        }
        return outcome instanceof TicketOutcome.CaseOnly caseOnly ? caseOnly.ticket() : null;
    }

    private static String counted(CountedOnly counted) {
        Stream<String> outcomes = counted.outcomes().entrySet().stream()
                .filter(outcome -> outcome.getKey() != TicketOutcome.Kind.SKIPPED)
                .map(outcome -> outcome.getValue() + " " + outcome.getKey().label());
        Stream<String> skipped = counted.skipped().entrySet().stream().map(MarkdownReportTransformer::skipped);
        return Stream.concat(outcomes, skipped).collect(joining(", "));
    }

    private static String skipped(Map.Entry<SkipReason, Long> reason) {
        return reason.getValue() + " skipped (" + reason.getKey().meaning() + ")";
    }
}
