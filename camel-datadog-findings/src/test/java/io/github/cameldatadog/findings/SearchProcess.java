package io.github.cameldatadog.findings;

import io.github.cameldatadog.findings.internal.FingerprintSet;
import io.github.cameldatadog.findings.testkit.SimulatedDatadog;
import io.github.cameldatadog.findings.ticket.Finding;
import io.github.cameldatadog.findings.ticket.TicketReport;
import java.util.List;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.impl.DefaultCamelContext;

/** A process of its own with little memory, which searches for all findings there are, and says what it got. */
public final class SearchProcess {

    private static final String SEARCH = "datadog-findings:search?query=*&pageSize=150&requestTimeout=60000";

    private SearchProcess() {}

    /** What is done with what is found. */
    enum Work {
        /** Pages of a poll are counted. */
        COUNT(64),
        /** A stream becomes tickets, which the ledger in memory remembers: half a kilobyte for each of 100,000 findings. */
        TICKETS(112);

        final int megabytes;

        Work(int megabytes) {
            this.megabytes = megabytes;
        }
    }

    /** @param args the address of the simulated Datadog, and the {@link Work} */
    public static void main(String[] args) throws Exception {
        try (DefaultCamelContext context = new DefaultCamelContext()) {
            DatadogFindingsComponent component = new DatadogFindingsComponent(context, variable -> null);
            component.getConfiguration().setBaseUrl(args[0]);
            component.getConfiguration().setApiKey(SimulatedDatadog.API_KEY);
            component.getConfiguration().setApplicationKey(SimulatedDatadog.APPLICATION_KEY);
            component.getConfiguration().setProject(SimulatedDatadog.PROJECT_ID);
            component.getConfiguration().setMaxRetries(50);
            context.addComponent("datadog-findings", component);
            System.out.println(Work.valueOf(args[1]) == Work.COUNT ? counted(context) : ticketed(context));
        }
    }

    private static String counted(DefaultCamelContext context) throws Exception {
        FingerprintSet distinct = new FingerprintSet();
        int[] delivered = {0};
        context.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                from(SEARCH + "&startScheduler=false").routeId("count").process(exchange -> exchange.getMessage()
                        .getBody(List.class)
                        .forEach(finding -> {
                            delivered[0]++;
                            distinct.add(((Finding) finding).id());
                        }));
            }
        });
        context.start();
        ((DatadogFindingsConsumer) context.getRoute("count").getConsumer()).run();
        return "delivered " + delivered[0] + " distinct " + distinct.size();
    }

    private static String ticketed(DefaultCamelContext context) throws Exception {
        context.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                from("direct:tickets")
                        .to(SEARCH + "&stream=true")
                        .to("datadog-findings:servicenowTickets?groupBy=rule.id&title=${body.findings[0].ruleName}");
            }
        });
        context.start();
        TicketReport report = context.createProducerTemplate().requestBody("direct:tickets", null, TicketReport.class);
        return "received " + report.received() + " ticketed " + report.ticketed() + " skipped " + report.skipped();
    }
}
