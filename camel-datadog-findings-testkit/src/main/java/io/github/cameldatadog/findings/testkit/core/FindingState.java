package io.github.cameldatadog.findings.testkit.core;

import io.github.cameldatadog.findings.testkit.finding.SimulatedFinding;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** A finding, as it changes, and what the index knows of it. Guarded by the lock of the core. */
final class FindingState {

    private static final Set<String> NOT_OPEN = Set.of("resolved", "auto_closed", "muted");

    final String id;
    final Set<CaseState> cases = new LinkedHashSet<>();
    SimulatedFinding finding;
    boolean present = true;

    /** Newest first. The index shows the newest one that is visible. */
    private final Deque<IndexedVersion> versions = new ArrayDeque<>();

    FindingState(SimulatedFinding finding) {
        this.id = finding.id();
        this.finding = finding;
    }

    boolean isOpen() {
        return present && !NOT_OPEN.contains(finding.status());
    }

    IndexedVersion versionNow(long sequence, Instant visibleAt) {
        List<CaseView> views = cases.stream().map(CaseView::of).toList();
        return new IndexedVersion(sequence, visibleAt, present, finding, views);
    }

    void index(IndexedVersion version) {
        versions.addFirst(version);
    }

    /** What the index shows at that time, of the changes up to that sequence number. */
    Optional<IndexedVersion> indexed(Instant now, long newestSequence) {
        return versions.stream()
                .filter(version -> version.isVisible(now, newestSequence))
                .findFirst();
    }

    /** Where the versions the index remembers stand in the order of searches. */
    List<IndexKey> keys() {
        return versions.stream()
                .map(version -> new IndexKey(version.timestamp(), id))
                .toList();
    }

    /** Forgets what the index will never show again. */
    void forgetBefore(Instant now, long newestSequence) {
        boolean found = false;
        for (Iterator<IndexedVersion> each = versions.iterator(); each.hasNext(); ) {
            IndexedVersion version = each.next();
            if (found) {
                each.remove();
            } else {
                found = version.isVisible(now, newestSequence);
            }
        }
    }
}
