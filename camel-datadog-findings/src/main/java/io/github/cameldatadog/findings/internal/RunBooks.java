package io.github.cameldatadog.findings.internal;

import io.github.cameldatadog.findings.client.ApiOperation;
import io.github.cameldatadog.findings.client.Delivery;
import io.github.cameldatadog.findings.ticket.Finding;
import io.github.cameldatadog.findings.ticket.ReportEntry;
import io.github.cameldatadog.findings.ticket.TicketListener;
import io.github.cameldatadog.findings.ticket.TicketOutcome;
import io.github.cameldatadog.findings.ticket.TicketReport;
import java.time.Instant;
import java.util.concurrent.locks.ReentrantLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The books of one exchange: the report, the memory of what stands when Camel redelivers, and the word to the listener.
 * Safe for use by several threads.
 */
final class RunBooks {

    private static final Logger LOG = LoggerFactory.getLogger(RunBooks.class);

    private final TicketReport.Builder report;
    private final FingerprintSet standing;
    private final TicketListener listener;
    private final ReentrantLock oneListenerCallAtATime = new ReentrantLock();

    RunBooks(TicketReport.Builder report, TicketListener listener) {
        this(report, listener, new FingerprintSet());
    }

    private RunBooks(TicketReport.Builder report, TicketListener listener, FingerprintSet standing) {
        this.report = report;
        this.listener = listener;
        this.standing = standing;
    }

    /** Books that go on from those of an earlier attempt at the same exchange. */
    RunBooks(TicketReport.Builder report, TicketListener listener, RunBooks earlier, boolean bodyIsReadAgain) {
        this(report.carryOver(earlier.report, bodyIsReadAgain), listener, earlier.standing);
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
        if (listener != null) {
            tell(entry);
        }
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
            case NOT_SENT, SKIPPED, PLANNED -> false;
        };
    }

    private void tell(ReportEntry entry) {
        oneListenerCallAtATime.lock();
        try {
            listener.settled(entry);
        } catch (
                Throwable
                        e) { // an Error too, or what Groovy throws unchecked: the books go on whatever a listener does
            LOG.warn(
                    "The ticket listener {} failed; the outcome stands",
                    listener.getClass().getName(),
                    e);
        } finally {
            oneListenerCallAtATime.unlock();
        }
    }
}
