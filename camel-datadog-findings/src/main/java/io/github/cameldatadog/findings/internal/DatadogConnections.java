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
import io.github.cameldatadog.findings.client.SystemTiming;
import io.github.cameldatadog.findings.client.Timing;
import io.github.cameldatadog.findings.observe.EndpointObserver;
import io.github.cameldatadog.findings.observe.FindingsMeters;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArraySet;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.ScheduledExecutorService;
import org.apache.camel.CamelContext;
import org.apache.camel.support.CamelContextHelper;
import org.apache.camel.support.service.ServiceHelper;
import org.apache.camel.support.service.ServiceSupport;

/**
 * What all endpoints of a context share: threads, time, HTTP clients for equal settings, the gates that pace requests, and
 * metrics. A service of the context, closed with it.
 */
public final class DatadogConnections extends ServiceSupport {

    private static final Duration WORKERS_PATIENCE = Duration.ofSeconds(1);

    private final CamelContext context;
    private final Map<TransportKey, DatadogTransport> transports = new HashMap<>();
    private final Map<DatadogCredentialsProvider, LiveKeys> keys = new ConcurrentHashMap<>();
    private final KeyLineages lineages = new KeyLineages();
    private final Set<TicketRuns> open = new CopyOnWriteArraySet<>();
    private final StoppingNotifier stopping = new StoppingNotifier(this::contextStops);
    private ExecutorService workers;
    private ExecutorService senders;
    private ScheduledExecutorService scheduler;
    private Timing timing;
    private DatadogTransportFactory transportFactory;
    private RateGates gates;
    private KeyChecks keyChecks;
    private FindingsMeters meters;

    private DatadogConnections(CamelContext context) {
        this.context = context;
    }

    /** Endpoints with the same address and HTTP options, that get their keys in the same way, share a client. */
    private record TransportKey(ApiAddress address, HttpOptions http, DatadogCredentialsProvider keys) {}

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
        keyChecks = new KeyChecks(timing, senders);
        ServiceHelper.startService(stopping);
        context.getManagementStrategy().addEventNotifier(stopping);
    }

    @Override
    protected void doStop() {
        context.getManagementStrategy().removeEventNotifier(stopping);
        ServiceHelper.stopService(stopping);
        synchronized (transports) {
            transports.values().forEach(DatadogTransport::close);
            transports.clear();
        }
        keys.clear();
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

    ExecutorService workers() {
        return workers;
    }

    /** Clients for one endpoint: its own limits of requests in flight, on connections and gates that are shared. */
    public EndpointClients clients(ConnectionSettings settings) {
        return new EndpointClients(client(settings), client(settings));
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
        Duration timeout = Duration.of(
                context.getShutdownStrategy().getTimeout(),
                context.getShutdownStrategy().getTimeUnit().toChronoUnit());
        open.forEach(runs -> runs.contextStops(timeout));
    }
}
