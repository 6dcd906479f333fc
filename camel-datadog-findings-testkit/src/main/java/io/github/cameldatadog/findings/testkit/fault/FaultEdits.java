package io.github.cameldatadog.findings.testkit.fault;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Iterator;
import java.util.List;
import java.util.function.Predicate;

/** Changes to the JSON of successful answers. */
final class FaultEdits {

    private static final List<String> OPTIONAL_CASE_MEMBERS =
            List.of("archived_at", "assigned_to", "attributes", "closed_at", "due_date", "jira_issue", "linear_issue");

    private FaultEdits() {}

    static AnswerEdit withoutCase(int ticket) {
        return (document, cases) -> {
            if (ticket < cases.size()) {
                removeFrom(document, element -> element.path("id")
                        .equals(cases.get(ticket).path("id")));
            }
        };
    }

    static AnswerEdit withoutInsight(int ticket) {
        return (document, cases) -> {
            if (ticket < cases.size()) {
                JsonNode insights = cases.get(ticket).path("attributes").path("insights");
                if (insights instanceof ArrayNode list && !list.isEmpty()) {
                    list.remove(0);
                }
            }
        };
    }

    static AnswerEdit withoutRows(List<String> findingIds) {
        return (document, cases) -> removeFrom(
                document, element -> findingIds.contains(element.path("id").asText()));
    }

    static AnswerEdit unknownMembers() {
        return (document, cases) -> addUnknownMembers(document);
    }

    static AnswerEdit nullMembers() {
        return (document, cases) -> {
            for (ObjectNode oneCase : cases) {
                ObjectNode attributes = (ObjectNode) oneCase.path("attributes");
                OPTIONAL_CASE_MEMBERS.forEach(attributes::putNull);
                ((ObjectNode) oneCase.path("relationships")).putNull("modified_by");
            }
            document.putNull("included");
        };
    }

    private static void addUnknownMembers(JsonNode node) {
        node.forEach(FaultEdits::addUnknownMembers);
        if (node instanceof ObjectNode object) {
            object.putObject("something_new").putArray("nested").add(1).addNull();
        }
    }

    /** Removes elements of a list; a document about one thing alone is left with null in its place. */
    private static void removeFrom(ObjectNode document, Predicate<JsonNode> condition) {
        JsonNode data = document.path("data");
        if (data.isObject() && condition.test(data)) {
            document.putNull("data");
        }
        for (Iterator<JsonNode> elements = data.elements(); data.isArray() && elements.hasNext(); ) {
            if (condition.test(elements.next())) {
                elements.remove();
            }
        }
    }
}
