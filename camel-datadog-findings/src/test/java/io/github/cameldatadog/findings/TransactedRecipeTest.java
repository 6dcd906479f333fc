package io.github.cameldatadog.findings;

import static io.github.cameldatadog.findings.testkit.assertions.DatadogAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.cameldatadog.findings.testkit.Operation;
import io.github.cameldatadog.findings.testkit.RateLimitHeaders;
import io.github.cameldatadog.findings.testkit.SimulatedDatadog;
import io.github.cameldatadog.findings.testkit.fault.Fault;
import jakarta.jms.ConnectionFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.apache.activemq.artemis.core.config.impl.ConfigurationImpl;
import org.apache.activemq.artemis.core.server.embedded.EmbeddedActiveMQ;
import org.apache.activemq.artemis.jms.client.ActiveMQConnectionFactory;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.NamedNode;
import org.apache.camel.Processor;
import org.apache.camel.model.ToDefinition;
import org.apache.camel.spi.InterceptStrategy;
import org.apache.camel.support.processor.DelegateProcessor;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.jms.core.JmsTemplate;

class TransactedRecipeTest {

    private static final String BROKER = "vm://" + Math.abs(TransactedRecipeTest.class.hashCode());

    @TempDir
    Path folder;

    private final SimulatedDatadog datadog = SimulatedDatadog.start();
    private final EmbeddedActiveMQ broker = new EmbeddedActiveMQ();
    private final ConnectionFactory connections = new ActiveMQConnectionFactory(BROKER);
    private final JmsTemplate queues = new JmsTemplate(connections);
    private Recipe recipe;

    @BeforeEach
    void startBroker() throws Exception {
        broker.setConfiguration(new ConfigurationImpl()
                .setPersistenceEnabled(false)
                .setSecurityEnabled(false)
                .addAcceptorConfiguration("in-vm", BROKER));
        broker.start();
        queues.setReceiveTimeout(20_000);
    }

    @AfterEach
    void close() throws Exception {
        recipe.close();
        datadog.close();
        broker.stop();
    }

    private void start(Consumer<CamelContext> before) {
        recipe = new Recipe(
                folder,
                datadog,
                options -> {
                    options.setMaxRetries(0);
                    options.setFindingsPerTicket(1);
                    options.setTicketsPerRequest(1);
                    options.setMaxInFlight(1);
                },
                Map.of("broker", connections));
        before.accept(recipe.context());
        recipe.run(Recipe.PAGE.with("java", ".transacted(\"required\")"));
    }

    private List<String> send(int findings) {
        List<String> ids = recipe.route().openFindings(findings);
        queues.convertAndSend("findings", String.join("\n", ids));
        return ids;
    }

    private JsonNode report() {
        return Recipe.json(new String((byte[]) queues.receiveAndConvert("reports"), StandardCharsets.UTF_8));
    }

    private static int count(JsonNode report, String outcome) {
        return report.path("counts").path(outcome).asInt();
    }

    private void assertNothingLeftOn(String... names) {
        queues.setReceiveTimeout(JmsTemplate.RECEIVE_TIMEOUT_NO_WAIT);
        for (String name : names) {
            assertThat(queues.receive(name)).as(name).isNull();
        }
    }

    /** The step that sends to a queue fails, so many times, once its work is otherwise done. */
    private static InterceptStrategy failing(String uri, AtomicInteger times) {
        return new InterceptStrategy() {
            @Override
            public Processor wrapProcessorInInterceptors(
                    CamelContext context, NamedNode definition, Processor target, Processor next) {
                boolean meant =
                        definition instanceof ToDefinition to && to.getUri().equals(uri);
                return !meant
                        ? target
                        : new DelegateProcessor(target) {
                            @Override
                            public void process(Exchange exchange) throws Exception {
                                super.process(exchange);
                                if (times.getAndDecrement() > 0) {
                                    throw new IllegalStateException("the power went off");
                                }
                            }
                        };
            }
        };
    }

    @Test
    void aRollbackLeavesTheTicketsAndTheNextDeliverySkipsThem() {
        AtomicInteger failures = new AtomicInteger(2);
        start(context ->
                context.getCamelContextExtension().addInterceptStrategy(failing("jms:queue:reports", failures)));

        List<String> ids = send(3);
        JsonNode report = report();

        assertThat(report.path("received").asInt()).isEqualTo(3);
        assertThat(report.path("skippedFor").path("alreadyTicketed").asInt()).isEqualTo(3);
        assertThat(failures).hasNegativeValue();
        assertThat(datadog).ticketedOnly(ids).createdAtMostOneTicketPerFinding().receivedRequests(Operation.CREATE, 3);
        assertNothingLeftOn("findings", "reports", "findings.left", "DLQ");
    }

    @Test
    void whatIsLeftGoesToItsQueueAndTheMessageIsDoneWith() {
        start(context -> {});
        datadog.faults()
                .next(
                        Operation.CREATE,
                        Fault.none(),
                        Fault.resetBefore(),
                        Fault.tooManyRequests(RateLimitHeaders.ABSENT));

        List<String> ids = send(3);
        JsonNode report = report();
        String left = (String) queues.receiveAndConvert("findings.left");

        assertThat(count(report, "ticketed")).isEqualTo(1);
        assertThat(count(report, "unknown")).isEqualTo(1);
        assertThat(count(report, "notSent")).isEqualTo(1);
        assertThat(left.lines().map(line -> Recipe.json(line).path("id").asText()))
                .containsExactly(ids.get(2));
        assertThat(datadog).ticketedOnly(ids.subList(0, 1));
        assertNothingLeftOn("findings", "reports", "DLQ");
    }

    @Test
    void reportAndLeftOversAreOnTheirQueuesBothOrNeither() {
        AtomicInteger failures = new AtomicInteger(1);
        start(context ->
                context.getCamelContextExtension().addInterceptStrategy(failing("jms:queue:findings.left", failures)));
        datadog.faults().next(Operation.CREATE, Fault.none(), Fault.tooManyRequests(RateLimitHeaders.ABSENT));

        List<String> ids = send(2);
        JsonNode report = report();

        assertThat(failures).as(report::toPrettyString).hasValue(0);
        assertThat(count(report, "ticketed")).as(report::toPrettyString).isEqualTo(1);
        assertThat(report.path("skippedFor").path("alreadyTicketed").asInt()).isEqualTo(1);
        assertThat(datadog).ticketedOnly(ids).createdAtMostOneTicketPerFinding();
        assertNothingLeftOn("findings", "reports", "findings.left", "DLQ");
    }
}
