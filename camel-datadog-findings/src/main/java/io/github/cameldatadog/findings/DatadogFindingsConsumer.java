package io.github.cameldatadog.findings;

import io.github.cameldatadog.findings.internal.DatadogConnections;
import io.github.cameldatadog.findings.internal.search.FindingSearch;
import io.github.cameldatadog.findings.internal.search.FindingWalk;
import io.github.cameldatadog.findings.internal.search.PollMark;
import io.github.cameldatadog.findings.internal.search.PollMarks;
import io.github.cameldatadog.findings.internal.search.SearchSettings;
import io.github.cameldatadog.findings.internal.search.SearchSettings.Deliver;
import io.github.cameldatadog.findings.ticket.Finding;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import org.apache.camel.CamelExchangeException;
import org.apache.camel.Exchange;
import org.apache.camel.ExchangePropertyKey;
import org.apache.camel.Processor;
import org.apache.camel.spi.StateRepository;
import org.apache.camel.support.ScheduledBatchPollingConsumer;

/**
 * Asks for findings on a schedule, and makes exchanges of them. One poll goes through all pages; what an exchange carried that
 * fails comes again with the next.
 */
public class DatadogFindingsConsumer extends ScheduledBatchPollingConsumer {

    private static final String STOPPING = "the consumer is stopping";

    private final FindingSearch search;
    private final SearchSettings settings;
    private PollMark mark;
    private volatile FindingWalk walk;
    private volatile FoundFindings all;
    /** Whether an exchange of this poll has: from there on the mark stays where it is. */
    private boolean failed;

    DatadogFindingsConsumer(DatadogFindingsEndpoint endpoint, Processor processor, FindingSearch search) {
        super(endpoint, processor);
        this.search = search;
        this.settings = search.settings();
    }

    @Override
    public DatadogFindingsEndpoint getEndpoint() {
        return (DatadogFindingsEndpoint) super.getEndpoint();
    }

    @Override
    protected void doStart() throws Exception {
        StateRepository<String, String> since = settings.since();
        if (since != null) {
            getEndpoint().getCamelContext().addService(since, true, true);
            mark = marks().take(settings);
        }
        getEndpoint().getComponent().healthChecks().join(getEndpoint());
        // A first poll may be a night away, or on another node, or take hours.
        forceConsumerAsReady();
        try {
            super.doStart();
        } catch (Exception e) {
            giveMarkBack();
            throw e;
        }
    }

    private PollMarks marks() {
        return DatadogConnections.of(getEndpoint().getCamelContext()).marks();
    }

    private void giveMarkBack() {
        if (mark != null) {
            marks().giveBack(mark);
        }
    }

    @Override
    protected void doSuspend() throws Exception {
        stopWalk();
        super.doSuspend();
    }

    @Override
    protected void doStop() throws Exception {
        stopWalk();
        super.doStop();
        giveMarkBack();
        getEndpoint().getComponent().healthChecks().leave(getEndpoint());
    }

    private void stopWalk() {
        FindingWalk now = walk;
        if (now != null) {
            now.stop(STOPPING);
        }
        FoundFindings iterated = all;
        if (iterated != null) {
            iterated.close(STOPPING);
        }
    }

    /** After a failure the next poll waits for its time: what failed would fail again at once. */
    @Override
    public boolean isGreedy() {
        return super.isGreedy() && !failed;
    }

    private boolean goesOn() {
        return isBatchAllowed() && isPollAllowed();
    }

    @Override
    protected int poll() throws Exception {
        failed = false;
        FindingWalk now = begin();
        walk = now;
        try {
            return goesOn() ? poll(now) : 0;
        } catch (SearchFailedException e) {
            if (goesOn()) {
                throw e;
            }
            return 0; // it was stopped on purpose
        } finally {
            walk = null;
            all = null;
            now.stop("the poll is over");
        }
    }

    private FindingWalk begin() {
        return mark == null ? search.walk(settings.mandatoryQuery()) : mark.walk(search, settings.mandatoryQuery());
    }

    private int poll(FindingWalk now) throws Exception {
        int exchanges = 0;
        int number = 0;
        while (goesOn() && !now.isOver()) {
            FindingWalk.Page page = now.awaitNext();
            number++;
            getEndpoint().activity().found(page.findings().size());
            if (page.findings().isEmpty()) {
                advance(page);
            } else if (settings.deliver() == Deliver.ALL) {
                return exchanges + processBatch(queueOf(all(now, page)));
            } else {
                Queue<Object> batch = batch(page, number, exchanges);
                int size = batch.size();
                int processed = processBatch(batch);
                exchanges += processed;
                // Those that a stop has left are not passed over.
                if (processed == size) {
                    advance(page);
                }
            }
        }
        return exchanges;
    }

    private void advance(FindingWalk.Page page) {
        if (mark != null && !failed) {
            mark.advance(page.upTo());
        }
    }

    private static Queue<Object> queueOf(Exchange exchange) {
        Queue<Object> queue = new ArrayDeque<>();
        queue.add(exchange);
        return queue;
    }

    private Queue<Object> batch(FindingWalk.Page page, int number, int index) {
        if (settings.deliver() == Deliver.PAGE) {
            return queueOf(exchange(page.findings(), page.findings().size(), number, index, page.isLast()));
        }
        Queue<Object> queue = new ArrayDeque<>();
        for (int at = 0; at < page.findings().size(); at++) {
            boolean isLast = page.isLast() && at == page.findings().size() - 1;
            queue.add(exchange(page.findings().get(at), 1, number, index + at, isLast));
        }
        return queue;
    }

    private Exchange exchange(Object body, int found, int number, int index, boolean isLast) {
        Exchange exchange = createExchange(false);
        exchange.getMessage().setBody(body);
        exchange.getMessage().setHeader(DatadogFindingsConstants.FOUND, found);
        exchange.getMessage().setHeader(DatadogFindingsConstants.PAGE, number);
        exchange.setProperty(ExchangePropertyKey.BATCH_INDEX, index);
        exchange.setProperty(ExchangePropertyKey.BATCH_COMPLETE, isLast);
        return exchange;
    }

    private Exchange all(FindingWalk now, FindingWalk.Page first) {
        FoundFindings findings = new FoundFindings(this::begin);
        findings.beginWith(now, first);
        Exchange exchange = createExchange(false);
        exchange.getMessage().setBody(findings);
        findings.closeWith(exchange);
        all = findings;
        return exchange;
    }

    @Override
    public int processBatch(Queue<Object> exchanges) throws Exception {
        int processed = 0;
        while (!exchanges.isEmpty()) {
            Exchange exchange = (Exchange) exchanges.poll();
            pendingExchanges = exchanges.size();
            try {
                if (goesOn()) {
                    process(exchange);
                    processed++;
                }
            } finally {
                releaseExchange(exchange, false);
            }
        }
        return processed;
    }

    private void process(Exchange exchange) throws Exception {
        Object body = exchange.getMessage().getBody();
        getProcessor().process(exchange);
        if (exchange.getException() != null || exchange.isRollbackOnly()) {
            failed = true;
            getExceptionHandler()
                    .handleException(
                            "An exchange with findings failed: they come again with the next poll",
                            exchange,
                            exchange.getException() == null
                                    ? new CamelExchangeException("It is marked to be rolled back", exchange)
                                    : exchange.getException());
        } else if (mark != null) {
            remember(body);
        }
    }

    private void remember(Object body) {
        if (body instanceof Finding one) {
            mark.processed(List.of(one));
        } else if (body instanceof List<?> some) {
            mark.processed(some.stream().map(Finding.class::cast).toList());
        } else if (body instanceof FoundFindings iterated && iterated.lastPage() != null) {
            mark.processedAll();
            mark.advance(iterated.lastPage().upTo());
        }
    }
}
