package io.github.cameldatadog.findings;

import static io.github.cameldatadog.findings.testkit.SimulatedDatadog.API_KEY;
import static io.github.cameldatadog.findings.testkit.SimulatedDatadog.APPLICATION_KEY;
import static io.github.cameldatadog.findings.testkit.assertions.DatadogAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import io.github.cameldatadog.findings.client.DatadogCredentials;
import io.github.cameldatadog.findings.client.DatadogCredentialsProvider;
import io.github.cameldatadog.findings.internal.DatadogConnections;
import io.github.cameldatadog.findings.testkit.Operation;
import io.github.cameldatadog.findings.testkit.SimulatedDatadog;
import io.github.cameldatadog.findings.testkit.fault.Fault;
import io.github.cameldatadog.findings.testkit.history.RequestRecord;
import io.github.cameldatadog.findings.ticket.TicketListener;
import io.github.cameldatadog.findings.ticket.TicketReport;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.camel.Exchange;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.spi.PropertiesFunction;
import org.apache.camel.support.DefaultContextReloadStrategy;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Keys change while routes run: by code, by a bean, by Camel's reload. */
class KeyRotationTest {

    private static final String NEW_API_KEY = "ffeeddccbbaa99887766554433221100";
    private static final String NEW_APPLICATION_KEY = "9999888877776666555544443333222211110000";
    private static final String ONE_BY_ONE =
            "findingsPerTicket=1&ticketsPerRequest=1&maxInFlight=1&lookupTickets=never";

    private final SimulatedDatadog datadog = SimulatedDatadog.builder()
            .applicationKey(APPLICATION_KEY, "before")
            .applicationKey(NEW_APPLICATION_KEY, "after")
            .start();

    @AfterEach
    void stop() {
        datadog.close();
    }

    private List<String> apiKeysOf(Operation operation) {
        return datadog.history().requests(operation).stream()
                .map(RequestRecord::request)
                .map(request -> request.header("DD-API-KEY").orElseThrow())
                .toList();
    }

    private static DatadogFindingsConfiguration componentOf(RouteToDatadog route) {
        return route.context()
                .getComponent("datadog-findings", DatadogFindingsComponent.class)
                .getConfiguration();
    }

    private static void rotate(DatadogFindingsConfiguration component) {
        component.setApiKey(NEW_API_KEY);
        component.setApplicationKey(NEW_APPLICATION_KEY);
    }

    @Test
    void keysThatAreSetOnTheComponentAreUsedInTheMiddleOfARun() {
        List<String> ids = datadog.addFindings(6);
        AtomicInteger settled = new AtomicInteger();
        AtomicReference<DatadogFindingsConfiguration> component = new AtomicReference<>();
        TicketListener rotating = entry -> {
            if (settled.incrementAndGet() == 3) {
                rotate(component.get());
                datadog.replaceApiKey(NEW_API_KEY);
            }
        };
        try (RouteToDatadog route = new RouteToDatadog(datadog, options -> options.setTicketListener(rotating))) {
            component.set(componentOf(route));

            TicketReport report = route.report(ids, ONE_BY_ONE);

            assertThat(report.ticketed()).isEqualTo(6);
            assertThat(apiKeysOf(Operation.CREATE)).startsWith(API_KEY).endsWith(NEW_API_KEY);
        }
    }

    @Test
    void aRefusalOfKeysThatWereChangedMeanwhileIsSentOnceMore() {
        datadog.replaceApiKey(NEW_API_KEY);
        DatadogCredentialsProvider late =
                () -> datadog.history().requests(Operation.CREATE).isEmpty()
                        ? new DatadogCredentials(API_KEY, APPLICATION_KEY)
                        : new DatadogCredentials(NEW_API_KEY, NEW_APPLICATION_KEY);
        try (RouteToDatadog route = new RouteToDatadog(datadog, options -> options.setCredentialsProvider(late))) {
            TicketReport report = route.report(datadog.addFindings(2), "lookupTickets=never&maxRetries=0");

            assertThat(report.ticketed()).isEqualTo(2);
            assertThat(apiKeysOf(Operation.CREATE)).containsExactly(API_KEY, NEW_API_KEY);
        }
    }

    @Test
    void keysThatChangeAtEachQuestionAreNotTriedForEver() {
        AtomicInteger number = new AtomicInteger();
        DatadogCredentialsProvider restless =
                () -> new DatadogCredentials("wrong-key-" + number.incrementAndGet(), APPLICATION_KEY);
        try (RouteToDatadog route = new RouteToDatadog(datadog, options -> options.setCredentialsProvider(restless))) {
            Exchange exchange = route.send(datadog.addFindings(1), "lookupTickets=never");

            assertThat(RouteToDatadog.reportOf(exchange).rejected()).isEqualTo(1);
            assertThat(datadog).receivedRequests(Operation.CREATE, 2);
        }
    }

    @Test
    void aSearchThatIsRefusedMeanwhileIsSentOnceMoreToo() {
        datadog.replaceApiKey(NEW_API_KEY);
        DatadogCredentialsProvider late =
                () -> datadog.history().requests(Operation.SEARCH).isEmpty()
                        ? new DatadogCredentials(API_KEY, APPLICATION_KEY)
                        : new DatadogCredentials(NEW_API_KEY, NEW_APPLICATION_KEY);
        try (RouteToDatadog route = new RouteToDatadog(datadog, options -> options.setCredentialsProvider(late))) {
            TicketReport report = route.report(route.openFindings(1), "lookupTickets=always");

            assertThat(report.ticketed()).isEqualTo(1);
        }
    }

    @Test
    void aRotationKeepsTheConnectionAndWhatIsKnownOfTheRateLimit() {
        try (RouteToDatadog route = new RouteToDatadog(datadog)) {
            datadog.rateLimit(Operation.CREATE, 100, Duration.ofHours(1));
            route.report(datadog.addFindings(1), "lookupTickets=never");
            DatadogConnections connections = DatadogConnections.of(route.context());
            Set<?> gates = connections.gates().keySet();

            rotate(componentOf(route));
            datadog.replaceApiKey(NEW_API_KEY);
            route.report(datadog.addFindings(1), "lookupTickets=never");
            route.report(datadog.addFindings(1), "lookupTickets=never&title=another endpoint");

            assertThat(apiKeysOf(Operation.CREATE)).containsExactly(API_KEY, NEW_API_KEY, NEW_API_KEY);
            assertThat(connections.gates().keySet()).isEqualTo(gates);
            assertThat(connections.httpClients()).isOne();
        }
    }

    @Test
    void anEndpointWithKeysOfItsOwnKeepsThem() {
        try (RouteToDatadog route = new RouteToDatadog(datadog)) {
            rotate(componentOf(route));
            String own = "lookupTickets=never&apiKey=" + API_KEY + "&applicationKey=" + APPLICATION_KEY;

            assertThat(route.report(datadog.addFindings(1), own).ticketed()).isOne();

            assertThat(apiKeysOf(Operation.CREATE)).containsExactly(API_KEY);
        }
    }

    @Test
    void endpointsThatReachTheSameKeysInDifferentWaysShareOneGate() {
        try (RouteToDatadog route = new RouteToDatadog(datadog)) {
            String own = "lookupTickets=never&apiKey=" + NEW_API_KEY + "&applicationKey=" + NEW_APPLICATION_KEY;
            datadog.replaceApiKey(NEW_API_KEY);
            route.report(datadog.addFindings(1), own);
            rotate(componentOf(route));
            route.report(datadog.addFindings(1), "lookupTickets=never");

            assertThat(DatadogConnections.of(route.context()).gates()).hasSize(1);
        }
    }

    @Test
    void keysThatAreKnownAlreadyKeepTheirGateWhenAnotherEndpointRotatesToThem() {
        datadog.rateLimit(Operation.CREATE, 100, Duration.ofHours(1));
        try (RouteToDatadog route = new RouteToDatadog(datadog)) {
            String own = "lookupTickets=never&apiKey=" + NEW_API_KEY + "&applicationKey=" + NEW_APPLICATION_KEY;
            route.report(datadog.addFindings(1), "lookupTickets=never");
            datadog.replaceApiKey(NEW_API_KEY);
            route.report(datadog.addFindings(1), own);
            rotate(componentOf(route));
            route.report(datadog.addFindings(1), "lookupTickets=never");

            DatadogFindingsEndpoint withOwn = route.context()
                    .getEndpoint("datadog-findings:servicenowTickets?" + own, DatadogFindingsEndpoint.class);

            // What the other endpoint was told last is known here too.
            assertThat(withOwn.getCreateRateRemaining()).isEqualTo(97);
        }
    }

    @Test
    void anEndpointWithBothKeysOfItsOwnNeedsNoBean() {
        DatadogCredentialsProvider broken = () -> {
            throw new IllegalStateException("the vault is sealed");
        };
        try (RouteToDatadog route = new RouteToDatadog(datadog, options -> options.setCredentialsProvider(broken))) {
            String own = "lookupTickets=never&apiKey=" + API_KEY + "X&applicationKey=" + APPLICATION_KEY + "X";

            Exchange exchange = route.send(datadog.addFindings(1), own);

            assertThat(RouteToDatadog.reportOf(exchange).rejected()).isOne();
            assertThat(apiKeysOf(Operation.CREATE)).containsExactly(API_KEY + "X");
        }
    }

    @Test
    void aBeanInTheRegistryIsAskedAtEachRequestAndThereforeNeedsNoKeysInOptions() {
        AtomicReference<DatadogCredentials> vault =
                new AtomicReference<>(new DatadogCredentials(API_KEY, APPLICATION_KEY));
        DatadogCredentialsProvider provider = vault::get;
        try (RouteToDatadog route = new RouteToDatadog(
                datadog,
                options -> {
                    options.setApiKey(null);
                    options.setApplicationKey(null);
                },
                Map.of("vault", provider))) {
            route.report(datadog.addFindings(1), "lookupTickets=never");
            vault.set(new DatadogCredentials(NEW_API_KEY, NEW_APPLICATION_KEY));
            datadog.replaceApiKey(NEW_API_KEY);
            route.report(datadog.addFindings(1), "lookupTickets=never");

            assertThat(apiKeysOf(Operation.CREATE)).containsExactly(API_KEY, NEW_API_KEY);
        }
    }

    @Test
    void aBeanThatFailsLeavesFindingsNotSentAndItsWordsUnsaid() {
        DatadogCredentialsProvider broken = () -> {
            throw new IllegalStateException("could not parse " + NEW_API_KEY);
        };
        try (CapturedLog log = new CapturedLog(Level.TRACE);
                RouteToDatadog route = new RouteToDatadog(datadog, options -> options.setCredentialsProvider(broken))) {
            Exchange exchange = route.send(datadog.addFindings(1), "lookupTickets=never");

            assertThat(RouteToDatadog.reportOf(exchange).notSent()).isOne();
            assertThat(Shown.of(exchange.getException())).contains("keys").doesNotContain(NEW_API_KEY);
            log.assertKeeps(Set.of(), NEW_API_KEY);
        }
    }

    @Test
    void oldAndNewKeysAreMaskedInAnswers() {
        try (RouteToDatadog route = new RouteToDatadog(datadog)) {
            route.report(datadog.addFindings(1), "lookupTickets=never");
            rotate(componentOf(route));
            datadog.faults()
                    .always(
                            Operation.CREATE,
                            Fault.status(
                                    400,
                                    "text/plain",
                                    "was " + API_KEY + ", is " + NEW_API_KEY + " " + NEW_APPLICATION_KEY));

            Exchange exchange = route.send(datadog.addFindings(1), "lookupTickets=never");

            assertThat(Shown.of(RouteToDatadog.reportOf(exchange)))
                    .contains("was xxx")
                    .doesNotContain(API_KEY, NEW_API_KEY, NEW_APPLICATION_KEY);
        }
    }

    /** Gives what is in the vault now. */
    private static final class Vault implements PropertiesFunction {
        private final Map<String, String> secrets = new java.util.concurrent.ConcurrentHashMap<>();

        @Override
        public String getName() {
            return "vault";
        }

        @Override
        public String apply(String remainder) {
            return secrets.get(remainder);
        }
    }

    @Test
    void aComponentOfAnotherNameHasPropertiesOfItsOwn() throws Exception {
        Vault vault = new Vault();
        vault.secrets.putAll(Map.of("one", "one-before", "other", "other-before"));
        DefaultCamelContext context = new DefaultCamelContext();
        context.getPropertiesComponent().addPropertiesFunction(vault);
        context.getPropertiesComponent().addInitialProperty("camel.component.datadog-findings.apiKey", "{{vault:one}}");
        context.getPropertiesComponent()
                .addInitialProperty("camel.component.other-organisation.apiKey", "{{vault:other}}");
        DatadogFindingsComponent one = new DatadogFindingsComponent(context, variable -> null);
        DatadogFindingsComponent other = new DatadogFindingsComponent(context, variable -> null);
        context.addComponent("datadog-findings", one);
        context.addComponent("other-organisation", other);
        DefaultContextReloadStrategy reload = new DefaultContextReloadStrategy();
        context.addService(reload);
        try (context) {
            context.start();
            vault.secrets.putAll(Map.of("one", "one-after", "other", "other-after"));

            reload.onReload("a secret of the vault has changed");

            assertThat(one.getConfiguration().getApiKey()).isEqualTo("one-after");
            assertThat(other.getConfiguration().getApiKey()).isEqualTo("other-after");
        }
    }

    @Test
    void keysOfPropertiesAreTakenAgainWhenCamelReloadsItsContext() throws Exception {
        Vault vault = new Vault();
        vault.secrets.putAll(Map.of("api", API_KEY, "app", APPLICATION_KEY));
        DefaultCamelContext context = new DefaultCamelContext();
        context.getPropertiesComponent().addPropertiesFunction(vault);
        context.getPropertiesComponent()
                .addInitialProperty("camel.component.datadog-findings.api-key", "{{vault:api}}");
        context.getPropertiesComponent()
                .addInitialProperty("camel.component.datadog-findings.applicationKey", "{{vault:app}}");
        DatadogFindingsComponent component = new DatadogFindingsComponent(context, variable -> null);
        component.getConfiguration().setBaseUrl(datadog.baseUrl());
        component.getConfiguration().setApiKey(API_KEY);
        component.getConfiguration().setApplicationKey(APPLICATION_KEY);
        component.getConfiguration().setProject(SimulatedDatadog.PROJECT_ID);
        context.addComponent("datadog-findings", component);
        context.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                from("direct:in").to("datadog-findings:servicenowTickets?lookupTickets=never");
            }
        });
        DefaultContextReloadStrategy reload = new DefaultContextReloadStrategy();
        context.addService(reload);
        try (context) {
            context.start();
            context.createProducerTemplate().sendBody("direct:in", datadog.addFindings(1));
            vault.secrets.putAll(Map.of("api", NEW_API_KEY, "app", NEW_APPLICATION_KEY));
            datadog.replaceApiKey(NEW_API_KEY);

            reload.onReload("a secret of the vault has changed");
            assertThat(component.getConfiguration().getApiKey()).isEqualTo(NEW_API_KEY);
            context.createProducerTemplate().sendBody("direct:in", datadog.addFindings(1));

            assertThat(apiKeysOf(Operation.CREATE)).containsExactly(API_KEY, NEW_API_KEY);

            component.getConfiguration().setApiKey("set-by-code-since");
            reload.onReload("something else has changed");

            assertThat(component.getConfiguration().getApiKey()).isEqualTo("set-by-code-since");
        }
    }
}
