package io.github.cameldatadog.findings.testkit.core;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.cameldatadog.findings.testkit.CasesShape;
import io.github.cameldatadog.findings.testkit.finding.FindingDocuments;
import io.github.cameldatadog.findings.testkit.finding.SimulatedFinding;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** A finding as it was after some change, and when the index shows that. Guarded by the lock of the core. */
final class IndexedVersion {

    private final long sequence;
    private final Instant visibleAt;
    private final boolean present;
    private final SimulatedFinding finding;
    private final List<CaseView> cases;

    private CasesShape writtenShape;
    private ObjectNode written;

    IndexedVersion(long sequence, Instant visibleAt, boolean present, SimulatedFinding finding, List<CaseView> cases) {
        this.sequence = sequence;
        this.visibleAt = visibleAt;
        this.present = present;
        this.finding = finding;
        this.cases = cases;
    }

    boolean isVisible(Instant now, long newestSequence) {
        return sequence <= newestSequence && !visibleAt.isAfter(now);
    }

    boolean isPresent() {
        return present;
    }

    long timestamp() {
        return finding.detectionChangedAt(0);
    }

    List<String> tags() {
        return finding.tags();
    }

    /** The fields together with the cases; shared, so whoever wants to change them copies first. */
    ObjectNode attributes(CasesShape shape) {
        if (writtenShape != shape) {
            ObjectNode attributes = finding.attributes();
            List<ObjectNode> list = new ArrayList<>();
            for (CaseView view : cases) {
                ObjectNode one = attributes.objectNode();
                view.writeTo(one);
                list.add(one);
            }
            FindingDocuments.putCases(attributes, list, shape);
            written = attributes;
            writtenShape = shape;
        }
        return written;
    }
}
