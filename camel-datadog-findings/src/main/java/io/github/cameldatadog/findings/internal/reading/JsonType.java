package io.github.cameldatadog.findings.internal.reading;

import com.fasterxml.jackson.core.JsonToken;

/** JSON's types in words, for messages. */
final class JsonType {

    private JsonType() {}

    static String of(JsonToken token) {
        return switch (token) {
            case VALUE_STRING -> "text";
            case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> "a number";
            case VALUE_TRUE, VALUE_FALSE -> "a boolean";
            case VALUE_NULL -> "null";
            case START_OBJECT -> "an object";
            case START_ARRAY -> "an array";
            default -> "a value that JSON does not have";
        };
    }
}
