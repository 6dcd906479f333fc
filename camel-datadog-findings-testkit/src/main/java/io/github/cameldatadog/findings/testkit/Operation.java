package io.github.cameldatadog.findings.testkit;

/** What a request asks of the simulated Datadog, told from its method and path alone. */
public enum Operation {
    /** {@code POST /api/v2/security/findings/servicenow_tickets}: make ServiceNow tickets. */
    CREATE,
    /** {@code POST /api/v2/security/findings/cases}: make cases that are linked to nothing. */
    CREATE_CASES,
    /** {@code POST /api/v2/security/findings/jira_issues}: make Jira issues. */
    CREATE_JIRA_ISSUES,
    /** {@code PATCH /api/v2/security/findings/servicenow_tickets}: put findings on a ServiceNow ticket by its URL. */
    ATTACH_SERVICENOW_TICKET,
    /** {@code PATCH /api/v2/security/findings/cases/{case_id}}: put findings on a case. */
    ATTACH_CASE,
    /** {@code PATCH /api/v2/security/findings/jira_issues}: put findings on a Jira issue by its URL. */
    ATTACH_JIRA_ISSUE,
    /** {@code DELETE /api/v2/security/findings/cases}: take findings off their cases. */
    DETACH,
    /** {@code PATCH /api/v2/security/findings/mute}: mute or unmute findings. */
    MUTE,
    /** {@code POST /api/v2/security/findings/search}: search findings with a request body. */
    SEARCH,
    /** {@code GET /api/v2/security/findings}: search findings with query parameters. */
    LIST,
    /** {@code GET /api/v1/validate}: check the API key. */
    VALIDATE,
    /** Any other path (answered 404), or a known path with the wrong method (answered 405). */
    UNKNOWN;

    /** Whether it changes findings or cases, and so names findings in its body. */
    public boolean changesFindings() {
        return switch (this) {
            case CREATE,
                    CREATE_CASES,
                    CREATE_JIRA_ISSUES,
                    ATTACH_SERVICENOW_TICKET,
                    ATTACH_CASE,
                    ATTACH_JIRA_ISSUE,
                    DETACH,
                    MUTE -> true;
            case SEARCH, LIST, VALIDATE, UNKNOWN -> false;
        };
    }
}
