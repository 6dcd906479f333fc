package io.github.cameldatadog.findings;

import io.github.cameldatadog.findings.ticket.TicketReport;
import org.apache.camel.CamelException;

/** Some findings did not get the ticket they were to get. The report says which, why, and what may be sent again. */
public class TicketsNotCreatedException extends CamelException {

    private static final long serialVersionUID = 1L;

    private final transient TicketReport report;

    public TicketsNotCreatedException(TicketReport report, Throwable cause) {
        super("Not every finding got a ticket: " + report, cause);
        this.report = report;
    }

    /** What became of every finding; null only after the exception itself was serialized. */
    public TicketReport getReport() {
        return report;
    }
}
