package io.github.cameldatadog.findings;

import io.github.cameldatadog.findings.client.Timing;
import io.github.cameldatadog.findings.internal.DatadogTransportFactory;
import io.github.cameldatadog.findings.testkit.SimulatedDatadog;
import io.github.cameldatadog.findings.testkit.core.DatadogCore;
import io.github.cameldatadog.findings.testkit.core.World;
import io.github.cameldatadog.findings.testkit.fault.Faults;
import io.github.cameldatadog.findings.testkit.finding.FindingGenerator;
import io.github.cameldatadog.findings.testkit.finding.FindingSize;
import io.github.cameldatadog.findings.testkit.finding.SimulatedFinding;
import io.github.cameldatadog.findings.testkit.history.History;
import io.github.cameldatadog.findings.ticket.TicketReport;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.apache.camel.AsyncProducer;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.builder.ExchangeBuilder;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.SimpleUuidGenerator;
import org.apache.camel.support.service.ServiceHelper;

/** The component as a whole on virtual time, against the rules of the simulated Datadog, for tests in which time passes. */
final class VirtualRoute implements AutoCloseable {

    private static final Duration BOUND = Duration.ofDays(3);
    private static final long SEED = 42;

    private final Simulation simulation = new Simulation(SEED);
    private final DatadogCore datadog;
    private final CamelContext context = new DefaultCamelContext();
    private final List<AsyncProducer> producers = new ArrayList<>();
    private final FindingGenerator generator;

    VirtualRoute() {
        this(Map.of());
    }

    /** With beans that are in the registry before the component is added. */
    VirtualRoute(Map<String, Object> beans) {
        datadog = new DatadogCore(
                SimulatedDatadog.builder().seed(SEED).clock(simulation::now).settings());
        generator = new FindingGenerator(SEED, simulation.now().toEpochMilli());
        beans.forEach(context.getRegistry()::bind);
        context.getExecutorServiceManager().setThreadPoolFactory(new SimulatedThreads(simulation));
        context.setUuidGenerator(new SimpleUuidGenerator());
        context.getRegistry().bind("timing", Timing.class, simulation);
        SimulatedWire wire = new SimulatedWire(simulation, datadog, 0);
        DatadogTransportFactory always = (camel, address, options, keys, timing) -> wire;
        context.getRegistry().bind("wire", DatadogTransportFactory.class, always);
        DatadogFindingsComponent component = new DatadogFindingsComponent(context, variable -> null);
        component.getConfiguration().setBaseUrl("http://127.0.0.1:1");
        component.getConfiguration().setApiKey(SimulatedDatadog.API_KEY);
        component.getConfiguration().setApplicationKey(SimulatedDatadog.APPLICATION_KEY);
        component.getConfiguration().setProject(SimulatedDatadog.PROJECT_ID);
        context.addComponent(DatadogFindingsConstants.SCHEME, component);
        context.start();
    }

    /** An exchange on its way. */
    final class Sending {
        private final Exchange exchange;
        private final Object body;
        private final AsyncProducer producer;
        private boolean ended;

        private Sending(Exchange exchange, AsyncProducer producer) {
            this.exchange = exchange;
            this.body = exchange.getMessage().getBody();
            this.producer = producer;
        }

        private void start() {
            ended = false;
            simulation.start(() -> producer.process(exchange, doneSync -> ended = true));
        }

        Exchange exchange() {
            return exchange;
        }

        boolean hasEnded() {
            return ended;
        }

        TicketReport report() {
            return RouteToDatadog.reportOf(exchange);
        }
    }

    Faults faults() {
        return datadog.faults();
    }

    History history() {
        return datadog.history();
    }

    /** Has late requests take effect now. */
    void releaseLateEffects() {
        datadog.releaseLateEffects();
    }

    /** Does something in the world behind the requests. */
    void inWorld(Consumer<World> deed) {
        datadog.inWorld(world -> {
            deed.accept(world);
            return null;
        });
    }

    /** Does something in the world after that time. */
    void later(Duration delay, Consumer<World> deed) {
        simulation.after(delay, () -> inWorld(deed));
    }

    List<String> openFindings(int count) {
        List<SimulatedFinding> findings = generator.generate(count, FindingSize.SMALL);
        inWorld(world -> findings.forEach(finding -> {
            world.add(finding);
            world.change(finding.id(), fields -> fields.put("status", "open"));
        }));
        return findings.stream().map(SimulatedFinding::id).toList();
    }

    /** Sends a body to an endpoint with these options, and returns at once. */
    Sending send(Object body, String options) {
        Sending sending =
                new Sending(ExchangeBuilder.anExchange(context).withBody(body).build(), producer(options));
        sending.start();
        return sending;
    }

    /** Sends the same exchange once more, as Camel's error handler does, and gives its report. */
    TicketReport redeliver(Sending sending) {
        sending.exchange.setException(null);
        sending.exchange.getMessage().setBody(sending.body);
        sending.exchange.getMessage().setHeader(Exchange.REDELIVERED, true);
        sending.start();
        awaitEndOf(sending);
        return sending.report();
    }

    private AsyncProducer producer(String options) {
        try {
            String query = options.isEmpty() ? "" : "?" + options;
            AsyncProducer producer = (AsyncProducer) context.getEndpoint("datadog-findings:servicenowTickets" + query)
                    .createProducer();
            ServiceHelper.startService(producer);
            producers.add(producer);
            return producer;
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    /** Lets time pass until they have ended. */
    void awaitEndOf(Sending... sendings) {
        simulation.runUntil(() -> Arrays.stream(sendings).allMatch(Sending::hasEnded), BOUND);
        simulation.settle();
    }

    /** Lets that much time pass. */
    void pass(Duration time) {
        boolean[] over = {false};
        simulation.after(time, () -> over[0] = true);
        simulation.runUntil(() -> over[0], BOUND);
        simulation.settle();
    }

    /** Sends a body and gives the report of the exchange, failed or not. */
    TicketReport report(Object body, String options) {
        Sending sending = send(body, options);
        awaitEndOf(sending);
        return sending.report();
    }

    /** Stops the producers of all that was sent, as a cache does with those that it throws out. */
    void stopProducers() {
        ServiceHelper.stopService(producers);
        producers.clear();
    }

    /** How much time has passed since the beginning. */
    Duration sinceStart() {
        return Duration.ofNanos(simulation.nanoTime());
    }

    @Override
    public void close() {
        ServiceHelper.stopService(producers);
        context.stop();
        simulation.close();
    }
}
