package io.github.cameldatadog.findings.testkit.core;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Reads the findings and the project that a request names, and sees to it that no finding is named twice in it. */
final class RelationshipsReader {

    private final int mostFindings;
    private final Map<String, String> places = new HashMap<>();

    RelationshipsReader(int mostFindings) {
        this.mostFindings = mostFindings;
    }

    /** The relationships of an element, none of which may be others than these. */
    static ObjectNode of(ObjectNode element, String where, Set<String> allowed) throws Refusal {
        ObjectNode relationships = StrictJson.object(element, where, "relationships");
        StrictJson.members(relationships, where + ".relationships", allowed);
        return relationships;
    }

    String project(ObjectNode relationships, String element) throws Refusal {
        String where = element + ".relationships";
        ObjectNode project = StrictJson.object(relationships, where, "project");
        StrictJson.members(project, where + ".project", Set.of("data"));
        ObjectNode data = StrictJson.object(project, where + ".project", "data");
        String inData = where + ".project.data";
        StrictJson.members(data, inData, Set.of("id", "type"));
        StrictJson.type(data, inData, "projects");
        return StrictJson.id(data, inData);
    }

    List<String> findings(ObjectNode relationships, String element) throws Refusal {
        String where = element + ".relationships";
        ObjectNode findings = StrictJson.object(relationships, where, "findings");
        StrictJson.members(findings, where + ".findings", Set.of("data"));
        String inData = where + ".findings.data";
        ArrayNode data = findings.has("data")
                ? StrictJson.array(findings, where + ".findings", "data")
                : relationships.arrayNode();
        if (data.isEmpty()) {
            throw Refusal.badRequest("no finding provided");
        }
        if (data.size() > mostFindings) {
            throw Refusal.badRequest(
                    inData + " must have at most " + mostFindings + " findings but has " + data.size());
        }
        List<String> ids = new ArrayList<>();
        for (int i = 0; i < data.size(); i++) {
            ids.add(finding(data.get(i), inData + "[" + i + "]"));
        }
        return List.copyOf(ids);
    }

    private String finding(JsonNode node, String where) throws Refusal {
        ObjectNode finding = StrictJson.object(node, where);
        StrictJson.members(finding, where, Set.of("id", "type"));
        StrictJson.type(finding, where, "findings");
        String id = StrictJson.id(finding, where);
        String before = places.putIfAbsent(id, where);
        if (before != null) {
            throw Refusal.badRequest("duplicate finding: " + where + " repeats " + before);
        }
        return id;
    }
}
