package io.github.cameldatadog.findings.testkit.fault;

/** What becomes of the ServiceNow ticket behind a case; the case is made whatever happens to the ticket. */
public enum TicketFate {
    /** The ticket is made. */
    COMPLETED,
    /** {@code servicenow_ticket.status} is {@code FAILED} and there is no result. */
    FAILED,
    /** {@code servicenow_ticket.status} is {@code PENDING} and there is no result. */
    PENDING,
    /** The case has no {@code servicenow_ticket} at all. */
    ABSENT
}
