package io.github.cameldatadog.findings.testkit.core;

import java.util.Comparator;

/** Where a finding stands in the order of searches, oldest detection change first. */
record IndexKey(long timestamp, String id) implements Comparable<IndexKey> {

    private static final Comparator<IndexKey> ORDER =
            Comparator.comparingLong(IndexKey::timestamp).thenComparing(IndexKey::id);

    @Override
    public int compareTo(IndexKey other) {
        return ORDER.compare(this, other);
    }
}
