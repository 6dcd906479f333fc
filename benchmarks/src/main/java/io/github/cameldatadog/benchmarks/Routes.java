package io.github.cameldatadog.benchmarks;

import org.apache.camel.CamelContext;
import org.apache.camel.builder.RouteBuilder;

/** Starts contexts. */
final class Routes {

    private Routes() {}

    static void start(CamelContext context, RouteBuilder routes) {
        try {
            context.addRoutes(routes);
        } catch (Exception e) {
            throw new IllegalStateException("The routes could not be added", e);
        }
        context.start();
    }
}
