package io.github.cameldatadog.findings.internal;

import io.github.cameldatadog.findings.client.ApiAddress;
import io.github.cameldatadog.findings.client.DatadogCredentialsProvider;
import io.github.cameldatadog.findings.client.DatadogTransport;
import io.github.cameldatadog.findings.client.FindingsClient;
import io.github.cameldatadog.findings.client.HttpOptions;
import io.github.cameldatadog.findings.client.HttpTransportFactory;
import io.github.cameldatadog.findings.client.RateGate;
import io.github.cameldatadog.findings.client.RateGates;
import io.github.cameldatadog.findings.client.SendSlots;
import io.github.cameldatadog.findings.client.SiteKnowledge;
import io.github.cameldatadog.findings.client.SystemTiming;
import io.github.cameldatadog.findings.client.Timing;
import io.github.cameldatadog.findings.internal.search.FindingSearch;
import io.github.cameldatadog.findings.internal.search.OpenWalks;
import io.github.cameldatadog.findings.internal.search.PollMarks;
import io.github.cameldatadog.findings.internal.search.SearchSettings;
import io.github.cameldatadog.findings.ledger.InMemoryTicketLedger;
import io.github.cameldatadog.findings.observe.EndpointObserver;
import io.github.cameldatadog.findings.observe.FindingsMeters;
import io.github.cameldatadog.findings.ticket.TicketLedger;
import io.github.cameldatadog.findings.ticket.TicketLedger.Scope;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArraySet;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Predicate;
import org.apache.camel.CamelContext;
import org.apache.camel.Route;
import org.apache.camel.support.CamelContextHelper;
import org.apache.camel.support.service.ServiceHelper;
import org.apache.camel.support.service.ServiceSupport;

/**
 * What all endpoints of a context share: threads, time, HTTP clients for equal settings, the gates that pace requests, and
 * metrics. A service of the context, closed with it.
 */
public final class DatadogConnections extends ServiceSupport {

    private static final String STOPPING = "the context is stopping";
    private static final Duration WORKERS_PATIENCE = Duration.ofSeconds(1);

    private final CamelContext context;
    private final Map<TransportKey, DatadogTransport> transports = new HashMap<>();
    private final Map<DatadogCredentialsProvider, LiveKeys> keys = new ConcurrentHashMap<>();
    private final KeyLineages lineages = new KeyLineages();
    private final Map<KnowledgeKey, SiteKnowledge> knowledge = new ConcurrentHashMap<>();
    private final String owner = UUID.randomUUID().toString();
    private final AtomicLong intents = new AtomicLong();
    private final OngoingInquiries inquiries = new OngoingInquiries();
    private final LedgersInUse ledgersInUse;
    private final OpenWalks walks = new OpenWalks();
    private final PollMarks marks = new PollMarks();
    private final Set<TicketRuns> open = new CopyOnWriteArraySet<>();
    private final StoppingNotifier stopping = new StoppingNotifier(this::contextStops, this::routeStops);
    private ExecutorService workers;
    private ExecutorService senders;
    private ScheduledExecutorService scheduler;
    private Timing timing;
    private DatadogTransportFactory transportFactory;
    private RateGates gates;
    private LedgerHeartbeat heartbeat;
    private KeyChecks keyChecks;
    private FindingsMeters meters;
    private TicketLedger ledgerInMemory;

    private DatadogConnections(CamelContext context) {
        this.context = context;
        this.ledgersInUse = new LedgersInUse(context);
    }

    /** Endpoints with the same address and HTTP options, that get their keys in the same way, share a client. */
    private record TransportKey(ApiAddress address, HttpOptions http, DatadogCredentialsProvider keys) {}

    /** What is known of a place is known for whoever uses it with the same keys, or with keys that followed them. */
    private record KnowledgeKey(String address, String lineage) {}

    /** The connections of the context, made at the first call. */
    public static DatadogConnections of(CamelContext context) {
        synchronized (context) {
            DatadogConnections connections = context.hasService(DatadogConnections.class);
            if (connections == null) {
                connections = new DatadogConnections(context);
                addTo(context, connections);
            }
            return connections;
        }
    }

    private static void addTo(CamelContext context, DatadogConnections connections) {
        try {
            context.addService(connections, true, true);
            // While the context is starting, Camel puts that off until after the endpoints.
            ServiceHelper.startService(connections);
        } catch (Exception e) {
            throw new IllegalStateException("The connections to Datadog could not be started: " + e.getMessage(), e);
        }
    }

    @Override
    protected void doStart() {
        // Cached pools: how many threads there are follows from exchanges at work and from maxInFlight.
        workers = context.getExecutorServiceManager().newCachedThreadPool(this, "DatadogFindingsWorker");
        senders = context.getExecutorServiceManager().newCachedThreadPool(this, "DatadogFindingsSender");
        scheduler = context.getExecutorServiceManager().newSingleThreadScheduledExecutor(this, "DatadogFindingsTimer");
        Timing given = CamelContextHelper.findSingleByType(context, Timing.class);
        timing = given == null ? new SystemTiming(scheduler) : given;
        DatadogTransportFactory wire = CamelContextHelper.findSingleByType(context, DatadogTransportFactory.class);
        transportFactory = wire == null ? HttpTransportFactory::open : wire;
        gates = new RateGates(timing);
        heartbeat = new LedgerHeartbeat(timing, workers);
        ledgerInMemory = new InMemoryTicketLedger(timing::now);
        keyChecks = new KeyChecks(timing, senders);
        ServiceHelper.startService(stopping);
        context.getManagementStrategy().addEventNotifier(stopping);
    }

    @Override
    protected void doStop() {
        context.getManagementStrategy().removeEventNotifier(stopping);
        ServiceHelper.stopService(stopping);
        walks.stop(STOPPING);
        ledgersInUse.endLooks(STOPPING);
        UnderwayRun.awaitEnds(giveUp(any -> true));
        heartbeat.stop();
        synchronized (transports) {
            transports.values().forEach(DatadogTransport::close);
            transports.clear();
        }
        keys.clear();
        ledgersInUse.clear();
        context.getExecutorServiceManager().shutdownNow(scheduler);
        context.getExecutorServiceManager().shutdownGraceful(senders);
        // What a worker may still be held up in is the body of an exchange that has ended without it.
        context.getExecutorServiceManager().shutdownGraceful(workers, WORKERS_PATIENCE.toMillis());
        synchronized (this) {
            if (meters != null) {
                meters.close();
                meters = null;
            }
        }
    }

    public Timing timing() {
        return timing;
    }

    /** Runs what may take long and is no request. */
    public ExecutorService workers() {
        return workers;
    }

    /** Clients for one endpoint: its own limits of requests in flight, on connections and gates that are shared. */
    public EndpointClients clients(ConnectionSettings settings) {
        return new EndpointClients(client(settings), client(settings));
    }

    /** What an endpoint searches with. */
    public FindingSearch search(SearchSettings settings, FindingsClient client) {
        return new FindingSearch(
                meters(settings.connection()).map(client::watchedBy).orElse(client),
                knowledge(settings.connection()),
                timing,
                settings,
                walks);
    }

    /** The searches under way. */
    public OpenWalks walks() {
        return walks;
    }

    /** How far the consumers have come. */
    public PollMarks marks() {
        return marks;
    }

    /** What answers have told of the place that an endpoint talks to. */
    SiteKnowledge knowledge(ConnectionSettings settings) {
        KnowledgeKey key =
                new KnowledgeKey(settings.address().toString(), live(settings).lineage());
        return knowledge.computeIfAbsent(key, first -> new SiteKnowledge());
    }

    /** The ledger of an endpoint: its own, or the one in memory that all others share. */
    LedgerOfEndpoint ledger(TicketSettings settings) {
        TicketLedger given = settings.ledger().given();
        if (given != null) {
            heartbeat.of(given);
        }
        Scope scope = new Scope(
                settings.connection().address().toString(), settings.ledger().organisation());
        TicketLedger ledger = given == null ? ledgerInMemory : given;
        LedgerOfEndpoint used = new LedgerOfEndpoint(
                ledger,
                scope,
                settings.ledger().reticket(),
                settings.doubts().onUnknown() != DoubtSettings.OnUnknown.PARK,
                () -> owner + "-" + intents.incrementAndGet(),
                inquiries,
                write -> heartbeat.later(ledger, write),
                write -> heartbeat.undo(ledger, write));
        ledgersInUse.tell(used, given == null);
        return used;
    }

    LedgersInUse ledgersInUse() {
        return ledgersInUse;
    }

    private FindingsClient client(ConnectionSettings settings) {
        LiveKeys live = live(settings);
        String address = settings.address().toString();
        return new FindingsClient(
                transport(settings, live),
                operation -> gates.gate(address, live.lineage(), operation),
                new SendSlots(settings.maxInFlight()),
                settings.retryRule(),
                timing,
                senders,
                settings.requestTimeout());
    }

    private LiveKeys live(ConnectionSettings settings) {
        return keys.computeIfAbsent(settings.keys(), source -> new LiveKeys(source, settings.siteName(), lineages));
    }

    private DatadogTransport transport(ConnectionSettings settings, LiveKeys live) {
        TransportKey key = new TransportKey(settings.address(), settings.http(), settings.keys());
        synchronized (transports) {
            return transports.computeIfAbsent(
                    key,
                    k -> transportFactory.open(
                            context, settings.address(), settings.http(), live::credentials, timing));
        }
    }

    /** What Datadog says of the API key of an endpoint; waits a few seconds for an answer, at most. */
    public KeyVerdict keyVerdict(ConnectionSettings settings) {
        LiveKeys live = live(settings);
        return keyChecks.verdict(settings, live, transport(settings, live));
    }

    /** The metrics of a site, if Micrometer and a registry are there. */
    synchronized Optional<EndpointObserver> meters(ConnectionSettings settings) {
        if (meters == null) {
            meters = FindingsMeters.of(context, this::gates).orElse(null);
        }
        return Optional.ofNullable(meters)
                .map(found -> found.of(settings.siteName(), settings.address().toString()));
    }

    /** The gates so far. */
    public Map<RateGates.Key, RateGate> gates() {
        return gates.all();
    }

    /** How many HTTP clients there are. */
    public int httpClients() {
        synchronized (transports) {
            return transports.size();
        }
    }

    void opened(TicketRuns runs) {
        open.add(runs);
    }

    void closed(TicketRuns runs) {
        open.remove(runs);
    }

    private void contextStops() {
        ledgersInUse.endLooks(STOPPING);
        Duration timeout = Duration.of(
                context.getShutdownStrategy().getTimeout(),
                context.getShutdownStrategy().getTimeUnit().toChronoUnit());
        open.forEach(runs -> runs.contextStops(timeout));
    }

    /** A route's own producers have ended their exchanges by now; what a cache has thrown out before has not. */
    private void routeStops(Route route) {
        UnderwayRun.awaitEnds(giveUp(one -> one.isAt(route)));
    }

    /** Ends the work on some exchanges: what was not sent yet becomes NotSent. Gives those. */
    List<UnderwayRun> giveUp(Predicate<UnderwayRun> which) {
        return open.stream().flatMap(runs -> runs.giveUp(which).stream()).toList();
    }
}
