package io.github.cameldatadog.examples.filetotickets;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MappingIterator;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.github.cameldatadog.findings.testkit.Actor;
import io.github.cameldatadog.findings.testkit.CaseKind;
import io.github.cameldatadog.findings.testkit.SimulatedDatadog;
import java.io.IOException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes the findings of a file known to the simulated Datadog, as if it had found them, and puts those which the file
 * says are on a case onto one there, by somebody else's hand. A finding with the tag {@value #UNKNOWN} stays unknown: it
 * plays a stale one, which Datadog refuses.
 */
final class FileToSimulation {

    static final String UNKNOWN = "simulation:unknown";

    private static final Logger LOG = LoggerFactory.getLogger(FileToSimulation.class);
    private static final Pattern ID = Pattern.compile("[A-Za-z0-9_=~-]{8,256}");
    private static final JsonMapper MAPPER = new JsonMapper();

    private final SimulatedDatadog datadog;
    private final Actor colleague;
    private final Set<String> known = new HashSet<>();
    private final Map<String, String> caseByIdInFile = new HashMap<>();

    FileToSimulation(SimulatedDatadog datadog) {
        this.datadog = datadog;
        this.colleague = datadog.actor("colleague");
    }

    /** Takes in what can be read of a document. What cannot is left for the route to complain about. */
    synchronized void learn(String document) throws IOException {
        String text = document.strip();
        if (text.isEmpty() || "{[\"".indexOf(text.charAt(0)) < 0) {
            text.lines().map(String::strip).filter(ID.asMatchPredicate()).forEach(this::learnId);
            return;
        }
        try (MappingIterator<JsonNode> values = MAPPER.readerFor(JsonNode.class).readValues(text)) {
            while (values.hasNextValue()) {
                learn(values.nextValue());
            }
        } catch (JsonProcessingException e) {
            LOG.debug("Malformed, as the route will say with the place", e);
        }
    }

    private void learn(JsonNode node) {
        JsonNode ofTicket = node.path("relationships").path("findings").path("data");
        if (node.isArray()) {
            node.forEach(this::learn);
        } else if (node.path("data").isArray()) {
            learn(node.get("data"));
        } else if (ofTicket.isArray()) {
            learn(ofTicket);
        } else if (node.isTextual()) {
            learnId(node.textValue());
        } else {
            learnFinding(node);
        }
    }

    private void learnId(String id) {
        if (ID.matcher(id).matches() && known.add(id)) {
            datadog.load(MAPPER.createArrayNode().add(id).toString());
        }
    }

    private void learnFinding(JsonNode node) {
        String id = node.path("id").asText(node.path("finding_id").asText(""));
        if (!ID.matcher(id).matches() || isMarkedUnknown(node) || !known.add(id)) {
            return;
        }
        datadog.load(node.toString());
        JsonNode cases = fields(node).path("workflow").path("integrations").path("cases");
        if (cases.isObject()) {
            attach(id, cases);
        } else {
            cases.forEach(one -> attach(id, one));
        }
    }

    private void attach(String findingId, JsonNode caseInFile) {
        String idInFile = caseInFile.path("id").asText("");
        String caseId = caseByIdInFile.get(idInFile);
        if (caseId != null) {
            colleague.attach(findingId, caseId);
            return;
        }
        String made =
                colleague.attachToNew(kind(caseInFile), caseInFile.path("title").asText(null), findingId);
        caseByIdInFile.put(idInFile, made);
        if (caseInFile.path("status").asText("").equalsIgnoreCase("CLOSED")) {
            colleague.close(made);
        }
    }

    private static CaseKind kind(JsonNode caseInFile) {
        if (caseInFile.path("servicenow_ticket").isObject()) {
            return CaseKind.SERVICENOW;
        }
        return caseInFile.path("jira_issue").isObject() ? CaseKind.JIRA : CaseKind.PLAIN;
    }

    private static boolean isMarkedUnknown(JsonNode node) {
        for (JsonNode tag : (node.has("attributes") ? node.get("attributes") : node).path("tags")) {
            if (UNKNOWN.equals(tag.asText())) {
                return true;
            }
        }
        return false;
    }

    private static JsonNode fields(JsonNode node) {
        JsonNode inner = node.path("attributes").path("attributes");
        if (inner.path("custom").isObject()) {
            return inner.get("custom");
        }
        return inner.isObject() ? inner : node;
    }
}
