package io.github.cameldatadog.findings.testkit.core;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.cameldatadog.findings.testkit.CaseKind;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Reads the body of a request that makes cases of one kind, by the letter of the specification. */
final class CreateReader {

    private static final int MOST_TICKETS = 50;
    private static final int MOST_FINDINGS = 50;
    private static final Set<String> PRIORITIES = Set.of("NOT_DEFINED", "P1", "P2", "P3", "P4", "P5");
    private static final Set<String> ATTRIBUTES = Set.of("assignee_id", "description", "priority", "title");
    private static final Set<String> JIRA_ATTRIBUTES =
            Set.of("assignee_id", "description", "fields", "priority", "title");

    private final CaseKind kind;
    private final RelationshipsReader related = new RelationshipsReader(MOST_FINDINGS);

    private CreateReader(CaseKind kind) {
        this.kind = kind;
    }

    static Command.Create read(byte[] body, CaseKind kind) throws Refusal {
        return new CreateReader(kind).document(body);
    }

    /** The type that elements of such a request have. */
    static String type(CaseKind kind) {
        return switch (kind) {
            case SERVICENOW -> "servicenow_tickets";
            case JIRA -> "jira_issues";
            case PLAIN -> "cases";
        };
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
        return new Command.Create(kind, List.copyOf(tickets));
    }

    private TicketOrder ticket(JsonNode node, String where) throws Refusal {
        ObjectNode ticket = StrictJson.object(node, where);
        StrictJson.members(ticket, where, Set.of("attributes", "relationships", "type"));
        StrictJson.type(ticket, where, type(kind));
        String inAttributes = where + ".attributes";
        ObjectNode attributes =
                ticket.has("attributes") ? StrictJson.object(ticket, where, "attributes") : ticket.objectNode();
        StrictJson.members(attributes, inAttributes, kind == CaseKind.JIRA ? JIRA_ATTRIBUTES : ATTRIBUTES);
        if (attributes.has("fields")) {
            StrictJson.object(attributes, inAttributes, "fields");
        }
        ObjectNode relationships = RelationshipsReader.of(ticket, where, Set.of("findings", "project"));
        return new TicketOrder(
                related.project(relationships, where),
                StrictJson.optionalText(attributes, inAttributes, "title"),
                StrictJson.optionalText(attributes, inAttributes, "description"),
                priority(attributes, inAttributes),
                assignee(attributes, inAttributes),
                related.findings(relationships, where));
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
}
