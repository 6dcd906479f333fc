package io.github.cameldatadog.findings;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.cameldatadog.findings.testkit.finding.DocumentShape;
import io.github.cameldatadog.findings.testkit.finding.FindingDocuments;
import io.github.cameldatadog.findings.testkit.finding.SimulatedFinding;
import io.github.cameldatadog.findings.ticket.Finding;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The Java types in which a list of findings may come as a body. */
public enum BodyKind {
    TEXT,
    BYTES,
    STREAM,
    READER,
    FILE,
    PATH,
    LIST_OF_IDS,
    ARRAY_OF_IDS,
    LIST_OF_MAPS,
    LIST_OF_FINDINGS,
    ITERATOR,
    JAVA_STREAM;

    private static final ObjectMapper MAPPER = new ObjectMapper();

    private boolean isDocument() {
        return compareTo(PATH) <= 0;
    }

    /** Whether the fields that findings are grouped by come along. */
    public boolean tellsFields(DocumentShape shape) {
        return isDocument() ? shape.compareTo(DocumentShape.REFERENCES) < 0 : this == LIST_OF_MAPS;
    }

    /** Whether the body is gone once it was read, so that it may be left off in the middle. */
    public boolean canBeReadOnce() {
        return switch (this) {
            case STREAM, READER, ITERATOR, JAVA_STREAM -> true;
            default -> false;
        };
    }

    /** Whether elements without a usable id can be added. */
    public boolean canHoldUnusable(DocumentShape shape) {
        return !isDocument() && this != ARRAY_OF_IDS
                || isDocument() && (shape == DocumentShape.ARRAY || shape == DocumentShape.ID_ARRAY);
    }

    public Object write(List<SimulatedFinding> findings, DocumentShape shape, int unusable) throws IOException {
        return isDocument() ? document(text(findings, shape, unusable)) : listed(findings, unusable);
    }

    private static String text(List<SimulatedFinding> findings, DocumentShape shape, int unusable) throws IOException {
        String text = FindingDocuments.write(findings, shape);
        if (unusable == 0) {
            return text;
        }
        ArrayNode array = (ArrayNode) MAPPER.readTree(text);
        for (int i = 0; i < unusable; i++) {
            array.insertObject(array.size() / 2).put("nothing", "usable");
        }
        return array.toString();
    }

    private Object document(String text) throws IOException {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        return switch (this) {
            case TEXT -> text;
            case BYTES -> bytes;
            case STREAM -> new ByteArrayInputStream(bytes);
            case READER -> new StringReader(text);
            case FILE -> file(bytes).toFile();
            default -> file(bytes);
        };
    }

    private static Path file(byte[] bytes) throws IOException {
        Path file = Files.createTempFile("findings", ".json");
        file.toFile().deleteOnExit();
        return Files.write(file, bytes);
    }

    private Object listed(List<SimulatedFinding> findings, int unusable) {
        List<String> ids = findings.stream().map(SimulatedFinding::id).toList();
        List<Object> list = new ArrayList<>();
        switch (this) {
            case LIST_OF_MAPS -> findings.forEach(finding -> list.add(map(finding)));
            case LIST_OF_FINDINGS -> ids.forEach(id -> list.add(Finding.ofId(id)));
            default -> list.addAll(ids);
        }
        for (int i = 0; i < unusable; i++) {
            list.add(list.size() / 2, Map.of("nothing", "usable"));
        }
        return switch (this) {
            case ARRAY_OF_IDS -> ids.toArray(new String[0]);
            case ITERATOR -> list.iterator();
            case JAVA_STREAM -> list.stream();
            default -> list;
        };
    }

    @SuppressWarnings("unchecked")
    private static Map<String, Object> map(SimulatedFinding finding) {
        ObjectNode fields = finding.attributes();
        fields.put("finding_id", finding.id());
        return MAPPER.convertValue(fields, Map.class);
    }
}
