package io.github.cameldatadog.findings.internal;

import io.github.cameldatadog.findings.TicketsNotCreatedException;
import io.github.cameldatadog.findings.ticket.TicketListener;
import java.io.Closeable;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The exchanges that one producer works on at the time. Safe for use by several threads. */
public final class TicketRuns implements Closeable {

    private static final Logger LOG = LoggerFactory.getLogger(TicketRuns.class);

    private static final String STOPPING = "the route is stopping";

    private final CamelContext context;
    private final TicketSettings settings;
    private final TicketListener listener;
    private final RunParts parts;
    private final Set<TicketRun> running = ConcurrentHashMap.newKeySet();
    private final CountDownLatch drained = new CountDownLatch(1);
    private volatile boolean closing;

    public TicketRuns(CamelContext context, TicketSettings settings, TicketListener listener, EndpointClients clients) {
        this.context = context;
        this.settings = settings;
        this.listener = listener;
        this.parts = RunParts.of(context, settings, clients);
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
        TicketRun run = new TicketRun(RunExchange.of(exchange, this, settings, parts, listener), settings, parts);
        running.add(run);
        try {
            run.start(() -> {
                leave(run);
                whenDone.run();
            });
        } catch (RuntimeException | Error e) {
            leave(run);
            throw e;
        }
        if (closing) {
            // Closing may have begun between the question above and the adding, and then did not see this one.
            run.giveUp(STOPPING);
        }
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
     * Ends the work: what was not sent yet becomes NotSent, what is on the wire is awaited, at most for Camel's shutdown
     * time-out.
     */
    @Override
    public void close() {
        closing = true;
        running.forEach(run -> run.giveUp(STOPPING));
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
