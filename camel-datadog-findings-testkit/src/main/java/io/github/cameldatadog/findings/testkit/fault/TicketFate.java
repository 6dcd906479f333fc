package io.github.cameldatadog.findings.testkit.fault;

/** What becomes of the ServiceNow ticket or Jira issue behind a case; the case is made whatever happens to it. */
public enum TicketFate {
    /** The ticket is made. */
    COMPLETED,
    /** {@code status} of {@code servicenow_ticket} or {@code jira_issue} is {@code FAILED} and there is no result. */
    FAILED,
    /** {@code status} of {@code servicenow_ticket} or {@code jira_issue} is {@code PENDING} and there is no result. */
    PENDING,
    /** The case has no {@code servicenow_ticket} or {@code jira_issue} at all. */
    ABSENT
}
