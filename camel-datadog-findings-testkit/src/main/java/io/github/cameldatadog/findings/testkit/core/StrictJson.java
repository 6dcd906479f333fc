package io.github.cameldatadog.findings.testkit.core;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Iterator;
import java.util.Optional;
import java.util.Set;

/** Reads request bodies, refusing everything that is not exactly as specified and saying where. */
final class StrictJson {

    private static final JsonMapper MAPPER = JsonMapper.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    private static final String NO_DATA =
            "document is missing required top-level members; must have one of: \"data\", \"meta\", \"errors\"";

    private StrictJson() {}

    /** The {@code data} member of a document that has nothing else. */
    static JsonNode data(byte[] body) throws Refusal {
        JsonNode document = parse(body);
        if (!document.isObject()) {
            throw Refusal.badRequest("the document must be an object but is " + kind(document));
        }
        if (!document.has("data")) {
            throw Refusal.badRequest(NO_DATA);
        }
        members((ObjectNode) document, "the document", Set.of("data"));
        return document.get("data");
    }

    private static JsonNode parse(byte[] body) throws Refusal {
        try {
            JsonNode document = MAPPER.readTree(body);
            if (document == null || document.isMissingNode()) {
                throw Refusal.badRequest("the body is empty");
            }
            return document;
        } catch (JsonProcessingException e) {
            throw Refusal.badRequest("malformed JSON: " + e.getOriginalMessage());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static void members(ObjectNode object, String where, Set<String> allowed) throws Refusal {
        for (Iterator<String> names = object.fieldNames(); names.hasNext(); ) {
            String name = names.next();
            if (!allowed.contains(name)) {
                throw Refusal.badRequest(where + " has an unknown member \"" + name + "\"");
            }
        }
    }

    static ObjectNode object(JsonNode parent, String where, String name) throws Refusal {
        return object(required(parent, where, name), where + "." + name);
    }

    static ObjectNode object(JsonNode node, String where) throws Refusal {
        if (node instanceof ObjectNode object) {
            return object;
        }
        throw Refusal.badRequest(where + " must be an object but is " + kind(node));
    }

    static boolean truth(JsonNode parent, String where, String name) throws Refusal {
        JsonNode node = required(parent, where, name);
        if (!node.isBoolean()) {
            throw Refusal.badRequest(where + "." + name + " must be true or false but is " + kind(node));
        }
        return node.booleanValue();
    }

    static ArrayNode array(JsonNode parent, String where, String name) throws Refusal {
        return array(required(parent, where, name), where + "." + name);
    }

    static ArrayNode array(JsonNode node, String where) throws Refusal {
        if (node instanceof ArrayNode array) {
            return array;
        }
        throw Refusal.badRequest(where + " must be an array but is " + kind(node));
    }

    static String text(JsonNode parent, String where, String name) throws Refusal {
        JsonNode node = required(parent, where, name);
        if (!node.isTextual()) {
            throw Refusal.badRequest(where + "." + name + " must be a string but is " + kind(node));
        }
        return node.textValue();
    }

    static String id(JsonNode parent, String where) throws Refusal {
        String id = text(parent, where, "id");
        if (id.isBlank()) {
            throw Refusal.badRequest(where + ".id must not be empty");
        }
        return id;
    }

    static Optional<String> optionalText(JsonNode parent, String where, String name) throws Refusal {
        return parent.has(name) ? Optional.of(text(parent, where, name)) : Optional.empty();
    }

    static void type(JsonNode parent, String where, String expected) throws Refusal {
        String type = text(parent, where, "type");
        if (!type.equals(expected)) {
            throw Refusal.badRequest(where + ".type must be \"" + expected + "\" but is \"" + type + "\"");
        }
    }

    private static JsonNode required(JsonNode parent, String where, String name) throws Refusal {
        JsonNode node = parent.get(name);
        if (node == null) {
            throw Refusal.badRequest(where + " lacks the required member \"" + name + "\"");
        }
        return node;
    }

    static String kind(JsonNode node) {
        return switch (node.getNodeType()) {
            case OBJECT, POJO -> "an object";
            case ARRAY -> "an array";
            case STRING -> "a string";
            case NUMBER -> "a number";
            case BOOLEAN -> "a boolean";
            case NULL -> "null";
            case BINARY, MISSING -> "nothing";
        };
    }
}
