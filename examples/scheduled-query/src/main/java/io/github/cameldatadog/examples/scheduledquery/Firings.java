package io.github.cameldatadog.examples.scheduledquery;

import io.github.cameldatadog.findings.ticket.CreatedCase;
import io.github.cameldatadog.findings.ticket.ReportEntry;
import io.github.cameldatadog.findings.ticket.TicketOutcome;
import io.github.cameldatadog.findings.ticket.TicketReport;
import java.text.SimpleDateFormat;
import java.util.EnumMap;
import java.util.Map;
import java.util.function.Consumer;
import org.apache.camel.Body;
import org.apache.camel.Exchange;
import org.apache.camel.ExchangeProperty;
import org.quartz.JobExecutionContext;
import org.quartz.Trigger;
import org.quartz.Trigger.CompletedExecutionInstruction;
import org.quartz.listeners.TriggerListenerSupport;

/**
 * Tells each firing of the schedule and what came of it, and keeps the books over all. Quartz tells it when one begins and
 * ends, the route what it did in between; firings do not overlap. Thread-safe.
 */
final class Firings extends TriggerListenerSupport {

    static final String BEGIN = "Firing of ";
    static final String NOTHING = "Nothing new.";

    private final int most;
    private final Consumer<String> say;
    private final Map<TicketOutcome.Kind, Long> counts = new EnumMap<>(TicketOutcome.Kind.class);
    private Runnable afterEach = () -> {};
    private Runnable atEnd = () -> {};
    private int fired;
    private int failed;
    private long received;
    private boolean balanced = true;
    private boolean silent;
    private boolean over;

    /** @param most after how many it comes to its end; 0 for never */
    Firings(int most, Consumer<String> say) {
        this.most = most;
        this.say = say;
    }

    /** Has that done after each firing. */
    synchronized void afterEach(Runnable action) {
        afterEach = action;
    }

    /** Has that done after the last. */
    synchronized void atEnd(Runnable action) {
        atEnd = action;
    }

    @Override
    public String getName() {
        return "firings";
    }

    @Override
    public synchronized void triggerFired(Trigger trigger, JobExecutionContext context) {
        if (over) {
            return;
        }
        fired++;
        silent = true;
        say.accept("");
        say.accept(BEGIN + new SimpleDateFormat("HH:mm:ss.SSS").format(context.getScheduledFireTime()));
    }

    /** Coming to an end takes a moment, in which nothing more is done. */
    @Override
    public synchronized boolean vetoJobExecution(Trigger trigger, JobExecutionContext context) {
        return over;
    }

    /** Is called by the route with what became of the findings. What somebody else is at work on comes again: no failure. */
    public synchronized void report(@Body TicketReport report) {
        silent = false;
        report.tickets().forEach(ticket -> say.accept(line(ticket)));
        say.accept(report.toString());
        received += report.received();
        for (TicketOutcome.Kind kind : TicketOutcome.Kind.values()) {
            counts.merge(kind, report.count(kind), Long::sum);
        }
        balanced &= report.isBalanced();
        if (report.stopped() != null
                || report.received() != report.ticketed() + report.skipped() + report.heldElsewhere()) {
            failed++;
        }
    }

    /** What was found on a ticket that a dead node had made has no draft. */
    private static String line(ReportEntry entry) {
        CreatedCase made = ((TicketOutcome.Ticketed) entry.outcome()).ticket();
        return made.label() + ": "
                + (entry.draft() == null
                        ? made.title()
                        : entry.draft().priority() + " " + entry.draft().title())
                + ", " + made.serviceNowUrl();
    }

    /** Is called by the route when Datadog could not be asked, or nothing could be sent. */
    public synchronized void fail(@ExchangeProperty(Exchange.EXCEPTION_CAUGHT) Exception cause) {
        silent = false;
        failed++;
        say.accept("FAILED, and the next firing tries again: " + cause.getMessage());
    }

    @Override
    public synchronized void triggerComplete(
            Trigger trigger, JobExecutionContext context, CompletedExecutionInstruction instruction) {
        if (silent) {
            say.accept(NOTHING);
        }
        afterEach.run();
        if (fired == most) {
            over = true;
            atEnd.run();
        }
    }

    /** How many did not go well. */
    synchronized int failed() {
        return failed;
    }

    /** All of them on a line. */
    synchronized String books() {
        StringBuilder parts = new StringBuilder();
        counts.forEach((kind, count) -> {
            if (count > 0) {
                parts.append(parts.isEmpty() ? "" : " + ")
                        .append(count)
                        .append(' ')
                        .append(kind.label());
            }
        });
        return fired + (fired == 1 ? " firing: " : " firings: ") + received + " received = "
                + (parts.isEmpty() ? "0" : parts) + (balanced ? " (balanced)" : " (NOT BALANCED)");
    }
}
