package io.github.cameldatadog.findings.internal.reading;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;

/** A JSON value as the text that is kept of it. */
final class ScalarText {

    /** Characters kept of one value: enough for any title or name, too few for a description to fill the memory. */
    static final int LONGEST = 4_096;

    private static final String BETWEEN = ", ";

    private ScalarText() {}

    /**
     * The text of the value the parser stands on, which is consumed: a string as it is, a number or boolean as in JSON,
     * the scalars of an array joined with a comma and a space; clipped.
     *
     * @return null for null, an object, and an array without scalars
     */
    static String of(JsonParser parser) throws IOException {
        if (parser.currentToken() == JsonToken.START_ARRAY) {
            return joined(parser);
        }
        if (isScalar(parser.currentToken())) {
            return clipped(parser.getText());
        }
        parser.skipChildren();
        return null;
    }

    static String clipped(String text) {
        if (text.length() <= LONGEST) {
            return text;
        }
        int end = Character.isHighSurrogate(text.charAt(LONGEST - 1)) ? LONGEST - 1 : LONGEST;
        return text.substring(0, end);
    }

    private static String joined(JsonParser parser) throws IOException {
        StringBuilder all = null;
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            if (!isScalar(parser.currentToken())) {
                parser.skipChildren();
            } else if (all == null) {
                all = new StringBuilder(parser.getText());
            } else if (all.length() <= LONGEST) {
                all.append(BETWEEN).append(parser.getText());
            }
        }
        return all == null ? null : clipped(all.toString());
    }

    private static boolean isScalar(JsonToken token) {
        return token.isScalarValue() && token != JsonToken.VALUE_NULL && token != JsonToken.VALUE_EMBEDDED_OBJECT;
    }
}
