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
    final Optional<String> linkedId;
    final Optional<String> linkedUrl;
    final Set<FindingState> findings = new LinkedHashSet<>();
    Instant modifiedAt;
    Optional<Instant> closedAt = Optional.empty();

    CaseState(
            String id,
            String key,
            CaseKind kind,
            TicketOrder order,
            String title,
            String description,
            Cause madeBy,
            TicketFate fate,
            Optional<String> linkedId,
            Optional<String> linkedUrl) {
        this.id = id;
        this.key = key;
        this.kind = kind;
        this.order = order;
        this.title = title;
        this.description = description;
        this.madeBy = madeBy;
        this.fate = fate;
        this.linkedId = linkedId;
        this.linkedUrl = linkedUrl;
        this.modifiedAt = madeBy.at();
    }

    boolean isOpen() {
        return closedAt.isEmpty();
    }

    boolean hasServiceNowTicket() {
        return kind == CaseKind.SERVICENOW && fate == TicketFate.COMPLETED;
    }

    String priority() {
        return order.priority().orElse("NOT_DEFINED");
    }

    CaseRecord toRecord() {
        List<String> attachedNow = findings.stream().map(finding -> finding.id).toList();
        Identity creator = madeBy.actor();
        Optional<String> status =
                kind == CaseKind.SERVICENOW && fate != TicketFate.ABSENT ? Optional.of(fate.name()) : Optional.empty();
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
                linkedUrl);
    }
}
