package io.github.cameldatadog.findings.internal;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.cameldatadog.findings.ticket.AttachedCase;
import io.github.cameldatadog.findings.ticket.Finding;
import io.github.cameldatadog.findings.ticket.Remaining;
import io.github.cameldatadog.findings.ticket.TicketDraft;
import java.util.List;
import java.util.TreeMap;

/**
 * Writes what can be sent again as NDJSON, a line each: findings as elements of Datadog's search answer, drafts as those of a
 * create request, in which findings are told by their ids only. A line that is read again gives what it was written from;
 * only when a finding's cases were seen is not told, so that counts as long ago.
 */
public final class FindingLines {

    private static final ObjectMapper MAPPER = new ObjectMapper();

    private FindingLines() {}

    /** The line of a finding or a draft, with its line break. */
    public static String of(Remaining remaining) {
        return remaining instanceof Finding finding ? of(finding) : of((TicketDraft) remaining);
    }

    private static String of(TicketDraft draft) {
        ObjectNode line = MAPPER.createObjectNode().put("type", "servicenow_tickets");
        ObjectNode attributes = line.putObject("attributes");
        putIfTold(attributes, "assignee_id", draft.assigneeId());
        putIfTold(attributes, "description", draft.description());
        putIfTold(
                attributes,
                "priority",
                draft.priority() == null ? null : draft.priority().name());
        putIfTold(attributes, "title", draft.title());
        ObjectNode relationships = line.putObject("relationships");
        ArrayNode findings = relationships.putObject("findings").putArray("data");
        draft.findingIds().forEach(id -> findings.addObject().put("id", id).put("type", "findings"));
        if (draft.project() != null) {
            relationships
                    .putObject("project")
                    .putObject("data")
                    .put("id", draft.project())
                    .put("type", "projects");
        }
        return line + "\n";
    }

    private static String of(Finding finding) {
        ObjectNode line = MAPPER.createObjectNode().put("id", finding.id()).put("type", "finding");
        ObjectNode attributes = line.putObject("attributes");
        ObjectNode fields = attributes.putObject("attributes");
        boolean casesKnown = finding.cases().isPresent();
        if (casesKnown) {
            writeCases(finding.cases().get(), fields);
        }
        new TreeMap<>(finding.fields()).forEach((path, value) -> {
            // An object "workflow" without cases would say that there are none.
            boolean flat = path.startsWith("workflow.") && !casesKnown;
            put(fields, flat ? "" : path, path, value);
        });
        finding.tags().forEach(attributes.withArray("/tags")::add);
        return line + "\n";
    }

    /** Nests a value by the dots of its path; from where something else stands in its way it keeps its dots. */
    private static void put(ObjectNode into, String nesting, String path, String value) {
        int dot = nesting.indexOf('.');
        JsonNode below = dot < 0 ? null : into.get(path.substring(0, dot));
        if (dot < 0 || below != null && !below.isObject()) {
            into.put(path, value);
            return;
        }
        ObjectNode child = below == null ? into.putObject(path.substring(0, dot)) : (ObjectNode) below;
        put(child, nesting.substring(dot + 1), path.substring(dot + 1), value);
    }

    private static void writeCases(List<AttachedCase> cases, ObjectNode fields) {
        ArrayNode array = fields.putObject("workflow").putObject("integrations").putArray("cases");
        for (AttachedCase one : cases) {
            ObjectNode node = array.addObject().put("id", one.id());
            putIfTold(node, "key", one.key());
            putIfTold(node, "status", one.status());
            putIfTold(node, "title", one.title());
            if (one.createdAt() != null) {
                node.put("created_at", one.createdAt().toString());
            }
            if (one.createdBy() != null) {
                node.putObject("created_by").put("id", one.createdBy());
            }
            if (one.serviceNowUrl() != null || one.serviceNowSysId() != null) {
                ObjectNode ticket = node.putObject("servicenow_ticket");
                putIfTold(ticket, "url", one.serviceNowUrl());
                putIfTold(ticket, "sys_id", one.serviceNowSysId());
            }
        }
    }

    private static void putIfTold(ObjectNode node, String name, String value) {
        if (value != null) {
            node.put(name, value);
        }
    }
}
