package io.github.cameldatadog.findings.internal;

/**
 * An int for each id, such as the index of an outcome, at 20 bytes an id (27 to 54 with the room that hashing needs).
 * Ids can neither be listed nor removed. Not safe for use by several threads at once.
 */
public final class FingerprintMap {

    private final FingerprintTable table = new FingerprintTable(true);

    /** Remembers the value for the id, in place of an earlier one; true if the id is new. */
    public boolean put(String id, int value) {
        int slot = table.find(id);
        boolean isNew = slot == FingerprintTable.ABSENT;
        table.value(isNew ? table.add() : slot, value);
        return isNew;
    }

    /** The value of the id, or the other one if it has none. */
    public int get(String id, int otherwise) {
        int slot = table.find(id);
        return slot == FingerprintTable.ABSENT ? otherwise : table.value(slot);
    }

    /** How many ids have a value. */
    public int size() {
        return table.size();
    }

    /** The memory it takes, in bytes. */
    public long bytes() {
        return table.bytes();
    }
}
