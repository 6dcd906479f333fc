package io.github.cameldatadog.findings.internal;

import io.github.cameldatadog.findings.TicketsNotCreatedException;
import io.github.cameldatadog.findings.observe.EndpointActivity;
import io.github.cameldatadog.findings.observe.EndpointObserver;
import io.github.cameldatadog.findings.observe.ExchangeLog;
import io.github.cameldatadog.findings.ticket.TicketListener;
import io.github.cameldatadog.findings.ticket.TicketReport;
import java.io.Closeable;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Predicate;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.Route;
import org.apache.camel.support.ExchangeHelper;

/** The exchanges that one producer works on at the time. Safe for use by several threads. */
public final class TicketRuns implements Closeable {

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
    private final Set<UnderwayRun> running = ConcurrentHashMap.newKeySet();
    private final ReentrantLock registering = new ReentrantLock();
    private volatile boolean producerStopped;
    private volatile boolean closed;

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
        settleWhatWasLeftInDoubt();
    }

    /** The first that uses a part of the ledger in this context, and looks for what is in doubt, finds out what an earlier process left there. */
    private void settleWhatWasLeftInDoubt() {
        TicketListener.Origin nobody = new TicketListener.Origin("start", null, false);
        RunBooks books = new RunBooks(
                new TicketReport.Builder(
                        TicketReport.Detail.PROBLEMS, parts.timing().now()),
                new RunWatch(nobody, List.of(), null));
        RunControl inquiry = new RunControl();
        LeftInDoubt left =
                new LeftInDoubt(parts, settings, inquiry, books, "start of the context " + context.getName());
        if (left.settles()) {
            connections
                    .ledgersInUse()
                    .lookAtStart(parts.ledger(), new LookAtStart(left, inquiry, connections.workers(), parts.timing()));
        }
    }

    /**
     * Starts work on an exchange and returns at once. A stopped producer takes one too if only itself was stopped, as when a
     * cache throws it out that has just handed it to this exchange.
     *
     * @param whenDone is called once, on a worker's thread, when the exchange holds its report or its exception
     * @throws IllegalArgumentException if the exchange cannot be begun with; then {@code whenDone} is never called
     * @throws TicketsNotCreatedException if it is redelivered with a body that is partly used up; likewise
     */
    public void start(Exchange exchange, Runnable whenDone) throws TicketsNotCreatedException {
        Route route = ExchangeHelper.getRoute(exchange);
        if (isOver(route)) {
            throw new IllegalStateException("The route is stopping: nothing of this exchange was sent");
        }
        RunWatch watch = watch(exchange);
        RunParts watched = parts.watchedBy(watch);
        RunExchange taken = RunExchange.of(exchange, this, settings, watched, watch);
        TicketRun run = new TicketRun(taken, settings, watched);
        UnderwayRun underway = new UnderwayRun(run, route);
        enter(underway);
        watch.begin();
        try {
            run.start(() -> {
                watch.end(taken.reportNow(parts.timing().now()));
                leave(underway);
                whenDone.run();
            });
        } catch (RuntimeException | Error e) {
            leave(underway);
            exchange.setException(e);
            watch.end(taken.reportNow(parts.timing().now()));
            throw e;
        }
        if (isOver(route)) {
            // The end may have begun between the question above and the adding, and then did not see this one.
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

    private boolean isOver(Route route) {
        return closed || connections.isStoppingOrStopped() || (producerStopped && StoppingRoute.isStopping(route));
    }

    private void enter(UnderwayRun one) {
        running.add(one);
        if (producerStopped) {
            register();
        }
    }

    private void leave(UnderwayRun one) {
        running.remove(one);
        if (producerStopped) {
            register();
        }
        one.end();
    }

    /** The context has to find these exchanges when it stops, and nobody else needs them when the producer is gone. */
    private void register() {
        registering.lock();
        try {
            if (producerStopped && running.isEmpty()) {
                connections.closed(this);
            } else {
                connections.opened(this);
            }
        } finally {
            registering.unlock();
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
        running.forEach(one -> one.giveUp(reason));
    }

    /** Ends the work on some exchanges: what was not sent yet becomes NotSent. Gives those. */
    List<UnderwayRun> giveUp(Predicate<UnderwayRun> which) {
        Duration patience = Duration.of(
                context.getShutdownStrategy().getTimeout(),
                context.getShutdownStrategy().getTimeUnit().toChronoUnit());
        List<UnderwayRun> given = running.stream().filter(which).toList();
        given.forEach(one -> one.giveUp(STOPPING, patience));
        return given;
    }

    /**
     * The producer stops: with its route, or by itself, when a cache throws it out. Exchanges of a route that stops end, and
     * what they have on the wire is awaited, at most for Camel's shutdown time-out; others go on.
     */
    public void producerStops() {
        producerStopped = true;
        register();
        // Those of other producers too, so that one shutdown time-out is enough for all.
        connections.giveUp(UnderwayRun::isAtStoppingRoute);
        UnderwayRun.awaitEnds(giveUp(UnderwayRun::isAtStoppingRoute));
    }

    /** Ends the work on all exchanges, and awaits what is on the wire, at most for Camel's shutdown time-out. */
    @Override
    public void close() {
        closed = true;
        producerStopped = true;
        List<UnderwayRun> given = giveUp(any -> true);
        register();
        UnderwayRun.awaitEnds(given);
    }
}
