package io.github.cameldatadog.findings.testkit.core;

import java.time.InstantSource;
import java.util.Map;

/**
 * What a simulated Datadog starts with.
 *
 * @param clock tells the time, of which nothing else does
 * @param seed makes keys, ids and orders repeatable
 * @param apiKey the one good API key
 * @param users the names of the users behind the good application keys, by key
 * @param projects the keys of the Case Management projects, by id
 * @param mostBytes the largest request body accepted
 */
public record CoreSettings(
        InstantSource clock,
        long seed,
        String apiKey,
        Map<String, String> users,
        Map<String, String> projects,
        int mostBytes) {

    public CoreSettings {
        users = Map.copyOf(users);
        projects = Map.copyOf(projects);
    }

    /** Tells the projects and the users, and no key. */
    @Override
    public String toString() {
        return "CoreSettings[seed=" + seed + ", users=" + users.values() + ", projects=" + projects + "]";
    }
}
