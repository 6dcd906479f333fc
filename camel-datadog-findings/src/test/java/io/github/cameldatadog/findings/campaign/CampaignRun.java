package io.github.cameldatadog.findings.campaign;

import io.github.cameldatadog.findings.SimulatedWire;
import io.github.cameldatadog.findings.Simulation;
import io.github.cameldatadog.findings.client.DatadogTransport;
import io.github.cameldatadog.findings.ledger.SimulatedDatabase;
import io.github.cameldatadog.findings.ticket.TicketLedger;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.apache.camel.support.service.ServiceHelper;

/** One run of the campaign: the component as a whole, on virtual time, against the rules of the simulated Datadog. */
final class CampaignRun {

    private static final Duration BOUND = Duration.ofDays(3);
    private static final Duration BEFORE_REDELIVERY = Duration.ofSeconds(5);
    /** Longer than a node that starts looks for what was left in doubt, unless it is kept from it. */
    private static final Duration UNTIL_INQUIRIES_END = Duration.ofMinutes(15);

    private final CampaignPlan plan;
    private final UnaryOperator<DatadogTransport> changedWire;
    private final Simulation simulation;
    private final Instant start;
    private final CampaignTrace trace = new CampaignTrace();
    private final WireLog wire;
    private final CampaignWorld world;
    private final Optional<SimulatedDatabase> database;
    private final int[][] ledgerCalls;
    private final List<CampaignNode> lives = new ArrayList<>();
    private int successorsToCome;

    private CampaignRun(CampaignPlan plan, UnaryOperator<DatadogTransport> wires) {
        this.plan = plan;
        this.changedWire = wires;
        this.simulation = new Simulation(plan.seed());
        this.start = simulation.now();
        this.wire = new WireLog(simulation::now);
        this.world = new CampaignWorld(plan, simulation, trace);
        this.database = plan.setUp().durable() ? Optional.of(new SimulatedDatabase(start)) : Optional.empty();
        this.ledgerCalls = new int[plan.setUp().nodes()][1];
    }

    /** Runs it and checks everything. */
    static CampaignOutcome of(CampaignPlan plan) throws Exception {
        return of(plan, wire -> wire);
    }

    /** As {@link #of(CampaignPlan)}, over wires that are not what they were. */
    static CampaignOutcome of(CampaignPlan plan, UnaryOperator<DatadogTransport> changedWire) throws Exception {
        CampaignRun run = new CampaignRun(plan, changedWire);
        try {
            return run.run();
        } finally {
            run.close();
        }
    }

    private CampaignOutcome run() throws Exception {
        for (int node = 0; node < plan.setUp().nodes(); node++) {
            startNode(node);
        }
        for (Sending sending : plan.sendings()) {
            CampaignNode node = lives.get(sending.node() % plan.setUp().nodes());
            beginIn(sending.after(), node.take(sending, world));
        }
        List<Violation> violations = new ArrayList<>();
        try {
            happen();
            living().forEach(node -> violations.addAll(node.leftovers()));
        } catch (AssertionError e) {
            violations.add(new Violation("ItComesToAnEnd", e + ", for " + e.getCause()));
        }
        if (violations.isEmpty()) {
            violations.addAll(CampaignChecker.check(record()));
            int late = world.datadog().releaseLateEffects();
            if (late > 0) {
                trace.add(simulation.now(), late + " requests take effect");
                violations.addAll(CampaignChecker.check(record()));
            }
        }
        exchanges().forEach(this::traceReport);
        return new CampaignOutcome(plan, violations.stream().distinct().toList(), record(), trace);
    }

    private List<CampaignNode> living() {
        return lives.stream().filter(node -> !node.isDead()).toList();
    }

    private Optional<CampaignNode> living(int node) {
        return living().stream().filter(one -> one.node() == node).findFirst();
    }

    private List<CampaignExchange> exchanges() {
        return lives.stream().flatMap(node -> node.exchanges().stream()).toList();
    }

    private CampaignNode startNode(int node) {
        CampaignNode life = new CampaignNode(lives.size(), node, plan.setUp().named(), simulation, this::wire);
        lives.add(life);
        life.start(database.map(there -> ledger(there, life)).orElse(null), changedWire);
        return life;
    }

    private SimulatedWire wire(int exchange, CampaignNode node) {
        return new SimulatedWire(
                simulation,
                world.datadog(),
                plan.conditions().refusedInHundred(),
                new WatchedWire(exchange, simulation, world, wire, trace, node));
    }

    private TicketLedger ledger(SimulatedDatabase there, CampaignNode node) {
        there.show(simulation.now());
        TicketLedger real =
                there.process(plan.setUp().named() ? "node" + node.node() : null, Integer.toString(node.number()));
        return new NodeLedger(
                real,
                new LedgerFate(node, simulation, world, there, plan.crashes(), ledgerCalls[node.node()], this::crash),
                node::marked);
    }

    // ---- what happens

    private void happen() {
        for (Stop stop : plan.stops()) {
            simulation.after(stop.at(), () -> simulation.start(() -> stop(stop)));
        }
        for (Crash crash : plan.crashes()) {
            if (crash.when() instanceof Crash.At at && plan.setUp().durable()) {
                simulation.after(at.sinceStart(), () -> crash(crash));
            }
        }
        world.schedule();
        simulation.runUntil(
                () -> successorsToCome == 0 && exchanges().stream().allMatch(CampaignExchange::ended), BOUND);
        simulation.settle();
        if (plan.setUp().durable()) {
            boolean[] over = {false};
            simulation.after(UNTIL_INQUIRIES_END, () -> over[0] = true);
            simulation.runUntil(() -> over[0], BOUND.plus(UNTIL_INQUIRIES_END));
            simulation.settle();
        }
    }

    /** It is worked on by its node: if that is dead by then, it is not. */
    private void beginIn(Duration delay, CampaignExchange one) {
        one.node().process().run(() -> simulation.after(delay, () -> simulation.start(() -> begin(one))));
    }

    private void begin(CampaignExchange one) {
        if (one.node().isDead()) {
            return;
        }
        if (one.node().isStopping()) {
            one.end();
            return;
        }
        trace.add(simulation.now(), "exchange " + one.sending.number() + " begins on " + one.node());
        one.deliver(() -> waitToRedeliver(one));
    }

    private void waitToRedeliver(CampaignExchange one) {
        simulation.after(
                BEFORE_REDELIVERY,
                () -> simulation.start(() -> {
                    if (!one.node().isDead()) {
                        trace.add(simulation.now(), "exchange " + one.sending.number() + " is redelivered");
                        one.redeliver(() -> waitToRedeliver(one));
                    }
                }));
    }

    private void stop(Stop stop) {
        if (stop.what() == Stop.CONTEXT) {
            living(0).ifPresent(node -> node.process().run(() -> node.stop(trace)));
            return;
        }
        exchanges().stream()
                .filter(one ->
                        one.sending.number() == stop.what() && !one.node().isDead())
                .forEach(one -> one.node().process().run(() -> {
                    trace.add(simulation.now(), "the producer of exchange " + stop.what() + " is stopped");
                    ServiceHelper.stopAndShutdownService(one.producer());
                }));
    }

    private void crash(Crash crash) {
        living(crash.node()).ifPresent(node -> {
            trace.add(simulation.now(), node + " dies");
            node.die();
            node.process().stop();
            successorsToCome++;
            simulation.after(crash.after(), () -> deliverAgain(crash, node));
        });
    }

    private void deliverAgain(Crash crash, CampaignNode dead) {
        CampaignNode next = (crash.elsewhere() ? living().stream().findFirst() : living(dead.node()))
                .orElseGet(() -> startNode(dead.node()));
        trace.add(simulation.now(), next + " gets what " + dead + " had not finished");
        for (CampaignExchange one : dead.exchanges()) {
            if (one.died() || crash.allAgain()) {
                Duration sinceStart = Duration.between(start, simulation.now());
                Duration left = one.sending.after().minus(sinceStart);
                beginIn(left.isNegative() ? Duration.ZERO : left, again(one, next));
            }
        }
        successorsToCome--;
    }

    private CampaignExchange again(CampaignExchange one, CampaignNode next) {
        try {
            return next.take(one.sending.again(), world);
        } catch (Exception e) {
            throw new AssertionError("It cannot be delivered again", e);
        }
    }

    // ---- what is known of it

    private CampaignRecord record() {
        return new CampaignRecord(
                world.datadog().history(),
                exchanges().stream().map(CampaignExchange::record).toList(),
                wire,
                world.deeds(),
                !plan.stops().isEmpty(),
                plan.conditions(),
                plan.outages(),
                lives.stream().map(CampaignNode::life).toList(),
                database.map(SimulatedDatabase::entries).orElse(Map.of()));
    }

    private void traceReport(CampaignExchange one) {
        ExchangeRecord told = one.record();
        trace.add(
                simulation.now(),
                "exchange " + told.number() + " ended with "
                        + (told.exception() == null
                                ? "no exception"
                                : told.exception().getClass().getSimpleName())
                        + (told.report() == null
                                ? ", no report"
                                : "\n" + told.report().table().replaceAll("findings\\d+\\.json", "findings.json")));
    }

    private void close() throws IOException {
        for (CampaignNode node : lives) {
            node.close();
        }
        simulation.close();
        database.ifPresent(SimulatedDatabase::close);
    }
}
