package io.github.cameldatadog.findings.internal;

import io.github.cameldatadog.findings.ticket.Finding;
import java.util.ArrayList;
import java.util.List;

/** Findings read one after the other that are looked up together. Kept in order, so that groups keep theirs. */
final class Chunk {

    /** As many as one search answers on one page. */
    static final int MOST = 100;

    /** Findings, each with its position in the body. */
    private final List<Finding> findings = new ArrayList<>();

    private final List<Long> positions = new ArrayList<>();
    private TicketLookup.Result looked;

    void add(Finding finding, long position) {
        findings.add(finding);
        positions.add(position);
    }

    boolean isFull() {
        return findings.size() == MOST;
    }

    boolean isEmpty() {
        return findings.isEmpty();
    }

    List<Finding> findings() {
        return findings;
    }

    long position(int index) {
        return positions.get(index);
    }

    boolean isLookedUp() {
        return looked != null;
    }

    void lookedUp(TicketLookup.Result result) {
        looked = result;
    }

    TicketLookup.Result looked() {
        return looked;
    }
}
