package io.github.cameldatadog.findings.internal;

/**
 * Which ids were seen, at 16 bytes an id (21 to 43 with the room that hashing needs), whatever their length. Ids can
 * neither be listed nor removed. Not safe for use by several threads at once.
 */
public final class FingerprintSet {

    private final FingerprintTable table = new FingerprintTable(false);

    /** Adds an id; false if it was there. */
    public boolean add(String id) {
        if (contains(id)) {
            return false;
        }
        table.add();
        return true;
    }

    /** Whether the id was added. */
    public boolean contains(String id) {
        return table.find(id) != FingerprintTable.ABSENT;
    }

    /** How many ids were added. */
    public int size() {
        return table.size();
    }

    /** The memory it takes, in bytes. */
    public long bytes() {
        return table.bytes();
    }
}
