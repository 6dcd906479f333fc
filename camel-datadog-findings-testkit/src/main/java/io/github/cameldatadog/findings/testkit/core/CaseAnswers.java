package io.github.cameldatadog.findings.testkit.core;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.cameldatadog.findings.testkit.fault.TicketFate;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;

/** Writes cases as the application answers them. */
final class CaseAnswers {

    private static final String JIRA_ACCOUNT = "3c2a9d54-7f10-4b1e-9d6a-0c5b8e7f6a21";

    private CaseAnswers() {}

    static ObjectNode aCase(CaseState source) {
        ObjectNode node = JsonNodeFactory.instance.objectNode();
        node.put("id", source.id).put("type", "cases");
        ObjectNode attributes = node.putObject("attributes");
        source.order.assigneeId().ifPresent(id -> user(attributes.putObject("assigned_to"), id));
        source.closedAt.ifPresent(at -> attributes.put("closed_at", at.toString()));
        attributes
                .put("created_at", source.madeBy.at().toString())
                .put("creation_source", "CS_SECURITY_FINDING")
                .put("description", source.description);
        ArrayNode insights = attributes.putArray("insights");
        source.findings.forEach(finding -> insight(insights.addObject(), finding));
        attributes
                .put("key", source.key)
                .put("modified_at", source.modifiedAt.toString())
                .put("priority", source.priority());
        if (source.fate != TicketFate.ABSENT) {
            link(attributes, source);
        }
        boolean open = source.isOpen();
        attributes
                .put("status", open ? "OPEN" : "CLOSED")
                .put("status_group", open ? "SG_OPEN" : "SG_CLOSED")
                .put("status_name", open ? "Open" : "Closed")
                .put("title", source.title)
                .put("type", "SECURITY");
        ObjectNode relationships = node.putObject("relationships");
        user(relationships.putObject("created_by"), source.madeBy.actor().userId());
        source.modifiedBy.ifPresent(id -> user(relationships.putObject("modified_by"), id));
        relationships
                .putObject("project")
                .putObject("data")
                .put("id", source.order.projectId())
                .put("type", "projects");
        return node;
    }

    private static void user(ObjectNode target, String id) {
        target.putObject("data").put("id", id).put("type", "users");
    }

    private static void insight(ObjectNode target, FindingState finding) {
        String encoded = URLEncoder.encode("@finding_id:" + finding.id, StandardCharsets.UTF_8);
        String product = finding.finding.findingType().endsWith("vulnerability") ? "csm/vm" : "compliance";
        target.put("type", "SECURITY_FINDING")
                .put("ref", "/security/" + product + "?query=" + encoded)
                .put("resource_id", finding.id);
    }

    private static void link(ObjectNode attributes, CaseState source) {
        switch (source.kind) {
            case SERVICENOW -> serviceNow(attributes.putObject("servicenow_ticket"), source);
            case JIRA -> jira(attributes.putObject("jira_issue"), source);
            case PLAIN -> {
                return;
            }
        }
    }

    private static void serviceNow(ObjectNode target, CaseState source) {
        target.put("status", source.fate.name());
        source.link.ifPresent(link -> target.putObject("result")
                .put("instance_name", link.instance())
                .put("sys_id", link.id())
                .put("sys_target_link", link.directUrl())
                .put("sys_target_sys_id", link.id())
                .put("table_name", "incident")
                .put("url", link.url()));
    }

    private static void jira(ObjectNode target, CaseState source) {
        target.put("status", source.fate.name());
        if (source.fate == TicketFate.FAILED) {
            target.put("error_message", "{\"errorMessages\":[\"The issue could not be made.\"],\"errors\":{}}");
        }
        source.link.ifPresent(link -> target.putObject("result")
                .put("issue_id", Integer.toString(2_000_000 + (link.id().hashCode() & 0xFFFFF)))
                .put("issue_key", link.id())
                .put("issue_url", link.url())
                .put("account_id", JIRA_ACCOUNT));
    }
}
