package io.github.cameldatadog.findings.testkit.finding;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.cameldatadog.findings.testkit.CasesShape;
import io.github.cameldatadog.findings.testkit.ElementShape;
import java.util.Collection;
import java.util.List;
import java.util.stream.Collectors;

/** Writes findings as the documents that carry them, and reads such documents. */
public final class FindingDocuments {

    private static final JsonMapper MAPPER = new JsonMapper();

    private FindingDocuments() {}

    /** Writes findings in that shape; lines end with a line feed. */
    public static String write(Collection<SimulatedFinding> findings, DocumentShape shape) {
        return switch (shape) {
            case SEARCH_RECORDED -> envelope(findings, ElementShape.RECORDED);
            case SEARCH_DOCUMENTED -> envelope(findings, ElementShape.DOCUMENTED);
            case ARRAY -> array(findings, ElementShape.RECORDED).toString();
            case NDJSON -> lines(array(findings, ElementShape.RECORDED));
            case BARE_ARRAY -> bare(findings).toString();
            case BARE_NDJSON -> lines(bare(findings));
            case REFERENCES -> references(findings).toString();
            case ID_ARRAY -> ids(findings).toString();
            case ID_LINES -> findings.stream().map(one -> one.id() + "\n").collect(Collectors.joining());
        };
    }

    /** One element of a search answer. */
    public static ObjectNode element(
            String id, ObjectNode attributes, List<String> tags, long timestamp, ElementShape shape) {
        ObjectNode element = MAPPER.createObjectNode();
        element.put("id", id).put("type", "finding");
        ObjectNode outer = element.putObject("attributes");
        if (shape == ElementShape.RECORDED) {
            outer.putObject("attributes").set("custom", attributes);
        } else {
            outer.set("attributes", attributes);
        }
        ArrayNode list = outer.putArray("tags");
        tags.forEach(list::add);
        outer.put("timestamp", timestamp);
        return element;
    }

    /** Puts the cases a finding is on into its fields; without a case there is no member for them. */
    public static void putCases(ObjectNode attributes, List<ObjectNode> cases, CasesShape shape) {
        if (cases.isEmpty()) {
            return;
        }
        JsonNode value = shape == CasesShape.SINGLE_OBJECT && cases.size() == 1
                ? cases.get(0)
                : attributes.arrayNode().addAll(cases);
        JsonFields.set(attributes, "workflow.integrations.cases", value);
    }

    private static String envelope(Collection<SimulatedFinding> findings, ElementShape shape) {
        ObjectNode document = MAPPER.createObjectNode();
        document.set("data", array(findings, shape));
        document.putObject("meta")
                .put("elapsed", 12)
                .put("request_id", "00000000-0000-4000-8000-000000000000")
                .put("status", "done");
        return document.toString();
    }

    private static ArrayNode array(Collection<SimulatedFinding> findings, ElementShape shape) {
        ArrayNode array = MAPPER.createArrayNode();
        for (SimulatedFinding one : findings) {
            array.add(element(one.id(), one.attributes(), one.tags(), one.detectionChangedAt(0), shape));
        }
        return array;
    }

    private static ArrayNode bare(Collection<SimulatedFinding> findings) {
        ArrayNode array = MAPPER.createArrayNode();
        for (SimulatedFinding one : findings) {
            ObjectNode object = one.attributes();
            one.tags().forEach(object.putArray("tags")::add);
            array.add(object);
        }
        return array;
    }

    private static ArrayNode references(Collection<SimulatedFinding> findings) {
        ArrayNode array = MAPPER.createArrayNode();
        findings.forEach(one -> array.addObject().put("id", one.id()).put("type", "findings"));
        return array;
    }

    private static ArrayNode ids(Collection<SimulatedFinding> findings) {
        ArrayNode array = MAPPER.createArrayNode();
        findings.forEach(one -> array.add(one.id()));
        return array;
    }

    private static String lines(ArrayNode array) {
        StringBuilder lines = new StringBuilder();
        array.forEach(element -> lines.append(element).append('\n'));
        return lines.toString();
    }

    /**
     * Reads findings from a document in any shape that {@link #write} writes. Which cases a finding says it is on is left
     * out.
     *
     * @throws IllegalArgumentException if it is none of these shapes or an element has no usable id; the message says
     *     what is wrong
     */
    public static List<SimulatedFinding> read(String document) {
        return elements(document).stream()
                .map(element -> element.finding()
                        .orElseThrow(() -> new IllegalArgumentException(
                                "element " + element.position() + " has neither id nor finding_id that is usable")))
                .toList();
    }

    /**
     * Reads a document in any shape that {@link #write} writes, or a request that names findings, element by element.
     *
     * @throws IllegalArgumentException if it is no JSON where it begins as JSON does; the message says what is wrong
     */
    public static List<FindingElement> elements(String document) {
        return List.copyOf(FindingDocumentReader.read(document));
    }
}
