package io.github.cameldatadog.findings.testkit.core;

import java.util.HashMap;
import java.util.Map;

/** The Case Management projects. Guarded by the lock of the core. */
final class ProjectBook {

    private final Map<String, String> keysById;

    ProjectBook(Map<String, String> keysById) {
        this.keysById = new HashMap<>(keysById);
    }

    void add(String id, String key) {
        keysById.put(id, key);
    }

    void remove(String id) {
        keysById.remove(id);
    }

    /** The key of a project that exists. */
    String key(String id) {
        String key = keysById.get(id);
        if (key == null) {
            throw new IllegalArgumentException("there is no project with the id " + id);
        }
        return key;
    }

    String anyId() {
        return keysById.keySet().stream()
                .sorted()
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("there is no project left"));
    }

    /** Refuses a request that names a project there is not. */
    void require(String id) throws Refusal {
        if (!keysById.containsKey(id)) {
            throw Refusal.circumstance(404, "Not Found", "project not found");
        }
    }
}
