package io.github.cameldatadog.findings.observe;

import io.github.cameldatadog.findings.DatadogFindingsProducer;
import io.github.cameldatadog.findings.client.Departure;
import io.github.cameldatadog.findings.client.RequestResult;
import io.github.cameldatadog.findings.client.WireAttempt;
import io.github.cameldatadog.findings.ticket.Displayed;
import io.github.cameldatadog.findings.ticket.ReportEntry;
import io.github.cameldatadog.findings.ticket.TicketOutcome;
import io.github.cameldatadog.findings.ticket.TicketReport;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes the log lines of one exchange. At its end one line: WARN if not all went well, INFO if tickets were made, DEBUG if
 * nothing was to be done. On the way INFO for what is sent again or was refused, DEBUG for every other request. Lines are of
 * bounded length and repeat nothing of an answer but its status and its request id.
 */
public final class ExchangeLog implements EndpointObserver {

    private static final Logger LOG = LoggerFactory.getLogger(DatadogFindingsProducer.class);

    /** A wait in line that is worth a line of its own. */
    private static final Duration LONG_WAIT = Duration.ofSeconds(10);

    private static final int LONGEST_REASON = 200;

    private final String siteName;
    private final String who;
    private final RequestIds creates = new RequestIds();
    private final RequestIds problems = new RequestIds();
    private final AtomicLong tickets = new AtomicLong();

    /**
     * @param siteName how messages name the place that requests go to
     */
    public ExchangeLog(Origin origin, String siteName) {
        this.siteName = Displayed.clipped(siteName, LONGEST_REASON);
        this.who = "Exchange " + Displayed.clipped(origin.exchangeId(), LONGEST_REASON)
                + (origin.routeId() == null ? "" : " on route " + Displayed.clipped(origin.routeId(), LONGEST_REASON));
    }

    @Override
    public void leaving(Departure departure) {
        if (departure.waited().compareTo(LONG_WAIT) >= 0) {
            LOG.info(
                    "{}: {} waited {} s for its turn (rate limit or maxInFlight)",
                    who,
                    departure.operation().label(),
                    departure.waited().toSeconds());
        }
    }

    @Override
    public void attempted(WireAttempt attempt) {
        RequestResult result = RequestResult.of(attempt.answer());
        if (attempt.operation().creates() && result == RequestResult.OK) {
            creates.add(attempt.requestId());
        }
        if (result != RequestResult.OK && result != RequestResult.RATE_LIMITED) {
            problems.add(attempt.requestId());
        }
        if (attempt.retry().isPresent()) {
            LOG.info(
                    "{}: {} attempt {} came to {}, sent again in {} ms ({}); request id {}",
                    who,
                    attempt.operation().label(),
                    attempt.number(),
                    shown(result, attempt),
                    attempt.retry().get().delay().toMillis(),
                    attempt.retry().get().reason(),
                    idOf(attempt));
        } else if (result != RequestResult.OK) {
            LOG.info(
                    "{}: {} attempt {} came to {}; request id {}",
                    who,
                    attempt.operation().label(),
                    attempt.number(),
                    shown(result, attempt),
                    idOf(attempt));
        } else {
            LOG.debug(
                    "{}: {} attempt {} answered {} after {} ms; request id {}",
                    who,
                    attempt.operation().label(),
                    attempt.number(),
                    attempt.status(),
                    attempt.latency().toMillis(),
                    idOf(attempt));
        }
    }

    @Override
    public void settled(Origin origin, ReportEntry entry) {
        if (entry.outcome().kind() == TicketOutcome.Kind.TICKETED) {
            tickets.incrementAndGet();
        }
    }

    @Override
    public void end(Origin origin, TicketReport report) {
        if (!report.wentWell()) {
            LOG.warn("{}; request ids {}", summary(report), problems);
        } else if (tickets.get() > 0) {
            LOG.info("{}; request ids {}", summary(report), creates);
        } else {
            LOG.debug("{}", summary(report));
        }
    }

    private String summary(TicketReport report) {
        StringBuilder line = new StringBuilder(who)
                .append(": ")
                .append(report.received())
                .append(" findings for ")
                .append(siteName)
                .append(", ")
                .append(tickets)
                .append(" tickets made");
        for (TicketOutcome.Kind kind : TicketOutcome.Kind.values()) {
            if (report.count(kind) > 0) {
                line.append(", ").append(report.count(kind)).append(' ').append(kind.label());
            }
        }
        if (report.stopped() != null) {
            line.append(", stopped: ").append(Displayed.clipped(report.stopped(), LONGEST_REASON));
        }
        return line.append("; ")
                .append(report.requests().creates())
                .append(" creates, ")
                .append(report.requests().searches())
                .append(" searches, ")
                .append(report.requests().retries())
                .append(" of them repeated, in ")
                .append(Duration.between(report.startedAt(), report.finishedAt())
                        .toMillis())
                .append(" ms")
                .toString();
    }

    private static String shown(RequestResult result, WireAttempt attempt) {
        return attempt.status() == 0 ? result.label() : result.label() + " (" + attempt.status() + ")";
    }

    private static String idOf(WireAttempt attempt) {
        String id = RequestIds.shown(attempt.requestId());
        return id == null ? "not told" : id;
    }
}
