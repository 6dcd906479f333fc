package io.github.cameldatadog.findings.internal.reading;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.github.cameldatadog.findings.ticket.Finding;
import java.io.IOException;
import java.util.Collection;

/**
 * Reads one object that stands where a finding may stand, its members in any order. Fields may lie bare in it, or under
 * {@code attributes.attributes}, and there or bare under {@code custom}; wherever they lie, they have the same path.
 * What nobody asked for is skipped by the parser, without its text ever being built.
 */
final class ElementReader {

    private static final String WORKFLOW = "workflow";
    private static final String INTEGRATIONS = "workflow.integrations";
    private static final String CASES = "workflow.integrations.cases";

    private final WantedFields wanted;

    ElementReader(Collection<String> wantedPaths) {
        this.wanted = new WantedFields(wantedPaths, CASES);
    }

    /** A finding that was read elsewhere, with what is kept of those that are read here. */
    Finding trimmed(Finding finding) {
        return finding.keeping(wanted.paths(), wanted::isWantedTag);
    }

    /**
     * Reads the object that the parser stands at the start of, to its end; or, if it turns out to be an envelope, to
     * just before the value of {@code data}.
     */
    ElementMembers read(JsonParser parser) throws IOException {
        ElementMembers members = new ElementMembers();
        while (!members.isEnvelope() && parser.nextToken() != JsonToken.END_OBJECT) {
            readOn(parser, members);
        }
        return members;
    }

    /** Reads the member whose name the parser stands on; of a {@code data}, nothing but that it is there. */
    void readOn(JsonParser parser, ElementMembers members) throws IOException {
        String name = parser.currentName();
        if (name.equals("data")) {
            members.foundData();
            return;
        }
        parser.nextToken();
        switch (name) {
            case "id" -> members.id(IdMember.read("id", parser));
            case "finding_id" -> members.bareFindingId(IdMember.read("finding_id", parser));
            case "type" -> members.type(parser);
            case "attributes" -> attributes(parser, members);
            case "relationships" -> relationships(parser, members);
            default -> field(name, parser, members);
        }
    }

    /** The envelope's outer attributes: the fields one level down, and the tags beside them. */
    private void attributes(JsonParser parser, ElementMembers members) throws IOException {
        if (parser.currentToken() != JsonToken.START_OBJECT) {
            parser.skipChildren();
            return;
        }
        while (parser.nextToken() != JsonToken.END_OBJECT) {
            String name = parser.currentName();
            JsonToken value = parser.nextToken();
            if (name.equals("attributes") && value == JsonToken.START_OBJECT) {
                fields(parser, members);
            } else if (name.equals(WantedFields.TAGS)) {
                field(name, parser, members);
            } else if (members.saysTypeOfFinding()) {
                parser.skipChildren();
            } else {
                members.ticket().attribute(name, parser);
            }
        }
    }

    private void relationships(JsonParser parser, ElementMembers members) throws IOException {
        if (members.saysTypeOfFinding()) {
            parser.skipChildren();
        } else {
            members.ticket().relationships(parser);
        }
    }

    private void fields(JsonParser parser, ElementMembers members) throws IOException {
        while (parser.nextToken() != JsonToken.END_OBJECT) {
            String name = parser.currentName();
            parser.nextToken();
            if (name.equals("finding_id")) {
                members.nestedFindingId(IdMember.read(name, parser));
            } else {
                field(name, parser, members);
            }
        }
    }

    private void field(String name, JsonParser parser, ElementMembers members) throws IOException {
        if (name.equals("custom") && parser.currentToken() == JsonToken.START_OBJECT) {
            fields(parser, members);
        } else {
            value(name, parser, members);
        }
    }

    private void value(String path, JsonParser parser, ElementMembers members) throws IOException {
        switch (path) {
            case CASES -> members.cases().read(parser);
            case WantedFields.TAGS -> tags(parser, members);
            default -> {
                if (path.equals(WORKFLOW) || path.equals(INTEGRATIONS)) {
                    members.cases().reach(path.equals(WORKFLOW), parser.currentToken());
                }
                scalarOrBeneath(path, parser, members);
            }
        }
    }

    private void scalarOrBeneath(String path, JsonParser parser, ElementMembers members) throws IOException {
        if (parser.currentToken() == JsonToken.START_OBJECT && wanted.leadsOn(path)) {
            beneath(path, parser, members);
        } else if (wanted.isWanted(path)) {
            members.field(path, ScalarText.of(parser));
        } else {
            parser.skipChildren();
        }
    }

    private void beneath(String path, JsonParser parser, ElementMembers members) throws IOException {
        while (parser.nextToken() != JsonToken.END_OBJECT) {
            String below = path + '.' + parser.currentName();
            parser.nextToken();
            value(below, parser, members);
        }
    }

    /** Tags are an array of {@code key:value}, text with commas between them, or an object of values by key. */
    private void tags(JsonParser parser, ElementMembers members) throws IOException {
        if (!wanted.asksForTags()) {
            parser.skipChildren();
            return;
        }
        switch (parser.currentToken()) {
            case START_ARRAY -> {
                while (parser.nextToken() != JsonToken.END_ARRAY) {
                    if (parser.currentToken() == JsonToken.VALUE_STRING) {
                        tag(parser.getText(), members);
                    } else {
                        parser.skipChildren();
                    }
                }
            }
            case VALUE_STRING -> {
                for (String tag : parser.getText().split(",", -1)) {
                    tag(tag.strip(), members);
                }
            }
            case START_OBJECT -> beneath(WantedFields.TAGS, parser, members);
            default -> parser.skipChildren();
        }
    }

    private void tag(String tag, ElementMembers members) {
        if (wanted.isWantedTag(tag)) {
            members.tag(ScalarText.clipped(tag));
        }
    }
}
