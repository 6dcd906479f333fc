package io.github.cameldatadog.findings.internal;

import org.apache.camel.Exchange;
import org.apache.camel.Route;
import org.apache.camel.StatefulService;
import org.apache.camel.support.ExchangeHelper;

/** Tells whether a route stops. */
public final class StoppingRoute {

    private StoppingRoute() {}

    /**
     * Whether a route stops or has stopped. Its status does not tell: Camel stops its processors, and with them the producers,
     * while it is still Started.
     *
     * @param route null for none, which never stops
     */
    public static boolean isStopping(Route route) {
        return route != null
                && route.getProcessor() instanceof StatefulService steps
                && (steps.isStopping() || steps.isStopped());
    }

    /** Whether the route that an exchange is in stops. */
    public static boolean holds(Exchange exchange) {
        return isStopping(ExchangeHelper.getRoute(exchange));
    }
}
