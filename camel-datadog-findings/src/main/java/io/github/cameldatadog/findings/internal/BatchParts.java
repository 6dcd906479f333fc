package io.github.cameldatadog.findings.internal;

import io.github.cameldatadog.findings.client.Answer;
import io.github.cameldatadog.findings.internal.RefusedDrafts.Cut;
import io.github.cameldatadog.findings.ticket.Finding;
import io.github.cameldatadog.findings.ticket.TicketDraft;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * In which requests the drafts of one batch are sent. One, as long as none is refused; then a search by halves for what made
 * Datadog refuse it. As long as it may be one finding, or one draft, only one of two halves is tried: if that passes, it is in
 * the other; if that is refused too, the other is put aside. What was put aside is sent as one request in the end, and pieces of
 * a draft come together again, so that a draft is not shattered into many tickets. What the index does not show comes last.
 * For one thread at a time.
 */
final class BatchParts {

    /** Requests that a refused batch may take, the first not counted. */
    static final int MOST = 100;

    /**
     * A request to be made.
     *
     * @param drafts at least one, as planned
     * @param depth how many refusals led to it
     * @param other the other half, which was not tried and must hold what is refused if this one passes; empty if there is none
     */
    record Part(List<TicketDraft> drafts, int depth, List<TicketDraft> other) {}

    private final Map<String, TicketDraft> draftOf = new HashMap<>();
    private final Map<String, Integer> placeOf = new HashMap<>();
    private final Deque<Part> waiting = new ArrayDeque<>();
    private final Map<TicketDraft, List<Finding>> aside = new LinkedHashMap<>();
    private final Deque<Part> suspects = new ArrayDeque<>();
    private int refusals;
    private boolean several;

    BatchParts(List<TicketDraft> drafts) {
        waiting.add(new Part(drafts, 0, List.of()));
        for (TicketDraft draft : drafts) {
            for (Finding finding : draft.findings()) {
                draftOf.put(finding.id(), draft);
                placeOf.put(finding.id(), placeOf.size());
            }
        }
    }

    /** The next request; empty if all were made. */
    Optional<Part> next() {
        if (!waiting.isEmpty()) {
            return Optional.of(waiting.poll());
        }
        if (!aside.isEmpty()) {
            Part rest = new Part(putTogether(), 0, List.of());
            aside.clear();
            // Whatever is refused of it is another finding than the one that was found.
            several = true;
            return Optional.of(rest);
        }
        return Optional.ofNullable(suspects.poll());
    }

    /** Whether more than one finding must be at fault, so that looking at each costs less than searching by halves. */
    boolean holdsSeveral() {
        return several;
    }

    /** A request was refused. */
    void refused(Part part) {
        refusals++;
        // One is behind one refusal on each level.
        several |= refusals > part.depth + 1;
    }

    /** A request that was refused is made in parts. */
    void cut(Part part, Cut cut) {
        int depth = part.depth + 1;
        if (cut instanceof Cut.Halves halves && !several) {
            putAside(part.other);
            waiting.push(new Part(halves.one(), depth, halves.other()));
            return;
        }
        release(part);
        if (cut instanceof Cut.Halves halves) {
            waiting.push(new Part(halves.other(), depth, List.of()));
            waiting.push(new Part(halves.one(), depth, List.of()));
        } else if (cut instanceof Cut.BySearch bySearch) {
            waiting.push(new Part(bySearch.shown(), depth, List.of()));
            suspects.push(new Part(bySearch.notShown(), depth, List.of()));
        } else if (cut instanceof Cut.Apart apart) {
            apart.parts().forEach(drafts -> waiting.push(new Part(drafts, depth, List.of())));
        }
    }

    /** A request passed: what is refused is in its other half, which therefore need not be tried as a whole. */
    void passed(Part part, Answer refusalOfBoth) {
        if (part.other.size() < 2 && !isPiece(part.other)) {
            // A draft is not taken apart before it was refused by itself.
            release(part);
            return;
        }
        if (RefusedDrafts.inHalves(part.other, refusalOfBoth) instanceof Cut.Halves halves) {
            waiting.push(new Part(halves.one(), part.depth, halves.other()));
        } else {
            release(part);
        }
    }

    /** Nothing more is to be concluded from a request: its other half is a request like any other. */
    void release(Part part) {
        if (!part.other.isEmpty()) {
            waiting.push(new Part(part.other, part.depth, List.of()));
        }
    }

    private boolean isPiece(List<TicketDraft> drafts) {
        return drafts.stream()
                .anyMatch(
                        draft -> draft.size() < draftOf.get(draft.first().id()).size());
    }

    private void putAside(List<TicketDraft> drafts) {
        for (TicketDraft draft : drafts) {
            for (Finding finding : draft.findings()) {
                aside.computeIfAbsent(draftOf.get(finding.id()), whole -> new ArrayList<>())
                        .add(finding);
            }
        }
    }

    private List<TicketDraft> putTogether() {
        return aside.entrySet().stream()
                .map(pieces -> pieces.getKey().withFindings(inPlace(pieces.getValue())))
                .sorted(Comparator.comparing(draft -> placeOf.get(draft.first().id())))
                .toList();
    }

    private List<Finding> inPlace(List<Finding> findings) {
        return findings.stream()
                .sorted(Comparator.comparing(finding -> placeOf.get(finding.id())))
                .toList();
    }
}
