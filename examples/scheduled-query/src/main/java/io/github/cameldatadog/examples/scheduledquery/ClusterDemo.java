package io.github.cameldatadog.examples.scheduledquery;

import io.github.cameldatadog.findings.testkit.Operation;
import io.github.cameldatadog.findings.testkit.SimulatedDatadog;
import io.github.cameldatadog.findings.testkit.fault.Fault;
import io.github.cameldatadog.findings.testkit.history.CaseRecord;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Shows two nodes on one schedule and one ledger. One is killed when it has sent a request to make tickets and waits for the
 * answer: nobody was told that these tickets exist, and the index does not show them yet.
 */
final class ClusterDemo {

    private static final String FIRST = "node-a";
    private static final String SECOND = "node-b";

    private final SimulatedDatadog datadog;
    private final SampleWorld world;
    private final Consumer<String> say;

    ClusterDemo(SimulatedDatadog datadog, Consumer<String> say) {
        this.datadog = datadog;
        this.world = new SampleWorld(datadog);
        this.say = say;
    }

    /** Says 0 if each firing ran once and no finding got two tickets, else 1. */
    int run() throws Exception {
        world.begin(ScheduledQuery.INDEX_LAG);
        say.accept(new SimulatedTarget(datadog.port()).announcement());
        try (Cluster cluster = new Cluster(datadog.port(), say)) {
            say.accept("Schedule and ledger: " + cluster.database());
            cluster.start(FIRST);
            cluster.start(SECOND);
            cluster.await("both nodes", () -> cluster.isReady(FIRST) && cluster.isReady(SECOND));
            int alone = cluster.firings().size();
            cluster.await("firings", () -> cluster.firings().size() > alone + 2);
            cluster.await("tickets", this::isAllTicketed);

            String killed = killAmidARequest(cluster);
            String survivor = killed.equals(FIRST) ? SECOND : FIRST;
            int before = datadog.history().requests().size();
            cluster.await("the other node to search", () -> hasSearchedSince(before));
            datadog.releaseIndex();
            world.grow();
            cluster.await("tickets", this::isAllTicketed);
            long then = cluster.firings(survivor);
            cluster.await("firings that find what is ticketed", () -> cluster.firings(survivor) > then + 1);
            int exitCode = cluster.end(survivor);
            return proves(cluster.firings(), killed) && exitCode == 0 ? 0 : 1;
        }
    }

    private boolean hasSearchedSince(int requests) {
        return datadog.history().requests().stream()
                .skip(requests)
                .anyMatch(one -> one.operation() == Operation.SEARCH && one.tookEffect());
    }

    private boolean isAllTicketed() {
        return ticketed().containsAll(world.wanted());
    }

    private Set<String> ticketed() {
        return datadog.history().tickets().stream()
                .flatMap(ticket -> ticket.findingIds().stream())
                .collect(Collectors.toSet());
    }

    /** Says which node was killed. */
    private String killAmidARequest(Cluster cluster) throws InterruptedException {
        datadog.faults().next(Operation.CREATE, Fault.hangAfterEffect());
        world.grow();
        datadog.holdIndex();
        cluster.await("tickets of which no answer tells", this::isAllTicketed);
        List<NodeFiring> firings = cluster.firings();
        NodeFiring last = firings.get(firings.size() - 1);
        cluster.kill(last.node());
        say.accept("");
        say.accept("KILLED " + last.node() + ", amid its firing of " + last.time()
                + ": Datadog made the tickets, nobody was told, and searches do not show them yet");
        return last.node();
    }

    private boolean proves(List<NodeFiring> firings, String killed) {
        Set<String> times = new HashSet<>();
        Set<String> twice = new TreeSet<>();
        firings.stream().map(NodeFiring::time).filter(time -> !times.add(time)).forEach(twice::add);
        TreeMap<String, Long> onEach =
                firings.stream().collect(Collectors.groupingBy(NodeFiring::node, TreeMap::new, Collectors.counting()));
        say.accept("");
        say.accept(firings.size() + " firings on " + onEach + ", " + killed + " was killed; run twice: "
                + (twice.isEmpty() ? "none" : twice));

        List<CaseRecord> tickets = datadog.history().tickets();
        Set<String> onSeveral = tickets.stream()
                .flatMap(ticket -> ticket.findingIds().stream())
                .collect(Collectors.groupingBy(Function.identity(), Collectors.counting()))
                .entrySet()
                .stream()
                .filter(finding -> finding.getValue() > 1)
                .map(Map.Entry::getKey)
                .collect(Collectors.toSet());
        say.accept(ticketed().size() + " findings on " + tickets.size() + " tickets; on two: "
                + (onSeveral.isEmpty() ? "none" : onSeveral));
        return twice.isEmpty() && onSeveral.isEmpty();
    }
}
