package io.github.cameldatadog.findings.client;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.io.IOException;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Reads Datadog's JSON leniently: fields come and go, so what is absent or of another type than expected is null. */
final class AnswerJson {

    private static final ObjectMapper JSON = new ObjectMapper().enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

    private AnswerJson() {}

    /** The whole document; a body cut in the middle or followed by something else is not one. */
    static JsonNode document(byte[] body) throws UnreadableAnswerException {
        if (body.length == 0) {
            throw new UnreadableAnswerException("the body is empty", null);
        }
        try {
            JsonNode document = JSON.readTree(body);
            return document == null ? MissingNode.getInstance() : document;
        } catch (JacksonException notJson) {
            // Jackson's own message quotes the body, which nobody has made fit to be shown.
            throw new UnreadableAnswerException("the body (" + body.length + " bytes) is not whole JSON", notJson);
        } catch (IOException unexpected) {
            throw new UnreadableAnswerException("the body cannot be read", unexpected);
        }
    }

    /** The elements of the document's {@code data}. */
    static List<JsonNode> data(JsonNode document) throws UnreadableAnswerException {
        JsonNode data = document.path("data");
        if (!data.isArray()) {
            throw new UnreadableAnswerException("the body has no array 'data'", null);
        }
        return each(data);
    }

    /** An array's elements; a single object counts as an array of one; none for anything else. */
    static List<JsonNode> each(JsonNode node) {
        List<JsonNode> elements = new ArrayList<>();
        if (node.isArray()) {
            node.forEach(elements::add);
        } else if (node.isObject()) {
            elements.add(node);
        }
        return elements;
    }

    /** The text at that path; null if there is none or it is blank. */
    static String text(JsonNode node, String... path) {
        JsonNode at = node;
        for (String name : path) {
            at = at.path(name);
        }
        return at.isTextual() && !at.textValue().isBlank() ? at.textValue() : null;
    }

    /** A moment as ISO 8601 text or as milliseconds since 1970; null if it is neither. */
    static Instant moment(JsonNode node) {
        try {
            if (node.isNumber()) {
                return node.canConvertToLong() ? Instant.ofEpochMilli(node.longValue()) : null;
            }
            return node.isTextual() ? Instant.parse(node.textValue().strip()) : null;
        } catch (DateTimeException noMoment) {
            return null;
        }
    }

    /** The texts of an array; what is none is left out. */
    static List<String> texts(JsonNode array) {
        List<String> texts = new ArrayList<>();
        for (JsonNode element : array) {
            if (element.isTextual()) {
                texts.add(element.textValue());
            }
        }
        return texts;
    }

    /** An object as a map that nobody can change; empty for anything else. */
    static Map<String, Object> frozen(JsonNode object) {
        Map<String, Object> map = new LinkedHashMap<>();
        object.fields().forEachRemaining(member -> map.put(member.getKey(), frozenValue(member.getValue())));
        return Collections.unmodifiableMap(map);
    }

    private static Object frozenValue(JsonNode value) {
        return switch (value.getNodeType()) {
            case OBJECT -> frozen(value);
            case ARRAY -> {
                List<Object> list = new ArrayList<>();
                value.forEach(element -> list.add(frozenValue(element)));
                yield Collections.unmodifiableList(list);
            }
            case NUMBER -> value.numberValue();
            case BOOLEAN -> value.booleanValue();
            case STRING -> value.textValue();
            default -> null;
        };
    }
}
