package io.github.cameldatadog.findings.internal.reading;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;

/**
 * A member that is there to hold an id.
 *
 * @param id the id; null if the member holds something else
 * @param refusal why it holds no usable id; null if it does
 */
record IdMember(String id, String refusal) {

    /** The member whose value the parser stands on; null for JSON's null, which says as much as no member. */
    static IdMember read(String name, JsonParser parser) throws IOException {
        JsonToken token = parser.currentToken();
        if (token == JsonToken.VALUE_NULL) {
            return null;
        }
        if (token != JsonToken.VALUE_STRING) {
            parser.skipChildren();
            return new IdMember(null, "its " + name + " is " + JsonType.of(token) + ", not text");
        }
        String text = parser.getText();
        return FindingId.isUsable(text) ? new IdMember(text, null) : new IdMember(null, FindingId.refusal(text));
    }
}
