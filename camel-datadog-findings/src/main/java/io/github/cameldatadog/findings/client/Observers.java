package io.github.cameldatadog.findings.client;

import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Several observers as one that never throws: a request must not be taken for lost because a counter failed. */
final class Observers implements RequestObserver {

    static final Observers NONE = new Observers(List.of());

    private static final Logger LOG = LoggerFactory.getLogger(Observers.class);

    private final List<RequestObserver> observers;

    private Observers(List<RequestObserver> observers) {
        this.observers = observers;
    }

    Observers and(RequestObserver more) {
        return new Observers(Stream.concat(observers.stream(), Stream.of(more)).toList());
    }

    @Override
    public void leaving(Departure departure) {
        tell(observer -> observer.leaving(departure));
    }

    @Override
    public void attempted(WireAttempt attempt) {
        tell(observer -> observer.attempted(attempt));
    }

    private void tell(Consumer<RequestObserver> word) {
        for (RequestObserver observer : observers) {
            try {
                word.accept(observer);
            } catch (RuntimeException | Error e) {
                LOG.warn(
                        "The observer {} failed; the request goes on",
                        observer.getClass().getName(),
                        e);
            }
        }
    }
}
