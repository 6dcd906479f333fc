package io.github.cameldatadog.findings.internal.reading;

/** A source of one element that is known already. */
final class SingleElement implements FindingSource {

    private FindingElement element;

    SingleElement(FindingElement element) {
        this.element = element;
    }

    @Override
    public FindingElement next() {
        FindingElement next = element;
        element = null;
        return next;
    }

    @Override
    public void close() {}
}
