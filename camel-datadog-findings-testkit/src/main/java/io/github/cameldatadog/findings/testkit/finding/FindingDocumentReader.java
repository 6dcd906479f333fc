package io.github.cameldatadog.findings.testkit.finding;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MappingIterator;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** Takes documents that carry findings apart, whatever their shape. */
final class FindingDocumentReader {

    private static final JsonMapper MAPPER = new JsonMapper();
    private static final Pattern ID = Pattern.compile("[A-Za-z0-9_=~-]{8,256}");

    private final List<FindingElement> elements = new ArrayList<>();

    private FindingDocumentReader() {}

    static List<FindingElement> read(String document) {
        FindingDocumentReader reader = new FindingDocumentReader();
        String text = document.strip();
        if (!text.isEmpty() && "{[\"".indexOf(text.charAt(0)) < 0) {
            text.lines().map(String::strip).filter(line -> !line.isEmpty()).forEach(reader::id);
            return reader.elements;
        }
        try (MappingIterator<JsonNode> values = MAPPER.readerFor(JsonNode.class).readValues(text)) {
            while (values.hasNextValue()) {
                reader.node(values.nextValue());
            }
        } catch (IOException e) {
            throw new IllegalArgumentException("the document is no JSON: " + e.getMessage(), e);
        }
        return reader.elements;
    }

    private void node(JsonNode node) {
        JsonNode ofRequest = node.path("relationships").path("findings").path("data");
        if (node.isArray()) {
            node.forEach(this::node);
        } else if (node.path("data").isArray()) {
            node.get("data").forEach(this::node);
        } else if (ofRequest.isArray()) {
            ofRequest.forEach(this::node);
        } else if (node.isTextual()) {
            id(node.textValue());
        } else {
            object(node);
        }
    }

    private void id(String id) {
        add(ID.matcher(id).matches() ? SimulatedFinding.builder(id).build() : null, List.of());
    }

    private void object(JsonNode node) {
        String id = node.path("id").asText(node.path("finding_id").asText(""));
        if (!ID.matcher(id).matches()) {
            add(null, List.of());
            return;
        }
        boolean bare = node.has("finding_id");
        JsonNode outer = bare ? node : node.path("attributes");
        ObjectNode fields = (bare ? node : fields(outer.path("attributes"))) instanceof ObjectNode object
                ? object.deepCopy()
                : SimulatedFinding.builder(id).build().attributes();
        List<String> tags = new ArrayList<>();
        outer.path("tags").forEach(tag -> tags.add(tag.asText()));
        fields.remove("tags");
        List<ObjectNode> cases = takeCases(fields);
        add(SimulatedFinding.of(id, fields, tags), cases);
    }

    private static JsonNode fields(JsonNode inner) {
        return inner.path("custom").isObject() ? inner.path("custom") : inner;
    }

    /** Which cases a finding is on is no property of the finding here, so they are taken out of it. */
    private static List<ObjectNode> takeCases(ObjectNode fields) {
        List<ObjectNode> cases = new ArrayList<>();
        if (fields.path("workflow").path("integrations") instanceof ObjectNode integrations) {
            JsonNode value = integrations.path("cases");
            if (value instanceof ObjectNode one) {
                cases.add(one);
            }
            for (JsonNode each : value.isArray() ? value : MAPPER.createArrayNode()) {
                if (each instanceof ObjectNode one) {
                    cases.add(one);
                }
            }
            integrations.remove("cases");
        }
        return cases;
    }

    private void add(SimulatedFinding finding, List<ObjectNode> cases) {
        elements.add(new FindingElement(elements.size() + 1, Optional.ofNullable(finding), cases));
    }
}
