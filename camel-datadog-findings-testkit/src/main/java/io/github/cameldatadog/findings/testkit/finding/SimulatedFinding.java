package io.github.cameldatadog.findings.testkit.finding;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;

/**
 * A security finding: its id, its fields as in Datadog's schema, and its tags. Which cases it is on is not part of it;
 * that is the simulated Datadog's to know. Immutable.
 */
public final class SimulatedFinding {

    private static final JsonMapper MAPPER = new JsonMapper();

    private final String id;
    private final ObjectNode attributes;
    private final List<String> tags;

    private SimulatedFinding(String id, ObjectNode attributes, List<String> tags) {
        this.id = id;
        this.attributes = attributes;
        this.tags = List.copyOf(tags);
    }

    /** Starts an open, medium misconfiguration with that id; every field can be set otherwise. */
    public static Builder builder(String id) {
        return new Builder(id);
    }

    /** As {@link #builder(String)}, with an id in Datadog's form made from the given plain text. */
    public static Builder builderFor(String plainText) {
        return new Builder(idOf(plainText));
    }

    /** A finding with these fields; {@code finding_id} is set to the id. */
    public static SimulatedFinding of(String id, ObjectNode attributes, List<String> tags) {
        ObjectNode copy = attributes.deepCopy();
        copy.put("finding_id", id);
        return new SimulatedFinding(id, copy, tags);
    }

    /** An id in Datadog's form: padded base64url of a plain text, which Datadog makes of two parts joined by ~. */
    public static String idOf(String plainText) {
        return Base64.getUrlEncoder().encodeToString(plainText.getBytes(StandardCharsets.UTF_8));
    }

    public String id() {
        return id;
    }

    /** The fields as in Datadog's schema; a copy. */
    public ObjectNode attributes() {
        return attributes.deepCopy();
    }

    /** The tags, as {@code team:platform}. */
    public List<String> tags() {
        return tags;
    }

    /** Reads {@code detection_changed_at}, or the given value where it is absent. */
    public long detectionChangedAt(long otherwise) {
        JsonNode value = attributes.path("detection_changed_at");
        return value.isNumber() ? value.asLong() : otherwise;
    }

    /** Reads {@code status}; a finding without one is open. */
    public String status() {
        return attributes.path("status").asText("open");
    }

    /** Reads {@code severity}; unknown where it is absent. */
    public String severity() {
        return attributes.path("severity").asText("unknown");
    }

    /** Reads {@code title}, or the name of the rule; empty where both are absent. */
    public String title() {
        return attributes
                .path("title")
                .asText(attributes.path("rule").path("name").asText(""));
    }

    /** Reads {@code finding_type}; empty where it is absent. */
    public String findingType() {
        return attributes.path("finding_type").asText("");
    }

    @Override
    public String toString() {
        return "finding " + id;
    }

    /** Builds a finding field by field. Not thread-safe. */
    public static final class Builder {

        private final String id;
        private final ObjectNode attributes = MAPPER.createObjectNode();
        private final List<String> tags = new ArrayList<>();

        private Builder(String id) {
            if (id == null || id.isEmpty()) {
                throw new IllegalArgumentException("a finding needs an id that is not empty");
            }
            this.id = id;
            type(FindingType.MISCONFIGURATION).severity("medium").status("open");
            field("workflow.mute.is_muted", false);
            field("metadata.schema_version", "2");
        }

        /** Sets {@code finding_type}. */
        public Builder type(FindingType type) {
            return field("finding_type", type.value());
        }

        /** Sets {@code severity}: critical, high, medium, low, info, none or unknown. */
        public Builder severity(String severity) {
            return field("severity", severity);
        }

        /** Sets {@code status}: open, muted, auto_closed, resolved or in-progress. */
        public Builder status(String status) {
            return field("status", status);
        }

        /** Sets {@code title}. */
        public Builder title(String title) {
            return field("title", title);
        }

        /** Sets {@code rule.id} and {@code rule.name}. */
        public Builder rule(String ruleId, String name) {
            return field("rule.id", ruleId).field("rule.name", name);
        }

        /** Sets {@code service.name}. */
        public Builder service(String name) {
            return field("service.name", name);
        }

        /** Sets {@code detection_changed_at}, by which searches sort, in milliseconds since 1970. */
        public Builder detectionChangedAt(long epochMillis) {
            return field("detection_changed_at", epochMillis);
        }

        /**
         * Sets any field.
         *
         * @param path the members on the way to it, joined by dots
         * @param value anything Jackson writes as JSON: text, a number, a boolean, a list, a map, a tree; null removes it
         */
        public Builder field(String path, Object value) {
            JsonFields.set(attributes, path, MAPPER.valueToTree(value));
            return this;
        }

        /** Adds a tag, as {@code team:platform}. */
        public Builder tag(String tag) {
            tags.add(tag);
            return this;
        }

        /** The finding. */
        public SimulatedFinding build() {
            return of(id, attributes, tags);
        }
    }
}
