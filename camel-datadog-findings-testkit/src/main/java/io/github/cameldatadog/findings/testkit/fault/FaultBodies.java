package io.github.cameldatadog.findings.testkit.fault;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.cameldatadog.findings.testkit.http.HttpAnswer;

/** The three shapes Datadog's errors come in. */
final class FaultBodies {

    private static final String JSON_API = "application/vnd.api+json";

    private FaultBodies() {}

    static HttpAnswer strings(int status, String... errors) {
        ObjectNode body = JsonNodeFactory.instance.objectNode();
        ArrayNode list = body.putArray("errors");
        for (String error : errors) {
            list.add(error);
        }
        return HttpAnswer.of(status, "application/json", body.toString());
    }

    static HttpAnswer detailed(int status, String title, String detail) {
        ObjectNode body = JsonNodeFactory.instance.objectNode();
        body.putArray("errors")
                .addObject()
                .put("status", Integer.toString(status))
                .put("title", title)
                .put("detail", detail);
        return HttpAnswer.of(status, JSON_API, body.toString());
    }

    static HttpAnswer plainText(int status, String title) {
        ObjectNode body = JsonNodeFactory.instance.objectNode();
        body.putArray("errors").addObject().put("title", title);
        return HttpAnswer.of(status, "text/plain", body.toString());
    }

    static HttpAnswer refusal(int status) {
        return switch (status) {
            case 400 -> detailed(400, "Bad Request", "no finding provided");
            case 404 -> detailed(404, "Not Found", "finding not found");
            default -> detailed(status, "Internal Server Error", "internal error");
        };
    }
}
