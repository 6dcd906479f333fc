package io.github.cameldatadog.findings.internal;

import io.github.cameldatadog.findings.ticket.ReportEntry;
import io.github.cameldatadog.findings.ticket.SkipReason;
import io.github.cameldatadog.findings.ticket.TicketOutcome;
import io.github.cameldatadog.findings.ticket.TicketReport;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What a report counts without naming the findings, as with {@code report=problems}: by outcome, and what was skipped by
 * reason. Without what is zero.
 */
public record CountedOnly(Map<TicketOutcome.Kind, Long> outcomes, Map<SkipReason, Long> skipped) {

    public CountedOnly {
        outcomes = Collections.unmodifiableMap(outcomes);
        skipped = Collections.unmodifiableMap(skipped);
    }

    public static CountedOnly of(TicketReport report) {
        Map<TicketOutcome.Kind, Long> outcomes = new LinkedHashMap<>();
        for (TicketOutcome.Kind kind : TicketOutcome.Kind.values()) {
            outcomes.put(kind, report.count(kind));
        }
        Map<SkipReason, Long> skipped = new LinkedHashMap<>();
        for (SkipReason reason : SkipReason.values()) {
            skipped.put(reason, report.skipped(reason));
        }
        for (List<ReportEntry> entries : List.of(report.tickets(), report.problems())) {
            for (ReportEntry entry : entries) {
                outcomes.merge(entry.outcome().kind(), (long) -entry.count(), Long::sum);
                if (entry.outcome() instanceof TicketOutcome.Skipped skip) {
                    skipped.merge(skip.why(), (long) -entry.count(), Long::sum);
                }
            }
        }
        outcomes.values().removeIf(count -> count <= 0);
        skipped.values().removeIf(count -> count <= 0);
        return new CountedOnly(outcomes, skipped);
    }

    /** Whether every finding that came in is named. */
    public boolean isNothing() {
        return outcomes.isEmpty();
    }
}
