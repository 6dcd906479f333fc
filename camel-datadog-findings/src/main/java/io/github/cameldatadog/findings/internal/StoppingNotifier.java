package io.github.cameldatadog.findings.internal;

import org.apache.camel.NonManagedService;
import org.apache.camel.spi.CamelEvent;
import org.apache.camel.support.EventNotifierSupport;

/**
 * Hears that the context begins to stop, before it waits for its routes. {@code ShutdownPrepared} would not do: Camel asks a
 * route's processors only, and a producer is none of them.
 */
final class StoppingNotifier extends EventNotifierSupport implements NonManagedService {

    private final Runnable whenStopping;

    StoppingNotifier(Runnable whenStopping) {
        this.whenStopping = whenStopping;
        setIgnoreCamelContextInitEvents(true);
        setIgnoreRouteEvents(true);
        setIgnoreServiceEvents(true);
        setIgnoreExchangeEvents(true);
        setIgnoreStepEvents(true);
    }

    @Override
    public void notify(CamelEvent event) {
        if (event.getType() == CamelEvent.Type.CamelContextStopping) {
            whenStopping.run();
        }
    }
}
