package io.github.cameldatadog.findings.internal;

import io.github.cameldatadog.findings.client.ApiAddress;
import io.github.cameldatadog.findings.client.DatadogCredentials;
import io.github.cameldatadog.findings.client.DatadogTransport;
import io.github.cameldatadog.findings.client.FindingsClient;
import io.github.cameldatadog.findings.client.HttpOptions;
import io.github.cameldatadog.findings.client.HttpTransportFactory;
import io.github.cameldatadog.findings.client.RateGates;
import io.github.cameldatadog.findings.client.SendSlots;
import io.github.cameldatadog.findings.client.SystemTiming;
import io.github.cameldatadog.findings.client.Timing;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.ScheduledExecutorService;
import org.apache.camel.CamelContext;
import org.apache.camel.support.CamelContextHelper;
import org.apache.camel.support.service.ServiceHelper;
import org.apache.camel.support.service.ServiceSupport;

/**
 * What all endpoints of a context share: threads, time, HTTP clients for equal settings, and the gates that pace requests.
 * A service of the context, closed with it.
 */
public final class DatadogConnections extends ServiceSupport {

    private static final Duration WORKERS_PATIENCE = Duration.ofSeconds(1);

    private final CamelContext context;
    private final Map<TransportKey, DatadogTransport> transports = new HashMap<>();
    private ExecutorService workers;
    private ExecutorService senders;
    private ScheduledExecutorService scheduler;
    private Timing timing;
    private RateGates gates;

    private DatadogConnections(CamelContext context) {
        this.context = context;
    }

    /** Endpoints with the same address, HTTP options and keys share a client. */
    private record TransportKey(ApiAddress address, HttpOptions http, String credentials) {}

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
        gates = new RateGates(timing);
    }

    @Override
    protected void doStop() {
        synchronized (transports) {
            transports.values().forEach(DatadogTransport::close);
            transports.clear();
        }
        context.getExecutorServiceManager().shutdownNow(scheduler);
        context.getExecutorServiceManager().shutdownGraceful(senders);
        // What a worker may still be held up in is the body of an exchange that has ended without it.
        context.getExecutorServiceManager().shutdownGraceful(workers, WORKERS_PATIENCE.toMillis());
    }

    Timing timing() {
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
        String credentials = settings.credentials().sameness();
        return new FindingsClient(
                transport(settings, credentials),
                operation -> gates.gate(settings.address().toString(), credentials, operation),
                new SendSlots(settings.maxInFlight()),
                settings.retryRule(),
                timing,
                senders,
                settings.requestTimeout());
    }

    private DatadogTransport transport(ConnectionSettings settings, String credentials) {
        TransportKey key = new TransportKey(settings.address(), settings.http(), credentials);
        synchronized (transports) {
            return transports.computeIfAbsent(key, k -> open(settings));
        }
    }

    private DatadogTransport open(ConnectionSettings settings) {
        DatadogCredentials keys = settings.credentials();
        return HttpTransportFactory.open(context, settings.address(), settings.http(), () -> keys, timing);
    }
}
