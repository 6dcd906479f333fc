package io.github.cameldatadog.findings.ticket;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;

/**
 * Puts findings on drafts and drafts into batches while findings still come in: a draft closes as soon as it is full, a
 * batch as soon as it is. Keeps the order of findings within a group. For use by one thread at a time.
 */
public final class DraftPlanner {

    /** The group of everything where no field decides, and of a lone finding. */
    private static final List<String> NO_KEY = List.of();

    private final Grouping grouping;
    private final PlanLimits limits;
    private final Map<List<String>, OpenGroup> groups = new HashMap<>();

    /** Open groups by their size, each in the order in which they reached it, so that the fullest is found at once. */
    private final List<LinkedHashSet<OpenGroup>> groupsBySize = new ArrayList<>();

    private GivenGroup given;
    private List<TicketDraft> open = new ArrayList<>();
    private long groupsBegun;
    private int batches;

    public DraftPlanner(Grouping grouping, PlanLimits limits) {
        this.grouping = grouping;
        this.limits = limits;
        for (int size = 0; size <= limits.findingsPerTicket(); size++) {
            groupsBySize.add(new LinkedHashSet<>());
        }
    }

    /**
     * Takes the next finding.
     *
     * @return the batches that are complete by it; empty most of the time
     */
    public List<Batch> add(Finding finding) {
        List<Batch> complete = new ArrayList<>(0);
        OpenGroup group = groupOf(finding);
        grow(group, finding);
        if (group.findings.size() == limits.findingsPerTicket() || grouping instanceof Grouping.EachFinding) {
            close(group, complete);
        } else if (groups.size() > limits.maxOpenGroups()) {
            close(fullest(), complete);
        }
        return complete;
    }

    /**
     * Takes the next finding of a draft that came in with the message. Its findings come one after the other, so the draft
     * that came before it is complete.
     *
     * @return the batches that are complete by it; empty most of the time
     */
    public List<Batch> add(Finding finding, TicketDraft onto) {
        List<Batch> complete = new ArrayList<>(0);
        if (given == null || given.draft != onto) {
            closeGiven(complete);
            given = new GivenGroup(onto, new ArrayList<>());
        }
        given.findings.add(finding);
        if (given.findings.size() == limits.findingsPerTicket()) {
            closeGiven(complete);
        }
        return complete;
    }

    /** Closes what is still open, groups in the order in which they began. */
    public List<Batch> finish() {
        List<Batch> complete = new ArrayList<>();
        closeGiven(complete);
        List<OpenGroup> left = new ArrayList<>(groups.values());
        left.sort((one, other) -> Long.compare(one.number, other.number));
        left.forEach(group -> close(group, complete));
        if (!open.isEmpty()) {
            complete.add(nextBatch());
        }
        return complete;
    }

    /** How many groups are waiting for more findings. */
    public int openGroups() {
        return groups.size();
    }

    private OpenGroup groupOf(Finding finding) {
        List<String> key = grouping instanceof Grouping.ByFields byFields ? byFields.keyOf(finding) : NO_KEY;
        return groups.computeIfAbsent(key, k -> new OpenGroup(k, groupsBegun++));
    }

    private void grow(OpenGroup group, Finding finding) {
        groupsBySize.get(group.findings.size()).remove(group);
        group.findings.add(finding);
        groupsBySize.get(group.findings.size()).add(group);
    }

    private OpenGroup fullest() {
        for (int size = limits.findingsPerTicket(); size > 0; size--) {
            if (!groupsBySize.get(size).isEmpty()) {
                return groupsBySize.get(size).iterator().next();
            }
        }
        throw new IllegalStateException("No group is open");
    }

    private void close(OpenGroup group, List<Batch> complete) {
        groups.remove(group.key);
        groupsBySize.get(group.findings.size()).remove(group);
        Map<String, String> common =
                grouping instanceof Grouping.ByFields byFields ? byFields.groupOf(group.findings.get(0)) : Map.of();
        close(TicketDraft.of(group.findings, common), complete);
    }

    private void closeGiven(List<Batch> complete) {
        if (given != null) {
            close(given.draft.withFindings(given.findings), complete);
            given = null;
        }
    }

    private void close(TicketDraft draft, List<Batch> complete) {
        open.add(draft);
        if (open.size() == limits.ticketsPerRequest()) {
            complete.add(nextBatch());
        }
    }

    private Batch nextBatch() {
        Batch batch = new Batch(++batches, open);
        open = new ArrayList<>();
        return batch;
    }

    /** The draft that came in with the message whose findings are coming at the time. */
    private record GivenGroup(TicketDraft draft, List<Finding> findings) {}

    private static final class OpenGroup {
        private final List<String> key;
        private final long number;
        private final List<Finding> findings = new ArrayList<>();

        OpenGroup(List<String> key, long number) {
            this.key = key;
            this.number = number;
        }
    }
}
