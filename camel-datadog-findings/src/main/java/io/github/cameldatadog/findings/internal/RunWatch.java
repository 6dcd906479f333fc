package io.github.cameldatadog.findings.internal;

import io.github.cameldatadog.findings.client.Departure;
import io.github.cameldatadog.findings.client.RequestObserver;
import io.github.cameldatadog.findings.client.WireAttempt;
import io.github.cameldatadog.findings.observe.EndpointObserver;
import io.github.cameldatadog.findings.ticket.ReportEntry;
import io.github.cameldatadog.findings.ticket.TicketListener;
import io.github.cameldatadog.findings.ticket.TicketReport;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Everybody who is told of one exchange: counts, metrics, the log, and the user's listener. None of them changes an outcome,
 * whatever it does. Safe for use by several threads.
 */
final class RunWatch implements RequestObserver {

    private static final Logger LOG = LoggerFactory.getLogger(RunWatch.class);

    private final TicketListener.Origin origin;
    private final List<EndpointObserver> observers;
    private final TicketListener listener;
    private final ReentrantLock oneListenerCallAtATime = new ReentrantLock();

    /**
     * @param listener the user's; null if there is none
     */
    RunWatch(TicketListener.Origin origin, List<EndpointObserver> observers, TicketListener listener) {
        this.origin = origin;
        this.observers = observers;
        this.listener = listener;
    }

    void begin() {
        tell(told -> told.begin(origin));
    }

    void settled(ReportEntry entry) {
        tell(told -> told.settled(origin, entry));
    }

    void end(TicketReport report) {
        tell(told -> told.end(origin, report));
    }

    @Override
    public void leaving(Departure departure) {
        observe(observer -> observer.leaving(departure));
    }

    @Override
    public void attempted(WireAttempt attempt) {
        observe(observer -> observer.attempted(attempt));
    }

    private void tell(Consumer<TicketListener> word) {
        observe(word);
        if (listener == null) {
            return;
        }
        oneListenerCallAtATime.lock();
        try {
            guarded("ticket listener", listener, word);
        } finally {
            oneListenerCallAtATime.unlock();
        }
    }

    private void observe(Consumer<? super EndpointObserver> word) {
        observers.forEach(observer -> guarded("observer", observer, word));
    }

    private static <T> void guarded(String role, T told, Consumer<? super T> word) {
        try {
            word.accept(told);
        } catch (Throwable e) { // an Error too, or what Groovy throws unchecked: the books go on whatever they do
            LOG.warn(
                    "The {} {} failed; the outcome stands",
                    role,
                    told.getClass().getName(),
                    e);
        }
    }
}
