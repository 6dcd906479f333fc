package io.github.cameldatadog.findings.testkit;

/** What a request asks of the simulated Datadog, told from its method and path alone. */
public enum Operation {
    /** {@code POST /api/v2/security/findings/servicenow_tickets}: make ServiceNow tickets. */
    CREATE,
    /** {@code POST /api/v2/security/findings/search}: search findings with a request body. */
    SEARCH,
    /** {@code GET /api/v2/security/findings}: search findings with query parameters. */
    LIST,
    /** {@code GET /api/v1/validate}: check the API key. */
    VALIDATE,
    /** Any other path (answered 404), or a known path with the wrong method (answered 405). */
    UNKNOWN
}
