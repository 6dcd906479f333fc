package io.github.cameldatadog.findings;

import io.github.cameldatadog.findings.internal.DatadogConnections;
import io.github.cameldatadog.findings.testkit.SimulatedDatadog;
import io.github.cameldatadog.findings.testkit.assertions.DatadogAssertions;
import io.github.cameldatadog.findings.ticket.Finding;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.apache.camel.Exchange;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.impl.DefaultCamelContext;

/** A route from a search on a simulated Datadog, polled when the test says so; it keeps what comes out. */
final class SearchRoute implements AutoCloseable {

    static final String ROUTE = "search";

    private final DefaultCamelContext context = new DefaultCamelContext();
    private final SimulatedDatadog datadog;
    private final List<List<Finding>> delivered = new ArrayList<>();
    private final List<Map<String, Object>> headers = new ArrayList<>();
    private final List<Throwable> failures = new ArrayList<>();
    private Predicate<List<Finding>> fails = findings -> false;
    private int empty;

    SearchRoute(SimulatedDatadog datadog, String options) {
        this(datadog, options, Map.of());
    }

    SearchRoute(SimulatedDatadog datadog, String options, Map<String, Object> beans) {
        this.datadog = datadog;
        beans.forEach(context.getRegistry()::bind);
        DatadogFindingsComponent component = new DatadogFindingsComponent(context, variable -> null);
        component.getConfiguration().setBaseUrl(datadog.baseUrl());
        component.getConfiguration().setApiKey(SimulatedDatadog.API_KEY);
        component.getConfiguration().setApplicationKey(SimulatedDatadog.APPLICATION_KEY);
        component.getConfiguration().setRequestTimeout(10_000);
        context.addComponent("datadog-findings", component);
        try {
            context.addRoutes(new RouteBuilder() {
                @Override
                public void configure() {
                    onException(SearchFailedException.class)
                            .handled(true)
                            .process(exchange ->
                                    failures.add(exchange.getProperty(Exchange.EXCEPTION_CAUGHT, Throwable.class)));
                    from("datadog-findings:search?" + (options.contains("scheduler=") ? "" : "startScheduler=false&")
                                    + options)
                            .routeId(ROUTE)
                            .process(SearchRoute.this::take);
                }
            });
            context.start();
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    private void take(Exchange exchange) {
        Object body = exchange.getMessage().getBody();
        if (body == null) {
            empty++;
            return;
        }
        List<Finding> findings = new ArrayList<>();
        if (body instanceof Finding one) {
            findings.add(one);
        } else {
            ((Iterable<?>) body).forEach(one -> findings.add((Finding) one));
        }
        if (fails.test(findings)) {
            throw new IllegalStateException("A step of the route fails");
        }
        delivered.add(findings);
        headers.add(new HashMap<>(exchange.getMessage().getHeaders()));
    }

    DefaultCamelContext context() {
        return context;
    }

    DatadogFindingsConsumer consumer() {
        return (DatadogFindingsConsumer) context.getRoute(ROUTE).getConsumer();
    }

    /** Polls once, as the scheduler would. */
    void poll() {
        consumer().run();
    }

    void failsFor(Predicate<List<Finding>> which) {
        fails = which;
    }

    /** What exchanges carried that did not fail, since it was asked last. */
    List<List<Finding>> exchanges() {
        List<List<Finding>> all = new ArrayList<>(delivered);
        delivered.clear();
        return all;
    }

    /** Likewise, the ids alone. */
    List<String> ids() {
        return exchanges().stream().flatMap(List::stream).map(Finding::id).toList();
    }

    List<Map<String, Object>> headers() {
        return headers;
    }

    int emptyMessages() {
        return empty;
    }

    List<Throwable> failures() {
        return failures;
    }

    int openWalks() {
        return DatadogConnections.of(context).walks().count();
    }

    @Override
    public void close() {
        context.stop();
        if (failures.isEmpty()) {
            DatadogAssertions.assertThat(datadog).receivedOnlyValidRequests();
        }
    }
}
