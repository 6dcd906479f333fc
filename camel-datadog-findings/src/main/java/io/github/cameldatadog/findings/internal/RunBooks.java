package io.github.cameldatadog.findings.internal;

import io.github.cameldatadog.findings.client.ApiOperation;
import io.github.cameldatadog.findings.client.Delivery;
import io.github.cameldatadog.findings.ticket.Finding;
import io.github.cameldatadog.findings.ticket.ReportEntry;
import io.github.cameldatadog.findings.ticket.TicketOutcome;
import io.github.cameldatadog.findings.ticket.TicketReport;
import java.time.Instant;

/**
 * The books of one exchange: the report, the memory of what stands when Camel redelivers, and the word to whoever watches.
 * Safe for use by several threads.
 */
final class RunBooks {

    private final TicketReport.Builder report;
    private final FingerprintSet standing;
    private final RunWatch watch;

    RunBooks(TicketReport.Builder report, RunWatch watch) {
        this(report, watch, new FingerprintSet());
    }

    private RunBooks(TicketReport.Builder report, RunWatch watch, FingerprintSet standing) {
        this.report = report;
        this.watch = watch;
        this.standing = standing;
    }

    /** Books that go on from those of an earlier attempt at the same exchange. */
    RunBooks(TicketReport.Builder report, RunWatch watch, RunBooks earlier, boolean bodyIsReadAgain) {
        this(report.carryOver(earlier.report, bodyIsReadAgain), watch, earlier.standing);
    }

    void received() {
        report.received();
    }

    /** Whether an earlier attempt settled the finding for good: it is in the books already and is not touched again. */
    boolean stands(Finding finding) {
        synchronized (standing) {
            return standing.contains(finding.id());
        }
    }

    void settled(ReportEntry entry) {
        if (standsOnRedelivery(entry.outcome())) {
            synchronized (standing) {
                entry.findings().forEach(finding -> standing.add(finding.id()));
            }
        }
        report.settled(entry);
        watch.settled(entry);
    }

    /** A request was delivered, or given up. */
    void requested(ApiOperation operation, Delivery delivery) {
        boolean create = operation == ApiOperation.CREATE_TICKETS;
        report.requested(new TicketReport.Requests(
                create ? delivery.attempts() : 0, create ? 0 : delivery.attempts(), delivery.retries()));
    }

    void stopped(String reason) {
        report.stopped(reason);
    }

    TicketReport close(Instant now) {
        return report.build(now);
    }

    private static boolean standsOnRedelivery(TicketOutcome outcome) {
        return switch (outcome.kind()) {
            case TICKETED, CASE_ONLY, UNKNOWN -> true;
            case REJECTED -> !((TicketOutcome.Rejected) outcome).setUp();
            case SKIPPED -> ((TicketOutcome.Skipped) outcome).why().standsOnRedelivery();
            case NOT_SENT, HELD_ELSEWHERE, PLANNED -> false;
        };
    }
}
