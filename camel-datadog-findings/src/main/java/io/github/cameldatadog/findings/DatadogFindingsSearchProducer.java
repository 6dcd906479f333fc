package io.github.cameldatadog.findings;

import io.github.cameldatadog.findings.client.Timing;
import io.github.cameldatadog.findings.internal.DatadogConnections;
import io.github.cameldatadog.findings.internal.StoppingRoute;
import io.github.cameldatadog.findings.internal.search.FindingSearch;
import io.github.cameldatadog.findings.internal.search.FindingWalk;
import io.github.cameldatadog.findings.ticket.Finding;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.camel.AsyncCallback;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.support.DefaultAsyncProducer;

/** Asks for findings with a query, and makes them the exchange's body: a list, or pages to be fetched as they are read. */
public class DatadogFindingsSearchProducer extends DefaultAsyncProducer {

    private static final String STOPPING = "the route is stopping";

    private final FindingSearch search;
    private final Map<FindingWalk, Exchange> underway = new ConcurrentHashMap<>();

    DatadogFindingsSearchProducer(DatadogFindingsEndpoint endpoint, FindingSearch search) {
        super(endpoint);
        this.search = search;
    }

    @Override
    public DatadogFindingsEndpoint getEndpoint() {
        return (DatadogFindingsEndpoint) super.getEndpoint();
    }

    @Override
    protected void doStart() throws Exception {
        super.doStart();
        getEndpoint().getComponent().healthChecks().join(getEndpoint());
    }

    @Override
    public boolean process(Exchange exchange, AsyncCallback callback) {
        return TransactedExchanges.process(exchange, callback, this::begin);
    }

    private boolean begin(Exchange exchange, AsyncCallback callback) {
        try {
            getEndpoint().getComponent().unknownHeaders().warnOf(exchange.getMessage());
            new Search(exchange, query(exchange.getMessage()), callback).start();
            return false;
        } catch (Exception e) {
            exchange.setException(e);
            callback.done(true);
            return true;
        }
    }

    /** The header goes before the option; where there is neither, a text in the body is the query. */
    private String query(Message message) {
        String query = message.getHeader(DatadogFindingsConstants.QUERY, String.class);
        if (query == null || query.isBlank()) {
            query = search.settings().query();
        }
        if (query == null && message.getBody() instanceof String text) {
            query = text;
        }
        if (query == null || query.isBlank()) {
            throw new IllegalArgumentException("No query: set the option query, the header "
                    + DatadogFindingsConstants.QUERY
                    + " or a text as the body, as in @severity:critical @status:open; * is for all");
        }
        return query.strip();
    }

    @Override
    protected void doStop() throws Exception {
        getEndpoint().getComponent().healthChecks().leave(getEndpoint());
        underway.forEach((walk, exchange) -> {
            if (StoppingRoute.holds(exchange)) {
                walk.stop(STOPPING);
            }
        });
        super.doStop();
    }

    @Override
    protected void doShutdown() throws Exception {
        underway.keySet().forEach(walk -> walk.stop(STOPPING));
        super.doShutdown();
    }

    /** One exchange's search. */
    private final class Search {
        private final Exchange exchange;
        private final String query;
        private final AsyncCallback callback;
        private final FindingWalk walk;
        private final List<Finding> found = new ArrayList<>();
        private final AtomicBoolean ended = new AtomicBoolean();
        private Timing.Wait timeout;

        Search(Exchange exchange, String query, AsyncCallback callback) {
            this.exchange = exchange;
            this.query = query;
            this.callback = callback;
            this.walk = search.walk(query);
        }

        void start() {
            underway.put(walk, exchange);
            getEndpoint().activity().searchBegan();
            Duration most = search.settings().exchangeTimeout();
            if (!most.isZero()) {
                timeout = search.timing()
                        .after(most, () -> walk.stop("the exchangeTimeout of " + most.toMillis() + " ms is over"));
            }
            next();
        }

        private void next() {
            walk.next()
                    .whenComplete((page, failure) -> onWorker(() -> {
                        try {
                            take(page, failure);
                        } catch (RuntimeException | Error e) {
                            end(e);
                        }
                    }));
        }

        private void take(FindingWalk.Page page, Throwable failure) {
            if (failure != null) {
                end(SearchFailedException.of(failure));
                return;
            }
            getEndpoint().activity().found(page.findings().size());
            if (search.settings().stream()) {
                FoundFindings findings = new FoundFindings(() -> search.walk(query));
                findings.beginWith(walk, page);
                findings.closeWith(exchange);
                exchange.getMessage().setBody(findings);
                end(null);
                return;
            }
            found.addAll(page.findings());
            if (page.isLast()) {
                exchange.getMessage().setBody(found);
                exchange.getMessage().setHeader(DatadogFindingsConstants.FOUND, found.size());
                end(null);
            } else {
                next();
            }
        }

        private void end(Throwable failure) {
            if (!ended.compareAndSet(false, true)) {
                return;
            }
            underway.remove(walk);
            if (timeout != null) {
                timeout.cancel();
            }
            if (failure != null) {
                walk.stop("the search has failed");
                exchange.setException(failure);
            }
            getEndpoint().activity().searchEnded(failure == null);
            callback.done(false);
        }

        private void onWorker(Runnable step) {
            Executor workers =
                    DatadogConnections.of(getEndpoint().getCamelContext()).workers();
            try {
                workers.execute(step);
            } catch (RejectedExecutionException shutDown) {
                step.run();
            }
        }
    }
}
