package io.github.cameldatadog.findings.internal.reading;

/** Counts the elements of one body, through all the documents and lists it may consist of. */
final class Positions {

    private long last;

    long next() {
        return ++last;
    }
}
