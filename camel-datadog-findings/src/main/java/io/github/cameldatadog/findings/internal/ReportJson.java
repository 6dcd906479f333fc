package io.github.cameldatadog.findings.internal;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.github.cameldatadog.findings.ticket.CreatedCase;
import io.github.cameldatadog.findings.ticket.ReportEntry;
import io.github.cameldatadog.findings.ticket.SkipReason;
import io.github.cameldatadog.findings.ticket.TicketDraft;
import io.github.cameldatadog.findings.ticket.TicketOutcome;
import io.github.cameldatadog.findings.ticket.TicketReport;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;

/** Writes a report as JSON. Absent members mean that there is nothing to tell; a text of more than 2,000 characters is cut. */
public final class ReportJson {

    private static final JsonFactory JSON = new JsonFactory();

    /** How long a text may be: a longer one is cut, with an ellipsis at its end. */
    private static final int MOST_TEXT = 2_000;

    private ReportJson() {}

    /** The report as JSON, UTF-8, indented for people. */
    public static byte[] write(TicketReport report) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (JsonGenerator json = JSON.createGenerator(bytes).useDefaultPrettyPrinter()) {
            write(report, json);
        } catch (IOException e) {
            throw new UncheckedIOException("Writing to memory failed", e);
        }
        return bytes.toByteArray();
    }

    private static void write(TicketReport report, JsonGenerator json) throws IOException {
        json.writeStartObject();
        json.writeNumberField("received", report.received());
        json.writeBooleanField("balanced", report.isBalanced());
        json.writeObjectFieldStart("counts");
        for (TicketOutcome.Kind kind : TicketOutcome.Kind.values()) {
            json.writeNumberField(kind.label(), report.count(kind));
        }
        json.writeEndObject();
        json.writeObjectFieldStart("skippedFor");
        for (SkipReason reason : SkipReason.values()) {
            json.writeNumberField(reason.label(), report.skipped(reason));
        }
        json.writeEndObject();
        writeCountedOnly(json, CountedOnly.of(report));
        json.writeObjectFieldStart("requests");
        json.writeNumberField("creates", report.requests().creates());
        json.writeNumberField("searches", report.requests().searches());
        json.writeNumberField("retries", report.requests().retries());
        json.writeEndObject();
        json.writeStringField("startedAt", report.startedAt().toString());
        json.writeStringField("finishedAt", report.finishedAt().toString());
        writeIfTold(json, "endedEarly", report.stopped());
        writeEntries(json, "tickets", report.tickets());
        writeEntries(json, "problems", report.problems());
        json.writeEndObject();
    }

    /** What is in the counts and not in the lists below. */
    private static void writeCountedOnly(JsonGenerator json, CountedOnly counted) throws IOException {
        if (counted.isNothing()) {
            return;
        }
        json.writeObjectFieldStart("countedOnly");
        for (Map.Entry<TicketOutcome.Kind, Long> outcome : counted.outcomes().entrySet()) {
            json.writeNumberField(outcome.getKey().label(), outcome.getValue());
        }
        json.writeEndObject();
    }

    private static void writeEntries(JsonGenerator json, String name, List<ReportEntry> entries) throws IOException {
        json.writeArrayFieldStart(name);
        for (ReportEntry entry : entries) {
            writeEntry(json, entry);
        }
        json.writeEndArray();
    }

    private static void writeEntry(JsonGenerator json, ReportEntry entry) throws IOException {
        TicketOutcome outcome = entry.outcome();
        json.writeStartObject();
        json.writeStringField("outcome", outcome.kind().label());
        if (!outcome.reason().isEmpty()) {
            json.writeStringField("reason", bounded(outcome.reason()));
        }
        if (entry.position() > 0) {
            json.writeNumberField("position", entry.position());
        }
        if (outcome instanceof TicketOutcome.Ticketed ticketed) {
            writeCase(json, ticketed.ticket());
        } else if (outcome instanceof TicketOutcome.CaseOnly caseOnly) {
            writeCase(json, caseOnly.ticket());
        } else if (outcome instanceof TicketOutcome.Rejected rejected) {
            json.writeNumberField("status", rejected.status());
            writeIfTold(json, "requestId", rejected.requestId());
        } else if (outcome instanceof TicketOutcome.Unknown unknown) {
            writeIfTold(json, "requestId", unknown.requestId());
        } else if (outcome instanceof TicketOutcome.Skipped skipped) {
            json.writeStringField("skippedFor", skipped.why().label());
        }
        if (entry.draft() != null) {
            writeDraft(json, entry.draft());
        }
        json.writeArrayFieldStart("findings");
        for (String id : entry.findingIds()) {
            json.writeString(id);
        }
        json.writeEndArray();
        json.writeEndObject();
    }

    private static void writeCase(JsonGenerator json, CreatedCase made) throws IOException {
        json.writeObjectFieldStart("case");
        json.writeStringField("id", bounded(made.id()));
        writeIfTold(json, "key", made.key());
        writeIfTold(json, "title", made.title());
        if (made.createdAt() != null) {
            json.writeStringField("createdAt", made.createdAt().toString());
        }
        json.writeEndObject();
        json.writeObjectFieldStart("serviceNow");
        writeIfTold(json, "status", made.serviceNowStatus());
        writeIfTold(json, "sysId", made.serviceNowSysId());
        writeIfTold(json, "url", made.serviceNowUrl());
        json.writeEndObject();
    }

    private static void writeDraft(JsonGenerator json, TicketDraft draft) throws IOException {
        json.writeObjectFieldStart("draft");
        writeIfTold(json, "project", draft.project());
        writeIfTold(
                json,
                "priority",
                draft.priority() == null ? null : draft.priority().name());
        writeIfTold(json, "title", draft.title());
        writeIfTold(json, "assigneeId", draft.assigneeId());
        if (!draft.group().isEmpty()) {
            json.writeObjectFieldStart("group");
            for (Map.Entry<String, String> field : draft.group().entrySet()) {
                json.writeStringField(field.getKey(), field.getValue() == null ? null : bounded(field.getValue()));
            }
            json.writeEndObject();
        }
        json.writeEndObject();
    }

    private static void writeIfTold(JsonGenerator json, String name, String value) throws IOException {
        if (value != null) {
            json.writeStringField(name, bounded(value));
        }
    }

    /** Text of others may be of any length, and a report holds it for each finding. */
    private static String bounded(String text) {
        if (text.length() <= MOST_TEXT) {
            return text;
        }
        int end = Character.isHighSurrogate(text.charAt(MOST_TEXT - 2)) ? MOST_TEXT - 2 : MOST_TEXT - 1;
        return text.substring(0, end) + "\u2026";
    }
}
