package io.github.cameldatadog.examples.filetotickets;

import io.github.cameldatadog.findings.ticket.SkipReason;
import io.github.cameldatadog.findings.ticket.TicketReport;
import java.util.function.Consumer;
import org.apache.camel.Body;
import org.apache.camel.Exchange;
import org.apache.camel.ExchangeProperty;
import org.apache.camel.Header;

/** Decides what becomes of each file, tells it, and counts. Thread-safe. */
final class FileResults {

    private static final int MOST_LINES = 60;

    private final Workspace workspace;
    private final Consumer<String> say;
    private int done;
    private int failed;

    FileResults(Workspace workspace, Consumer<String> say) {
        this.workspace = workspace;
        this.say = say;
    }

    /** Findings of a file are not all on tickets. The message is the report's summary. */
    static final class TicketsMissingException extends Exception {

        private static final long serialVersionUID = 1L;

        TicketsMissingException(String reason) {
            super(reason);
        }
    }

    /**
     * Is called by the route when the reports of a file are written.
     *
     * @throws TicketsMissingException if a finding is neither ticketed nor was left out, if the work ended early, or if
     *     there is no finding at all. An element without an id is left out: beside findings, it fails no file
     */
    public void judge(@Header("CamelFileName") String name, @Body TicketReport report) throws TicketsMissingException {
        boolean brief = report.tickets().size() + report.problems().size() <= MOST_LINES;
        say.accept("");
        say.accept((brief ? report.table() : report.toString()).stripTrailing());
        say.accept("");
        say.accept("Report: " + workspace.reports().resolve(name + ".report.txt") + " and .json");
        if (report.stopped() != null || report.received() != report.ticketed() + report.skipped()) {
            throw new TicketsMissingException(report.toString());
        }
        if (report.received() == report.skipped(SkipReason.INVALID)) {
            throw new TicketsMissingException("There is no finding in this file. " + report);
        }
        say.accept("Done:   " + workspace.done().resolve(name));
        synchronized (this) {
            done++;
        }
    }

    /** Is called by the route when a file failed; gives the reason as text. */
    public String explain(
            @Header("CamelFileName") String name, @ExchangeProperty(Exchange.EXCEPTION_CAUGHT) Exception cause) {
        synchronized (this) {
            failed++;
        }
        String reason = cause.getMessage() == null ? cause.toString() : cause.getMessage();
        if (!(cause instanceof TicketsMissingException)) {
            say.accept("");
            say.accept(name + ": " + reason);
        }
        say.accept("FAILED: " + workspace.failed().resolve(name) + ", with the reason beside it");
        return reason + System.lineSeparator();
    }

    /** How many files came through. */
    synchronized int done() {
        return done;
    }

    /** How many files failed. */
    synchronized int failed() {
        return failed;
    }
}
