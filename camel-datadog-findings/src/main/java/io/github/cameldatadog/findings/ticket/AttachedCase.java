package io.github.cameldatadog.findings.ticket;

import java.time.Instant;
import java.util.Objects;

/**
 * A case that a finding is attached to, as Datadog shows it on the finding ({@code workflow.integrations.cases}).
 *
 * @param id the case's id
 * @param key the case's readable key, such as {@code SEC-123}; null if Datadog did not say
 * @param status the case's status, such as {@code OPEN} or {@code CLOSED}; null if Datadog did not say
 * @param title the case's title; null if Datadog did not say
 * @param createdAt when the case was made; null if Datadog did not say
 * @param createdBy id of the user who made it; null if Datadog did not say
 * @param serviceNowUrl address of the ServiceNow ticket; null if there is none or Datadog did not say
 * @param serviceNowSysId the ServiceNow record's {@code sys_id}; null if there is no ServiceNow ticket
 */
public record AttachedCase(
        String id,
        String key,
        String status,
        String title,
        Instant createdAt,
        String createdBy,
        String serviceNowUrl,
        String serviceNowSysId) {

    public AttachedCase {
        Objects.requireNonNull(id, "id");
    }

    /** Whether work on the case may still go on: anything but a status that says closed, also one that is not told. */
    public boolean isOpen() {
        return status == null || !status.equalsIgnoreCase("CLOSED") && !status.equalsIgnoreCase("SG_CLOSED");
    }

    /** Whether a ServiceNow ticket is known of. */
    public boolean hasTicket() {
        return serviceNowUrl != null || serviceNowSysId != null;
    }

    /** The key, or the id where there is no key: what a person looks a case up by. */
    public String label() {
        return key == null ? id : key;
    }
}
