package io.github.cameldatadog.findings.client;

/** The requests we make of Datadog, each with the method and the path it goes to. */
public enum ApiOperation {
    /** Create ServiceNow tickets for findings: not repeatable. */
    CREATE_TICKETS("create", "POST", "/api/v2/security/findings/servicenow_tickets"),
    /** Search for findings: reads only, so it may be repeated freely. */
    SEARCH_FINDINGS("search", "POST", "/api/v2/security/findings/search"),
    /** Ask whether the API key is good: needs no application key. */
    VALIDATE_KEY("validate", "GET", "/api/v1/validate");

    private final String label;
    private final String method;
    private final String path;

    ApiOperation(String label, String method, String path) {
        this.label = label;
        this.method = method;
        this.path = path;
    }

    /** Its name in log lines and metrics: {@code create}, {@code search}, {@code validate}. */
    public String label() {
        return label;
    }

    /** Whether it makes something, so that repeating it may make it twice. */
    public boolean creates() {
        return this == CREATE_TICKETS;
    }

    String method() {
        return method;
    }

    /** The path below the base URL. */
    public String path() {
        return path;
    }
}
