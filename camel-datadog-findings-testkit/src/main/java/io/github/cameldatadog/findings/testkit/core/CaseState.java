package io.github.cameldatadog.findings.testkit.core;

import io.github.cameldatadog.findings.testkit.CaseKind;
import io.github.cameldatadog.findings.testkit.fault.TicketFate;
import io.github.cameldatadog.findings.testkit.history.CaseRecord;
import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** A case, as it changes. Guarded by the lock of the core. */
final class CaseState {

    final String id;
    final String key;
    final CaseKind kind;
    final TicketOrder order;
    final String title;
    final String description;
    final Cause madeBy;
    final TicketFate fate;
    final Optional<Link> link;
    final Set<FindingState> findings = new LinkedHashSet<>();
    Instant modifiedAt;
    Optional<String> modifiedBy = Optional.empty();
    Optional<Instant> closedAt = Optional.empty();

    CaseState(
            String id,
            String key,
            CaseKind kind,
            TicketOrder order,
            CaseTexts texts,
            Cause madeBy,
            TicketFate fate,
            Optional<Link> link) {
        this.id = id;
        this.key = key;
        this.kind = kind;
        this.order = order;
        this.title = texts.title();
        this.description = texts.description();
        this.madeBy = madeBy;
        this.fate = fate;
        this.link = link;
        this.modifiedAt = madeBy.at();
    }

    boolean isOpen() {
        return closedAt.isEmpty();
    }

    /** A Jira project's own mapping sets the priority where none is given. */
    String priority() {
        return order.priority().orElse(kind == CaseKind.JIRA ? "P3" : "NOT_DEFINED");
    }

    void modifiedBy(Cause cause) {
        modifiedAt = cause.at();
        modifiedBy = Optional.of(cause.actor().userId());
    }

    CaseRecord toRecord() {
        List<String> attachedNow = findings.stream().map(finding -> finding.id).toList();
        Identity creator = madeBy.actor();
        Optional<String> status =
                kind != CaseKind.PLAIN && fate != TicketFate.ABSENT ? Optional.of(fate.name()) : Optional.empty();
        return new CaseRecord(
                id,
                key,
                kind,
                order.projectId(),
                title,
                description,
                priority(),
                order.assigneeId(),
                madeBy.at(),
                closedAt,
                creator.userId(),
                creator.name(),
                creator.ours(),
                madeBy.requestNumber(),
                order.findingIds(),
                attachedNow,
                status,
                link.map(Link::url));
    }
}
