package io.github.cameldatadog.examples.filetotickets;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.cameldatadog.findings.testkit.finding.DocumentShape;
import io.github.cameldatadog.findings.testkit.finding.FindingDocuments;
import io.github.cameldatadog.findings.testkit.finding.FindingGenerator;
import io.github.cameldatadog.findings.testkit.finding.FindingSize;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Makes the sample that the example ships: 150 findings in the envelope of a search answer, the same each time. One is
 * on a case already, one is resolved, one has no id. Run {@link #main} in the example's folder to write it anew, as after
 * a change of the test kit's generator.
 */
final class SampleFindings {

    static final int COUNT = 150;

    private static final long SEED = 20260101;
    private static final Instant NEWEST = Instant.parse("2026-01-01T12:00:00Z");
    private static final int TICKETED = 40;
    private static final int RESOLVED = 80;
    private static final int WITHOUT_ID = 120;

    private SampleFindings() {}

    public static void main(String[] args) throws IOException {
        Files.writeString(Path.of("src/main/resources/samples/sample-findings.json"), document(elements(COUNT)));
    }

    /** So many elements of a search answer, those with a peculiarity among them. */
    static List<ObjectNode> elements(int count) throws IOException {
        FindingGenerator generator = new FindingGenerator(SEED, NEWEST.toEpochMilli());
        String made =
                FindingDocuments.write(generator.generate(count, FindingSize.REALISTIC), DocumentShape.SEARCH_RECORDED);
        List<ObjectNode> elements = new ArrayList<>();
        new JsonMapper().readTree(made).get("data").forEach(element -> elements.add((ObjectNode) element));
        if (count > WITHOUT_ID) {
            putOnCase(fields(elements.get(TICKETED)));
            fields(elements.get(RESOLVED)).put("status", "resolved");
            elements.get(WITHOUT_ID).remove("id");
            fields(elements.get(WITHOUT_ID)).remove("finding_id");
        }
        return elements;
    }

    /** Where an element carries the finding's fields. */
    static ObjectNode fields(JsonNode element) {
        return (ObjectNode) element.get("attributes").get("attributes").get("custom");
    }

    private static void putOnCase(ObjectNode fields) {
        ObjectNode attached = fields.withObject("/workflow/integrations")
                .putArray("cases")
                .addObject()
                .put("id", "5d0f6f0a-3f0e-4c52-8d5b-1f2a3b4c5d6e")
                .put("key", "SECOPS-1")
                .put("status", "OPEN")
                .put("title", "Being looked into")
                .put("created_at", NEWEST.toEpochMilli());
        attached.putObject("created_by").put("id", "0b9a8c7d-6e5f-4a3b-9c2d-1e0f2a3b4c5d");
        attached.putObject("servicenow_ticket")
                .put("sys_id", "9f8e7d6c5b4a39281706f5e4d3c2b1a0")
                .put("table_name", "incident")
                .put("state", "New")
                .put("url", "https://example.service-now.com/incident.do?sys_id=9f8e7d6c5b4a39281706f5e4d3c2b1a0");
    }

    /** The elements in the envelope of a search answer, each on a line of its own. */
    static String document(List<ObjectNode> elements) {
        return elements.stream().map(ObjectNode::toString).collect(Collectors.joining(",\n", "{\"data\":[\n", "\n],\n"))
                + "\"meta\":{\"elapsed\":12,\"request_id\":\"00000000-0000-4000-8000-000000000000\",\"status\":\"done\"}}\n";
    }

    /** The sample as it is shipped. */
    static String shipped() throws IOException {
        try (var sample = SampleFindings.class.getResourceAsStream("/samples/sample-findings.json")) {
            return new String(sample.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
