package io.github.cameldatadog.examples.scheduledquery;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/** Nodes on one PostgreSQL, each in a process of its own, and what they say. Thread-safe. */
final class Cluster implements AutoCloseable {

    private static final Duration MOST = Duration.ofMinutes(2);

    private final int simulationPort;
    private final Consumer<String> say;
    private final EmbeddedPostgres postgres;
    private final Map<String, NodeProcess> nodes = new LinkedHashMap<>();
    private final Set<String> ready = new HashSet<>();
    private final List<NodeFiring> firings = new ArrayList<>();

    /** Starts the PostgreSQL. */
    Cluster(int simulationPort, Consumer<String> say) throws IOException {
        this.simulationPort = simulationPort;
        this.say = say;
        this.postgres = EmbeddedPostgres.start();
    }

    /** Starts a node. It forgets soon who is silent, so that one has not to wait for long. */
    synchronized void start(String node) throws IOException {
        List<String> options = List.of(
                "--simulation",
                Integer.toString(simulationPort),
                "--database",
                database(),
                "--node",
                node,
                "--cron",
                ScheduledQuery.EVERY_TWO_SECONDS,
                "--silence",
                "PT5S",
                "--until-input-ends");
        nodes.put(node, new NodeProcess(options, line -> hear(node, line)));
    }

    String database() {
        return postgres.getJdbcUrl("postgres", "postgres");
    }

    private synchronized void hear(String node, String line) {
        say.accept(line.isEmpty() ? "" : node + " | " + line);
        if (line.startsWith(Firings.BEGIN)) {
            firings.add(new NodeFiring(node, line.substring(Firings.BEGIN.length())));
        }
        if (line.startsWith(QueryRun.READY)) {
            ready.add(node);
        }
        notifyAll();
    }

    /** Whether a node has said that it takes firings. */
    synchronized boolean isReady(String node) {
        return ready.contains(node);
    }

    /** What fired until now. */
    synchronized List<NodeFiring> firings() {
        return List.copyOf(firings);
    }

    /** How often a node fired. */
    synchronized long firings(String node) {
        return firings.stream().filter(one -> one.node().equals(node)).count();
    }

    /** Waits until something holds. */
    synchronized void await(String what, BooleanSupplier holds) throws InterruptedException {
        Instant end = Instant.now().plus(MOST);
        while (!holds.getAsBoolean()) {
            if (Instant.now().isAfter(end)) {
                throw new IllegalStateException("Waited in vain for " + what);
            }
            wait(100);
        }
    }

    /** Kills a node. */
    void kill(String node) throws InterruptedException {
        node(node).kill();
    }

    /** Ends a node in order; says its exit code. */
    int end(String node) throws InterruptedException {
        return node(node).end();
    }

    private synchronized NodeProcess node(String name) {
        return nodes.get(name);
    }

    @Override
    public void close() throws IOException {
        synchronized (this) {
            nodes.values().forEach(NodeProcess::close);
        }
        postgres.close();
    }
}
