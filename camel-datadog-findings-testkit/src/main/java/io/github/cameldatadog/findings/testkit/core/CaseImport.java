package io.github.cameldatadog.findings.testkit.core;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.cameldatadog.findings.testkit.CaseKind;
import java.time.Instant;
import java.util.Optional;

/** A case as a finding of a document tells of it: what is not told is made up. */
record CaseImport(
        Optional<String> id,
        Optional<String> key,
        CaseKind kind,
        Optional<String> title,
        Optional<Instant> createdAt,
        Optional<String> creatorId,
        Optional<Link> link,
        boolean closed) {

    static CaseImport of(ObjectNode told) {
        CaseKind kind = kind(told);
        return new CaseImport(
                text(told, "id"),
                text(told, "key"),
                kind,
                text(told, "title"),
                told.path("created_at").canConvertToLong()
                        ? Optional.of(
                                Instant.ofEpochMilli(told.path("created_at").longValue()))
                        : Optional.empty(),
                text(told.path("created_by"), "id"),
                link(kind, told),
                told.path("status").asText("").equalsIgnoreCase("CLOSED"));
    }

    private static CaseKind kind(ObjectNode told) {
        if (told.path("servicenow_ticket").isObject()) {
            return CaseKind.SERVICENOW;
        }
        return told.path("jira_issue").isObject() ? CaseKind.JIRA : CaseKind.PLAIN;
    }

    private static Optional<Link> link(CaseKind kind, ObjectNode told) {
        JsonNode ticket = told.path(kind == CaseKind.JIRA ? "jira_issue" : "servicenow_ticket");
        return text(ticket, "url").flatMap(url -> link(kind, url));
    }

    /** A URL that nobody could attach findings to leaves the case with a link of its own. */
    private static Optional<Link> link(CaseKind kind, String url) {
        try {
            return Optional.of(kind == CaseKind.JIRA ? LinkReader.jira(url, "url") : LinkReader.serviceNow(url, "url"));
        } catch (Refusal refusal) {
            return Optional.empty();
        }
    }

    private static Optional<String> text(JsonNode node, String name) {
        return Optional.of(node.path(name))
                .filter(JsonNode::isTextual)
                .map(JsonNode::textValue)
                .filter(text -> !text.isBlank());
    }
}
