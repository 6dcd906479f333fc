package io.github.cameldatadog.findings.client;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.JsonNode;
import io.github.cameldatadog.findings.ticket.AttachedCase;
import io.github.cameldatadog.findings.ticket.Finding;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** Writes searches for findings, by id or by query, and reads their pages. Safe for use by several threads. */
public final class SearchCodec {

    /** The most ids that one search asks for. */
    public static final int MOST_IDS = 100;

    private static final JsonFactory JSON = new JsonFactory();

    private SearchCodec() {}

    /**
     * The body of a search for findings by id.
     *
     * @param findingIds 1 to 100 ids
     * @param limit the most findings of one page, 1 or more
     * @param cursor where the last page ended; null for the first page
     * @throws IllegalArgumentException if they are more ids or none, or the limit is less than 1
     */
    public static byte[] write(Collection<String> findingIds, int limit, String cursor) {
        if (findingIds.isEmpty() || findingIds.size() > MOST_IDS || limit < 1) {
            throw new IllegalArgumentException("A search takes 1 to " + MOST_IDS + " ids and a page of 1 or more, not "
                    + findingIds.size() + " ids and a page of " + limit);
        }
        return write(filter(findingIds), null, limit, cursor);
    }

    /**
     * The body of a search.
     *
     * @param filter which findings, in Datadog's query language
     * @param sort Datadog's {@code sort}; null for its own order
     * @param limit the most findings of one page
     * @param cursor where the last page ended; null for the first page
     */
    public static byte[] write(String filter, String sort, int limit, String cursor) {
        ByteArrayOutputStream body = new ByteArrayOutputStream(4096);
        try (JsonGenerator json = JSON.createGenerator(body)) {
            json.writeStartObject();
            json.writeObjectFieldStart("data");
            json.writeObjectFieldStart("attributes");
            json.writeStringField("filter", filter);
            if (sort != null) {
                json.writeStringField("sort", sort);
            }
            json.writeObjectFieldStart("page");
            json.writeNumberField("limit", limit);
            if (cursor != null) {
                json.writeStringField("cursor", cursor);
            }
            json.writeEndObject();
            json.writeEndObject();
            json.writeEndObject();
            json.writeEndObject();
        } catch (IOException impossibleInMemory) {
            throw new UncheckedIOException(impossibleInMemory);
        }
        return body.toByteArray();
    }

    /**
     * The findings of a page. An element without an id is left out.
     *
     * @throws UnreadableAnswerException if the body is cut, is not JSON, or has no array {@code data}
     */
    public static SearchPage read(byte[] body) throws UnreadableAnswerException {
        JsonNode document = AnswerJson.document(body);
        List<FoundFinding> findings = new ArrayList<>();
        for (JsonNode element : AnswerJson.data(document)) {
            String id = AnswerJson.text(element, "id");
            if (id != null) {
                findings.add(readFinding(id, element.path("attributes").path("attributes")));
            }
        }
        String next = AnswerJson.text(document, "meta", "page", "after");
        return new SearchPage(findings, Optional.ofNullable(next));
    }

    /**
     * The findings of a page with all their fields. An element without an id is left out.
     *
     * @param at when the answer came
     * @throws UnreadableAnswerException as {@link #read}
     */
    public static FoundPage readWhole(byte[] body, Instant at) throws UnreadableAnswerException {
        JsonNode document = AnswerJson.document(body);
        List<Finding> findings = new ArrayList<>();
        int elements = 0;
        for (JsonNode element : AnswerJson.data(document)) {
            elements++;
            String id = AnswerJson.text(element, "id");
            if (id != null) {
                findings.add(readWhole(id, element.path("attributes"), at));
            }
        }
        return new FoundPage(
                findings, elements, Optional.ofNullable(AnswerJson.text(document, "meta", "page", "after")));
    }

    private static Finding readWhole(String id, JsonNode outer, Instant at) {
        JsonNode attributes = outer.path("attributes");
        JsonNode fields = attributes.path("custom").isObject() ? attributes.path("custom") : attributes;
        FoundFinding found = readFinding(id, attributes);
        List<String> tags = AnswerJson.texts(outer.path("tags").isArray() ? outer.path("tags") : fields.path("tags"));
        return Finding.found(id, AnswerJson.frozen(fields), tags, found.cases().orElse(null), at);
    }

    private static String filter(Collection<String> findingIds) {
        return findingIds.stream().map(SearchCodec::quoted).collect(Collectors.joining(" OR ", "@finding_id:(", ")"));
    }

    private static String quoted(String id) {
        String wellFormed = new String(id.getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8);
        return '"' + wellFormed.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
    }

    /** Servers put the fields below {@code custom}, the documented schema puts them a level higher: both are read. */
    private static FoundFinding readFinding(String id, JsonNode fields) {
        JsonNode custom = fields.path("custom");
        String status = AnswerJson.text(custom, "status");
        JsonNode workflow = custom.path("workflow").isObject() ? custom.path("workflow") : fields.path("workflow");
        return new FoundFinding(
                id,
                status == null ? AnswerJson.text(fields, "status") : status,
                workflow.path("mute").path("is_muted").asBoolean(false),
                readCases(workflow.path("integrations").path("cases")));
    }

    private static Optional<List<AttachedCase>> readCases(JsonNode told) {
        if (told.isMissingNode() || told.isNull()) {
            return Optional.of(List.of());
        }
        List<AttachedCase> cases = new ArrayList<>();
        for (JsonNode each : AnswerJson.each(told)) {
            String id = AnswerJson.text(each, "id");
            String key = AnswerJson.text(each, "key");
            if (id == null && key == null) {
                return Optional.empty();
            }
            cases.add(readCase(id == null ? key : id, key, each));
        }
        return told.isContainerNode() ? Optional.of(cases) : Optional.empty();
    }

    private static AttachedCase readCase(String id, String key, JsonNode told) {
        JsonNode ticket = told.path("servicenow_ticket");
        return new AttachedCase(
                id,
                key,
                AnswerJson.text(told, "status"),
                AnswerJson.text(told, "title"),
                AnswerJson.moment(told.path("created_at")),
                AnswerJson.text(told, "created_by", "id"),
                AnswerJson.text(ticket, "url"),
                AnswerJson.text(ticket, "sys_id"));
    }
}
