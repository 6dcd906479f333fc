package io.github.cameldatadog.findings;

import static io.github.cameldatadog.findings.testkit.assertions.DatadogAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import ch.qos.logback.classic.Level;
import io.github.cameldatadog.findings.internal.reading.FindingFields;
import io.github.cameldatadog.findings.testkit.Operation;
import io.github.cameldatadog.findings.testkit.SimulatedDatadog;
import io.github.cameldatadog.findings.testkit.fault.Fault;
import io.github.cameldatadog.findings.testkit.finding.DocumentShape;
import io.github.cameldatadog.findings.ticket.Finding;
import io.github.cameldatadog.findings.ticket.TicketDraft;
import io.github.cameldatadog.findings.ticket.TicketReport;
import java.io.IOException;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.builder.ExchangeBuilder;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.main.Main;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the component's page shows is run, and its tables are those of the catalog. */
@Timeout(60)
class ComponentPageTest {

    private static final String PAGE = "docs/datadog-findings-component.md";

    /** With this system property set to true the test writes the tables instead of comparing them. */
    private static final String RENDER = "datadogFindings.renderTables";

    private static final PageExamples EXAMPLES = PageExamples.of(PAGE);

    @TempDir
    Path folder;

    private final SimulatedDatadog datadog = SimulatedDatadog.start();
    private final RouteToDatadog route = new RouteToDatadog(datadog);
    private final CamelContext context = route.context();

    @BeforeEach
    void nameTheProject() {
        Properties properties = new Properties();
        properties.setProperty("project", SimulatedDatadog.PROJECT_ID);
        context.getPropertiesComponent().setInitialProperties(properties);
    }

    @AfterEach
    void close() {
        route.close();
        assertThat(datadog).receivedOnlyValidRequests();
        datadog.close();
    }

    @Test
    void theTablesAreThoseOfTheCatalog() throws IOException {
        Path file = Path.of("..").resolve(PAGE);
        String page = Files.readString(file);
        String rendered = page;
        for (Map.Entry<String, String> table : ComponentTables.all().entrySet()) {
            Pattern place =
                    Pattern.compile("(<!-- " + table.getKey() + ": [^>]*-->\n).*?(<!-- end -->)", Pattern.DOTALL);
            Matcher found = place.matcher(rendered);
            assertThat(found.find())
                    .as("a place for the table of %s", table.getKey())
                    .isTrue();
            rendered = found.replaceFirst("$1\n" + Matcher.quoteReplacement(table.getValue()) + "\n$2");
        }
        if (Boolean.getBoolean(RENDER)) {
            Files.writeString(file, rendered);
            return;
        }

        assertThat(page)
                .as("the tables of " + PAGE + " are stale. Render them anew: ./mvnw -pl camel-datadog-findings -am test"
                        + " -Dtest=ComponentPageTest -Dsurefire.failIfNoSpecifiedTests=false -D" + RENDER + "=true")
                .isEqualTo(rendered);
    }

    @Test
    void theFieldsThatADraftKnowsAreThoseThatAreKept() throws IOException {
        String page = Files.readString(Path.of("..").resolve(PAGE));
        Matcher list = Pattern.compile("tags as\\s`tags.team`:([^.]*(?:\\.\\w[^.]*)*)\\. What")
                .matcher(page);
        assertThat(list.find()).isTrue();

        assertThat(Pattern.compile("`([^`]+)`").matcher(list.group(1)).results().map(field -> field.group(1)))
                .containsExactlyInAnyOrderElementsOf(FindingFields.DEFAULT);
    }

    private Exchange send(String endpoint, Object body) {
        Exchange exchange = ExchangeBuilder.anExchange(context)
                .withBody(body)
                .withHeader("source", "a scan")
                .build();
        return context.createProducerTemplate().send(endpoint, exchange);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "java; .to(\"datadog-findings:servicenowTickets?project={{project}}&groupBy",
                "java; .to(datadogFindings(\"servicenowTickets\")",
                "xml; groupBy=rule.id",
                "yaml; groupBy: rule.id",
            })
    void theRoutesMakeTickets(String language, String part) throws Exception {
        EXAMPLES.with(language, part).addTo(context);
        route.openFindings(3);

        Exchange exchange = send("direct:findings", datadog.export(DocumentShape.SEARCH_RECORDED));

        assertThat(exchange.getException()).isNull();
        assertThat(exchange.getMessage().getBody(TicketReport.class).ticketed()).isEqualTo(3);
        assertThat(datadog.history().tickets()).isNotEmpty().allSatisfy(ticket -> assertThat(ticket.title())
                .contains(" x "));
    }

    @ParameterizedTest
    @ValueSource(strings = {"java", "xml", "yaml"})
    void theHeadersHoldForTheExchange(String language) throws Exception {
        EXAMPLES.with(language, "direct:urgent").addTo(context);

        Exchange exchange = send("direct:urgent", datadog.addFindings(3));

        assertThat(exchange.getException()).isNull();
        assertThat(datadog.history().tickets()).singleElement().satisfies(ticket -> {
            assertThat(ticket.title()).isEqualTo("Urgent, from a scan");
            assertThat(ticket.priority()).isEqualTo("P1");
        });
    }

    @ParameterizedTest
    @ValueSource(strings = {"java", "xml", "yaml"})
    void whatIsSafeToSendAgainGoesElsewhere(String language) throws Exception {
        datadog.faults().always(Operation.CREATE, Fault.error(403, "Forbidden", "no"));
        List<Object> later = new ArrayList<>();
        context.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                from("direct:later")
                        .process(exchange -> later.addAll(exchange.getMessage().getBody(List.class)));
            }
        });
        EXAMPLES.with(language, "direct:careful").addTo(context);
        List<String> ids = datadog.addFindings(3);

        Exchange exchange = send("direct:careful", ids);

        assertThat(exchange.getException()).isNull();
        assertThat(later).extracting(each -> ((Finding) each).id()).containsExactlyInAnyOrderElementsOf(ids);
    }

    @ParameterizedTest
    @ValueSource(strings = {"java", "xml", "yaml"})
    void theReportIsWrittenAsCsv(String language) throws Exception {
        EXAMPLES.with(language, "direct:audit")
                .replacing("file:reports", "file:" + folder.toAbsolutePath())
                .addTo(context);

        Exchange exchange = send("direct:audit", datadog.addFindings(3));

        assertThat(exchange.getException()).isNull();
        assertThat(Files.readAllLines(folder.resolve("tickets.csv")))
                .hasSize(4)
                .filteredOn(line -> line.startsWith("ticketed,1,"))
                .hasSize(3);
    }

    private static Function<TicketDraft, String> titles() {
        return draft -> "a title";
    }

    @Test
    void thePropertiesConfigureTheComponent() throws Exception {
        Properties properties = new Properties();
        properties.load(new StringReader(
                EXAMPLES.beginning("properties", "camel.component").text()));
        Main main = new Main();
        main.bind("titles", titles());
        main.setPropertyPlaceholderLocations("false");
        main.setOverrideProperties(properties);
        main.start();
        try {
            DatadogFindingsConfiguration configuration = configurationIn(main.getCamelContext());
            assertConfigured(configuration);
            assertThat(configuration.getHttp())
                    .containsEntry("proxyHost", "proxy.example.com")
                    .containsEntry("proxyPort", "3128");
        } finally {
            main.stop();
        }
    }

    @Test
    void theBuilderConfiguresTheComponent() throws Exception {
        try (CamelContext fresh = new DefaultCamelContext()) {
            fresh.getRegistry().bind("titles", titles());
            EXAMPLES.with("java", "ComponentsBuilderFactory.datadogFindings()").addTo(fresh);

            assertConfigured(configurationIn(fresh));
        }
    }

    private static DatadogFindingsConfiguration configurationIn(CamelContext context) {
        return context.getComponent("datadog-findings", DatadogFindingsComponent.class)
                .getConfiguration();
    }

    private static void assertConfigured(DatadogFindingsConfiguration configuration) {
        assertThat(configuration.getSite()).isEqualTo("datadoghq.eu");
        assertThat(configuration.getRequestTimeout()).isEqualTo(30_000);
        assertThat(configuration.getTitle()).startsWith("#bean:");
    }

    @Test
    void theCheckPassesAGoodUriAndSaysWhatIsWrongWithABadOne() throws Exception {
        PageExamples.Example check = EXAMPLES.with("java", "validateEndpointProperties");
        check.addTo(context);

        Throwable failure;
        try (CapturedLog log = new CapturedLog(Level.ERROR);
                CamelContext fresh = new DefaultCamelContext()) {
            failure = catchThrowable(() ->
                    check.replacing("priority=severity", "priorty=severity").addTo(fresh));
        }

        assertThat(failure).hasMessageContaining("priorty").hasMessageContaining("Did you mean: [priority]");
    }

    @Test
    void everyExampleIsRun() {
        assertThat(EXAMPLES.all())
                .as("a new example needs a test here")
                .filteredOn(
                        example -> List.of("java", "xml", "yaml", "properties").contains(example.language()))
                .hasSize(16);
    }
}
