package io.github.cameldatadog.findings.campaign;

import io.github.cameldatadog.findings.DatadogFindingsComponent;
import io.github.cameldatadog.findings.DatadogFindingsConstants;
import io.github.cameldatadog.findings.SimulatedThreads;
import io.github.cameldatadog.findings.SimulatedWire;
import io.github.cameldatadog.findings.Simulation;
import io.github.cameldatadog.findings.client.DatadogTransport;
import io.github.cameldatadog.findings.client.HttpOptions;
import io.github.cameldatadog.findings.client.RateGate;
import io.github.cameldatadog.findings.client.Timing;
import io.github.cameldatadog.findings.internal.DatadogConnections;
import io.github.cameldatadog.findings.internal.DatadogTransportFactory;
import io.github.cameldatadog.findings.testkit.SimulatedDatadog;
import io.github.cameldatadog.findings.testkit.history.History;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.apache.camel.AsyncProducer;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.EventHelper;
import org.apache.camel.support.SimpleUuidGenerator;
import org.apache.camel.support.service.ServiceHelper;

/** One run of the campaign: the component as a whole, on virtual time, against the rules of the simulated Datadog. */
final class CampaignRun {

    private static final Duration BOUND = Duration.ofDays(3);
    private static final Duration BEFORE_REDELIVERY = Duration.ofSeconds(5);
    private static final Duration SHUTDOWN_TIMEOUT = Duration.ofSeconds(45);

    private final CampaignPlan plan;
    private final UnaryOperator<DatadogTransport> changedWire;
    private final Simulation simulation;
    private final CampaignTrace trace = new CampaignTrace();
    private final WireLog wire;
    private final CampaignWorld world;
    private final DefaultCamelContext context = new DefaultCamelContext();
    private final List<CampaignExchange> exchanges = new ArrayList<>();
    private boolean contextStops;

    private CampaignRun(CampaignPlan plan, UnaryOperator<DatadogTransport> wires) {
        this.plan = plan;
        this.changedWire = wires;
        this.simulation = new Simulation(plan.seed());
        this.wire = new WireLog(simulation::now);
        this.world = new CampaignWorld(plan, simulation, trace);
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
        startContext();
        for (Sending sending : plan.sendings()) {
            exchanges.add(new CampaignExchange(
                    sending, world.findings(sending), producer(sending), context, simulation::now));
        }
        List<Violation> violations = new ArrayList<>();
        try {
            happen();
            violations.addAll(leftovers());
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
        exchanges.forEach(this::traceReport);
        return new CampaignOutcome(plan, violations.stream().distinct().toList(), record(), trace);
    }

    private void startContext() throws Exception {
        context.disableJMX(); // it takes its time, and nobody looks
        context.getExecutorServiceManager().setThreadPoolFactory(new SimulatedThreads(simulation));
        context.setUuidGenerator(new SimpleUuidGenerator());
        context.getShutdownStrategy().setTimeout(SHUTDOWN_TIMEOUT.toSeconds());
        context.getRegistry().bind("timing", Timing.class, simulation);
        context.getRegistry().bind("wires", DatadogTransportFactory.class, wires());
        DatadogFindingsComponent component = new DatadogFindingsComponent(context);
        component.getConfiguration().setBaseUrl("http://127.0.0.1:1");
        component.getConfiguration().setApiKey(SimulatedDatadog.API_KEY);
        component.getConfiguration().setApplicationKey(SimulatedDatadog.APPLICATION_KEY);
        context.addComponent(DatadogFindingsConstants.SCHEME, component);
        context.start();
    }

    /** Each exchange has an endpoint, and by its HTTP options a wire, of its own: so it is known whose a request is. */
    private DatadogTransportFactory wires() {
        Map<HttpOptions, Integer> numbers = new HashMap<>();
        plan.sendings()
                .forEach(one -> numbers.put(
                        HttpOptions.of(Map.of("connectTimeout", connectTimeout(one.number()))), one.number()));
        return (camel, address, options, credentials, timing) -> changedWire.apply(new SimulatedWire(
                simulation,
                world.datadog(),
                plan.conditions().refusedInHundred(),
                new WatchedWire(numbers.get(options), simulation, world, wire, trace)));
    }

    private static String connectTimeout(int exchange) {
        return Integer.toString(10_000 + exchange);
    }

    private AsyncProducer producer(Sending sending) throws Exception {
        StringBuilder uri = new StringBuilder("datadog-findings:servicenowTickets?report=all")
                .append("&project=")
                .append(world.project(sending.number()))
                .append("&http.connectTimeout=")
                .append(connectTimeout(sending.number()));
        sending.options()
                .forEach((name, value) ->
                        uri.append('&').append(name).append('=').append(value));
        AsyncProducer producer =
                (AsyncProducer) context.getEndpoint(uri.toString()).createProducer();
        ServiceHelper.startService(producer);
        return producer;
    }

    // ---- what happens

    private void happen() {
        for (CampaignExchange one : exchanges) {
            simulation.after(one.sending.after(), () -> simulation.start(() -> begin(one)));
        }
        for (Stop stop : plan.stops()) {
            simulation.after(stop.at(), () -> simulation.start(() -> stop(stop)));
        }
        world.schedule();
        simulation.runUntil(() -> exchanges.stream().allMatch(CampaignExchange::ended), BOUND);
        simulation.settle();
    }

    private void begin(CampaignExchange one) {
        if (contextStops) {
            one.end();
            return;
        }
        trace.add(simulation.now(), "exchange " + one.sending.number() + " begins");
        one.deliver(() -> waitToRedeliver(one));
    }

    private void waitToRedeliver(CampaignExchange one) {
        simulation.after(
                BEFORE_REDELIVERY,
                () -> simulation.start(() -> {
                    trace.add(simulation.now(), "exchange " + one.sending.number() + " is redelivered");
                    one.redeliver(() -> waitToRedeliver(one));
                }));
    }

    private void stop(Stop stop) {
        if (stop.what() == Stop.CONTEXT) {
            stopAll();
            return;
        }
        exchanges.stream().filter(one -> one.sending.number() == stop.what()).forEach(one -> {
            trace.add(simulation.now(), "the producer of exchange " + stop.what() + " is stopped");
            ServiceHelper.stopAndShutdownService(one.producer());
        });
    }

    /** As Camel does: it says that it stops, waits for what is worked on as long as it has time, and stops the rest. */
    private void stopAll() {
        trace.add(simulation.now(), "the context begins to stop");
        contextStops = true;
        EventHelper.notifyCamelContextStopping(context);
        Instant end = simulation.now().plus(SHUTDOWN_TIMEOUT);
        while (simulation.now().isBefore(end) && !exchanges.stream().allMatch(CampaignExchange::ended)) {
            simulation.sleep(Duration.ofSeconds(1));
        }
        trace.add(simulation.now(), "the context stops all producers");
        exchanges.forEach(one -> ServiceHelper.stopAndShutdownService(one.producer()));
    }

    // ---- what is known of it

    private CampaignRecord record() {
        History history = world.datadog().history();
        return new CampaignRecord(
                history,
                exchanges.stream().map(CampaignExchange::record).toList(),
                wire,
                world.deeds(),
                !plan.stops().isEmpty(),
                plan.conditions(),
                plan.outages());
    }

    private List<Violation> leftovers() {
        List<Violation> left = new ArrayList<>();
        DatadogConnections.of(context).gates().forEach((key, gate) -> {
            if (isHeld(gate)) {
                left.add(new Violation(
                        "NothingIsLeft",
                        gate.inFlight() + " passes of the gate for " + key.operation() + " are out, and "
                                + gate.waiting() + " wait"));
            }
        });
        return left;
    }

    private static boolean isHeld(RateGate gate) {
        return gate.inFlight() + gate.waiting() > 0;
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
        exchanges.forEach(one -> ServiceHelper.stopAndShutdownService(one.producer()));
        context.stop();
        simulation.close();
        for (CampaignExchange one : exchanges) {
            one.clear();
        }
    }
}
