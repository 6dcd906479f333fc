package io.github.cameldatadog.findings.transform;

import io.github.cameldatadog.findings.DatadogFindingsConstants;
import io.github.cameldatadog.findings.ticket.TicketReport;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.spi.DataType;
import org.apache.camel.spi.Transformer;

/**
 * Turns the report of an exchange into text. The report is the body, or else the exchange property
 * {@value DatadogFindingsConstants#REPORT_PROPERTY}, which holds it also when the exchange failed. The body becomes a
 * {@code String}, and the header {@code Content-Type} tells what of. Keeps nothing, so safe for use by several threads.
 */
abstract class ReportTransformer extends Transformer {

    private final String contentType;

    ReportTransformer(String contentType) {
        this.contentType = contentType;
    }

    abstract String textOf(TicketReport report);

    /** @throws IllegalArgumentException if the exchange holds no report */
    @Override
    public void transform(Message message, DataType from, DataType to) {
        TicketReport report = reportOf(message);
        message.setBody(textOf(report));
        message.setHeader(Exchange.CONTENT_TYPE, contentType);
    }

    private TicketReport reportOf(Message message) {
        Object body = message.getBody();
        if (body instanceof TicketReport report) {
            return report;
        }
        Object left = message.getExchange().getProperty(DatadogFindingsConstants.REPORT_PROPERTY);
        if (left instanceof TicketReport report) {
            return report;
        }
        throw new IllegalArgumentException("The data type " + getName() + " is for reports of "
                + DatadogFindingsConstants.SCHEME + ": the body is "
                + (body == null ? "null" : "a " + body.getClass().getName()) + ", and the exchange property "
                + DatadogFindingsConstants.REPORT_PROPERTY + " holds none");
    }
}
