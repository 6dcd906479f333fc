package io.github.cameldatadog.findings;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.cameldatadog.findings.testkit.SimulatedDatadog;
import io.github.cameldatadog.findings.ticket.ReportEntry;
import io.github.cameldatadog.findings.ticket.TicketDraft;
import io.github.cameldatadog.findings.ticket.TicketListener;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;
import org.apache.camel.Exchange;
import org.apache.camel.builder.ExchangeBuilder;
import org.apache.camel.support.PluginHelper;
import org.apache.camel.support.ResourceHelper;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Options of every kind in routes that are not Java: beans, files, templates, durations, options of the HTTP client. */
@Timeout(60)
class OptionsInYamlAndXmlTest {

    private static final String YAML =
            """
            - route:
                from:
                  uri: direct:in
                  steps:
                    - to:
                        uri: datadog-findings:servicenowTickets
                        parameters:
                          title: "#bean:titles"
                          description: "resource:classpath:templates/description.txt"
                          priority: severity
                          findingsPerTicket: 2
                          maxInFlight: 1
                          requestTimeout: 30s
                          lookupTickets: never
                          ticketListener: "#bean:audit"
                          http.connectTimeout: 5s
                          report: all
            """;

    private static final String XML =
            """
            <route>
                <from uri="direct:in"/>
                <to uri="datadog-findings:servicenowTickets?title=#bean:titles&amp;description=resource:classpath:templates/description.txt
                    &amp;priority=severity&amp;findingsPerTicket=2&amp;maxInFlight=1&amp;requestTimeout=30s&amp;lookupTickets=never
                    &amp;ticketListener=#bean:audit&amp;http.connectTimeout=5s&amp;report=all"/>
            </route>
            """;

    private final List<ReportEntry> told = new CopyOnWriteArrayList<>();
    private final SimulatedDatadog datadog = SimulatedDatadog.start();
    private final RouteToDatadog route = new RouteToDatadog(
            datadog,
            options -> {},
            Map.of(
                    "titles", (Function<TicketDraft, String>) draft -> "A title for " + draft.size(),
                    "audit", (TicketListener) told::add));

    @AfterEach
    void close() {
        route.close();
        datadog.close();
    }

    @Test
    void inYaml() throws Exception {
        assertTicketsBy("routes.yaml", YAML);
    }

    @Test
    void inXml() throws Exception {
        assertTicketsBy("routes.xml", XML);
    }

    private void assertTicketsBy(String name, String routes) throws Exception {
        PluginHelper.getRoutesLoader(route.context()).loadRoutes(ResourceHelper.fromString(name, routes));
        Exchange exchange = ExchangeBuilder.anExchange(route.context())
                .withBody(datadog.addFindings(3))
                .withHeader("source", "a scan")
                .build();

        route.context().createProducerTemplate().send("direct:in", exchange);

        assertThat(exchange.getException()).isNull();
        assertThat(datadog.history().tickets())
                .extracting(
                        ticket -> ticket.title() + "/" + ticket.description().strip() + "/" + ticket.priority())
                .containsExactlyInAnyOrder(
                        "A title for 2/2 of a scan/NOT_DEFINED", "A title for 1/1 of a scan/NOT_DEFINED");
        assertThat(told).hasSize(2);
    }
}
