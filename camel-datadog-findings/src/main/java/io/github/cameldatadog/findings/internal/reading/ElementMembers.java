package io.github.cameldatadog.findings.internal.reading;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.github.cameldatadog.findings.ticket.Displayed;
import io.github.cameldatadog.findings.ticket.Finding;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** What one object was found to hold while it was read. Of members that come twice the last one counts. */
final class ElementMembers {

    private static final int TYPE_SHOWN = 60;

    private final Map<String, String> fields = new HashMap<>();
    private final List<String> tags = new ArrayList<>();
    private final CasesMember cases = new CasesMember();
    private IdMember id;
    private IdMember bareFindingId;
    private IdMember nestedFindingId;
    private String type;
    private String typeRefusal;
    private boolean data;
    private TicketMembers ticket;

    void id(IdMember member) {
        id = member;
    }

    void bareFindingId(IdMember member) {
        bareFindingId = member;
    }

    void nestedFindingId(IdMember member) {
        nestedFindingId = member;
    }

    /** The member {@code type}, whose value the parser stands on. */
    void type(JsonParser parser) throws IOException {
        JsonToken token = parser.currentToken();
        type = token == JsonToken.VALUE_STRING ? parser.getText() : null;
        parser.skipChildren();
        if (token == JsonToken.VALUE_NULL || saysTypeOfFinding() || TicketMembers.TYPE.equals(type)) {
            typeRefusal = null;
        } else if (type == null) {
            typeRefusal = "its type is " + JsonType.of(token) + ", not text";
        } else {
            typeRefusal = "its type is \"" + Displayed.clipped(type, TYPE_SHOWN)
                    + "\", not \"finding\" or \"findings\": it is something else than a finding";
        }
    }

    void field(String path, String value) {
        String tagsDot = WantedFields.TAGS + '.';
        if (value == null) {
            fields.remove(path);
        } else if (path.startsWith(tagsDot)) {
            tags.add(path.substring(tagsDot.length()) + ':' + value);
        } else {
            fields.put(path, value);
        }
    }

    void tag(String tag) {
        tags.add(tag);
    }

    CasesMember cases() {
        return cases;
    }

    /** What it holds that a ready ticket has. */
    TicketMembers ticket() {
        if (ticket == null) {
            ticket = new TicketMembers();
        }
        return ticket;
    }

    /** Whether it is, or is meant to be, a ticket of a create request. */
    boolean isTicket() {
        return TicketMembers.TYPE.equals(type) || !saysItIsAFinding() && ticket != null && ticket.namesFindings();
    }

    /** Why its type is not a ticket's; null if it is. */
    String typeRefusalOfTicket() {
        if (TicketMembers.TYPE.equals(type)) {
            return null;
        }
        return (type == null ? "it has no type" : "its type is \"" + Displayed.clipped(type, TYPE_SHOWN) + "\"")
                + " and it names findings, as a ticket does: the type of a ticket is \"" + TicketMembers.TYPE + "\"";
    }

    void foundData() {
        data = true;
    }

    /** Whether it is an object around elements, and not an element. */
    boolean isEnvelope() {
        return data;
    }

    /** Whether it says what only a finding would say of itself. */
    boolean saysItIsAFinding() {
        return bareFindingId != null || saysTypeOfFinding();
    }

    /** Whether it says by its type that it is a finding. */
    boolean saysTypeOfFinding() {
        return "finding".equals(type) || "findings".equals(type);
    }

    /** Why it is no finding; null if it is one. */
    String refusal() {
        if (typeRefusal != null) {
            return typeRefusal;
        }
        IdMember member = idMember();
        return member == null
                ? "it has no id: neither \"id\" nor \"finding_id\", nor \"data\" as a list has"
                : member.refusal();
    }

    Finding toFinding() {
        Finding finding = Finding.of(idMember().id(), fields, tags);
        return cases.known().map(known -> finding.withCases(known, null)).orElse(finding);
    }

    /**
     * A bare {@code finding_id} can only be the finding's; beside it, {@code id} may be the number of a row. In all
     * other shapes {@code id} is the finding's.
     */
    private IdMember idMember() {
        if (bareFindingId != null) {
            return bareFindingId;
        }
        return id != null ? id : nestedFindingId;
    }
}
