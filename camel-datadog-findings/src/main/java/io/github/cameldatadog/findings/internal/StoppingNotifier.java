package io.github.cameldatadog.findings.internal;

import java.util.function.Consumer;
import org.apache.camel.NonManagedService;
import org.apache.camel.Route;
import org.apache.camel.spi.CamelEvent;
import org.apache.camel.support.EventNotifierSupport;

/**
 * Hears that the context begins to stop, before it waits for its routes, and that a route stops, after it was waited for.
 * {@code ShutdownPrepared} would not do: Camel asks a route's processors only, and a producer is none of them.
 */
final class StoppingNotifier extends EventNotifierSupport implements NonManagedService {

    private final Runnable whenContextStops;
    private final Consumer<Route> whenRouteStops;

    StoppingNotifier(Runnable whenContextStops, Consumer<Route> whenRouteStops) {
        this.whenContextStops = whenContextStops;
        this.whenRouteStops = whenRouteStops;
        setIgnoreCamelContextInitEvents(true);
        setIgnoreServiceEvents(true);
        setIgnoreExchangeEvents(true);
        setIgnoreStepEvents(true);
    }

    @Override
    public void notify(CamelEvent event) {
        if (event.getType() == CamelEvent.Type.CamelContextStopping) {
            whenContextStops.run();
        } else if (event instanceof CamelEvent.RouteStoppingEvent stopping) {
            whenRouteStops.accept(stopping.getRoute());
        }
    }
}
