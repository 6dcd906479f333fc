package io.github.cameldatadog.findings.testkit.finding;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** Sets a member of a JSON tree by its path. */
public final class JsonFields {

    private JsonFields() {}

    /**
     * Sets a member, making the objects on the way to it.
     *
     * @param path names joined by dots
     * @param value the value; a JSON null or none removes the member
     */
    public static void set(ObjectNode root, String path, JsonNode value) {
        String[] names = path.split("\\.", -1);
        ObjectNode object = root;
        for (int i = 0; i < names.length - 1; i++) {
            JsonNode child = object.get(names[i]);
            object = child instanceof ObjectNode next ? next : object.putObject(names[i]);
        }
        String last = names[names.length - 1];
        if (value == null || value.isNull()) {
            object.remove(last);
        } else {
            object.set(last, value);
        }
    }
}
