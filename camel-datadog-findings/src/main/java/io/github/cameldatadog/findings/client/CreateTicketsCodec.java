package io.github.cameldatadog.findings.client;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.JsonNode;
import io.github.cameldatadog.findings.ticket.Batch;
import io.github.cameldatadog.findings.ticket.CreatedCase;
import io.github.cameldatadog.findings.ticket.TicketDraft;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Writes requests that create ServiceNow tickets, and reads what Datadog answers. Safe for use by several threads. */
public final class CreateTicketsCodec {

    private static final JsonFactory JSON = new JsonFactory();

    private CreateTicketsCodec() {}

    /**
     * The body of a create request. What a draft leaves open is left out, for Datadog to settle.
     *
     * @param drafts 1 to 50 drafts, each with a project
     * @throws IllegalArgumentException if they are more or fewer, or one has no project
     */
    public static byte[] write(List<TicketDraft> drafts) {
        if (drafts.isEmpty() || drafts.size() > Batch.MOST_DRAFTS) {
            throw new IllegalArgumentException(
                    "A request takes 1 to " + Batch.MOST_DRAFTS + " tickets, not " + drafts.size());
        }
        ByteArrayOutputStream body = new ByteArrayOutputStream(4096);
        try (JsonGenerator json = JSON.createGenerator(body)) {
            json.writeStartObject();
            json.writeArrayFieldStart("data");
            for (TicketDraft draft : drafts) {
                writeDraft(json, draft);
            }
            json.writeEndArray();
            json.writeEndObject();
        } catch (IOException impossibleInMemory) {
            throw new UncheckedIOException(impossibleInMemory);
        }
        return body.toByteArray();
    }

    /**
     * The cases out of an answer. Members we don't know are passed over, members of another type than expected count as
     * absent, and an element without an id is left out: its findings are then not among those of any case.
     *
     * @throws UnreadableAnswerException if the body is cut, is not JSON, or has no array {@code data}
     */
    public static List<CreatedCase> readCases(byte[] body) throws UnreadableAnswerException {
        List<CreatedCase> cases = new ArrayList<>();
        for (JsonNode element : AnswerJson.data(AnswerJson.document(body))) {
            String id = AnswerJson.text(element, "id");
            if (id != null) {
                cases.add(readCase(id, element));
            }
        }
        return cases;
    }

    private static void writeDraft(JsonGenerator json, TicketDraft draft) throws IOException {
        if (draft.project() == null) {
            throw new IllegalArgumentException(
                    draft + " has no project: set the option 'project', the header, or the draft's own");
        }
        json.writeStartObject();
        json.writeObjectFieldStart("attributes");
        writeIfSet(json, "assignee_id", draft.assigneeId());
        writeIfSet(json, "description", draft.description());
        writeIfSet(
                json,
                "priority",
                draft.priority() == null ? null : draft.priority().name());
        writeIfSet(json, "title", draft.title());
        json.writeEndObject();
        json.writeObjectFieldStart("relationships");
        json.writeObjectFieldStart("findings");
        json.writeArrayFieldStart("data");
        for (String id : draft.findingIds()) {
            writeReference(json, id, "findings");
        }
        json.writeEndArray();
        json.writeEndObject();
        json.writeObjectFieldStart("project");
        json.writeFieldName("data");
        writeReference(json, draft.project(), "projects");
        json.writeEndObject();
        json.writeEndObject();
        json.writeStringField("type", "servicenow_tickets");
        json.writeEndObject();
    }

    private static void writeIfSet(JsonGenerator json, String name, String value) throws IOException {
        if (value != null) {
            json.writeStringField(name, wellFormed(value));
        }
    }

    private static void writeReference(JsonGenerator json, String id, String type) throws IOException {
        json.writeStartObject();
        json.writeStringField("id", wellFormed(id));
        json.writeStringField("type", type);
        json.writeEndObject();
    }

    /** Half a surrogate pair, such as a clipped emoji, becomes a question mark: UTF-8 has no way to write it. */
    private static String wellFormed(String text) {
        return new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8);
    }

    private static CreatedCase readCase(String id, JsonNode element) {
        JsonNode attributes = element.path("attributes");
        JsonNode ticket = attributes.path("servicenow_ticket");
        return new CreatedCase(
                id,
                AnswerJson.text(attributes, "key"),
                AnswerJson.text(attributes, "title"),
                AnswerJson.text(attributes, "status"),
                AnswerJson.text(element, "relationships", "project", "data", "id"),
                AnswerJson.text(element, "relationships", "created_by", "data", "id"),
                AnswerJson.moment(attributes.path("created_at")),
                findingIds(attributes),
                AnswerJson.text(ticket, "status"),
                AnswerJson.text(ticket, "result", "url"),
                AnswerJson.text(ticket, "result", "sys_id"));
    }

    private static List<String> findingIds(JsonNode attributes) {
        return AnswerJson.each(attributes.path("insights")).stream()
                .map(insight -> AnswerJson.text(insight, "resource_id"))
                .filter(id -> id != null)
                .distinct()
                .toList();
    }
}
