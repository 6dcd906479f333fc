package io.github.cameldatadog.findings.internal;

import io.github.cameldatadog.findings.ticket.TicketReport;
import org.apache.camel.Exchange;

/**
 * What a failed attempt leaves on its exchange, for when Camel redelivers it to the same step.
 *
 * @param scope the exchange, the producer and the step that the memory belongs to
 * @param books the books of the attempt
 * @param report its report
 * @param bodyIsGone whether the body was a stream that cannot be read again
 */
record RunMemory(Scope scope, RunBooks books, TicketReport report, boolean bodyIsGone) {

    /** A second endpoint in the route, a second step or a copy of the exchange must not read this one's memory. */
    record Scope(String exchangeId, String step, Object producer) {}

    private static final String PROPERTY = "CamelDatadogFindingsRunMemory";

    static Scope scopeOf(Exchange exchange, Object producer) {
        return new Scope(
                exchange.getExchangeId(), exchange.getExchangeExtension().getHistoryNodeId(), producer);
    }

    /** The memory of an earlier attempt, if this is a redelivery of it; otherwise none, and a stale one is dropped. */
    static RunMemory recall(Exchange exchange, Scope scope) {
        RunMemory memory = exchange.removeProperty(PROPERTY) instanceof RunMemory left ? left : null;
        boolean redelivered = Boolean.TRUE.equals(exchange.getMessage().getHeader(Exchange.REDELIVERED, Boolean.class));
        return redelivered && memory != null && memory.scope.equals(scope) ? memory : null;
    }

    void leaveOn(Exchange exchange) {
        exchange.setProperty(PROPERTY, this);
    }

    @Override
    public String toString() {
        return "RunMemory[" + scope.exchangeId + "]";
    }
}
