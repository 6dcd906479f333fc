package io.github.cameldatadog.findings.testkit.core;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Reads the body of a create request by the letter of the specification. */
final class CreateReader {

    private static final int MOST_TICKETS = 50;
    private static final int MOST_FINDINGS = 50;
    private static final Set<String> PRIORITIES = Set.of("NOT_DEFINED", "P1", "P2", "P3", "P4", "P5");

    private final Map<String, String> places = new HashMap<>();

    private CreateReader() {}

    static Command.Create read(byte[] body) throws Refusal {
        return new CreateReader().document(body);
    }

    private Command.Create document(byte[] body) throws Refusal {
        ArrayNode data = StrictJson.array(StrictJson.data(body), "data");
        if (data.isEmpty()) {
            throw Refusal.badRequest("no ticket provided: data must have 1 to " + MOST_TICKETS + " elements");
        }
        if (data.size() > MOST_TICKETS) {
            throw Refusal.badRequest("data must have at most " + MOST_TICKETS + " tickets but has " + data.size());
        }
        List<TicketOrder> tickets = new ArrayList<>();
        for (int i = 0; i < data.size(); i++) {
            tickets.add(ticket(data.get(i), "data[" + i + "]"));
        }
        return new Command.Create(List.copyOf(tickets));
    }

    private TicketOrder ticket(JsonNode node, String where) throws Refusal {
        if (!(node instanceof ObjectNode ticket)) {
            throw Refusal.badRequest(where + " must be an object but is " + StrictJson.kind(node));
        }
        StrictJson.members(ticket, where, Set.of("attributes", "relationships", "type"));
        StrictJson.type(ticket, where, "servicenow_tickets");
        String inAttributes = where + ".attributes";
        ObjectNode attributes =
                ticket.has("attributes") ? StrictJson.object(ticket, where, "attributes") : ticket.objectNode();
        StrictJson.members(attributes, inAttributes, Set.of("assignee_id", "description", "priority", "title"));
        ObjectNode relationships = StrictJson.object(ticket, where, "relationships");
        String inRelationships = where + ".relationships";
        StrictJson.members(relationships, inRelationships, Set.of("findings", "project"));
        return new TicketOrder(
                project(relationships, inRelationships),
                StrictJson.optionalText(attributes, inAttributes, "title"),
                StrictJson.optionalText(attributes, inAttributes, "description"),
                priority(attributes, inAttributes),
                assignee(attributes, inAttributes),
                findings(relationships, inRelationships));
    }

    private static Optional<String> priority(ObjectNode attributes, String where) throws Refusal {
        Optional<String> priority = StrictJson.optionalText(attributes, where, "priority");
        if (priority.isPresent() && !PRIORITIES.contains(priority.get())) {
            throw Refusal.badRequest(
                    where + ".priority must be one of NOT_DEFINED, P1 to P5 but is \"" + priority.get() + "\"");
        }
        return priority;
    }

    private static Optional<String> assignee(ObjectNode attributes, String where) throws Refusal {
        Optional<String> assignee = StrictJson.optionalText(attributes, where, "assignee_id");
        if (assignee.isPresent() && assignee.get().isBlank()) {
            throw Refusal.badRequest(where + ".assignee_id must not be empty");
        }
        return assignee;
    }

    private static String project(ObjectNode relationships, String where) throws Refusal {
        ObjectNode project = StrictJson.object(relationships, where, "project");
        StrictJson.members(project, where + ".project", Set.of("data"));
        ObjectNode data = StrictJson.object(project, where + ".project", "data");
        String inData = where + ".project.data";
        StrictJson.members(data, inData, Set.of("id", "type"));
        StrictJson.type(data, inData, "projects");
        return StrictJson.id(data, inData);
    }

    private List<String> findings(ObjectNode relationships, String where) throws Refusal {
        ObjectNode findings = StrictJson.object(relationships, where, "findings");
        StrictJson.members(findings, where + ".findings", Set.of("data"));
        String inData = where + ".findings.data";
        ArrayNode data = findings.has("data")
                ? StrictJson.array(findings, where + ".findings", "data")
                : relationships.arrayNode();
        if (data.isEmpty()) {
            throw Refusal.badRequest("no finding provided");
        }
        if (data.size() > MOST_FINDINGS) {
            throw Refusal.badRequest(
                    inData + " must have at most " + MOST_FINDINGS + " findings but has " + data.size());
        }
        List<String> ids = new ArrayList<>();
        for (int i = 0; i < data.size(); i++) {
            ids.add(finding(data.get(i), inData + "[" + i + "]"));
        }
        return List.copyOf(ids);
    }

    private String finding(JsonNode node, String where) throws Refusal {
        if (!(node instanceof ObjectNode finding)) {
            throw Refusal.badRequest(where + " must be an object but is " + StrictJson.kind(node));
        }
        StrictJson.members(finding, where, Set.of("id", "type"));
        StrictJson.type(finding, where, "findings");
        String id = StrictJson.id(finding, where);
        String before = places.putIfAbsent(id, where);
        if (before != null) {
            throw Refusal.badRequest("duplicate finding: " + where + " repeats " + before);
        }
        return id;
    }
}
