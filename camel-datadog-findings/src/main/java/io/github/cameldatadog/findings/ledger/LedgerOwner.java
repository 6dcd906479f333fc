package io.github.cameldatadog.findings.ledger;

import java.util.Objects;

/**
 * Who writes into a ledger.
 *
 * @param node names the process among those that run at the same time; null for none
 * @param start tells one start of the process from another
 */
record LedgerOwner(String node, String start) {

    LedgerOwner {
        Objects.requireNonNull(start, "start");
        if (node != null && (node.isBlank() || node.length() > 200)) {
            throw new IllegalArgumentException(
                    "A node's name has 1 to 200 characters that are not all blank; this one has " + node.length());
        }
    }

    @Override
    public String toString() {
        return node == null ? start : node + ", " + start;
    }
}
