package io.github.cameldatadog.findings;

import static io.github.cameldatadog.findings.testkit.assertions.DatadogAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.cameldatadog.findings.client.DatadogTransport;
import io.github.cameldatadog.findings.client.RateGates;
import io.github.cameldatadog.findings.client.Timing;
import io.github.cameldatadog.findings.internal.DatadogConnections;
import io.github.cameldatadog.findings.testkit.CaseKind;
import io.github.cameldatadog.findings.testkit.Operation;
import io.github.cameldatadog.findings.testkit.SimulatedDatadog;
import io.github.cameldatadog.findings.testkit.SimulatedDatadogBuilder;
import io.github.cameldatadog.findings.testkit.core.DatadogCore;
import io.github.cameldatadog.findings.testkit.core.World;
import io.github.cameldatadog.findings.testkit.finding.FindingGenerator;
import io.github.cameldatadog.findings.testkit.finding.FindingSize;
import io.github.cameldatadog.findings.testkit.finding.SimulatedFinding;
import io.github.cameldatadog.findings.testkit.history.CaseRecord;
import io.github.cameldatadog.findings.testkit.history.History;
import io.github.cameldatadog.findings.testkit.history.RequestRecord;
import io.github.cameldatadog.findings.ticket.TicketReport;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.Field;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.function.Function;
import org.apache.camel.AsyncProducer;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.builder.ExchangeBuilder;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.SimpleUuidGenerator;
import org.apache.camel.support.service.ServiceHelper;

/** One run of the campaign: the component as a whole, on virtual time, against the rules of the simulated Datadog. */
final class CampaignRun {

    private static final Duration BOUND = Duration.ofDays(3);

    private final CampaignPlan plan;
    private final Simulation simulation;
    private final DatadogCore datadog;
    private final CamelContext context = new DefaultCamelContext();
    private final List<Sent> sent = new ArrayList<>();
    private final StringBuilder trace = new StringBuilder();

    /** An exchange on its way, and what it was given. */
    private final class Sent {
        private final CampaignPlan.Sending plan;
        private final String project;
        private final List<String> ids;
        private final Object body;
        private Exchange exchange;
        private int deliveries;
        private int callbacks;
        private boolean ended;

        Sent(CampaignPlan.Sending plan, String project, List<SimulatedFinding> findings) throws IOException {
            this.plan = plan;
            this.project = project;
            this.ids = findings.stream().map(SimulatedFinding::id).toList();
            this.body = plan.kind().write(findings, plan.shape(), plan.invalid());
        }

        TicketReport report() {
            return RouteToDatadog.reportOf(exchange);
        }
    }

    CampaignRun(long seed) {
        this.plan = new CampaignPlan(seed);
        this.simulation = new Simulation(seed);
        SimulatedDatadogBuilder builder = SimulatedDatadog.builder().seed(seed).clock(simulation::now);
        for (int i = 0; i < plan.exchanges; i++) {
            builder.project(project(i), "P" + i);
        }
        this.datadog = new DatadogCore(builder.settings());
    }

    private static String project(int exchange) {
        return "7b9c1f6e-2d34-4c58-9a0b-5e6f7a8b9c%02d".formatted(exchange);
    }

    /** Runs it and checks everything; gives what happened, in words that are the same for the same seed. */
    String run() throws Exception {
        try {
            arrange();
            send();
            check();
            assertNothingLeft();
            return trace.toString();
        } catch (AssertionError | RuntimeException e) {
            throw new AssertionError(plan + "\n" + e.getMessage(), e);
        } finally {
            context.stop();
            simulation.close();
            sent.forEach(CampaignRun::deleteFile);
        }
    }

    private void arrange() throws Exception {
        datadog.faults().chance(Operation.CREATE, plan.seed, plan.createFaults, plan.faultsOfCreates());
        datadog.faults().chance(Operation.SEARCH, ~plan.seed, plan.searchFaults, CampaignPlan.faultsOfSearches());
        inWorld(world -> {
            world.rateLimit(List.of(Operation.CREATE), plan.createLimit, plan.period);
            world.rateLimit(List.of(Operation.SEARCH), plan.searchLimit, plan.period);
            world.indexLag(plan.indexLag);
            return null;
        });
        FindingGenerator generator =
                new FindingGenerator(plan.seed, simulation.now().toEpochMilli());
        List<SimulatedFinding> shared = add(generator.generate(300, FindingSize.SMALL));
        List<CampaignPlan.Sending> sendings = plan.sendings();
        for (int i = 0; i < sendings.size(); i++) {
            CampaignPlan.Sending sending = sendings.get(i);
            List<SimulatedFinding> findings = new ArrayList<>(
                    plan.shareFindings
                            ? shared.subList(0, sending.findings())
                            : add(generator.generate(sending.findings(), FindingSize.SMALL)));
            for (int again = 0; again < Math.min(sending.repeated(), sending.findings()); again++) {
                findings.add(findings.get(again));
            }
            sent.add(new Sent(sending, project(i), findings));
        }
        startContext();
    }

    private List<SimulatedFinding> add(List<SimulatedFinding> findings) {
        inWorld(world -> {
            findings.forEach(world::add);
            return null;
        });
        return findings;
    }

    private <T> T inWorld(Function<World, T> action) {
        return datadog.inWorld(action);
    }

    private void startContext() throws Exception {
        context.getExecutorServiceManager().setThreadPoolFactory(new SimulatedThreads(simulation));
        context.setUuidGenerator(new SimpleUuidGenerator());
        context.getRegistry().bind("timing", Timing.class, simulation);
        DatadogFindingsComponent component = new DatadogFindingsComponent(context, variable -> null);
        component.getConfiguration().setBaseUrl("http://127.0.0.1:1");
        component.getConfiguration().setApiKey(SimulatedDatadog.API_KEY);
        component.getConfiguration().setApplicationKey(SimulatedDatadog.APPLICATION_KEY);
        context.addComponent(DatadogFindingsConstants.SCHEME, component);
        context.start();
        SimulatedWire wire = new SimulatedWire(simulation, datadog, plan.refusedInHundred);
        Field transports = DatadogConnections.class.getDeclaredField("transports");
        transports.setAccessible(true);
        transports.set(DatadogConnections.of(context), new Always(wire));
    }

    /** Whatever the settings, the same transport. */
    private static final class Always extends HashMap<Object, DatadogTransport> {
        private static final long serialVersionUID = 1L;
        private final transient DatadogTransport one;

        Always(DatadogTransport one) {
            this.one = one;
        }

        @Override
        public DatadogTransport computeIfAbsent(Object key, Function<? super Object, ? extends DatadogTransport> make) {
            return one;
        }
    }

    // ---- what happens

    private void send() {
        sent.forEach(one -> simulation.after(one.plan.after(), () -> simulation.start(() -> begin(one))));
        for (int i = 0; i < plan.actions; i++) {
            simulation.after(Duration.ofMillis(simulation.chance(180_000)), () -> simulation.start(this::actOfOthers));
        }
        simulation.runUntil(() -> sent.stream().allMatch(one -> one.ended), BOUND);
        simulation.settle();
    }

    private void begin(Sent one) {
        AsyncProducer producer = producer(one);
        one.exchange = ExchangeBuilder.anExchange(context).withBody(one.body).build();
        deliver(one, producer);
    }

    private AsyncProducer producer(Sent one) {
        try {
            AsyncProducer producer = (AsyncProducer) context.getEndpoint(
                            "datadog-findings:servicenowTickets?project=" + one.project + "&" + one.plan.options())
                    .createProducer();
            ServiceHelper.startService(producer);
            return producer;
        } catch (Exception e) {
            throw new AssertionError("There is no producer for " + one.plan, e);
        }
    }

    private void deliver(Sent one, AsyncProducer producer) {
        one.deliveries++;
        int delivery = one.deliveries;
        producer.process(one.exchange, doneSync -> {
            one.callbacks++;
            boolean again = one.exchange.getException() != null && delivery <= one.plan.redeliveries();
            if (again) {
                simulation.after(Duration.ofSeconds(5), () -> simulation.start(() -> redeliver(one, producer)));
            } else {
                one.ended = true;
                ServiceHelper.stopService(producer);
            }
        });
    }

    /** As Camel's error handler does. */
    private void redeliver(Sent one, AsyncProducer producer) {
        one.exchange.setException(null);
        one.exchange.getMessage().setBody(one.body);
        one.exchange.getMessage().setHeader(Exchange.REDELIVERED, true);
        deliver(one, producer);
    }

    private void actOfOthers() {
        inWorld(world -> {
            List<SimulatedFinding> all = world.findings();
            String id = all.get(simulation.chance(all.size())).id();
            List<CaseRecord> cases = world.casesOf(id);
            switch (simulation.chance(8)) {
                case 0 -> world.actor("colleague").attachToNewCase(CaseKind.JIRA, null, List.of(id));
                case 1 -> world.actor("colleague").attachToNewCase(CaseKind.SERVICENOW, "mine", List.of(id));
                case 2 -> world.change(id, fields -> fields.put("status", "resolved"));
                case 3 -> world.change(id, fields -> fields.put("status", "open"));
                case 4 -> world.remove(id);
                case 5 -> world.actor("colleague").detach(id);
                case 6 -> world.useUp(Operation.CREATE, 3);
                default ->
                    cases.forEach(one -> {
                        if (one.open()) {
                            world.actor("colleague").close(one.id());
                        } else {
                            world.actor("colleague").reopen(one.id());
                        }
                    });
            }
            return null;
        });
    }

    // ---- what must hold

    private void check() {
        for (int round = 0; round < 2; round++) {
            History history = datadog.history();
            sent.forEach(one -> check(one, history));
            assertThat(history).receivedOnlyValidRequests();
            if (!plan.shareFindings) {
                assertThat(history).createdAtMostOneTicketPerFinding();
            }
            datadog.releaseLateEffects();
        }
        for (RequestRecord request : datadog.history().requests()) {
            trace.append(request.request().receivedAt())
                    .append(' ')
                    .append(request)
                    .append('\n');
        }
        sent.forEach(one -> trace.append(one.report().table().replaceAll("findings\\d+\\.json", "findings.json")));
    }

    private void check(Sent one, History history) {
        TicketReport report = one.report();
        assertThat(one.callbacks).as("callbacks of %s", one.plan).isEqualTo(one.deliveries);
        assertThat(report)
                .as("the report of %s, %s", one.plan, one.exchange.getException())
                .isNotNull();
        if (plan.createFaults == 0 && plan.actions == 0) {
            assertThat(report.unknown() + report.caseOnly() + report.rejected())
                    .as("doubts and refusals without a cause: %s", report)
                    .isZero();
        }
        try {
            TrueBooks books = TrueBooks.ofProject(one.project, report, history);
            if (report.stopped() != null && one.plan.canBeReadOnce()) {
                books.holdForWhatWasRead(one.ids);
            } else {
                books.holdFor(one.ids, one.plan.invalid());
            }
        } catch (AssertionError e) {
            throw new AssertionError(one.plan + "\n" + report.table() + "\n" + e.getMessage(), e);
        }
    }

    private void assertNothingLeft() throws Exception {
        Field gates = DatadogConnections.class.getDeclaredField("gates");
        gates.setAccessible(true);
        ((RateGates) gates.get(DatadogConnections.of(context))).all().forEach((key, gate) -> {
            assertThat(gate.inFlight()).as("passes out").isZero();
            assertThat(gate.waiting()).as("waiting at the gate").isZero();
        });
    }

    private static void deleteFile(Sent one) {
        Path path = one.body instanceof File file ? file.toPath() : one.body instanceof Path given ? given : null;
        if (path != null) {
            try {
                Files.deleteIfExists(path);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
