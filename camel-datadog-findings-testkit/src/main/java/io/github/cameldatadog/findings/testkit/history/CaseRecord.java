package io.github.cameldatadog.findings.testkit.history;

import io.github.cameldatadog.findings.testkit.CaseKind;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * A case as it stands now, open or closed, with the ServiceNow ticket or Jira issue behind it.
 *
 * @param id the case's id
 * @param key its key, as {@code SECOPS-17}
 * @param kind what it is linked to
 * @param projectId the Case Management project it was made in
 * @param title its title
 * @param description its description
 * @param priority {@code NOT_DEFINED} or {@code P1} to {@code P5}
 * @param assigneeId the user it is assigned to
 * @param createdAt when it was made
 * @param closedAt when it was closed; empty while it is open
 * @param creatorId the user who made it
 * @param creator the creator's name
 * @param ours whether it was made by a request with an application key of this Datadog
 * @param requestNumber the number of the request that made it; empty where another actor did
 * @param findingIds the findings it was made for, in the order of the request
 * @param attachedNow the findings that are on it now
 * @param ticketStatus what answers say of the ServiceNow ticket or Jira issue, as {@code COMPLETED}; empty if nothing
 * @param ticketUrl where the ServiceNow ticket or Jira issue is, if there is one
 */
public record CaseRecord(
        String id,
        String key,
        CaseKind kind,
        String projectId,
        String title,
        String description,
        String priority,
        Optional<String> assigneeId,
        Instant createdAt,
        Optional<Instant> closedAt,
        String creatorId,
        String creator,
        boolean ours,
        Optional<Long> requestNumber,
        List<String> findingIds,
        List<String> attachedNow,
        Optional<String> ticketStatus,
        Optional<String> ticketUrl) {

    /** Whether the case is open. */
    public boolean open() {
        return closedAt.isEmpty();
    }
}
