package io.github.cameldatadog.findings.internal.search;

import io.github.cameldatadog.findings.SearchFailedException;
import io.github.cameldatadog.findings.client.ApiOperation;
import io.github.cameldatadog.findings.client.ApiRequest;
import io.github.cameldatadog.findings.client.Delivery;
import io.github.cameldatadog.findings.client.FoundPage;
import io.github.cameldatadog.findings.client.SearchAnswer;
import io.github.cameldatadog.findings.client.SearchCodec;
import io.github.cameldatadog.findings.internal.FingerprintSet;
import io.github.cameldatadog.findings.internal.Flights;
import io.github.cameldatadog.findings.ticket.Displayed;
import io.github.cameldatadog.findings.ticket.Finding;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.function.Predicate;

/**
 * Goes through what a query finds, page by page, and gives each finding once. A cursor that has expired is replaced by
 * asking again from where the findings were that came last. For one thread at a time, which has the next page before it asks
 * for another; only {@link #stop} may be called by others.
 */
public final class FindingWalk {

    private static final String NO_PAGE = "the same page is to follow itself, by its cursor";
    private static final int BAD_REQUEST = 400;

    /** Cursors that expire one after the other, before any of them has brought a finding, tell of something else. */
    private static final int MOST_RESTARTS_IN_VAIN = 5;

    private final FindingSearch search;
    private final String query;
    private final Predicate<Finding> isWanted;
    private final Flights flights = new Flights();
    private final FingerprintSet seen = new FingerprintSet();

    private String filter;
    private String cursor;
    private boolean isOver;
    private int restartsInVain;
    private int given;
    private Instant last;

    private volatile CompletableFuture<Page> awaited;
    private volatile String whyStopped;

    /**
     * What one step has brought.
     *
     * @param findings those that are wanted; none only on the last page
     * @param isLast whether no other page follows
     * @param upTo when the last finding of the page changed, wanted or not; null if none told so far
     */
    public record Page(List<Finding> findings, boolean isLast, Instant upTo) {}

    FindingWalk(FindingSearch search, String query, Predicate<Finding> isWanted) {
        this.search = search;
        this.query = query;
        this.filter = query;
        this.isWanted = isWanted;
    }

    /**
     * The next page with any finding that is wanted. Fails with a {@link SearchFailedException}; then the same page can be
     * asked for again.
     */
    public CompletableFuture<Page> next() {
        CompletableFuture<Page> page = new CompletableFuture<>();
        awaited = page;
        if (isOver) {
            page.complete(new Page(List.of(), true, last));
        } else if (whyStopped == null) {
            request(page);
        }
        if (whyStopped != null) {
            page.completeExceptionally(stopped());
        }
        return page;
    }

    /**
     * Likewise, on the thread that calls.
     *
     * @throws SearchFailedException if the page cannot be had
     * @throws InterruptedException if the thread is interrupted; then the walk is stopped
     */
    public Page awaitNext() throws SearchFailedException, InterruptedException {
        try {
            return next().get();
        } catch (InterruptedException e) {
            stop("the thread that waits for a page was interrupted");
            throw e;
        } catch (ExecutionException e) {
            throw SearchFailedException.of(e.getCause());
        }
    }

    /** Whether the last page was given. */
    public boolean isOver() {
        return isOver;
    }

    /** Ends it, also while somebody waits for a page: a request on the wire is not waited for. */
    public void stop(String reason) {
        whyStopped = reason;
        search.walks().remove(this);
        flights.callOff(reason);
        CompletableFuture<Page> page = awaited;
        if (page != null) {
            page.completeExceptionally(stopped());
        }
    }

    private SearchFailedException stopped() {
        return new SearchFailedException("The search for " + shown() + " was ended: " + whyStopped, 0, null, null);
    }

    private String shown() {
        return "\"" + Displayed.clipped(query, 200) + "\"";
    }

    private void request(CompletableFuture<Page> page) {
        SearchSettings settings = search.settings();
        ApiRequest request = new ApiRequest(
                ApiOperation.SEARCH_FINDINGS, SearchCodec.write(filter, settings.sort(), settings.pageSize(), cursor));
        flights.launch(landed -> search.client()
                .deliver(ApiOperation.SEARCH_FINDINGS, () -> Optional.of(request), delivery -> {
                    landed.run();
                    try {
                        search.knowledge().heard(delivery, search.timing().now());
                        heard(delivery, page);
                    } catch (RuntimeException | Error e) {
                        // A fault of ours. Whoever waits for the page must hear of it.
                        page.completeExceptionally(e);
                    }
                }));
    }

    private void heard(Delivery delivery, CompletableFuture<Page> page) {
        Instant now = search.timing().now();
        SearchAnswer<FoundPage> answer = SearchAnswer.of(
                delivery, search.settings().connection().siteName(), "", body -> SearchCodec.readWhole(body, now));
        if (answer instanceof SearchAnswer.Page<FoundPage> found) {
            take(found.page(), page);
            return;
        }
        SearchAnswer.Failed<FoundPage> failed = (SearchAnswer.Failed<FoundPage>) answer;
        if (failed.status() == BAD_REQUEST && cursor != null && restartsInVain < MOST_RESTARTS_IN_VAIN) {
            restartsInVain++;
            restart();
            request(page);
        } else {
            page.completeExceptionally(new SearchFailedException(
                    "The search for " + shown() + " failed: " + failed.reason(),
                    failed.status(),
                    failed.requestId(),
                    delivery.cause().orElse(null)));
        }
    }

    private void restart() {
        cursor = null;
        filter = search.settings().newestFirst()
                ? SearchQuery.changedUntil(query, last)
                : SearchQuery.changedSince(query, last);
    }

    private void take(FoundPage found, CompletableFuture<Page> page) {
        List<Finding> wanted = new ArrayList<>();
        for (Finding finding : found.findings()) {
            if (isFull()) {
                break;
            }
            if (seen.add(finding.id())) {
                restartsInVain = 0;
                last = finding.changedAt().orElse(last);
                if (isWanted(finding)) {
                    wanted.add(finding);
                    given++;
                }
            }
        }
        String next = found.next().orElse(null);
        if (next != null && next.equals(cursor)) {
            page.completeExceptionally(
                    new SearchFailedException("The search for " + shown() + " failed: " + NO_PAGE, 0, null, null));
            return;
        }
        cursor = next;
        isOver = next == null || found.elements() == 0 || isFull();
        if (isOver) {
            search.walks().remove(this);
        }
        if (wanted.isEmpty() && !isOver) {
            request(page);
        } else {
            page.complete(new Page(List.copyOf(wanted), isOver, last));
        }
    }

    private boolean isFull() {
        int most = search.settings().maxFindings();
        return most > 0 && given >= most;
    }

    private boolean isWanted(Finding finding) {
        boolean isLeftOut = search.settings().unticketed() && finding.openCase().isPresent();
        return !isLeftOut && isWanted.test(finding);
    }
}
