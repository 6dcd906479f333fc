package io.github.cameldatadog.findings.campaign;

import io.github.cameldatadog.findings.SimulatedWire;
import io.github.cameldatadog.findings.Simulation;
import io.github.cameldatadog.findings.testkit.Operation;
import io.github.cameldatadog.findings.testkit.core.Decision;
import io.github.cameldatadog.findings.testkit.fault.Fault;
import io.github.cameldatadog.findings.testkit.history.ReceivedRequest;
import io.github.cameldatadog.findings.testkit.http.HttpAnswer;
import io.github.cameldatadog.findings.testkit.http.HttpCall;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** Lets the world have its way with the requests of one exchange, and writes down what becomes of them. */
final class WatchedWire implements SimulatedWire.Watcher {

    private static final Pattern QUOTED = Pattern.compile("\"([^\"]+)\"");

    private final int exchange;
    private final Simulation simulation;
    private final CampaignWorld world;
    private final WireLog log;
    private final CampaignTrace trace;
    private final CampaignNode node;

    /** What befalls the request that is received right now. */
    private Fault fault = Fault.none();

    WatchedWire(
            int exchange,
            Simulation simulation,
            CampaignWorld world,
            WireLog log,
            CampaignTrace trace,
            CampaignNode node) {
        this.exchange = exchange;
        this.simulation = simulation;
        this.world = world;
        this.log = log;
        this.trace = trace;
        this.node = node;
    }

    @Override
    public boolean isSenderGone() {
        return node.isDead();
    }

    @Override
    public boolean isUnreachable() {
        return world.isUnreachable();
    }

    @Override
    public long leaves() {
        return log.leaves();
    }

    @Override
    public void beforeReceiving(HttpCall call) {
        fault = world.beforeReceiving(operation(call), named(call));
    }

    @Override
    public void received(HttpCall call, Decision decision, long left) {
        log.received(decision.requestNumber(), exchange, left);
        String answer = decision.answer()
                .map(HttpAnswer::status)
                .map(status -> Integer.toString(status))
                .orElse("no answer");
        trace.add(
                simulation.now(),
                "exchange " + exchange + ": #" + decision.requestNumber() + " " + operation(call) + " "
                        + trace.shown(named(call)) + " -> " + answer + (fault.isNone() ? "" : ", " + fault));
    }

    @Override
    public void answered(long request) {
        log.answered(request);
    }

    @Override
    public void refused() {
        trace.add(simulation.now(), "exchange " + exchange + ": connection refused");
    }

    @Override
    public void tookEffectLate(long request) {
        trace.add(simulation.now(), "#" + request + " takes effect");
    }

    private static Operation operation(HttpCall call) {
        return call.target().endsWith("/search") ? Operation.SEARCH : Operation.CREATE;
    }

    private static List<String> named(HttpCall call) {
        ReceivedRequest request = new ReceivedRequest(0, Instant.EPOCH, operation(call), call, Optional.empty());
        return request.operation() == Operation.CREATE
                ? request.findingIds()
                : QUOTED.matcher(request.json().at("/data/attributes/filter").asText())
                        .results()
                        .map(id -> id.group(1))
                        .toList();
    }
}
