package io.github.cameldatadog.findings.transform;

import io.github.cameldatadog.findings.internal.CountedOnly;
import io.github.cameldatadog.findings.ticket.CreatedCase;
import io.github.cameldatadog.findings.ticket.Finding;
import io.github.cameldatadog.findings.ticket.ReportEntry;
import io.github.cameldatadog.findings.ticket.SkipReason;
import io.github.cameldatadog.findings.ticket.TicketDraft;
import io.github.cameldatadog.findings.ticket.TicketOutcome;
import io.github.cameldatadog.findings.ticket.TicketReport;
import java.util.List;
import org.apache.camel.spi.DataTypeTransformer;

/**
 * The report as CSV (RFC 4180): a line with the columns' names, then one line a finding. What is only counted, as with
 * {@code report=problems}, has one line for each outcome, with its number in the column {@code count}, which is 1 elsewhere:
 * the column's sum is what came in.
 */
@DataTypeTransformer(
        name = "datadog-findings:report-csv",
        description = "Transforms the report of datadog-findings to CSV text, one line a finding")
public final class CsvReportTransformer extends ReportTransformer {

    private static final List<String> COLUMNS = List.of(
            "outcome",
            "count",
            "finding_id",
            "position",
            "case_key",
            "case_id",
            "servicenow_status",
            "servicenow_url",
            "project",
            "priority",
            "title",
            "skipped_for",
            "http_status",
            "request_id",
            "reason");

    public CsvReportTransformer() {
        super("text/csv; charset=UTF-8");
    }

    @Override
    String textOf(TicketReport report) {
        CsvText csv = new CsvText(COLUMNS);
        report.tickets().forEach(entry -> write(csv, entry));
        report.problems().forEach(entry -> write(csv, entry));
        CountedOnly counted = CountedOnly.of(report);
        counted.outcomes().forEach((kind, count) -> {
            if (kind != TicketOutcome.Kind.SKIPPED) {
                writeCounted(csv, kind, count, null);
            }
        });
        counted.skipped().forEach((reason, count) -> writeCounted(csv, TicketOutcome.Kind.SKIPPED, count, reason));
        return csv.toString();
    }

    private static void writeCounted(CsvText csv, TicketOutcome.Kind kind, long count, SkipReason reason) {
        csv.set("outcome", kind.label()).set("count", count).set("reason", "counted only: report=all names each");
        if (reason != null) {
            csv.set("skipped_for", reason.label());
        }
        csv.endLine();
    }

    private static void write(CsvText csv, ReportEntry entry) {
        if (entry.findings().isEmpty()) {
            write(csv, entry, null);
        }
        entry.findings().forEach(finding -> write(csv, entry, finding));
    }

    private static void write(CsvText csv, ReportEntry entry, Finding finding) {
        TicketOutcome outcome = entry.outcome();
        csv.set("outcome", outcome.kind().label()).set("count", 1).set("reason", outcome.reason());
        if (finding != null) {
            csv.set("finding_id", finding.id());
        }
        if (entry.position() > 0) {
            csv.set("position", entry.position());
        }
        if (entry.draft() != null) {
            writeDraft(csv, entry.draft());
        }
        if (outcome instanceof TicketOutcome.Ticketed ticketed) {
            writeCase(csv, ticketed.ticket());
        } else if (outcome instanceof TicketOutcome.CaseOnly caseOnly) {
            writeCase(csv, caseOnly.ticket());
        } else if (outcome instanceof TicketOutcome.Rejected rejected) {
            csv.set("http_status", rejected.status()).set("request_id", rejected.requestId());
        } else if (outcome instanceof TicketOutcome.Unknown unknown) {
            csv.set("request_id", unknown.requestId());
        } else if (outcome instanceof TicketOutcome.Skipped skipped) {
            csv.set("skipped_for", skipped.why().label());
        }
        csv.endLine();
    }

    private static void writeDraft(CsvText csv, TicketDraft draft) {
        csv.set("project", draft.project()).set("title", draft.title());
        if (draft.priority() != null) {
            csv.set("priority", draft.priority().name());
        }
    }

    private static void writeCase(CsvText csv, CreatedCase made) {
        csv.set("case_key", made.key())
                .set("case_id", made.id())
                .set("servicenow_status", made.serviceNowStatus())
                .set("servicenow_url", made.serviceNowUrl());
        if (made.title() != null) {
            csv.set("title", made.title());
        }
    }
}
