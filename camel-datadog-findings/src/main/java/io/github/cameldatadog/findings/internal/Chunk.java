package io.github.cameldatadog.findings.internal;

import io.github.cameldatadog.findings.ticket.Finding;
import io.github.cameldatadog.findings.ticket.TicketDraft;
import java.util.ArrayList;
import java.util.List;

/** Findings read one after the other that are looked up together. Kept in order, so that groups keep theirs. */
final class Chunk {

    /** As many as one search answers on one page. */
    static final int MOST = 100;

    private final List<Finding> findings = new ArrayList<>();

    /** What came with each of them: its position in the body, and the draft, or null. */
    private final List<Long> positions = new ArrayList<>();

    private final List<TicketDraft> given = new ArrayList<>();
    private TicketLookup.Result looked;

    void add(Finding finding, TicketDraft givenDraft, long position) {
        findings.add(finding);
        given.add(givenDraft);
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

    /** The draft that a finding came with; null if it came alone. */
    TicketDraft given(int index) {
        return given.get(index);
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
