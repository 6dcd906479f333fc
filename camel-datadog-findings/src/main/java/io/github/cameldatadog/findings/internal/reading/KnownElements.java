package io.github.cameldatadog.findings.internal.reading;

import java.util.Iterator;
import java.util.List;

/** A source of elements that are known already. */
final class KnownElements implements FindingSource {

    private final Iterator<FindingElement> elements;

    KnownElements(List<FindingElement> elements) {
        this.elements = elements.iterator();
    }

    @Override
    public FindingElement next() {
        return elements.hasNext() ? elements.next() : null;
    }

    @Override
    public void close() {}
}
