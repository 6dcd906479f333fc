package io.github.cameldatadog.findings.ticket;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Writes a report for people to read. Text that Datadog or a finding sent is made harmless first. */
final class ReportTable {

    static final int MOST_IN_SUMMARY = 2_048;
    private static final int MOST_LABEL = 40;
    private static final int MOST_TEXT = 160;

    private ReportTable() {}

    static String summary(TicketReport report) {
        StringBuilder text = new StringBuilder(books(report));
        for (ReportEntry problem : together(report.problems())) {
            if (problem.wentWell()) {
                continue;
            }
            String line = "\n- " + problem.outcome().kind().label() + " " + label(problem) + ": " + what(problem);
            if (text.length() + line.length() > MOST_IN_SUMMARY - 80) {
                text.append("\n- and more: see the report");
                break;
            }
            text.append(line);
        }
        return text.toString();
    }

    static String of(TicketReport report) {
        List<String[]> rows = new ArrayList<>();
        rows.add(new String[] {"OUTCOME", "FINDINGS", "CASE", "TITLE", "SERVICENOW TICKET, OR REASON"});
        report.tickets().forEach(entry -> rows.add(row(entry)));
        together(report.problems()).forEach(entry -> rows.add(row(entry)));
        int[] widths = new int[rows.get(0).length];
        for (String[] row : rows) {
            for (int column = 0; column < row.length; column++) {
                widths[column] = Math.max(widths[column], row[column].length());
            }
        }
        StringBuilder table = new StringBuilder();
        if (rows.size() > 1) {
            rows.forEach(row -> table.append(line(row, widths)).append('\n'));
            table.append('\n');
        }
        return table.append(books(report)).append('\n').toString();
    }

    /** The books on a line or two. */
    private static String books(TicketReport report) {
        StringBuilder text = new StringBuilder();
        text.append(report.received()).append(" received = ");
        List<String> parts = new ArrayList<>();
        for (TicketOutcome.Kind kind : TicketOutcome.Kind.values()) {
            if (report.count(kind) > 0) {
                parts.add(report.count(kind) + " " + kind.label());
            }
        }
        text.append(parts.isEmpty() ? "0" : String.join(" + ", parts));
        text.append(report.isBalanced() ? " (balanced)" : " (NOT BALANCED)");
        List<String> skips = new ArrayList<>();
        for (SkipReason reason : SkipReason.values()) {
            if (report.skipped(reason) > 0) {
                skips.add(report.skipped(reason) + " " + reason.meaning());
            }
        }
        if (!skips.isEmpty()) {
            text.append("\nskipped: ").append(String.join("; ", skips));
        }
        if (report.stopped() != null) {
            text.append("\nended early: ").append(Displayed.clipped(report.stopped(), 400));
        }
        return text.toString();
    }

    /** Entries of single findings with one outcome become one: the same reason a thousand times helps nobody. */
    private static List<ReportEntry> together(List<ReportEntry> entries) {
        Map<TicketOutcome, List<ReportEntry>> alike = new LinkedHashMap<>();
        List<List<ReportEntry>> lines = new ArrayList<>();
        for (ReportEntry entry : entries) {
            List<ReportEntry> line = isOfFindings(entry) ? alike.get(entry.outcome()) : null;
            if (line == null) {
                line = new ArrayList<>();
                lines.add(line);
                if (isOfFindings(entry)) {
                    alike.put(entry.outcome(), line);
                }
            }
            line.add(entry);
        }
        return lines.stream().map(ReportTable::merged).toList();
    }

    /** Whether it tells of findings, not of a ticket: what fell out of a draft is on none. */
    private static boolean isOfFindings(ReportEntry entry) {
        return !entry.findings().isEmpty()
                && (entry.draft() == null
                        || entry.outcome() instanceof TicketOutcome.Skipped
                        || entry.outcome() instanceof TicketOutcome.HeldElsewhere);
    }

    private static ReportEntry merged(List<ReportEntry> line) {
        ReportEntry first = line.get(0);
        if (line.size() == 1) {
            return first;
        }
        List<Finding> findings = new ArrayList<>();
        line.forEach(entry -> findings.addAll(entry.findings()));
        return new ReportEntry(first.outcome(), findings, null, first.position());
    }

    private static String[] row(ReportEntry entry) {
        CreatedCase made = caseOf(entry.outcome());
        String title = entry.draft() == null
                ? entry.findings().size() == 1 ? entry.findings().get(0).title() : null
                : entry.draft().title();
        if (title == null && made != null) {
            title = made.title();
        }
        return new String[] {
            entry.outcome().kind().label(),
            entry.wentWell() && entry.draft() != null && !isOfFindings(entry)
                    ? Integer.toString(entry.count())
                    : label(entry),
            made == null ? "" : Displayed.clipped(made.label(), MOST_LABEL),
            Displayed.clipped(title, 70),
            what(entry)
        };
    }

    private static CreatedCase caseOf(TicketOutcome outcome) {
        if (outcome instanceof TicketOutcome.Ticketed ticketed) {
            return ticketed.ticket();
        }
        return outcome instanceof TicketOutcome.CaseOnly caseOnly ? caseOnly.ticket() : null;
    }

    private static String label(ReportEntry entry) {
        if (entry.findings().isEmpty()) {
            return "element " + entry.position();
        }
        String first = Displayed.clipped(entry.findings().get(0).id(), MOST_LABEL);
        return entry.count() == 1 ? first : first + " and " + (entry.count() - 1) + " more";
    }

    private static String what(ReportEntry entry) {
        TicketOutcome outcome = entry.outcome();
        if (outcome instanceof TicketOutcome.Ticketed ticketed) {
            return Displayed.clipped(ticketed.ticket().serviceNowUrl(), 400);
        }
        if (outcome instanceof TicketOutcome.Planned) {
            TicketDraft draft = entry.draft();
            return "project " + Displayed.clipped(draft.project(), MOST_LABEL) + ", priority "
                    + (draft.priority() == null ? "not sent" : draft.priority());
        }
        String reason = Displayed.clipped(outcome.reason(), MOST_TEXT * 4);
        return reason;
    }

    private static String line(String[] row, int[] widths) {
        StringBuilder line = new StringBuilder();
        for (int column = 0; column < row.length; column++) {
            line.append(row[column]);
            if (column < row.length - 1) {
                line.append(" ".repeat(widths[column] - row[column].length() + 2));
            }
        }
        return line.toString().stripTrailing();
    }
}
