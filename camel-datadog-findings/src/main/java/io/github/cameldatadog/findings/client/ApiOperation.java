package io.github.cameldatadog.findings.client;

/** The requests we make of Datadog, each with the path it goes to. */
public enum ApiOperation {
    /** Create ServiceNow tickets for findings: not repeatable. */
    CREATE_TICKETS("/api/v2/security/findings/servicenow_tickets"),
    /** Search for findings: reads only, so it may be repeated freely. */
    SEARCH_FINDINGS("/api/v2/security/findings/search");

    private final String path;

    ApiOperation(String path) {
        this.path = path;
    }

    /** The path below the base URL; every operation is a POST of JSON. */
    public String path() {
        return path;
    }
}
