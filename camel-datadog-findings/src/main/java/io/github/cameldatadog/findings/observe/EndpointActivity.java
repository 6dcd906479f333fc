package io.github.cameldatadog.findings.observe;

import io.github.cameldatadog.findings.client.Answer;
import io.github.cameldatadog.findings.client.ApiOperation;
import io.github.cameldatadog.findings.client.Departure;
import io.github.cameldatadog.findings.client.RequestResult;
import io.github.cameldatadog.findings.client.Timing;
import io.github.cameldatadog.findings.client.WireAttempt;
import io.github.cameldatadog.findings.ticket.ReportEntry;
import io.github.cameldatadog.findings.ticket.TicketOutcome;
import io.github.cameldatadog.findings.ticket.TicketReport;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;

/** What an endpoint did since it started, in numbers. Safe for use by several threads. */
public final class EndpointActivity implements EndpointObserver {

    private final String siteName;
    private final Timing timing;
    private final AtomicLong exchangesInFlight = new AtomicLong();
    private final LongAdder exchanges = new LongAdder();
    private final LongAdder exchangesWithProblems = new LongAdder();
    private final LongAdder tickets = new LongAdder();
    private final Map<TicketOutcome.Kind, LongAdder> findings = new EnumMap<>(TicketOutcome.Kind.class);
    private final Map<ApiOperation, LongAdder> requests = new EnumMap<>(ApiOperation.class);
    private final LongAdder found = new LongAdder();
    private final LongAdder retries = new LongAdder();
    private final LongAdder rateLimited = new LongAdder();
    private final LongAdder waitedMillis = new LongAdder();
    private volatile Refused lastRefusal;

    /**
     * A request that Datadog, or a gateway on the way, refused.
     *
     * @param operation what was asked
     * @param status the HTTP status
     * @param requestId Datadog's id of the request, fit to be shown; null if it named none
     * @param at when it was answered, by our clock
     */
    public record Refused(ApiOperation operation, int status, String requestId, Instant at) {
        @Override
        public String toString() {
            return operation.label() + " " + status + " at " + at + " (request id "
                    + (requestId == null ? "not told" : requestId) + ")";
        }
    }

    /**
     * @param siteName how messages name the place that requests go to
     */
    public EndpointActivity(String siteName, Timing timing) {
        this.siteName = siteName;
        this.timing = timing;
        for (TicketOutcome.Kind kind : TicketOutcome.Kind.values()) {
            findings.put(kind, new LongAdder());
        }
        for (ApiOperation operation : ApiOperation.values()) {
            requests.put(operation, new LongAdder());
        }
    }

    /** An exchange begins to search. */
    public void searchBegan() {
        exchangesInFlight.incrementAndGet();
    }

    /** An exchange that searched is done. */
    public void searchEnded(boolean well) {
        exchangesInFlight.decrementAndGet();
        exchanges.increment();
        if (!well) {
            exchangesWithProblems.increment();
        }
    }

    /** A search has found so many findings. */
    public void found(int some) {
        found.add(some);
    }

    @Override
    public void begin(Origin origin) {
        exchangesInFlight.incrementAndGet();
    }

    @Override
    public void settled(Origin origin, ReportEntry entry) {
        findings.get(entry.outcome().kind()).add(entry.count());
        if (entry.outcome().kind() == TicketOutcome.Kind.TICKETED) {
            tickets.increment();
        }
    }

    @Override
    public void end(Origin origin, TicketReport report) {
        exchangesInFlight.decrementAndGet();
        exchanges.increment();
        if (!report.wentWell()) {
            exchangesWithProblems.increment();
        }
    }

    @Override
    public void leaving(Departure departure) {
        waitedMillis.add(departure.waited().toMillis());
    }

    @Override
    public void attempted(WireAttempt attempt) {
        requests.get(attempt.operation()).increment();
        attempt.retry().ifPresent(retry -> {
            retries.increment();
            waitedMillis.add(retry.delay().toMillis());
        });
        RequestResult result = RequestResult.of(attempt.answer());
        if (result == RequestResult.RATE_LIMITED) {
            rateLimited.increment();
        } else if (result == RequestResult.REFUSED && attempt.answer() instanceof Answer.Received received) {
            lastRefusal = new Refused(
                    attempt.operation(), received.status(), RequestIds.shown(received.requestId()), timing.now());
        }
    }

    /** How messages name the place that requests go to: the site, or the base URL that is used instead. */
    public String siteName() {
        return siteName;
    }

    /** Exchanges that are being worked on. */
    public long exchangesInFlight() {
        return exchangesInFlight.get();
    }

    /** Exchanges that were worked on to their end, redeliveries counted each. */
    public long exchanges() {
        return exchanges.sum();
    }

    /** Exchanges of these of which not everything went well. */
    public long exchangesWithProblems() {
        return exchangesWithProblems.sum();
    }

    /** Cases with a ServiceNow ticket that were made. */
    public long tickets() {
        return tickets.sum();
    }

    /** Findings that had that outcome; one that is sent again after it was not sent counts under each. */
    public long findings(TicketOutcome.Kind kind) {
        return findings.get(kind).sum();
    }

    /** Findings that searches have found. */
    public long found() {
        return found.sum();
    }

    /** Requests that went over the wire, each attempt counted. */
    public long requests(ApiOperation operation) {
        return requests.get(operation).sum();
    }

    /** How often a request was put off to be sent again. */
    public long retries() {
        return retries.sum();
    }

    /** Answers 429. */
    public long rateLimited() {
        return rateLimited.sum();
    }

    /** How long requests waited together: in line, and to be sent again. */
    public Duration waited() {
        return Duration.ofMillis(waitedMillis.sum());
    }

    /** The last request that was refused for another reason than the rate limit. */
    public Optional<Refused> lastRefusal() {
        return Optional.ofNullable(lastRefusal);
    }

    /** Starts counting anew; what is in flight stays. */
    public void reset() {
        exchanges.reset();
        exchangesWithProblems.reset();
        tickets.reset();
        findings.values().forEach(LongAdder::reset);
        requests.values().forEach(LongAdder::reset);
        found.reset();
        retries.reset();
        rateLimited.reset();
        waitedMillis.reset();
        lastRefusal = null;
    }
}
