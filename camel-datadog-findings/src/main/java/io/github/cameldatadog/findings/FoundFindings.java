package io.github.cameldatadog.findings;

import io.github.cameldatadog.findings.internal.search.FindingWalk;
import io.github.cameldatadog.findings.ticket.Finding;
import java.io.Closeable;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Supplier;
import org.apache.camel.Exchange;
import org.apache.camel.RuntimeCamelException;
import org.apache.camel.support.SynchronizationAdapter;

/**
 * What a query finds, fetched page by page while it is iterated over: a body for any number of findings. Each iteration asks
 * anew, so the next one may find something else. An iteration waits for its pages on the thread that iterates; it ends with a
 * {@link RuntimeCamelException}, caused by a {@link SearchFailedException}, if a page cannot be had. Closed with its exchange:
 * then no iteration goes on. Safe for use by several threads, each with its own iterator.
 */
public final class FoundFindings implements Iterable<Finding>, Closeable {

    private final Supplier<FindingWalk> walks;
    private final Queue<Begun> begun = new ConcurrentLinkedQueue<>();
    private final Set<FindingWalk> open = ConcurrentHashMap.newKeySet();
    /** Why no iteration goes on; null as long as they do. */
    private volatile String closed;

    private volatile FindingWalk.Page furthest;

    /** A walk of which the first page is there. */
    private record Begun(FindingWalk walk, FindingWalk.Page page) {}

    FoundFindings(Supplier<FindingWalk> walks) {
        this.walks = walks;
    }

    /** What the first iteration begins with. */
    void beginWith(FindingWalk walk, FindingWalk.Page page) {
        open.add(walk);
        begun.add(new Begun(walk, page));
    }

    /** Closes it when that exchange is done. */
    void closeWith(Exchange exchange) {
        exchange.getExchangeExtension().addOnCompletion(new SynchronizationAdapter() {
            @Override
            public void onDone(Exchange done) {
                close();
            }
        });
    }

    /** The last page, if an iteration has come to its end; else null. */
    FindingWalk.Page lastPage() {
        FindingWalk.Page page = furthest;
        return page != null && page.isLast() ? page : null;
    }

    @Override
    public Iterator<Finding> iterator() {
        return new Pages();
    }

    /** Ends all iterations that go on. */
    @Override
    public void close() {
        close("its exchange is done");
    }

    /** Likewise, and says why. */
    void close(String reason) {
        if (closed == null) {
            closed = reason;
        }
        open.forEach(walk -> walk.stop(reason));
        begun.clear();
    }

    /** Tells nothing of what is found. */
    @Override
    public String toString() {
        return "FoundFindings";
    }

    private final class Pages implements Iterator<Finding> {
        private final FindingWalk walk;
        private FindingWalk.Page page;
        private Iterator<Finding> ofPage;

        Pages() {
            if (closed != null) {
                throw new IllegalStateException("What was found cannot be iterated over any more: " + closed);
            }
            Begun first = begun.poll();
            walk = first == null ? walks.get() : first.walk();
            page = first == null ? null : first.page();
            ofPage = page == null ? null : page.findings().iterator();
            open.add(walk);
            if (closed != null) {
                walk.stop(closed); // meanwhile
            }
        }

        @Override
        public boolean hasNext() {
            while (ofPage == null || !ofPage.hasNext()) {
                if (page != null && page.isLast()) {
                    furthest = page;
                    open.remove(walk);
                    return false;
                }
                page = await();
                ofPage = page.findings().iterator();
            }
            return true;
        }

        private FindingWalk.Page await() {
            try {
                return walk.awaitNext();
            } catch (SearchFailedException e) {
                throw new RuntimeCamelException(e);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new RuntimeCamelException(e);
            }
        }

        @Override
        public Finding next() {
            if (!hasNext()) {
                throw new NoSuchElementException();
            }
            return ofPage.next();
        }
    }
}
