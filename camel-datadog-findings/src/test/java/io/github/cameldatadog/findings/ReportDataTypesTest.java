package io.github.cameldatadog.findings;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.cameldatadog.findings.testkit.Operation;
import io.github.cameldatadog.findings.testkit.SimulatedDatadog;
import io.github.cameldatadog.findings.testkit.fault.Fault;
import java.util.ArrayList;
import java.util.List;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.builder.ExchangeBuilder;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.spi.DataType;
import org.apache.camel.support.PluginHelper;
import org.apache.camel.support.ResourceHelper;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The report's data types, in routes. */
@Timeout(60)
class ReportDataTypesTest {

    private final SimulatedDatadog datadog = SimulatedDatadog.start();
    private final RouteToDatadog route = new RouteToDatadog(datadog);
    private final CamelContext context = route.context();

    @AfterEach
    void close() {
        route.close();
        datadog.close();
    }

    private Exchange send(Object body) {
        Exchange exchange = ExchangeBuilder.anExchange(context).withBody(body).build();
        return context.createProducerTemplate().send("direct:in", exchange);
    }

    private void addRoute(String options, String type) throws Exception {
        context.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                from("direct:in")
                        .to("datadog-findings:servicenowTickets" + options)
                        .transformDataType(new DataType("datadog-findings:" + type));
            }
        });
    }

    @ParameterizedTest
    @CsvSource({
        "report-json, application/json, '{'",
        "report-csv, text/csv; charset=UTF-8, outcome",
        "report-markdown, text/markdown; charset=UTF-8, #",
    })
    void inJava(String type, String contentType, String start) throws Exception {
        addRoute("", type);

        Exchange exchange = send(datadog.addFindings(2));

        assertThat(exchange.getException()).isNull();
        assertThat(exchange.getMessage().getBody()).isInstanceOf(String.class);
        assertThat(exchange.getMessage().getBody(String.class)).startsWith(start);
        assertThat(exchange.getMessage().getHeader(Exchange.CONTENT_TYPE)).isEqualTo(contentType);
    }

    @ParameterizedTest
    @ValueSource(strings = {"report-json", "report-csv", "report-markdown"})
    void inYamlAndXml(String type) throws Exception {
        load(
                "a.yaml",
                """
                - route:
                    from:
                      uri: direct:yaml
                      steps:
                        - to:
                            uri: datadog-findings:servicenowTickets
                            parameters:
                              report: all
                        - transformDataType:
                            toType: datadog-findings:%s
                """
                        .formatted(type));
        load(
                "b.xml",
                """
                <route>
                    <from uri="direct:in"/>
                    <to uri="direct:yaml"/>
                    <setBody><simple>${exchangeProperty.CamelDatadogFindingsReport}</simple></setBody>
                    <transformDataType toType="datadog-findings:%s"/>
                </route>
                """
                        .formatted(type));
        List<String> ids = datadog.addFindings(2);
        List<String> bodies = new ArrayList<>();

        bodies.add(context.createProducerTemplate().requestBody("direct:yaml", ids, String.class));
        bodies.add(context.createProducerTemplate().requestBody("direct:in", datadog.addFindings(2), String.class));

        assertThat(bodies).allSatisfy(body -> assertThat(body).contains("ticketed"));
        assertThat(bodies.get(0)).contains(ids);
    }

    private void load(String name, String text) throws Exception {
        PluginHelper.getRoutesLoader(context).loadRoutes(ResourceHelper.fromString(name, text));
    }

    /** Where an error handler writes down what went wrong, the body is still the one that came in. */
    @Test
    void afterAFailureTheReportOfTheExchangeIsTaken() throws Exception {
        datadog.faults().always(Operation.CREATE, Fault.error(403, "Forbidden", "no"));
        context.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                onException(TicketsNotCreatedException.class)
                        .handled(true)
                        .transformDataType(new DataType("datadog-findings:report-csv"));
                from("direct:in").to("datadog-findings:servicenowTickets");
            }
        });
        List<String> ids = datadog.addFindings(2);

        Exchange exchange = send(ids);

        assertThat(exchange.getException()).isNull();
        assertThat(exchange.getMessage().getBody(String.class).lines())
                .hasSize(3)
                .filteredOn(line -> line.startsWith("rejected,1,"))
                .hasSize(2)
                .allSatisfy(line -> assertThat(line).contains(",403,"));
    }

    @Test
    void withoutAReportThereIsNothingToTransform() throws Exception {
        context.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                from("direct:in").transformDataType(new DataType("datadog-findings:report-json"));
            }
        });

        Exchange exchange;
        try (CapturedLog log = new CapturedLog(Level.ERROR)) {
            exchange = send("no report");
        }

        assertThat(exchange.getException())
                .hasMessageContaining("datadog-findings:report-json")
                .hasMessageContaining("java.lang.String")
                .hasMessageContaining(DatadogFindingsConstants.REPORT_PROPERTY);
    }

    @Test
    void theJsonSaysWhatIsOnlyCounted() throws Exception {
        addRoute("", "report-json");
        List<String> ids = new ArrayList<>(datadog.addFindings(3));
        ids.add(ids.get(0));

        JsonNode json = new ObjectMapper().readTree(send(ids).getMessage().getBody(String.class));

        assertThat(json.path("countedOnly").toString()).isEqualTo("{\"ticketed\":3,\"skipped\":1}");
    }

    @Test
    void theJsonOfEverythingCountsNothingOnly() throws Exception {
        addRoute("?report=all", "report-json");

        JsonNode json = new ObjectMapper()
                .readTree(send(datadog.addFindings(3)).getMessage().getBody(String.class));

        assertThat(json.has("countedOnly")).isFalse();
        assertThat(json.path("tickets")).hasSize(1);
    }
}
