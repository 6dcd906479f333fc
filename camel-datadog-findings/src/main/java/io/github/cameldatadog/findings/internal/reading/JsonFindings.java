package io.github.cameldatadog.findings.internal.reading;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import io.github.cameldatadog.findings.MalformedFindingsException;
import io.github.cameldatadog.findings.ticket.Finding;
import java.io.CharConversionException;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Objects;

/**
 * The elements of a JSON document, of a sequence of them (NDJSON), or of a tree in memory, in one pass.
 *
 * <p>Arrays and envelopes may hold each other to any depth the parser admits: an array at the level of elements is
 * entered, and an object with a member {@code data} is an envelope, whose {@code data} is entered and whose other members
 * are skipped wherever they stand.
 */
final class JsonFindings implements FindingSource {

    private final JsonParser parser;
    private final ElementReader elements;
    private final Document document;
    private final Positions positions;
    private final Deque<Envelope> envelopes = new ArrayDeque<>();
    private final Deque<FindingElement> ofTicket = new ArrayDeque<>();
    private MalformedFindingsException malformed;

    JsonFindings(JsonParser parser, ElementReader elements, Document document, Positions positions) {
        this.parser = parser;
        this.elements = elements;
        this.document = document;
        this.positions = positions;
    }

    @Override
    public FindingElement next() throws IOException, MalformedFindingsException {
        if (malformed != null) {
            throw malformed;
        }
        try {
            return advance();
        } catch (JsonProcessingException e) {
            JsonLocation at = Objects.requireNonNullElseGet(e.getLocation(), parser::currentLocation);
            malformed = Refusals.malformedJson(document.name(), e.getOriginalMessage(), at, e);
        } catch (CharConversionException e) {
            malformed = Refusals.malformedJson(document.name(), e.getMessage(), parser.currentLocation(), e);
        }
        throw malformed;
    }

    private FindingElement advance() throws IOException {
        if (!ofTicket.isEmpty()) {
            return ofTicket.poll();
        }
        for (JsonToken token = parser.nextToken(); token != null; token = parser.nextToken()) {
            FindingElement element =
                    switch (token) {
                        case START_ARRAY, END_ARRAY -> null;
                        case START_OBJECT -> object();
                        case FIELD_NAME -> memberOfEnvelope();
                        case END_OBJECT -> endOfEnvelope();
                        case VALUE_STRING -> id(parser.getText());
                        case VALUE_NULL -> nothing();
                        default ->
                            invalid(JsonType.of(token) + " stands where a finding or its id was expected", where());
                    };
            if (element != null) {
                return element;
            }
        }
        return null;
    }

    private FindingElement object() throws IOException {
        String where = where();
        ElementMembers members = elements.read(parser);
        if (members.isEnvelope()) {
            envelopes.push(new Envelope(members, where));
            return null;
        }
        if (members.isTicket()) {
            ofTicket.addAll(members.ticket().elements(members.typeRefusalOfTicket(), positions, where));
            return ofTicket.poll();
        }
        return element(members, where);
    }

    private FindingElement element(ElementMembers members, String where) {
        String refusal = members.refusal();
        return refusal == null
                ? new FindingElement.Usable(members.toFinding(), positions.next())
                : invalid(refusal, where);
    }

    private FindingElement id(String text) {
        return FindingId.isUsable(text)
                ? new FindingElement.Usable(Finding.ofId(text), positions.next())
                : invalid(FindingId.refusal(text), where());
    }

    /** Null is no element of an array, but as {@code data} it is how an empty answer may be told. */
    private FindingElement nothing() {
        boolean isData = parser.getParsingContext().inObject();
        return isData ? null : invalid("null stands where a finding or its id was expected", where());
    }

    /** Elements are read as a whole, so a name at this level belongs to an envelope. Another data is entered too. */
    private FindingElement memberOfEnvelope() throws IOException {
        elements.readOn(parser, envelopes.element().members());
        return null;
    }

    private FindingElement endOfEnvelope() {
        Envelope ended = envelopes.pop();
        return ended.members().saysItIsAFinding()
                ? invalid("it says that it is a finding and has a member data too, as only lists do", ended.where())
                : null;
    }

    private FindingElement.Invalid invalid(String reason, String where) {
        return new FindingElement.Invalid(reason, positions.next(), where);
    }

    private String where() {
        return document.place(Refusals.lineAndColumn(parser.currentTokenLocation()));
    }

    @Override
    public void close() throws IOException {
        parser.close();
    }

    /** An object whose data is being read. */
    private record Envelope(ElementMembers members, String where) {}
}
