package io.github.cameldatadog.benchmarks;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.File;
import java.io.IOException;
import java.util.List;
import java.util.Map;

/**
 * The baseline of reading: Jackson's streaming parser over a search answer, picking the ids out and skipping all else. It
 * knows the one shape it reads, checks no id and keeps no field.
 */
final class SkipChildren {

    private static final JsonFactory JSON = new JsonFactory();

    private SkipChildren() {}

    static IdDigest ids(Object body) throws IOException {
        try (JsonParser parser = parser(body)) {
            IdDigest ids = new IdDigest();
            parser.nextToken();
            while (parser.nextToken() == JsonToken.FIELD_NAME) {
                boolean data = parser.currentName().equals("data");
                parser.nextToken();
                if (data) {
                    elements(parser, ids);
                } else {
                    parser.skipChildren();
                }
            }
            return ids;
        }
    }

    private static void elements(JsonParser parser, IdDigest ids) throws IOException {
        while (parser.nextToken() == JsonToken.START_OBJECT) {
            while (parser.nextToken() == JsonToken.FIELD_NAME) {
                boolean id = parser.currentName().equals("id");
                parser.nextToken();
                if (id) {
                    ids.add(parser.getText());
                } else {
                    parser.skipChildren();
                }
            }
        }
    }

    private static JsonParser parser(Object body) throws IOException {
        if (body instanceof File file) {
            return JSON.createParser(file);
        }
        return body instanceof byte[] bytes ? JSON.createParser(bytes) : JSON.createParser((String) body);
    }

    /** The baseline for maps. */
    static IdDigest ids(List<Map<String, Object>> maps) {
        IdDigest ids = new IdDigest();
        maps.forEach(map -> ids.add((String) map.get("id")));
        return ids;
    }
}
