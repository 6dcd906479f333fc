package io.github.cameldatadog.findings.internal;

import io.github.cameldatadog.findings.DatadogFindingsConstants;
import io.github.cameldatadog.findings.TicketsNotCreatedException;
import io.github.cameldatadog.findings.ticket.Displayed;
import io.github.cameldatadog.findings.ticket.TicketReport;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.support.ExchangeHelper;

/** The exchange's side of a run: what it brings, what an earlier attempt left on it, and what it is given in the end. */
final class RunExchange {

    private static final int MOST_OF_A_REASON = 400;

    private final Exchange exchange;
    private final Exchange asItCame;
    private final Object body;
    private final boolean canReadTwice;
    private final boolean bodyIsGone;
    private final RunMemory.Scope scope;
    private final RunBooks books;
    private final ExchangeOverrides overrides;
    private final boolean throwExceptionOnFailure;

    private RunExchange(
            Exchange exchange,
            Object body,
            boolean canReadTwice,
            boolean bodyIsGone,
            RunMemory.Scope scope,
            RunBooks books,
            boolean throwExceptionOnFailure) {
        this.exchange = exchange;
        this.asItCame = ExchangeHelper.createCopy(exchange, true);
        this.body = body;
        this.canReadTwice = canReadTwice;
        this.bodyIsGone = bodyIsGone;
        this.scope = scope;
        this.books = books;
        this.overrides = ExchangeOverrides.of(exchange.getMessage());
        this.throwExceptionOnFailure = throwExceptionOnFailure;
    }

    /**
     * Takes an exchange on.
     *
     * @param producer the producer that it came to
     * @throws TicketsNotCreatedException if it is redelivered and its body was a stream that is partly used up
     * @throws IllegalArgumentException if a header is wrong
     */
    static RunExchange of(Exchange exchange, Object producer, TicketSettings settings, RunParts parts, RunWatch watch)
            throws TicketsNotCreatedException {
        RunMemory.Scope scope = RunMemory.scopeOf(exchange, producer);
        RunMemory memory = RunMemory.recall(exchange, scope);
        Instant began = memory == null ? parts.timing().now() : memory.report().startedAt();
        TicketReport.Builder report = new TicketReport.Builder(settings.detail(), began);
        RunBooks books = memory == null
                ? new RunBooks(report, watch)
                : new RunBooks(report, watch, memory.books(), !memory.bodyIsGone());
        Object body = exchange.getMessage().getBody();
        boolean bodyIsGone = !parts.reader().canReadTwice(body);
        if (memory != null && memory.bodyIsGone()) {
            body = restOf(exchange, memory);
        }
        boolean canReadTwice = parts.reader().canReadTwice(body);
        return new RunExchange(
                exchange, body, canReadTwice, bodyIsGone, scope, books, settings.throwExceptionOnFailure());
    }

    /** A stream that was read cannot be read again: what is left of it is what the first attempt did not send. */
    private static Object restOf(Exchange exchange, RunMemory memory) throws TicketsNotCreatedException {
        if (memory.report().stopped() != null) {
            memory.leaveOn(exchange);
            throw new TicketsNotCreatedException(memory.report(), null);
        }
        return List.copyOf(memory.report().remaining());
    }

    /** Which exchange it is, in words for people. */
    String label() {
        return "exchange " + exchange.getExchangeId();
    }

    Object body() {
        return body;
    }

    boolean canReadTwice() {
        return canReadTwice;
    }

    RunBooks books() {
        return books;
    }

    ExchangeOverrides overrides() {
        return overrides;
    }

    /** A copy of the exchange from before the work began, for templates; its body is not to be read. */
    Exchange asItCame() {
        return asItCame;
    }

    /**
     * Gives the exchange its report, or its exception.
     *
     * @param begun whether anything of the body was read for good
     * @param unreadable why the body could not be read on; null if it could
     */
    void complete(boolean begun, Exception unreadable, Instant now) {
        if (!begun && unreadable != null) {
            exchange.setException(unreadable);
            return;
        }
        TicketReport report = books.close(now);
        exchange.setProperty(DatadogFindingsConstants.REPORT_PROPERTY, report);
        setCounts(exchange.getMessage(), report);
        if (report.wentWell() || !throwExceptionOnFailure) {
            exchange.getMessage().setBody(report);
        } else {
            new RunMemory(scope, books, report, bodyIsGone).leaveOn(exchange);
            exchange.setException(new TicketsNotCreatedException(report, unreadable));
        }
    }

    /** The report as it stands: for whoever watches, also where the exchange is not given one. */
    TicketReport reportNow(Instant now) {
        if (exchange.getException() != null && !(exchange.getException() instanceof TicketsNotCreatedException)) {
            books.stopped(Displayed.clipped(exchange.getException().toString(), MOST_OF_A_REASON));
        }
        return books.close(now);
    }

    /** Nothing else could be made of it: the exchange fails. */
    void fail(Throwable fault) {
        exchange.setException(fault);
    }

    private static void setCounts(Message message, TicketReport report) {
        Map.of(
                        DatadogFindingsConstants.RECEIVED, report.received(),
                        DatadogFindingsConstants.TICKETED, report.ticketed(),
                        DatadogFindingsConstants.CASE_ONLY, report.caseOnly(),
                        DatadogFindingsConstants.REJECTED, report.rejected(),
                        DatadogFindingsConstants.UNKNOWN, report.unknown(),
                        DatadogFindingsConstants.NOT_SENT, report.notSent(),
                        DatadogFindingsConstants.HELD_ELSEWHERE, report.heldElsewhere(),
                        DatadogFindingsConstants.SKIPPED, report.skipped(),
                        DatadogFindingsConstants.PLANNED, report.planned())
                .forEach(message::setHeader);
    }
}
