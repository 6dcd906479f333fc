package io.github.cameldatadog.benchmarks;

/** Which ids came, in which order: two readings that agree in it have read the same. Not thread-safe. */
public final class IdDigest {

    private int count;
    private long hash = 17;

    public void add(String id) {
        count++;
        hash = hash * 31 + id.hashCode();
    }

    public int count() {
        return count;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof IdDigest digest && digest.count == count && digest.hash == hash;
    }

    @Override
    public int hashCode() {
        return Long.hashCode(hash);
    }

    @Override
    public String toString() {
        return count + " ids, " + Long.toHexString(hash);
    }
}
