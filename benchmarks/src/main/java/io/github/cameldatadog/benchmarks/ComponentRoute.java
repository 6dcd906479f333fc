package io.github.cameldatadog.benchmarks;

import io.github.cameldatadog.findings.DatadogFindingsComponent;
import io.github.cameldatadog.findings.testkit.SimulatedDatadog;
import io.github.cameldatadog.findings.ticket.TicketReport;
import org.apache.camel.CamelContext;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.impl.DefaultCamelContext;

/** The component in a route. */
final class ComponentRoute implements Posting {

    private final CamelContext context = new DefaultCamelContext();

    ComponentRoute(String baseUrl, String options) {
        DatadogFindingsComponent component = new DatadogFindingsComponent(context);
        component.getConfiguration().setBaseUrl(baseUrl);
        component.getConfiguration().setApiKey(SimulatedDatadog.API_KEY);
        component.getConfiguration().setApplicationKey(SimulatedDatadog.APPLICATION_KEY);
        component.getConfiguration().setProject(SimulatedDatadog.PROJECT_ID);
        context.addComponent("datadog-findings", component);
        String query = options.isEmpty() ? "" : "?" + options;
        Routes.start(context, new RouteBuilder() {
            @Override
            public void configure() {
                from("direct:findings").to("datadog-findings:servicenowTickets" + query);
            }
        });
    }

    @Override
    public Made post(Object body) {
        TicketReport report = context.createFluentProducerTemplate()
                .withBody(body)
                .to("direct:findings")
                .request(TicketReport.class);
        return new Made(report.ticketed(), report.requests().creates());
    }

    @Override
    public void close() {
        context.stop();
    }
}
