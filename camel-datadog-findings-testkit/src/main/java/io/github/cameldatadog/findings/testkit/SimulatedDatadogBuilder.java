package io.github.cameldatadog.findings.testkit;

import io.github.cameldatadog.findings.testkit.core.CoreSettings;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;

/** Sets up a {@link SimulatedDatadog}. Can be used for several. Not thread-safe. */
public final class SimulatedDatadogBuilder {

    private static final int USUAL_MOST_BYTES = 5 * 1024 * 1024;

    private final Map<String, String> users = new LinkedHashMap<>();
    private final Map<String, String> projects = new LinkedHashMap<>();
    private int port;
    private long seed = 1;
    private InstantSource clock = InstantSource.system();
    private String apiKey = SimulatedDatadog.API_KEY;
    private int mostBytes = USUAL_MOST_BYTES;

    SimulatedDatadogBuilder() {}

    /** The port on the loopback interface; 0, the default, is any that is free. */
    public SimulatedDatadogBuilder port(int port) {
        this.port = port;
        return this;
    }

    /** Makes ids, keys, orders and generated findings repeatable; 1 by default. */
    public SimulatedDatadogBuilder seed(long seed) {
        this.seed = seed;
        return this;
    }

    /** Tells the time; the system's by default. A {@link java.time.Clock} is one. */
    public SimulatedDatadogBuilder clock(InstantSource clock) {
        this.clock = clock;
        return this;
    }

    /** The one API key that is good. */
    public SimulatedDatadogBuilder apiKey(String apiKey) {
        this.apiKey = apiKey;
        return this;
    }

    /** An application key that is good, and the name of the user behind it; the default key is good only if none is given. */
    public SimulatedDatadogBuilder applicationKey(String key, String user) {
        users.put(key, user);
        return this;
    }

    /** A Case Management project; the default project exists only if none is given. */
    public SimulatedDatadogBuilder project(String id, String key) {
        projects.put(id, key);
        return this;
    }

    /** The largest request body that is not answered 413; 5 MiB by default. */
    public SimulatedDatadogBuilder mostRequestBytes(int bytes) {
        this.mostBytes = bytes;
        return this;
    }

    /** Starts to listen. */
    public SimulatedDatadog start() {
        return new SimulatedDatadog(settings(), port);
    }

    /** The settings of the rules and the state, for use without a wire. */
    public CoreSettings settings() {
        Map<String, String> allUsers = users.isEmpty() ? Map.of(SimulatedDatadog.APPLICATION_KEY, "service") : users;
        Map<String, String> allProjects =
                projects.isEmpty() ? Map.of(SimulatedDatadog.PROJECT_ID, SimulatedDatadog.PROJECT_KEY) : projects;
        return new CoreSettings(clock, seed, apiKey, allUsers, allProjects, mostBytes);
    }
}
