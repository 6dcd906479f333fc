package io.github.cameldatadog.findings.campaign;

import io.github.cameldatadog.findings.DatadogFindingsComponent;
import io.github.cameldatadog.findings.DatadogFindingsConstants;
import io.github.cameldatadog.findings.SimulatedProcess;
import io.github.cameldatadog.findings.SimulatedThreads;
import io.github.cameldatadog.findings.SimulatedWire;
import io.github.cameldatadog.findings.Simulation;
import io.github.cameldatadog.findings.client.DatadogTransport;
import io.github.cameldatadog.findings.client.HttpOptions;
import io.github.cameldatadog.findings.client.Timing;
import io.github.cameldatadog.findings.internal.DatadogConnections;
import io.github.cameldatadog.findings.internal.DatadogTransportFactory;
import io.github.cameldatadog.findings.testkit.SimulatedDatadog;
import io.github.cameldatadog.findings.ticket.TicketLedger;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.apache.camel.AsyncProducer;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.EventHelper;
import org.apache.camel.support.SimpleUuidGenerator;
import org.apache.camel.support.service.ServiceHelper;

/** One life of a node: a context in a process of its own, from its start to its death or to the end of the run. */
final class CampaignNode {

    static final Duration SHUTDOWN_TIMEOUT = Duration.ofSeconds(45);
    private static final Duration BOUND_OF_ITS_END = Duration.ofDays(30);

    private final int number;
    private final int node;
    private final boolean named;
    private final Simulation simulation;
    private final Wires wires;
    private final SimulatedProcess process;
    private final Instant from;
    private final DefaultCamelContext context = new DefaultCamelContext();
    private final Map<HttpOptions, Integer> exchangeNumbers = new HashMap<>();
    private final List<SimulatedWire> opened = new ArrayList<>();
    private final List<CampaignExchange> exchanges = new ArrayList<>();
    private final Set<String> marked = new HashSet<>();
    private Instant died;
    private boolean stopping;

    /** Gives the wire of an exchange. */
    interface Wires {
        SimulatedWire of(int exchange, CampaignNode node);
    }

    /**
     * @param number tells it from all other lives
     * @param node the node that it is a life of
     * @param named whether the ledger knows the node's name
     */
    CampaignNode(int number, int node, boolean named, Simulation simulation, Wires wires) {
        this.number = number;
        this.node = node;
        this.named = named;
        this.simulation = simulation;
        this.wires = wires;
        this.process = simulation.newProcess();
        this.from = simulation.now();
    }

    int number() {
        return number;
    }

    int node() {
        return node;
    }

    SimulatedProcess process() {
        return process;
    }

    List<CampaignExchange> exchanges() {
        return exchanges;
    }

    boolean isDead() {
        return died != null;
    }

    boolean isStopping() {
        return stopping;
    }

    NodeLife life() {
        return new NodeLife(number, node, named, from, died, Set.copyOf(marked));
    }

    /**
     * Starts the context.
     *
     * @param ledger null for the context's own in memory
     * @param changed what becomes of its wires
     */
    void start(TicketLedger ledger, UnaryOperator<DatadogTransport> changed) {
        context.disableJMX(); // it takes its time, and nobody looks
        // Its own would count all contexts that there ever were.
        context.getCamelContextExtension().setName("node" + node + "-" + number);
        context.getExecutorServiceManager().setThreadPoolFactory(new SimulatedThreads(simulation));
        context.setUuidGenerator(new SimpleUuidGenerator());
        context.getShutdownStrategy().setTimeout(SHUTDOWN_TIMEOUT.toSeconds());
        context.getRegistry().bind("timing", Timing.class, simulation);
        DatadogTransportFactory factory = (camel, address, options, credentials, timing) -> {
            SimulatedWire wire = wires.of(exchangeNumbers.get(options), this);
            opened.add(wire);
            return changed.apply(wire);
        };
        context.getRegistry().bind("wires", DatadogTransportFactory.class, factory);
        DatadogFindingsComponent component = new DatadogFindingsComponent(context);
        component.getConfiguration().setBaseUrl("http://127.0.0.1:1");
        component.getConfiguration().setApiKey(SimulatedDatadog.API_KEY);
        component.getConfiguration().setApplicationKey(SimulatedDatadog.APPLICATION_KEY);
        component.getConfiguration().setLedger(ledger);
        context.addComponent(DatadogFindingsConstants.SCHEME, component);
        process.run(context::start);
    }

    /** Each exchange has an endpoint, and by its HTTP options a wire, of its own: so it is known whose a request is. */
    CampaignExchange take(Sending sending, CampaignWorld world) throws Exception {
        String connectTimeout = Integer.toString(10_000 + sending.number());
        exchangeNumbers.put(HttpOptions.of(Map.of("connectTimeout", connectTimeout)), sending.number());
        StringBuilder uri = new StringBuilder("datadog-findings:servicenowTickets?report=all")
                .append("&project=")
                .append(world.project(sending.number()))
                .append("&http.connectTimeout=")
                .append(connectTimeout);
        sending.options()
                .forEach((name, value) ->
                        uri.append('&').append(name).append('=').append(value));
        AsyncProducer producer =
                (AsyncProducer) context.getEndpoint(uri.toString()).createProducer();
        process.run(() -> ServiceHelper.startService(producer));
        CampaignExchange exchange =
                new CampaignExchange(sending, world.findings(sending), producer, context, simulation::now, this);
        exchanges.add(exchange);
        return exchange;
    }

    /** Its ledger knows of these that they may be sent now. */
    void marked(Collection<String> findingIds) {
        marked.addAll(findingIds);
    }

    /** It is dead from now on: what it has on the wire may still arrive. To be followed by the stop of its process. */
    void die() {
        died = simulation.now();
        exchanges.forEach(one -> one.die(died));
        opened.forEach(SimulatedWire::senderDies);
    }

    /** As Camel does: it says that it stops, waits for what is worked on as long as it has time, and stops the rest. */
    void stop(CampaignTrace trace) {
        trace.add(simulation.now(), "the context begins to stop");
        stopping = true;
        EventHelper.notifyCamelContextStopping(context);
        Instant end = simulation.now().plus(SHUTDOWN_TIMEOUT);
        while (simulation.now().isBefore(end) && !exchanges.stream().allMatch(CampaignExchange::ended)) {
            simulation.sleep(Duration.ofSeconds(1));
        }
        trace.add(simulation.now(), "the context stops all producers");
        stopProducers();
    }

    private void stopProducers() {
        exchanges.forEach(one -> ServiceHelper.stopAndShutdownService(one.producer()));
    }

    List<Violation> leftovers() {
        List<Violation> left = new ArrayList<>();
        DatadogConnections.of(context).gates().forEach((key, gate) -> {
            if (gate.inFlight() + gate.waiting() > 0) {
                left.add(new Violation(
                        "NothingIsLeft",
                        gate.inFlight() + " passes of the gate for " + key.operation() + " are out, and "
                                + gate.waiting() + " wait"));
            }
        });
        return left;
    }

    /** Lets a dead one come to its end, with nothing to be reached any more, so that no thread of it is left. */
    private void layToRest() {
        process.resume();
        boolean[] stopped = {false};
        process.run(() -> simulation.start(() -> {
            stopProducers();
            stopped[0] = true;
        }));
        simulation.runUntil(
                () -> stopped[0] && exchanges.stream().noneMatch(CampaignExchange::isWorkedOn), BOUND_OF_ITS_END);
        simulation.settle();
    }

    void close() throws IOException {
        if (isDead()) {
            layToRest();
        } else {
            stopProducers();
        }
        process.run(context::stop);
        for (CampaignExchange one : exchanges) {
            one.clear();
        }
    }

    @Override
    public String toString() {
        return "node " + node + (number < 2 ? "" : ", life " + number);
    }
}
