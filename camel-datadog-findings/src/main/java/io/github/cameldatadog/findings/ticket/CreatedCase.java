package io.github.cameldatadog.findings.ticket;

import java.time.Instant;
import java.util.List;
import java.util.Objects;

/**
 * A case out of Datadog's answer to a create request, with the result of its ServiceNow ticket.
 *
 * @param id the case's id
 * @param key the case's readable key, such as {@code SEC-123}; null if not told
 * @param title the case's title; null if not told
 * @param status the case's status; null if not told
 * @param projectId the project it was made in; null if not told
 * @param createdBy id of the user who made it: the owner of the keys; null if not told
 * @param createdAt when it was made; null if not told
 * @param findingIds ids of the findings on it ({@code insights[].resource_id}), the answer's only link to what was asked
 * @param serviceNowStatus Datadog's {@code servicenow_ticket.status}: {@code COMPLETED}, {@code FAILED}, or another word or
 *     null while undecided
 * @param serviceNowUrl the ServiceNow ticket's address; null if there is none
 * @param serviceNowSysId the ServiceNow record's {@code sys_id}; null if there is none
 */
public record CreatedCase(
        String id,
        String key,
        String title,
        String status,
        String projectId,
        String createdBy,
        Instant createdAt,
        List<String> findingIds,
        String serviceNowStatus,
        String serviceNowUrl,
        String serviceNowSysId) {

    public CreatedCase {
        Objects.requireNonNull(id, "id");
        findingIds = List.copyOf(findingIds);
    }

    /** The key, or the id where there is no key: what a person looks a case up by. */
    public String label() {
        return key == null ? id : key;
    }

    /** Whether Datadog says that there will be no ServiceNow ticket. */
    public boolean hasFailed() {
        return "FAILED".equalsIgnoreCase(serviceNowStatus);
    }

    /** Whether the ServiceNow ticket exists. */
    public boolean hasTicket() {
        return "COMPLETED".equalsIgnoreCase(serviceNowStatus);
    }
}
