package io.github.cameldatadog.findings.observe;

import io.github.cameldatadog.findings.DatadogFindingsConstants;
import io.github.cameldatadog.findings.DatadogFindingsEndpoint;
import io.github.cameldatadog.findings.DatadogFindingsOperation;
import io.github.cameldatadog.findings.ticket.Displayed;
import io.github.cameldatadog.findings.ticket.ReportEntry;
import io.github.cameldatadog.findings.ticket.TicketOutcome;
import io.github.cameldatadog.findings.ticket.TicketReport;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.camel.Endpoint;
import org.apache.camel.Exchange;

/**
 * What spans say of a step that makes tickets or searches: where it goes, and how many findings became what. No option but the operation
 * and the site, and nothing that came with a message or from Datadog but request ids.
 */
final class SpanFacts {

    private static final String PREFIX = "datadog.findings.";
    private static final String SPANS = "CamelDatadogFindingsSpans";

    /**
     * A span that has begun.
     *
     * @param searches whether it is of a search
     * @param earlier the report that the exchange held before; null for none
     * @param around the span around it; null for none of ours
     */
    private record Begun(boolean searches, Object earlier, Begun around) {}

    private SpanFacts() {}

    static String nameOf(Endpoint endpoint) {
        return endpoint instanceof DatadogFindingsEndpoint findings
                ? DatadogFindingsConstants.SCHEME + " " + findings.getOperation()
                : DatadogFindingsConstants.SCHEME;
    }

    /** The tags a span begins with. */
    static Map<String, String> atBegin(Exchange exchange, Endpoint endpoint) {
        // A report that an endpoint before this one has left must not be taken for this one's.
        exchange.setProperty(
                SPANS,
                new Begun(
                        endpoint instanceof DatadogFindingsEndpoint ours
                                && ours.getOperation() == DatadogFindingsOperation.search,
                        exchange.getProperty(DatadogFindingsConstants.REPORT_PROPERTY),
                        exchange.getProperty(SPANS, Begun.class)));
        Map<String, String> tags = new LinkedHashMap<>();
        tags.put("url.scheme", DatadogFindingsConstants.SCHEME);
        tags.put("exchangeId", exchange.getExchangeId());
        if (endpoint instanceof DatadogFindingsEndpoint findings && findings.getServiceUrl() != null) {
            tags.put("camel.uri", DatadogFindingsConstants.SCHEME + ":" + findings.getOperation());
            tags.put("server.address", findings.getServiceUrl());
            tags.put("server.protocol", findings.getServiceProtocol());
            tags.put("server.region", findings.getSiteName());
            tags.put(PREFIX + "site", findings.getSiteName());
            tags.put(PREFIX + "operation", String.valueOf(findings.getOperation()));
        }
        return tags;
    }

    /** The tags a span ends with. */
    static Map<String, String> atEnd(Exchange exchange) {
        Begun begun = (Begun) exchange.removeProperty(SPANS);
        if (begun != null && begun.around() != null) {
            exchange.setProperty(SPANS, begun.around());
        }
        return begun != null && begun.searches()
                ? ofSearch(exchange)
                : ofTickets(exchange, begun == null ? null : begun.earlier());
    }

    private static Map<String, String> ofSearch(Exchange exchange) {
        Map<String, String> tags = new LinkedHashMap<>();
        tags.put(PREFIX + "outcome", exchange.getException() == null ? "well" : "problems");
        Integer found = exchange.getMessage().getHeader(DatadogFindingsConstants.FOUND, Integer.class);
        if (found != null) {
            tags.put(PREFIX + "found", found.toString());
        }
        return tags;
    }

    private static Map<String, String> ofTickets(Exchange exchange, Object earlier) {
        Map<String, String> tags = new LinkedHashMap<>();
        TicketReport report = exchange.getProperty(DatadogFindingsConstants.REPORT_PROPERTY, TicketReport.class);
        if (report == null || report == earlier) {
            tags.put(PREFIX + "outcome", "not begun");
            return tags;
        }
        tags.put(PREFIX + "outcome", report.wentWell() ? "well" : "problems");
        tags.put(PREFIX + "received", Long.toString(report.received()));
        for (TicketOutcome.Kind kind : TicketOutcome.Kind.values()) {
            tags.put(PREFIX + kind.label(), Long.toString(report.count(kind)));
        }
        tags.put(PREFIX + "creates", Long.toString(report.requests().creates()));
        tags.put(PREFIX + "searches", Long.toString(report.requests().searches()));
        tags.put(PREFIX + "retries", Long.toString(report.requests().retries()));
        RequestIds ids = new RequestIds();
        for (ReportEntry problem : report.problems()) {
            if (problem.outcome() instanceof TicketOutcome.Rejected rejected) {
                ids.add(rejected.requestId());
            } else if (problem.outcome() instanceof TicketOutcome.Unknown unknown) {
                ids.add(unknown.requestId());
            }
        }
        if (!ids.isEmpty()) {
            tags.put(PREFIX + "requestIds", ids.toString());
        }
        return tags;
    }

    /** What the span says of an exchange that failed: the kind of exception, and its words where they are ours. */
    static Map<String, String> ofFailure(Exchange exchange) {
        Map<String, String> entry = new LinkedHashMap<>();
        entry.put("event", "error");
        entry.put("error.kind", exchange.getException().getClass().getName());
        entry.put("message", Displayed.clipped(exchange.getException().getMessage(), 400));
        return entry;
    }
}
