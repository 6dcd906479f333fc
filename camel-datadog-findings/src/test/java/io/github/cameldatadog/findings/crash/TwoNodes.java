package io.github.cameldatadog.findings.crash;

import static io.github.cameldatadog.findings.testkit.assertions.DatadogAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.cameldatadog.findings.testkit.Operation;
import io.github.cameldatadog.findings.testkit.SimulatedDatadog;
import io.github.cameldatadog.findings.testkit.history.History;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.springframework.jms.core.JmsTemplate;

/**
 * Two processes that share one ledger and one queue. Something befalls the first, and the second does the rest. Findings come in
 * batches, each of several requests.
 */
final class TwoNodes implements AutoCloseable {

    static final int REQUESTS_OF_A_BATCH = 2;

    private static final int BATCHES = 4;
    private static final int TICKETS_PER_REQUEST = 2;
    private static final int FINDINGS_PER_TICKET = 2;
    private static final int FINDINGS_OF_A_BATCH = REQUESTS_OF_A_BATCH * TICKETS_PER_REQUEST * FINDINGS_PER_TICKET;

    /** After that long a node that says nothing is taken for dead. */
    private static final long SILENCE_MILLIS = 2_000;

    private static final List<String> NODES = List.of("node-1", "node-2");
    private static final String FIRST = NODES.get(0);
    private static final String SECOND = NODES.get(1);

    private final Broker broker;
    private final String ledger;
    private final String onUnknown;
    private final Path folder;
    private final SimulatedDatadog datadog;
    private final Moments moments = new Moments();
    private final MomentPort port = new MomentPort(moments);
    private final TappedWire wire;
    private final Map<String, CompletableFuture<Node>> nodes = new LinkedHashMap<>();
    private final List<NodeReport> reports = new ArrayList<>();
    private final List<String> ids = new ArrayList<>();

    TwoNodes(Broker broker, String ledger, String onUnknown, Path folder) throws IOException {
        this.broker = broker;
        this.ledger = ledger;
        this.onUnknown = onUnknown;
        this.folder = folder;
        this.datadog = SimulatedDatadog.builder()
                .applicationKey(keyOf(FIRST), "service")
                .applicationKey(keyOf(SECOND), "service")
                .start();
        this.wire = new TappedWire(datadog.port(), moments, TwoNodes::nodeOf);
        NODES.forEach(node -> nodes.put(node, new CompletableFuture<>()));
    }

    /** Each has an application key of its own, of the same user, by which it is known on the wire. */
    private static String keyOf(String node) {
        return SimulatedDatadog.APPLICATION_KEY.substring(0, 39) + NODES.indexOf(node);
    }

    private static String nodeOf(String key) {
        return NODES.get(key.charAt(39) - '0');
    }

    /**
     * Starts both, and waits until it has happened to the first. The second begins when the first has claimed its first batch, so
     * that each has some.
     */
    void start(Fate fate, Consumer<Node> deed, boolean goesOn) throws IOException, InterruptedException {
        CompletableFuture<Void> firstIsAtWork = new CompletableFuture<>();
        moments.lieInWait(FIRST, Fate.atFirst(Moment.CLAIMED), () -> {
            firstIsAtWork.complete(null);
            return true;
        });
        moments.lieInWait(SECOND, Fate.atFirst(Moment.READY), () -> {
            firstIsAtWork.join();
            return true;
        });
        Moments.Ambush ambush = moments.lieInWait(FIRST, fate, () -> {
            deed.accept(first());
            return goesOn;
        });
        sendBatches();
        for (String node : NODES) {
            nodes.get(node).complete(begin(node));
        }
        assertThat(ambush.awaitSprung(Node.BOUND)).as("%s", fate).isTrue();
    }

    Node first() {
        return nodes.get(FIRST).join();
    }

    private void sendBatches() {
        JmsTemplate queue = broker.queues();
        for (int batch = 0; batch < BATCHES; batch++) {
            List<String> some = datadog.addFindings(FINDINGS_OF_A_BATCH);
            some.forEach(id -> datadog.changeFinding(id, "status", "open"));
            ids.addAll(some);
            queue.convertAndSend(QueueToTickets.FINDINGS, String.join("\n", some));
        }
        datadog.holdIndex();
    }

    private Node begin(String node) throws IOException {
        String endpoint = "datadog-findings:servicenowTickets?baseUrl=" + wire.baseUrl()
                + "&project=" + SimulatedDatadog.PROJECT_ID
                + "&title=Crash&report=all&throwExceptionOnFailure=false&requestTimeout=30000&reconcileWindow=2000"
                + "&onUnknown=" + onUnknown
                + "&ledgerScope=" + folder.getFileName()
                + "&ticketsPerRequest=" + TICKETS_PER_REQUEST
                + "&findingsPerTicket=" + FINDINGS_PER_TICKET
                + "&maxInFlight=1";
        NodeOrder order = new NodeOrder(
                node, port.port(), ledger, false, SILENCE_MILLIS, broker.address(), keyOf(node), endpoint);
        return Node.start(order, folder.resolve(node + ".log"), false);
    }

    /** Waits until each batch has its report; what is made is shown by searches when the second has looked for it. */
    void awaitReports() {
        moments.lieInWait(SECOND, Fate.atFirstAfter(Moment.TAKEN_OVER, Moment.SEARCH), () -> {
            datadog.releaseIndex();
            return true;
        });
        JmsTemplate queue = broker.queues();
        while (reports.size() < BATCHES) {
            byte[] report = (byte[]) queue.receiveAndConvert(QueueToTickets.REPORTS);
            assertThat(report)
                    .as("report %d of %d", reports.size() + 1, BATCHES)
                    .isNotNull();
            reports.add(NodeReport.of(report));
        }
    }

    /** Lets the first go on, and waits until it is done with the exchange that it had begun. */
    void letTheFirstGoOn() throws InterruptedException {
        Moments.Ambush done = moments.lieInWait(FIRST, Fate.atFirst(Moment.CALLED_BACK), () -> true);
        first().goOn();
        assertThat(done.awaitSprung(Node.BOUND)).as("the first goes on").isTrue();
    }

    History history() {
        return datadog.history();
    }

    List<String> ids() {
        return ids;
    }

    /** What holds in any case. */
    void check() {
        assertThat(history())
                .createdAtMostOneTicketPerFinding()
                .receivedOnlyValidRequests()
                .detachedNothing();
        assertThat(reports).allMatch(NodeReport::isBalanced);
        assertThat(told().keySet()).containsExactlyInAnyOrderElementsOf(ids);
        Set<String> ticketed = history().tickets().stream()
                .flatMap(ticket -> ticket.findingIds().stream())
                .collect(Collectors.toSet());
        Set<String> mayHaveLeft = moments.findings(Moment.DEPARTING);
        told().forEach((id, outcome) -> {
            if (outcome.equals("unknown")) {
                assertThat(mayHaveLeft).as("unknown because it may have left").contains(id);
            } else {
                assertThat(outcome).as(id).isIn("ticketed", "alreadyTicketed");
                assertThat(ticketed).as("said to be ticketed").contains(id);
            }
            assertThat(sentTimes(id)).as("times %s was sent", id).isLessThanOrEqualTo(1);
        });
    }

    private long sentTimes(String id) {
        return history().requests(Operation.CREATE).stream()
                .filter(one -> one.request().findingIds().contains(id))
                .count();
    }

    /** What the reports say of each finding. */
    Map<String, String> told() {
        return reports.stream()
                .flatMap(report -> report.outcomes().entrySet().stream())
                .collect(Collectors.toMap(Map.Entry::getKey, one -> String.join(" and ", one.getValue())));
    }

    @Override
    public void close() throws IOException {
        nodes.values().stream().filter(CompletableFuture::isDone).forEach(node -> node.join()
                .close());
        wire.close();
        port.close();
        datadog.close();
    }

    @Override
    public String toString() {
        return onUnknown + "\n" + moments + "\n"
                + nodes.values().stream()
                        .filter(CompletableFuture::isDone)
                        .map(node -> node.join().toString())
                        .collect(Collectors.joining("\n-- next node\n"))
                + reports;
    }
}
