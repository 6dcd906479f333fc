package io.github.cameldatadog.findings.internal.reading;

import com.fasterxml.jackson.core.JsonLocation;
import io.github.cameldatadog.findings.MalformedFindingsException;
import io.github.cameldatadog.findings.ticket.Displayed;
import java.util.regex.Pattern;

/** What we say of a body that cannot be read. */
final class Refusals {

    static final String DOCUMENTS = "JSON or NDJSON of findings (Datadog's list or search answer, its elements, objects"
            + " with finding_id, {id,type} references, plain ids, tickets of a create request), or text with one finding id a line ("
            + FindingId.RULE + ")";

    private static final String BODIES =
            "a TicketDraft, Finding, JsonNode, Map, File, Path, WrappedFile, StreamCache, InputStream,"
                    + " Reader, byte[] or String, or an Iterable, Iterator, Stream or array of such; documents are "
                    + DOCUMENTS;
    private static final long UNKNOWN = -1;
    private static final int SHOWN = 300;
    private static final int LINE_SHOWN = 60;

    private static final Pattern TOO_SHORT = Pattern.compile("[A-Za-z0-9_=~-]{1,7}");

    /** Prose has a blank behind its commas. */
    private static final Pattern COMMA_OF_CSV = Pattern.compile(",(?! )");

    private Refusals() {}

    /** JSON that goes wrong. */
    static MalformedFindingsException malformedJson(String origin, String problem, JsonLocation at, Exception cause) {
        String message =
                origin + " is not well-formed JSON" + spot(at) + ": " + Displayed.clipped(plain(problem), SHOWN)
                        + ". Nothing after that spot was read. Accepted are " + DOCUMENTS + ".";
        return new MalformedFindingsException(message, at.getLineNr(), at.getColumnNr(), at.getByteOffset(), cause);
    }

    /** Without what the parser says of its source, which it does not show. */
    private static String plain(String problem) {
        return problem.replaceAll("\\[Source: [^\\]]*?(line: \\d+, column: \\d+)\\]", "$1");
    }

    /** Text whose first line is not an id. */
    static MalformedFindingsException neitherJsonNorIds(String origin, String line, long lineNumber, long column) {
        String message = origin + " is neither JSON nor a list of finding ids: line " + lineNumber + " is \""
                + Displayed.clipped(line, LINE_SHOWN) + "\"" + likeness(line) + ". Accepted are " + DOCUMENTS + ".";
        return new MalformedFindingsException(message, lineNumber, column, UNKNOWN, null);
    }

    /** A body of a kind we do not know. */
    static MalformedFindingsException unsupported(String kind) {
        return new MalformedFindingsException(
                "Cannot read findings from " + kind + ". Accepted are " + BODIES + ".",
                UNKNOWN,
                UNKNOWN,
                UNKNOWN,
                null);
    }

    /** Lists in lists without end. */
    static MalformedFindingsException tooDeep(int most) {
        return new MalformedFindingsException(
                "The body holds lists nested more than " + most + " deep, or a list that contains itself. Flatten it.",
                UNKNOWN,
                UNKNOWN,
                UNKNOWN,
                null);
    }

    /** A place in a document, such as {@code line 3, column 7}; empty if the parser does not know. */
    static String lineAndColumn(JsonLocation at) {
        return at.getLineNr() < 1 ? "" : "line " + at.getLineNr() + ", column " + at.getColumnNr();
    }

    private static String spot(JsonLocation at) {
        String spot = lineAndColumn(at);
        if (spot.isEmpty()) {
            return "";
        }
        return " at " + spot + (at.getByteOffset() < 0 ? "" : ", byte offset " + at.getByteOffset());
    }

    private static String likeness(String line) {
        if (line.startsWith("<")) {
            return ", which looks like HTML or XML";
        }
        if (TOO_SHORT.matcher(line).matches() && !isIdColumn(line)) {
            return ", too short for an id";
        }
        if (COMMA_OF_CSV.matcher(line).find()
                || line.indexOf(';') >= 0
                || line.indexOf('\t') >= 0
                || isIdColumn(line)) {
            return ", which looks like CSV: unmarshal it to maps first, with a column id or finding_id";
        }
        return "";
    }

    /** Whether the line is the header of a column of ids, though it may look like an id itself. */
    static boolean isIdColumn(String line) {
        return line.equalsIgnoreCase("finding_id") || line.equalsIgnoreCase("id");
    }
}
