package io.github.cameldatadog.findings.internal.reading;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.github.cameldatadog.findings.ticket.Displayed;
import io.github.cameldatadog.findings.ticket.Finding;
import io.github.cameldatadog.findings.ticket.Priority;
import io.github.cameldatadog.findings.ticket.TicketDraft;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What an object holds that a ticket of a ready create request has: attributes, the findings it names, and its project. What
 * we would not send on is refused and not dropped, for a ticket without it would say something else than was asked for.
 */
final class TicketMembers {

    static final String TYPE = "servicenow_tickets";

    private static final Set<String> ATTRIBUTES = Set.of("assignee_id", "description", "priority", "title");
    private static final int SHOWN = 60;

    private final Map<String, String> attributes = new HashMap<>();
    private final List<IdMember> findings = new ArrayList<>();
    private String project;
    private String refusal;

    /** An attribute, whose value the parser stands on. */
    void attribute(String name, JsonParser parser) throws IOException {
        if (!ATTRIBUTES.contains(name)) {
            refuse("its attributes hold \"" + Displayed.clipped(name, SHOWN)
                    + "\": a ticket has assignee_id, description, priority, title");
        } else if (parser.currentToken() == JsonToken.VALUE_STRING) {
            attributes.put(name, parser.getText());
        } else if (parser.currentToken() != JsonToken.VALUE_NULL) {
            refuse("its " + name + " is " + JsonType.of(parser.currentToken()) + ", not text");
        }
        parser.skipChildren();
    }

    /** The member {@code relationships}, whose value the parser stands on. */
    void relationships(JsonParser parser) throws IOException {
        if (!isObject("its relationships are", parser)) {
            return;
        }
        while (parser.nextToken() != JsonToken.END_OBJECT) {
            String name = parser.currentName();
            parser.nextToken();
            switch (name) {
                case "findings" -> data("its relationship findings is", parser, this::finding);
                case "project" -> data("its relationship project is", parser, this::project);
                default -> {
                    refuse("its relationships hold \"" + Displayed.clipped(name, SHOWN)
                            + "\": a ticket has findings, project");
                    parser.skipChildren();
                }
            }
        }
    }

    /** Reads what a relationship refers to. */
    private interface ReferenceReader {
        void read(JsonParser parser) throws IOException;
    }

    private void data(String what, JsonParser parser, ReferenceReader reader) throws IOException {
        if (!isObject(what, parser)) {
            return;
        }
        while (parser.nextToken() != JsonToken.END_OBJECT) {
            boolean isData = parser.currentName().equals("data");
            JsonToken value = parser.nextToken();
            if (isData && value == JsonToken.START_ARRAY) {
                while (parser.nextToken() != JsonToken.END_ARRAY) {
                    reader.read(parser);
                }
            } else if (isData && value != JsonToken.VALUE_NULL) {
                reader.read(parser);
            } else {
                parser.skipChildren();
            }
        }
    }

    private void finding(JsonParser parser) throws IOException {
        Reference reference = reference(parser);
        boolean ofFinding =
                reference.type == null || reference.type.equals("findings") || reference.type.equals("finding");
        findings.add(
                ofFinding
                        ? reference.id
                        : new IdMember(
                                null,
                                "it refers to the type \"" + Displayed.clipped(reference.type, SHOWN)
                                        + "\", not to \"findings\""));
    }

    private void project(JsonParser parser) throws IOException {
        if (parser.currentToken() != JsonToken.START_OBJECT) {
            refuse("its project is " + JsonType.of(parser.currentToken()) + ", not an object with id and type");
            parser.skipChildren();
            return;
        }
        while (parser.nextToken() != JsonToken.END_OBJECT) {
            boolean isId = parser.currentName().equals("id");
            JsonToken value = parser.nextToken();
            if (isId && value == JsonToken.VALUE_STRING && !parser.getText().isBlank()) {
                project = parser.getText().strip();
            } else if (isId) {
                refuse("the id of its project is "
                        + (value == JsonToken.VALUE_STRING ? "blank" : JsonType.of(value) + ", not text"));
            }
            parser.skipChildren();
        }
    }

    private record Reference(IdMember id, String type) {}

    private static Reference reference(JsonParser parser) throws IOException {
        if (parser.currentToken() != JsonToken.START_OBJECT) {
            String problem = JsonType.of(parser.currentToken()) + " stands where {id,type} of a finding was expected";
            parser.skipChildren();
            return new Reference(new IdMember(null, problem), null);
        }
        IdMember id = null;
        String type = null;
        while (parser.nextToken() != JsonToken.END_OBJECT) {
            String name = parser.currentName();
            JsonToken value = parser.nextToken();
            if (name.equals("id")) {
                id = IdMember.read(name, parser);
            } else if (name.equals("type") && value == JsonToken.VALUE_STRING) {
                type = parser.getText();
            }
            parser.skipChildren();
        }
        return new Reference(id == null ? new IdMember(null, "a finding of it has no id") : id, type);
    }

    private boolean isObject(String what, JsonParser parser) throws IOException {
        JsonToken value = parser.currentToken();
        if (value == JsonToken.START_OBJECT) {
            return true;
        }
        if (value != JsonToken.VALUE_NULL) {
            refuse(what + " " + JsonType.of(value) + ", not an object");
        }
        parser.skipChildren();
        return false;
    }

    private void refuse(String reason) {
        if (refusal == null) {
            refusal = reason;
        }
    }

    /** Whether it names findings, as nothing but a ticket does. */
    boolean namesFindings() {
        return !findings.isEmpty();
    }

    /**
     * The findings of the ticket, on drafts that say what it says: on more than one only where it names more findings than
     * Datadog takes on a ticket.
     *
     * @param typeRefusal why the object's type is not a ticket's; null if it is
     */
    List<FindingElement> elements(String typeRefusal, Positions positions, String where) {
        String whole = typeRefusal == null ? refusal() : typeRefusal;
        if (findings.isEmpty()) {
            String reason = whole == null ? "it is a ticket that names no finding" : whole;
            return List.of(new FindingElement.Invalid(reason, positions.next(), where));
        }
        List<FindingElement> elements = new ArrayList<>(findings.size());
        for (int from = 0; from < findings.size(); from += TicketDraft.MOST_FINDINGS) {
            int to = Math.min(findings.size(), from + TicketDraft.MOST_FINDINGS);
            elements.addAll(elements(findings.subList(from, to), whole, positions, where));
        }
        return elements;
    }

    private List<FindingElement> elements(List<IdMember> members, String whole, Positions positions, String where) {
        List<Finding> usable = members.stream()
                .filter(member -> member.refusal() == null)
                .map(member -> Finding.ofId(member.id()))
                .toList();
        TicketDraft given = usable.isEmpty() || whole != null ? null : draft(usable);
        List<FindingElement> elements = new ArrayList<>(members.size());
        for (IdMember member : members) {
            if (member.refusal() != null) {
                elements.add(new FindingElement.Invalid(member.refusal(), positions.next(), where));
            } else if (whole != null) {
                elements.add(new FindingElement.Invalid(Finding.ofId(member.id()), whole, positions.next(), where));
            } else {
                elements.add(new FindingElement.Usable(Finding.ofId(member.id()), given, positions.next()));
            }
        }
        return elements;
    }

    private String refusal() {
        String priority = attributes.get("priority");
        if (refusal == null && priority != null) {
            try {
                Priority.parse(priority);
            } catch (IllegalArgumentException e) {
                return "its priority: " + e.getMessage();
            }
        }
        return refusal;
    }

    private TicketDraft draft(List<Finding> usable) {
        String priority = attributes.get("priority");
        return TicketDraft.of(usable)
                .withProject(project)
                .withPriority(priority == null ? null : Priority.parse(priority))
                .withTitle(attributes.get("title"))
                .withDescription(attributes.get("description"))
                .withAssigneeId(attributes.get("assignee_id"))
                .asGiven();
    }
}
