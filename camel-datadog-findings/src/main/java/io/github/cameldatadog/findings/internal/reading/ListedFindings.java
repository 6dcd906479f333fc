package io.github.cameldatadog.findings.internal.reading;

import io.github.cameldatadog.findings.MalformedFindingsException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Iterator;

/** The elements of whatever comes one by one: a list, an iterator, a stream, an array. Asks for one at a time. */
final class ListedFindings implements FindingSource {

    private final Iterator<?> elements;
    private final Opener opener;
    private final AutoCloseable owner;
    private Object waiting;
    private boolean isWaiting;
    private FindingSource current;
    private long index;

    /**
     * @param elements what is to be read
     * @param opener opens one of them
     * @param owner what is closed in the end; null if there is nothing to close
     */
    ListedFindings(Iterator<?> elements, Opener opener, AutoCloseable owner) {
        this.elements = elements;
        this.opener = opener;
        this.owner = owner;
    }

    @Override
    public FindingElement next() throws IOException, MalformedFindingsException {
        while (current != null || isWaiting || pull()) {
            if (current == null) {
                current = opener.open(waiting, index);
                isWaiting = false;
            }
            FindingElement element = current.next();
            if (element != null) {
                return element;
            }
            current.close();
            current = null;
        }
        return null;
    }

    /** Takes one from the iterator. It waits until it could be opened, so that none is passed over after a failure. */
    private boolean pull() throws IOException {
        try {
            isWaiting = elements.hasNext();
            if (isWaiting) {
                waiting = elements.next();
                index++;
            }
            return isWaiting;
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }

    @Override
    public void close() throws IOException {
        try (AutoCloseable closedSecond = owner;
                FindingSource closedFirst = current) {
            current = null;
        } catch (IOException | RuntimeException e) {
            throw e;
        } catch (Exception e) {
            throw new IOException("Closing the body failed: " + e.getMessage(), e);
        }
    }

    /** Opens one of many. */
    interface Opener {
        FindingSource open(Object element, long index) throws IOException, MalformedFindingsException;
    }
}
