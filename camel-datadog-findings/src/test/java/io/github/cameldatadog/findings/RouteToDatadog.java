package io.github.cameldatadog.findings;

import io.github.cameldatadog.findings.testkit.SimulatedDatadog;
import io.github.cameldatadog.findings.testkit.assertions.DatadogAssertions;
import io.github.cameldatadog.findings.ticket.TicketReport;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.builder.ExchangeBuilder;
import org.apache.camel.impl.DefaultCamelContext;

/** A Camel context whose endpoints talk to a simulated Datadog, for tests. */
public final class RouteToDatadog implements AutoCloseable {

    private final CamelContext context = new DefaultCamelContext();
    private final SimulatedDatadog datadog;

    public RouteToDatadog(SimulatedDatadog datadog) {
        this(datadog, options -> {});
    }

    public RouteToDatadog(SimulatedDatadog datadog, Consumer<DatadogFindingsConfiguration> options) {
        this(datadog, options, Map.of());
    }

    /** With beans that are in the registry before the component is added. */
    public RouteToDatadog(
            SimulatedDatadog datadog, Consumer<DatadogFindingsConfiguration> options, Map<String, Object> beans) {
        this.datadog = datadog;
        beans.forEach(context.getRegistry()::bind);
        DatadogFindingsComponent component = new DatadogFindingsComponent(context, variable -> null);
        component.getConfiguration().setBaseUrl(datadog.baseUrl());
        component.getConfiguration().setApiKey(SimulatedDatadog.API_KEY);
        component.getConfiguration().setApplicationKey(SimulatedDatadog.APPLICATION_KEY);
        component.getConfiguration().setProject(SimulatedDatadog.PROJECT_ID);
        component.getConfiguration().setRequestTimeout(10_000);
        // What is found out later takes its time, and is tested where time is not waited for.
        component.getConfiguration().setOnUnknown("park");
        options.accept(component.getConfiguration());
        context.addComponent("datadog-findings", component);
        context.start();
    }

    public CamelContext context() {
        return context;
    }

    /** Adds findings that nobody has resolved. */
    public List<String> openFindings(int count) {
        List<String> ids = datadog.addFindings(count);
        ids.forEach(id -> datadog.changeFinding(id, "status", "open"));
        return ids;
    }

    /** Sends a body to the endpoint with these options and gives the exchange back, failed or not. */
    public Exchange send(Object body, String options) {
        return send(body, Map.of(), options);
    }

    public Exchange send(Object body, Map<String, Object> headers, String options) {
        Exchange exchange = ExchangeBuilder.anExchange(context).withBody(body).build();
        exchange.getMessage().getHeaders().putAll(headers);
        String query = options.isEmpty() ? "" : "?" + options;
        return context.createProducerTemplate().send("datadog-findings:servicenowTickets" + query, exchange);
    }

    /** Sends a body that is to succeed. */
    public TicketReport report(Object body, String options) {
        Exchange exchange = send(body, options);
        if (exchange.getException() != null) {
            throw new AssertionError("The exchange failed", exchange.getException());
        }
        return exchange.getMessage().getBody(TicketReport.class);
    }

    /** The report that an exchange holds, whether it failed or not. */
    public static TicketReport reportOf(Exchange exchange) {
        return exchange.getProperty(DatadogFindingsConstants.REPORT_PROPERTY, TicketReport.class);
    }

    /** Stops, and fails if any request broke the specification. */
    @Override
    public void close() {
        context.stop();
        DatadogAssertions.assertThat(datadog).receivedOnlyValidRequests();
    }
}
