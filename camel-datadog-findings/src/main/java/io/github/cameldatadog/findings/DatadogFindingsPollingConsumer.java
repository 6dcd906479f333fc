package io.github.cameldatadog.findings;

import io.github.cameldatadog.findings.internal.search.FindingSearch;
import io.github.cameldatadog.findings.internal.search.FindingWalk;
import io.github.cameldatadog.findings.ticket.Finding;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.ReentrantLock;
import org.apache.camel.Exchange;
import org.apache.camel.RuntimeCamelException;
import org.apache.camel.support.PollingConsumerSupport;

/**
 * Asks for findings when somebody polls, on that thread. The first call asks for the first page, each further one for what comes
 * after it; the call after the last gets nothing, and the next one asks anew. For a page that does not come in time the next call
 * waits.
 */
public class DatadogFindingsPollingConsumer extends PollingConsumerSupport {

    private final FindingSearch search;
    private final ReentrantLock oneAtATime = new ReentrantLock();
    private final Queue<Finding> left = new ArrayDeque<>();
    private volatile FindingWalk walk;
    /** The page that the last call did not wait for any longer; null if there is none. */
    private CompletableFuture<FindingWalk.Page> asked;

    DatadogFindingsPollingConsumer(DatadogFindingsEndpoint endpoint, FindingSearch search) {
        super(endpoint);
        this.search = search;
    }

    @Override
    public DatadogFindingsEndpoint getEndpoint() {
        return (DatadogFindingsEndpoint) super.getEndpoint();
    }

    /** Waits as long as it takes; null if there is nothing. */
    @Override
    public Exchange receive() {
        return receive(Long.MAX_VALUE);
    }

    /** Waits for the answer to one request, as long as {@code requestTimeout} says; null if there is nothing. */
    @Override
    public Exchange receiveNoWait() {
        return receive(search.settings().connection().requestTimeout().toMillis());
    }

    /** Waits at most that long, in milliseconds; null if there is nothing, or nothing came in time. */
    @Override
    public Exchange receive(long timeout) {
        oneAtATime.lock();
        try {
            return left.isEmpty() ? next(timeout) : finding();
        } finally {
            oneAtATime.unlock();
        }
    }

    private Exchange next(long timeout) {
        FindingWalk now = walk;
        if (now != null && now.isOver() && asked == null) {
            walk = null;
            return null;
        }
        if (now == null) {
            now = search.walk(search.settings().mandatoryQuery());
            walk = now;
        }
        FindingWalk.Page page = page(now, timeout);
        if (page == null) {
            return null;
        }
        if (page.findings().isEmpty()) {
            walk = null;
            return null;
        }
        getEndpoint().activity().found(page.findings().size());
        return switch (search.settings().deliver()) {
            case PAGE -> exchange(page.findings(), page.findings().size());
            case ALL -> all(now, page);
            case FINDING -> {
                left.addAll(page.findings());
                yield finding();
            }
        };
    }

    /** The next page; null if it does not come in time, and then the next call waits for it. */
    private FindingWalk.Page page(FindingWalk now, long timeout) {
        if (asked == null) {
            asked = now.next();
        }
        try {
            FindingWalk.Page page = timeout == Long.MAX_VALUE ? asked.get() : asked.get(timeout, TimeUnit.MILLISECONDS);
            asked = null;
            return page;
        } catch (TimeoutException e) {
            return null;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return null;
        } catch (ExecutionException e) {
            asked = null;
            walk = null;
            now.stop("a page could not be had");
            throw new RuntimeCamelException(SearchFailedException.of(e.getCause()));
        }
    }

    private Exchange finding() {
        return exchange(left.remove(), 1);
    }

    private Exchange exchange(Object body, int found) {
        Exchange exchange = getEndpoint().createExchange();
        exchange.getMessage().setBody(body);
        exchange.getMessage().setHeader(DatadogFindingsConstants.FOUND, found);
        return exchange;
    }

    private Exchange all(FindingWalk now, FindingWalk.Page first) {
        FoundFindings findings =
                new FoundFindings(() -> search.walk(search.settings().mandatoryQuery()));
        findings.beginWith(now, first);
        walk = null;
        Exchange exchange = getEndpoint().createExchange();
        exchange.getMessage().setBody(findings);
        findings.closeWith(exchange);
        return exchange;
    }

    @Override
    protected void doStop() throws Exception {
        FindingWalk now = walk;
        if (now != null) {
            now.stop("the consumer is stopping");
        }
        oneAtATime.lock(); // whoever waited for a page does not any more
        try {
            walk = null;
            asked = null;
            left.clear();
        } finally {
            oneAtATime.unlock();
        }
        super.doStop();
    }
}
