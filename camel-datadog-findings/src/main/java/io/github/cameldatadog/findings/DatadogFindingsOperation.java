package io.github.cameldatadog.findings;

import java.util.Arrays;
import java.util.stream.Collectors;

/** What an endpoint does: the part of its URI behind the scheme. */
public enum DatadogFindingsOperation {
    /** Makes ServiceNow tickets of the findings an exchange carries. */
    servicenowTickets,

    /** Finds findings: on a schedule, when somebody polls, or as a step of a route. */
    search;

    static DatadogFindingsOperation parse(String name) {
        for (DatadogFindingsOperation operation : values()) {
            if (operation.name().equalsIgnoreCase(name)) {
                return operation;
            }
        }
        String allowed = Arrays.stream(values()).map(Enum::name).collect(Collectors.joining(", "));
        throw new IllegalArgumentException("Unknown operation '" + name + "': allowed are " + allowed
                + ", as in datadog-findings:servicenowTickets?project=...");
    }
}
