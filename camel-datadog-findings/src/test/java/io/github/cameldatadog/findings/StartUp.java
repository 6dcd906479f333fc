package io.github.cameldatadog.findings;

import java.util.Map;
import java.util.function.Consumer;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.impl.DefaultCamelContext;
import org.assertj.core.api.Assertions;

/** A context with one route to Datadog that is to fail when it starts. */
final class StartUp {

    static final Map<String, String> KEYS = Map.of(
            "DD_API_KEY", "11112222333344445555666677778888", "DD_APP_KEY", "99990000aaaabbbbccccddddeeeeffff00001111");

    private StartUp() {}

    /** What the start throws with these options on the endpoint; fails if it throws nothing. */
    static Throwable failure(String options) {
        return failure(options, KEYS, configuration -> {});
    }

    static Throwable failure(
            String options, Map<String, String> environment, Consumer<DatadogFindingsConfiguration> defaults) {
        return failureOf("servicenowTickets?" + options, environment, defaults);
    }

    static Throwable failureOf(
            String rest, Map<String, String> environment, Consumer<DatadogFindingsConfiguration> defaults) {
        return failure(environment, defaults, new RouteBuilder() {
            @Override
            public void configure() {
                from("direct:in").to("datadog-findings:" + rest);
            }
        });
    }

    static Throwable failure(
            Map<String, String> environment, Consumer<DatadogFindingsConfiguration> defaults, RouteBuilder routes) {
        try (DefaultCamelContext context = new DefaultCamelContext()) {
            DatadogFindingsComponent component = new DatadogFindingsComponent(context, environment::get);
            defaults.accept(component.getConfiguration());
            context.addComponent("datadog-findings", component);
            context.addRoutes(routes);
            return Assertions.catchThrowable(context::start);
        } catch (Exception e) {
            return e;
        }
    }
}
