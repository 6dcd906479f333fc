package io.github.cameldatadog.findings;

import io.github.cameldatadog.findings.internal.FindingLines;
import io.github.cameldatadog.findings.ticket.TicketReport;
import java.util.stream.Collectors;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;

/**
 * Replaces the body of a message by what is safe to send again, as NDJSON text that can be kept in a file or a queue:
 * {@link TicketReport#remaining()} of the report that the exchange holds. The text is empty if nothing is. Of a draft that
 * came in with the message, the findings are told by their ids only.
 *
 * <p>An exchange without a report keeps its body, for then nothing of it was sent. Safe for use by several threads.
 */
public final class RemainingFindings implements Processor {

    @Override
    public void process(Exchange exchange) {
        TicketReport report = exchange.getProperty(DatadogFindingsConstants.REPORT_PROPERTY, TicketReport.class);
        if (report != null) {
            exchange.getMessage()
                    .setBody(report.remaining().stream().map(FindingLines::of).collect(Collectors.joining()));
        }
    }
}
