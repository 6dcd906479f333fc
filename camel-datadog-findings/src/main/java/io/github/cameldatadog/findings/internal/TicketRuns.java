package io.github.cameldatadog.findings.internal;

import io.github.cameldatadog.findings.TicketsNotCreatedException;
import io.github.cameldatadog.findings.observe.EndpointActivity;
import io.github.cameldatadog.findings.observe.EndpointObserver;
import io.github.cameldatadog.findings.observe.ExchangeLog;
import io.github.cameldatadog.findings.ticket.TicketListener;
import java.io.Closeable;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.support.ExchangeHelper;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The exchanges that one producer works on at the time. Safe for use by several threads. */
public final class TicketRuns implements Closeable {

    private static final Logger LOG = LoggerFactory.getLogger(TicketRuns.class);

    private static final String STOPPING = "the route is stopping";
    private static final String NO_TIME_LEFT =
            "the context is stopping, and what is left of its shutdown time-out is kept for answers on their way";

    private final CamelContext context;
    private final TicketSettings settings;
    private final TicketListener listener;
    private final RunParts parts;
    private final EndpointActivity activity;
    private final DatadogConnections connections;
    private final Optional<EndpointObserver> meters;
    private final Set<TicketRun> running = ConcurrentHashMap.newKeySet();
    private final CountDownLatch drained = new CountDownLatch(1);
    private volatile boolean closing;

    /**
     * @param listener the user's; null if there is none
     * @param activity counts what is done
     */
    public TicketRuns(
            CamelContext context,
            TicketSettings settings,
            TicketListener listener,
            EndpointClients clients,
            EndpointActivity activity) {
        this.context = context;
        this.settings = settings;
        this.listener = listener;
        this.activity = activity;
        this.parts = RunParts.of(context, settings, clients);
        this.connections = DatadogConnections.of(context);
        this.meters = connections.meters(settings.connection());
        connections.opened(this);
    }

    /**
     * Starts work on an exchange and returns at once.
     *
     * @param whenDone is called once, on a worker's thread, when the exchange holds its report or its exception
     * @throws IllegalArgumentException if the exchange cannot be begun with; then {@code whenDone} is never called
     * @throws TicketsNotCreatedException if it is redelivered with a body that is partly used up; likewise
     */
    public void start(Exchange exchange, Runnable whenDone) throws TicketsNotCreatedException {
        if (closing) {
            throw new IllegalStateException("The route is stopping: nothing of this exchange was sent");
        }
        RunWatch watch = watch(exchange);
        RunParts watched = parts.watchedBy(watch);
        RunExchange taken = RunExchange.of(exchange, this, settings, watched, watch);
        TicketRun run = new TicketRun(taken, settings, watched);
        running.add(run);
        watch.begin();
        try {
            run.start(() -> {
                watch.end(taken.reportNow(parts.timing().now()));
                leave(run);
                whenDone.run();
            });
        } catch (RuntimeException | Error e) {
            leave(run);
            exchange.setException(e);
            watch.end(taken.reportNow(parts.timing().now()));
            throw e;
        }
        if (closing) {
            // Closing may have begun between the question above and the adding, and then did not see this one.
            run.giveUp(STOPPING);
        }
    }

    private RunWatch watch(Exchange exchange) {
        TicketListener.Origin origin = new TicketListener.Origin(
                exchange.getExchangeId(),
                ExchangeHelper.getRouteId(exchange),
                Boolean.TRUE.equals(exchange.getMessage().getHeader(Exchange.REDELIVERED, Boolean.class)));
        String siteName = settings.connection().siteName();
        List<EndpointObserver> observers = new ArrayList<>(List.of(activity, new ExchangeLog(origin, siteName)));
        meters.ifPresent(observers::add);
        return new RunWatch(origin, observers, listener);
    }

    private void leave(TicketRun run) {
        running.remove(run);
        if (closing && running.isEmpty()) {
            drained.countDown();
        }
    }

    /** How many exchanges are being worked on. */
    public int inFlight() {
        return running.size();
    }

    /**
     * The whole context begins to stop, and waits for exchanges that are being worked on. They go on for as long as there is
     * time to await the answer to a request that is sent now; then nothing more is sent.
     *
     * @param timeout how long the context waits
     */
    void contextStops(Duration timeout) {
        Duration forAnswers = shorter(settings.connection().requestTimeout(), timeout.dividedBy(2));
        parts.timing().after(timeout.minus(forAnswers), () -> giveUp(NO_TIME_LEFT));
    }

    private static Duration shorter(Duration one, Duration other) {
        return one.compareTo(other) < 0 ? one : other;
    }

    private void giveUp(String reason) {
        running.forEach(run -> run.giveUp(reason));
    }

    /**
     * Ends the work: what was not sent yet becomes NotSent, what is on the wire is awaited, at most for Camel's shutdown
     * time-out.
     */
    @Override
    public void close() {
        closing = true;
        connections.closed(this);
        giveUp(STOPPING);
        if (running.isEmpty()) {
            return;
        }
        Duration patience = Duration.of(
                context.getShutdownStrategy().getTimeout(),
                context.getShutdownStrategy().getTimeUnit().toChronoUnit());
        if (!drainWithin(patience)) {
            LOG.warn(
                    "{} exchanges with requests on the wire did not end within {}: what became of them is unknown",
                    running.size(),
                    patience);
        }
    }

    /** Waits on though the thread is interrupted, as Camel does to whoever it shuts down in a hurry: an answer is worth it. */
    private boolean drainWithin(Duration patience) {
        boolean interrupted = false;
        long end = System.nanoTime() + patience.toNanos();
        try {
            while (true) {
                try {
                    return drained.await(end - System.nanoTime(), TimeUnit.NANOSECONDS);
                } catch (InterruptedException e) {
                    interrupted = true;
                }
            }
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
