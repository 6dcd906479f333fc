package io.github.cameldatadog.findings.internal;

import io.github.cameldatadog.findings.client.ApiOperation;
import io.github.cameldatadog.findings.client.ApiRequest;
import io.github.cameldatadog.findings.client.Delivery;
import io.github.cameldatadog.findings.client.FindingsClient;
import io.github.cameldatadog.findings.client.FoundFinding;
import io.github.cameldatadog.findings.client.RequestObserver;
import io.github.cameldatadog.findings.client.SearchAnswer;
import io.github.cameldatadog.findings.client.SearchCodec;
import io.github.cameldatadog.findings.client.SearchPage;
import io.github.cameldatadog.findings.client.SiteKnowledge;
import io.github.cameldatadog.findings.client.Timing;
import io.github.cameldatadog.findings.ticket.Displayed;
import io.github.cameldatadog.findings.ticket.Finding;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/** Looks findings up by search: what cases they are on, and whether they are still open. Reads only. */
final class TicketLookup {

    private static final String OTHERWISE =
            "; or set lookupTickets=never, which sends findings without knowing whether they are on a ticket already";

    private final FindingsClient client;
    private final Timing timing;
    private final String siteName;
    private final SiteKnowledge knowledge;
    private final TicketSettings.Lookup which;
    private final Duration payloadMaxAge;

    TicketLookup(FindingsClient client, Timing timing, SiteKnowledge knowledge, TicketSettings settings) {
        this(client, timing, settings.connection().siteName(), knowledge, settings.lookup(), settings.payloadMaxAge());
    }

    private TicketLookup(
            FindingsClient client,
            Timing timing,
            String siteName,
            SiteKnowledge knowledge,
            TicketSettings.Lookup which,
            Duration payloadMaxAge) {
        this.client = client;
        this.timing = timing;
        this.siteName = siteName;
        this.knowledge = knowledge;
        this.which = which;
        this.payloadMaxAge = payloadMaxAge;
    }

    /** The same, telling one observer more of its requests. */
    TicketLookup watchedBy(RequestObserver observer) {
        return new TicketLookup(client.watchedBy(observer), timing, siteName, knowledge, which, payloadMaxAge);
    }

    /** What a look came to. */
    sealed interface Result {
        /** The findings by id as they are now; one that search did not show is there without cases. */
        record Seen(Map<String, Finding> byId) implements Result {
            Finding of(Finding finding) {
                return byId.getOrDefault(finding.id(), finding);
            }
        }

        /**
         * Nothing was learnt.
         *
         * @param setUp whether the cause is the set-up, so that no later look would fare better
         */
        record Failed(String reason, boolean setUp) implements Result {}
    }

    boolean isOff() {
        return which == TicketSettings.Lookup.NEVER;
    }

    /** Whether a finding has to be looked up when it comes in. */
    boolean isNeeded(Finding finding) {
        return switch (which) {
            case NEVER -> false;
            case ALWAYS -> true;
            case MISSING -> finding.cases().isEmpty() || isOld(finding);
        };
    }

    /** Whether what was seen of a finding is too old by now to send it on that. */
    boolean isOld(Finding finding) {
        return !isOff() && !isSeenLately(finding);
    }

    /** Whether it is known which cases a finding is on, and not from too long ago, whoever looked. */
    boolean isSeenLately(Finding finding) {
        Instant oldest = timing.now().minus(payloadMaxAge);
        return finding.casesReadAt().map(read -> !oldest.isAfter(read)).orElse(false);
    }

    /**
     * Looks at most {@link Chunk#MOST} findings up.
     *
     * @param whenDone is told the result, once, on a sender's thread
     */
    void look(List<Finding> findings, Flights flights, RunBooks books, Consumer<Result> whenDone) {
        new Look(findings, flights, books, whenDone).page(null);
    }

    /** One look; more than a page only if Datadog gives shorter pages than it was asked for. */
    private final class Look {
        private final List<Finding> findings;
        private final Flights flights;
        private final RunBooks books;
        private final Consumer<Result> whenDone;
        private final Map<String, FoundFinding> rows = new HashMap<>();

        Look(List<Finding> findings, Flights flights, RunBooks books, Consumer<Result> whenDone) {
            this.findings = findings;
            this.flights = flights;
            this.books = books;
            this.whenDone = whenDone;
        }

        void page(String cursor) {
            List<String> ids = findings.stream().map(Finding::id).toList();
            ApiRequest search =
                    new ApiRequest(ApiOperation.SEARCH_FINDINGS, SearchCodec.write(ids, ids.size(), cursor));
            flights.launch(
                    landed -> client.deliver(ApiOperation.SEARCH_FINDINGS, () -> Optional.of(search), delivery -> {
                        landed.run();
                        books.requested(ApiOperation.SEARCH_FINDINGS, delivery);
                        knowledge.heard(delivery, timing.now());
                        goOn(delivery);
                    }));
        }

        private void goOn(Delivery delivery) {
            Result result = null;
            String next = null;
            try {
                SearchAnswer<SearchPage> answer = SearchAnswer.of(delivery, siteName, OTHERWISE, SearchCodec::read);
                if (answer instanceof SearchAnswer.Page<SearchPage> found) {
                    next = nextAfter(found.page());
                    result = next == null ? new Result.Seen(asTheyAreNow()) : null;
                } else {
                    SearchAnswer.Failed<SearchPage> failed = (SearchAnswer.Failed<SearchPage>) answer;
                    result = failed(failed.reason(), failed.setUp());
                }
            } catch (RuntimeException | Error e) {
                // A fault of ours. Whoever waits for this look must hear of it, or the exchange never ends.
                next = null;
                result = failed("the answer was not understood: " + Displayed.clipped(e.toString(), 300), false);
            }
            if (next != null) {
                page(next);
            } else {
                whenDone.accept(result);
            }
        }

        private Result failed(String reason, boolean setUp) {
            return new Result.Failed("its cases could not be looked up: " + reason, setUp);
        }

        /** Keeps a page's rows; the cursor of the next one, or null if no more is to be had. */
        private String nextAfter(SearchPage page) {
            int before = rows.size();
            page.findings().forEach(row -> rows.put(row.id(), row));
            boolean more = rows.size() > before && rows.size() < findings.size();
            return more ? page.next().orElse(null) : null;
        }

        private Map<String, Finding> asTheyAreNow() {
            Instant now = timing.now();
            Map<String, Finding> byId = new HashMap<>();
            for (Finding finding : findings) {
                byId.put(finding.id(), asItIsNow(finding, rows.get(finding.id()), now));
            }
            return byId;
        }
    }

    private static Finding asItIsNow(Finding finding, FoundFinding row, Instant now) {
        if (row == null || row.cases().isEmpty()) {
            return finding.notSeen(now);
        }
        return finding.seen(row.muted() ? "muted" : row.status(), row.cases().get(), now);
    }
}
