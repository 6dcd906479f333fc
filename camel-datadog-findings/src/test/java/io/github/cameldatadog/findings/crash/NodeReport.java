package io.github.cameldatadog.findings.crash;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The report of a process, which was made with {@code report=all}.
 *
 * @param json all of it
 * @param outcomes what it says of each finding: the outcome's name, or why it was skipped; more than one is a fault
 */
record NodeReport(JsonNode json, Map<String, List<String>> outcomes) {

    private static final ObjectMapper MAPPER = new ObjectMapper();

    static NodeReport of(byte[] text) {
        try {
            JsonNode json = MAPPER.readTree(text);
            Map<String, List<String>> outcomes = new HashMap<>();
            List.of("tickets", "problems").forEach(list -> json.path(list).forEach(entry -> add(entry, outcomes)));
            return new NodeReport(json, outcomes);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void add(JsonNode entry, Map<String, List<String>> outcomes) {
        String outcome = entry.path("skippedFor").asText(entry.path("outcome").asText());
        entry.path("findings").forEach(id -> outcomes.computeIfAbsent(id.asText(), first -> new ArrayList<>())
                .add(outcome));
    }

    boolean isBalanced() {
        return json.path("balanced").asBoolean();
    }

    int received() {
        return json.path("received").asInt();
    }

    @Override
    public String toString() {
        return json.toPrettyString();
    }
}
