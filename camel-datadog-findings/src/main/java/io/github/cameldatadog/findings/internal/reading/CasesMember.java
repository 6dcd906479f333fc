package io.github.cameldatadog.findings.internal.reading;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.github.cameldatadog.findings.ticket.AttachedCase;
import java.io.IOException;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What an element tells of the cases its finding is on. Where it tells nothing, or something that cannot be understood,
 * that is not the same as being on none: then nothing is known, and the finding has to be looked up.
 */
final class CasesMember {

    private static final String NO_ID = "(id not told)";
    private static final WantedFields WANTED = new WantedFields(Set.of(
            "id",
            "key",
            "status",
            "title",
            "created_at",
            "created_by.id",
            "servicenow_ticket.url",
            "servicenow_ticket.sys_id"));

    private final List<AttachedCase> cases = new ArrayList<>();
    private boolean told;
    private boolean unclear;

    /** Notes that the way to the cases was found, and what stands there. */
    void reach(boolean isWorkflow, JsonToken value) {
        boolean isObject = value == JsonToken.START_OBJECT;
        told |= isWorkflow && isObject;
        unclear |= !isObject && value != JsonToken.VALUE_NULL;
    }

    /** Reads {@code workflow.integrations.cases}: documented as an array, shown by Datadog as a single object too. */
    void read(JsonParser parser) throws IOException {
        told = true;
        if (parser.currentToken() != JsonToken.START_ARRAY) {
            readOne(parser);
            return;
        }
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            readOne(parser);
        }
    }

    /** The cases, if they are known; those that could be read count also where others could not. */
    Optional<List<AttachedCase>> known() {
        boolean known = !cases.isEmpty() || told && !unclear;
        return known ? Optional.of(cases) : Optional.empty();
    }

    private void readOne(JsonParser parser) throws IOException {
        switch (parser.currentToken()) {
            case VALUE_NULL -> {}
            case VALUE_STRING -> add(new HashMap<>(Map.of("id", ScalarText.clipped(parser.getText()))));
            case START_OBJECT -> {
                Map<String, String> members = new HashMap<>();
                collect("", parser, members);
                add(members);
            }
            default -> {
                parser.skipChildren();
                unclear = true;
            }
        }
    }

    private static void collect(String start, JsonParser parser, Map<String, String> members) throws IOException {
        while (parser.nextToken() != JsonToken.END_OBJECT) {
            String path = start + parser.currentName();
            JsonToken value = parser.nextToken();
            if (value == JsonToken.START_OBJECT && WANTED.leadsOn(path)) {
                collect(path + '.', parser, members);
            } else if (value != JsonToken.START_ARRAY && WANTED.isWanted(path)) {
                members.put(path, ScalarText.of(parser));
            } else {
                parser.skipChildren();
            }
        }
    }

    private void add(Map<String, String> members) {
        members.values().removeIf(value -> value == null || value.isBlank());
        if (members.isEmpty()) {
            unclear = true;
            return;
        }
        String key = members.get("key");
        cases.add(new AttachedCase(
                members.getOrDefault("id", key == null ? NO_ID : key),
                key,
                members.get("status"),
                members.get("title"),
                instant(members.get("created_at")),
                members.get("created_by.id"),
                members.get("servicenow_ticket.url"),
                members.get("servicenow_ticket.sys_id")));
    }

    /** Datadog sends milliseconds since 1970 here, and ISO 8601 elsewhere; anything else is as good as not told. */
    private static Instant instant(String text) {
        if (text == null) {
            return null;
        }
        try {
            return text.matches("-?[0-9]{1,18}") ? Instant.ofEpochMilli(Long.parseLong(text)) : Instant.parse(text);
        } catch (DateTimeException notATime) {
            return null;
        }
    }
}
