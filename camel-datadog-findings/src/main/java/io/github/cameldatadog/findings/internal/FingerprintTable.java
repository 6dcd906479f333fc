package io.github.cameldatadog.findings.internal;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/**
 * Slots for 16-byte fingerprints, the first 128 bits of an id's SHA-256, by open addressing in one array of longs. Two
 * ids with one fingerprint would be taken for the same; among a thousand million ids the odds of that are below one to
 * 10^20. Not safe for use by several threads at once.
 */
final class FingerprintTable {

    static final int ABSENT = -1;

    private static final int FIRST_CAPACITY = 64;

    private final MessageDigest digest = sha256();
    private long[] words = new long[2 * FIRST_CAPACITY];
    private int[] values;
    private int size;

    private long high;
    private long low;

    /** @param withValues whether each fingerprint has an int beside it */
    FingerprintTable(boolean withValues) {
        this.values = withValues ? new int[FIRST_CAPACITY] : null;
    }

    /** The slot of an id; {@link #ABSENT} if it was never added. */
    int find(String id) {
        takeFingerprint(id);
        int slot = slot(high, low);
        return isFree(slot) ? ABSENT : slot;
    }

    /** Adds the id last looked for, which was absent, and returns its slot. It holds until the next one is added. */
    int add() {
        if (size >= capacity() / 4 * 3) {
            grow();
        }
        int slot = slot(high, low);
        words[2 * slot] = high;
        words[2 * slot + 1] = low;
        size++;
        return slot;
    }

    int value(int slot) {
        return values[slot];
    }

    void value(int slot, int value) {
        values[slot] = value;
    }

    int size() {
        return size;
    }

    /** Bytes held by the arrays. */
    long bytes() {
        return 8L * words.length + (values == null ? 0 : 4L * values.length);
    }

    private int capacity() {
        return words.length / 2;
    }

    private boolean isFree(int slot) {
        return words[2 * slot] == 0 && words[2 * slot + 1] == 0;
    }

    /** The slot where that fingerprint is, or where it belongs. */
    private int slot(long high, long low) {
        int mask = capacity() - 1;
        int slot = (int) high & mask;
        while (!isFree(slot) && (words[2 * slot] != high || words[2 * slot + 1] != low)) {
            slot = (slot + 1) & mask;
        }
        return slot;
    }

    private void grow() {
        long[] oldWords = words;
        int[] oldValues = values;
        words = new long[Math.multiplyExact(oldWords.length, 2)];
        values = oldValues == null ? null : new int[capacity()];
        for (int old = 0; old < oldWords.length / 2; old++) {
            long oldHigh = oldWords[2 * old];
            long oldLow = oldWords[2 * old + 1];
            if (oldHigh == 0 && oldLow == 0) {
                continue;
            }
            int slot = slot(oldHigh, oldLow);
            words[2 * slot] = oldHigh;
            words[2 * slot + 1] = oldLow;
            if (oldValues != null) {
                values[slot] = oldValues[old];
            }
        }
    }

    private void takeFingerprint(String id) {
        // by characters and not as UTF-8, which would make one of all unpaired surrogates
        for (int i = 0; i < id.length(); i++) {
            digest.update((byte) (id.charAt(i) >>> 8));
            digest.update((byte) id.charAt(i));
        }
        byte[] sum = digest.digest();
        high = word(sum, 0);
        // two zeros mark a free slot
        low = word(sum, Long.BYTES) | (high == 0 ? 1 : 0);
    }

    private static long word(byte[] bytes, int from) {
        long word = 0;
        for (int i = from; i < from + Long.BYTES; i++) {
            word = word << Byte.SIZE | bytes[i] & 0xFF;
        }
        return word;
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java platform has SHA-256, this one does not", e);
        }
    }
}
