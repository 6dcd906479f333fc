package io.github.cameldatadog.findings.testkit.core;

import java.nio.charset.StandardCharsets;
import java.util.UUID;

/**
 * Who does something.
 *
 * @param name a name for people
 * @param userId the Datadog user
 * @param ours whether it acts through an application key of this Datadog
 */
record Identity(String name, String userId, boolean ours) {

    static Identity actor(String name) {
        return new Identity(name, userId(name), false);
    }

    /** A user id which depends on the name alone. */
    static String userId(String name) {
        return UUID.nameUUIDFromBytes(("user " + name).getBytes(StandardCharsets.UTF_8))
                .toString();
    }
}
