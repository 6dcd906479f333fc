package io.github.cameldatadog.findings.testkit.core;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.cameldatadog.findings.testkit.ElementShape;
import io.github.cameldatadog.findings.testkit.finding.FindingDocuments;
import io.github.cameldatadog.findings.testkit.http.HttpAnswer;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** Writes what the application answers. */
final class Answers {

    static final String JSON_API = "application/vnd.api+json";
    static final String JSON = "application/json";

    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    private Answers() {}

    static HttpAnswer error(Refusal refusal) {
        ObjectNode body = NODES.objectNode();
        body.putArray("errors")
                .addObject()
                .put("status", Integer.toString(refusal.status()))
                .put("title", refusal.title())
                .put("detail", refusal.detail());
        return HttpAnswer.of(refusal.status(), JSON_API, body.toString());
    }

    /** An error from in front of the application: a list of strings. */
    static HttpAnswer plainError(int status, String error) {
        ObjectNode body = NODES.objectNode();
        body.putArray("errors").add(error);
        return HttpAnswer.of(status, JSON, body.toString());
    }

    static ObjectNode created(List<ObjectNode> cases) {
        ObjectNode document = NODES.objectNode();
        document.putArray("data").addAll(cases);
        return document;
    }

    static ObjectNode single(ObjectNode data) {
        ObjectNode document = NODES.objectNode();
        document.set("data", data);
        return document;
    }

    /** What stands for a request whose effect comes about afterwards. */
    static ObjectNode accepted(UUID id, String type) {
        return NODES.objectNode().put("id", id.toString()).put("type", type);
    }

    static ObjectNode found(
            Command.Find find,
            List<SearchIndex.Row> rows,
            Optional<String> next,
            ElementShape shape,
            String requestId,
            long elapsed) {
        ObjectNode document = NODES.objectNode();
        ArrayNode data = document.putArray("data");
        for (SearchIndex.Row row : rows) {
            IndexKey key = row.key();
            data.add(FindingDocuments.element(key.id(), row.attributes(), row.tags(), key.timestamp(), shape));
        }
        ObjectNode meta = document.putObject("meta").put("elapsed", elapsed);
        next.ifPresent(cursor -> meta.putObject("page").put("after", cursor));
        meta.put("request_id", requestId).put("status", "done");
        next.ifPresent(cursor -> document.putObject("links").put("next", nextLink(find, cursor)));
        return document;
    }

    private static String nextLink(Command.Find find, String cursor) {
        StringBuilder link = new StringBuilder(RequestInspector.LIST_PATH).append('?');
        if (!find.queryText().isEmpty()) {
            link.append("filter%5Bquery%5D=").append(encode(find.queryText())).append('&');
        }
        link.append("page%5Bcursor%5D=").append(encode(cursor));
        link.append("&page%5Blimit%5D=").append(find.limit());
        String sort = (find.descending() ? "-" : "") + "@detection_changed_at";
        return link.append("&sort=").append(encode(sort)).toString();
    }

    private static String encode(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    static ObjectNode valid() {
        return NODES.objectNode().put("valid", true);
    }
}
