package io.github.cameldatadog.findings;

import java.util.Set;
import org.apache.camel.spi.Metadata;

/** Headers and exchange properties of the component. */
public final class DatadogFindingsConstants {

    /** The scheme of the component. */
    public static final String SCHEME = "datadog-findings";

    @Metadata(
            label = "producer",
            description = "Id of the Case Management project for every ticket of this exchange, instead of the option"
                    + " `project`. Taken literally, never evaluated.",
            javaType = "String")
    public static final String PROJECT = "CamelDatadogFindingsProject";

    @Metadata(
            label = "producer",
            description = "Priority for every ticket of this exchange, instead of the option `priority`: `P1` to `P5`,"
                    + " `NOT_DEFINED` or `severity`.",
            javaType = "String")
    public static final String PRIORITY = "CamelDatadogFindingsPriority";

    @Metadata(
            label = "producer",
            description = "Title for every ticket of this exchange, instead of the option `title`. Taken literally,"
                    + " never evaluated.",
            javaType = "String")
    public static final String TITLE = "CamelDatadogFindingsTitle";

    @Metadata(
            label = "producer",
            description = "Description for every ticket of this exchange, instead of the option `description`. Taken"
                    + " literally, never evaluated.",
            javaType = "String")
    public static final String DESCRIPTION = "CamelDatadogFindingsDescription";

    @Metadata(
            label = "producer",
            description = "Id of the Datadog user to whom every case of this exchange is assigned, instead of the"
                    + " option `assigneeId`. Taken literally, never evaluated.",
            javaType = "String")
    public static final String ASSIGNEE_ID = "CamelDatadogFindingsAssigneeId";

    @Metadata(label = "producer", description = "How many elements came in.", javaType = "Long")
    public static final String RECEIVED = "CamelDatadogFindingsReceived";

    @Metadata(
            label = "producer",
            description = "How many findings are on a case whose ServiceNow ticket exists.",
            javaType = "Long")
    public static final String TICKETED = "CamelDatadogFindingsTicketed";

    @Metadata(
            label = "producer",
            description = "How many findings are on a case whose ServiceNow ticket failed or is undecided.",
            javaType = "Long")
    public static final String CASE_ONLY = "CamelDatadogFindingsCaseOnly";

    @Metadata(label = "producer", description = "How many findings Datadog refused.", javaType = "Long")
    public static final String REJECTED = "CamelDatadogFindingsRejected";

    @Metadata(label = "producer", description = "How many findings may be on a ticket.", javaType = "Long")
    public static final String UNKNOWN = "CamelDatadogFindingsUnknown";

    @Metadata(label = "producer", description = "How many findings were not sent.", javaType = "Long")
    public static final String NOT_SENT = "CamelDatadogFindingsNotSent";

    @Metadata(
            label = "producer",
            description = "How many findings were not sent because another exchange or node was at work on them.",
            javaType = "Long")
    public static final String HELD_ELSEWHERE = "CamelDatadogFindingsHeldElsewhere";

    @Metadata(
            label = "producer",
            description = "How many findings were left out: duplicate, already ticketed, resolved or invalid.",
            javaType = "Long")
    public static final String SKIPPED = "CamelDatadogFindingsSkipped";

    @Metadata(label = "producer", description = "How many findings a dry run planned for.", javaType = "Long")
    public static final String PLANNED = "CamelDatadogFindingsPlanned";

    @Metadata(
            label = "producer",
            description =
                    "Which findings to search for, in Datadog's query language, instead of the option `query`. Taken"
                            + " literally, never evaluated.",
            javaType = "String")
    public static final String QUERY = "CamelDatadogFindingsQuery";

    @Metadata(
            label = "common",
            description =
                    "How many findings the body holds that a search has found; not set where they are fetched as the"
                            + " body is read.",
            javaType = "Integer")
    public static final String FOUND = "CamelDatadogFindingsFound";

    @Metadata(
            label = "consumer",
            description = "The how many-th page of the poll the findings are from, from 1.",
            javaType = "Integer")
    public static final String PAGE = "CamelDatadogFindingsPage";

    /** Exchange property that holds the {@code TicketReport}, also when an exception is thrown. */
    public static final String REPORT_PROPERTY = "CamelDatadogFindingsReport";

    /** What the name of every header begins with. */
    public static final String HEADER_PREFIX = "CamelDatadogFindings";

    /** The names of all headers. */
    public static final Set<String> HEADERS = Set.of(
            PROJECT,
            PRIORITY,
            TITLE,
            DESCRIPTION,
            ASSIGNEE_ID,
            RECEIVED,
            TICKETED,
            CASE_ONLY,
            REJECTED,
            UNKNOWN,
            NOT_SENT,
            HELD_ELSEWHERE,
            SKIPPED,
            PLANNED,
            QUERY,
            FOUND,
            PAGE);

    private DatadogFindingsConstants() {}
}
