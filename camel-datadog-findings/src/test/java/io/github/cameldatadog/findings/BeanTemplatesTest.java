package io.github.cameldatadog.findings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ch.qos.logback.classic.Level;
import io.github.cameldatadog.findings.builder.component.ComponentsBuilderFactory;
import io.github.cameldatadog.findings.builder.endpoint.StaticEndpointBuilders;
import io.github.cameldatadog.findings.internal.BeanTemplates;
import io.github.cameldatadog.findings.testkit.SimulatedDatadog;
import io.github.cameldatadog.findings.testkit.history.CaseRecord;
import io.github.cameldatadog.findings.ticket.TicketDraft;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.function.Function;
import org.apache.camel.CamelContext;
import org.apache.camel.Expression;
import org.apache.camel.builder.ExpressionBuilder;
import org.apache.camel.main.Main;
import org.apache.camel.spi.PropertyConfigurerGetter;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A template may be a bean, wherever the option is set. */
@Timeout(60)
class BeanTemplatesTest {

    private static final String COMPONENT = "camel.component.datadog-findings.";

    private final SimulatedDatadog datadog = SimulatedDatadog.start();
    private final Main main = new Main();

    @AfterEach
    void stop() {
        main.stop();
        datadog.close();
    }

    /** Counts of a draft's findings, as a title. */
    public static final class CountingTitle implements Function<TicketDraft, String> {
        @Override
        public String apply(TicketDraft draft) {
            return "function: " + draft.size();
        }
    }

    private CamelContext start(Map<String, String> options) {
        main.bind("byFunction", new CountingTitle());
        Expression expression = ExpressionBuilder.simpleExpression("expression: ${body.size}");
        main.bind("byExpression", expression);
        main.bind("noTemplate", List.of());
        Map<String, String> all = new HashMap<>();
        all.put("base-url", datadog.baseUrl());
        all.put("api-key", SimulatedDatadog.API_KEY);
        all.put("application-key", SimulatedDatadog.APPLICATION_KEY);
        all.put("project", SimulatedDatadog.PROJECT_ID);
        all.putAll(options);
        Properties properties = new Properties();
        all.forEach((option, value) -> properties.put(COMPONENT + option, value));
        main.setPropertyPlaceholderLocations("false");
        main.setOverrideProperties(properties);
        main.start();
        return main.getCamelContext();
    }

    private CaseRecord ticketBy(String endpoint) {
        List<String> ids = datadog.addFindings(3);
        main.getCamelContext().createProducerTemplate().sendBody(endpoint, ids);
        assertThat(datadog.history().tickets()).hasSize(1);
        return datadog.history().tickets().get(0);
    }

    @ParameterizedTest
    @CsvSource({
        "title, #bean:byFunction, function: 3",
        "title, #byFunction, function: 3",
        "title, #bean:byExpression, expression: 3",
        "title, #class:io.github.cameldatadog.findings.BeanTemplatesTest$CountingTitle, function: 3",
        "title, #type:java.util.function.Function, function: 3",
        "configuration.title, #bean:byFunction, function: 3",
        "configuration.title, #bean:byExpression, expression: 3",
    })
    void inProperties(String option, String reference, String title) {
        start(Map.of(option, reference));

        assertThat(ticketBy("datadog-findings:servicenowTickets").title()).isEqualTo(title);
    }

    @ParameterizedTest
    @ValueSource(strings = {"project", "title", "description", "assigneeId"})
    void inPropertiesForEveryTemplate(String option) {
        main.bind("same", (Function<TicketDraft, String>) draft -> SimulatedDatadog.PROJECT_ID);

        start(Map.of(option, "#bean:same"));

        DatadogFindingsComponent component =
                main.getCamelContext().getComponent("datadog-findings", DatadogFindingsComponent.class);
        Object set = ((PropertyConfigurerGetter) component.getComponentPropertyConfigurer())
                .getOptionValue(component, option, false);
        assertThat(set).asString().startsWith("#bean:datadog-findings-" + option);
        ticketBy("datadog-findings:servicenowTickets");
    }

    @Test
    void aNameThatIsTakenByAnotherBeanIsLeftToIt() {
        start(Map.of());
        CamelContext context = main.getCamelContext();
        CountingTitle bean = new CountingTitle();
        String wanted = "datadog-findings-title-" + Integer.toHexString(System.identityHashCode(bean));
        context.getRegistry().bind(wanted, "of somebody else");

        String reference = BeanTemplates.settable(context, "title", bean).toString();

        assertThat(reference).isEqualTo(BeanTemplates.settable(context, "title", bean));
        assertThat(context.getRegistry().lookupByName(reference.substring("#bean:".length())))
                .isSameAs(bean);
        assertThat(context.getRegistry().lookupByName(wanted)).isEqualTo("of somebody else");
    }

    @Test
    void inTheComponentDsl() {
        CamelContext context = start(Map.of());
        ComponentsBuilderFactory.datadogFindings()
                .baseUrl(datadog.baseUrl())
                .apiKey(SimulatedDatadog.API_KEY)
                .applicationKey(SimulatedDatadog.APPLICATION_KEY)
                .project(SimulatedDatadog.PROJECT_ID)
                .title("#bean:byFunction")
                .register(context, "tickets");

        assertThat(ticketBy("tickets:servicenowTickets").title()).isEqualTo("function: 3");
    }

    @Test
    void inTheEndpointDsl() {
        CamelContext context = start(Map.of());
        String uri = StaticEndpointBuilders.datadogFindings("servicenowTickets")
                .title("#bean:byExpression")
                .getRawUri();

        assertThat(context).isNotNull();
        assertThat(ticketBy(uri).title()).isEqualTo("expression: 3");
    }

    @ParameterizedTest
    @CsvSource({
        "title, #bean:noTemplate, Option title: the bean is a java.util.",
        "title, #bean:nobody, nobody",
        "configuration.title, #bean:noTemplate, Option title: the bean is a java.util.",
        "max-retries, ten, allowed is a whole number",
        "configuration.max-retries, ten, allowed is a whole number",
        "configuration.lazy-start-producer, true, lazyStartProducer",
    })
    void whatCannotBeUsedStopsTheStart(String option, String value, String says) {
        try (CapturedLog log = new CapturedLog(Level.ERROR)) {
            assertThatThrownBy(() -> start(Map.of(option, value)))
                    .satisfies(failure -> assertThat(messages(failure)).contains(says));
        }
    }

    private static String messages(Throwable failure) {
        StringBuilder text = new StringBuilder();
        for (Throwable each = failure; each != null; each = each.getCause()) {
            text.append(each.getMessage()).append('\n');
        }
        return text.toString();
    }
}
