package io.github.cameldatadog.findings.testkit;

/** What a case is linked to. */
public enum CaseKind {
    /** A case backing a ServiceNow ticket. */
    SERVICENOW,
    /** A case backing a Jira issue. */
    JIRA,
    /** A case of Datadog's own, linked to nothing. */
    PLAIN
}
