package io.github.cameldatadog.findings;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import io.github.cameldatadog.findings.testkit.SimulatedDatadog;
import io.github.cameldatadog.findings.testkit.fault.Fault;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import javax.management.JMException;
import javax.management.MBeanAttributeInfo;
import javax.management.MBeanServer;
import javax.management.ObjectName;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.util.URISupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Keys do not belong into a URI. Where somebody puts them there all the same, they are masked up to DEBUG. */
@Timeout(60)
class KeysInUrisTest {

    private static final String API_KEY = SimulatedDatadog.API_KEY;
    private static final String APPLICATION_KEY = SimulatedDatadog.APPLICATION_KEY;
    private static final String SECRET = "s3cr3t-that-nobody-may-see";

    private final SimulatedDatadog datadog = SimulatedDatadog.start();

    @AfterEach
    void close() {
        datadog.close();
        URISupport.addSanitizeKeywords("applicationKey");
    }

    private String uri(String keys) {
        return "datadog-findings:servicenowTickets?baseUrl=" + datadog.baseUrl() + "&project="
                + SimulatedDatadog.PROJECT_ID + "&lookupTickets=never&maxRetries=0&" + keys;
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "apiKey=%s&applicationKey=%s",
                "apiKey=RAW(%s)&applicationKey=RAW(%s)",
                "apiKey=RAW{%s}&applicationKey=RAW{%s}"
            })
    void keysOfAUriAreMaskedInLogsExceptionsAndManagement(String keys) throws Exception {
        String uri = uri(keys.formatted(API_KEY, APPLICATION_KEY));
        datadog.faults().when(request -> true, Fault.status(403, "text/plain", "no: " + API_KEY + APPLICATION_KEY));
        List<String> ids = datadog.addFindings(1);
        try (CapturedLog log = new CapturedLog(Level.DEBUG);
                DefaultCamelContext context = new DefaultCamelContext()) {
            context.addRoutes(new RouteBuilder() {
                @Override
                public void configure() {
                    from("direct:in").routeId("tickets").to(uri).log("made ${body}");
                }
            });
            context.start();
            Exchange exchange = context.createProducerTemplate()
                    .send("direct:in", each -> each.getMessage().setBody(ids));

            assertThat(exchange.getException()).isInstanceOf(TicketsNotCreatedException.class);
            List<String> shown = new ArrayList<>(attributesOf(context));
            assertThat(shown).anyMatch(text -> text.contains("EndpointUri=datadog-findings"));
            shown.add(Shown.of(exchange.getException()));
            shown.add(Shown.of(RouteToDatadog.reportOf(exchange)));
            context.getEndpoints().forEach(endpoint -> shown.add(endpoint.toString()));
            context.getRoutes().forEach(route -> shown.add(route.toString()));
            assertThat(shown).noneMatch(text -> text.contains(API_KEY) || text.contains(APPLICATION_KEY));
            log.assertKeeps(
                    Set.of("org.apache.hc.client5.http.headers", "org.apache.hc.client5.http.wire"),
                    API_KEY,
                    APPLICATION_KEY);
        }
    }

    private static List<String> attributesOf(CamelContext context) throws JMException {
        MBeanServer server = ManagementFactory.getPlatformMBeanServer();
        List<String> attributes = new ArrayList<>();
        for (ObjectName name : server.queryNames(
                new ObjectName("org.apache.camel:context=" + context.getManagementName() + ",*"), null)) {
            attributes.add(name.toString());
            for (MBeanAttributeInfo attribute : server.getMBeanInfo(name).getAttributes()) {
                attributes.add(attribute.getName() + "=" + valueOf(server, name, attribute));
            }
        }
        return attributes;
    }

    private static String valueOf(MBeanServer server, ObjectName name, MBeanAttributeInfo attribute) {
        try {
            return String.valueOf(server.getAttribute(name, attribute.getName()));
        } catch (JMException | RuntimeException unreadable) {
            return Shown.of(unreadable);
        }
    }

    @Test
    void managementShowsNoKeyOfTheComponentEither() throws Exception {
        try (RouteToDatadog route = new RouteToDatadog(datadog)) {
            route.report(datadog.addFindings(1), "");

            assertThat(attributesOf(route.context()))
                    .hasSizeGreaterThan(20)
                    .anyMatch(text -> text.contains("datadog-findings"))
                    .noneMatch(text -> text.contains(API_KEY) || text.contains(APPLICATION_KEY));
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "appKey",
                "aplicationKey",
                "applicatonKey",
                "app_key",
                "app-key",
                "application_key",
                "applicationKeys",
                "apikeyy"
            })
    void aMisspeltKeyOptionIsNamedWithoutItsValue(String option) {
        try (CapturedLog log = new CapturedLog(Level.DEBUG)) {
            Throwable failure = StartUp.failure("project=p&" + option + "=" + SECRET);

            assertThat(Shown.of(failure)).contains(option, "applicationKey").doesNotContain(SECRET);
            log.assertKeeps(Set.of(), SECRET);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"http.proxyAuthPassword", "http.proxyAuthUsername"})
    void aProxyPasswordIsNamedWithoutItsValue(String option) {
        Throwable failure = StartUp.failure("project=p&" + option + "=" + SECRET);

        assertThat(Shown.of(failure)).contains(option).doesNotContain(SECRET);
    }

    @Test
    void failingToStartShowsNoKey() {
        for (String wrong : List.of(
                "site=nowhere.example", "noSuch=1", "http.proxyHots=x", "priority=P6", "baseUrl=http://example.com")) {
            try (CapturedLog log = new CapturedLog(Level.TRACE)) {
                Throwable failure = StartUp.failure(wrong);

                StartUp.KEYS.values().forEach(key -> assertThat(Shown.of(failure))
                        .doesNotContain(key));
                log.assertKeeps(Set.of(), StartUp.KEYS.values().toArray(String[]::new));
            }
        }
    }

    @Test
    void theUsersOwnSensitiveWordsStayWhetherSetBeforeOrAfter() throws Exception {
        try (DefaultCamelContext context = new DefaultCamelContext()) {
            context.getCamelContextExtension().setAdditionalSensitiveKeywords("pinCode, cardNumber");
            DatadogFindingsComponent component = new DatadogFindingsComponent(context, StartUp.KEYS::get);
            context.addComponent("datadog-findings", component);
            context.start();
            assertMasked("applicationKey", "pinCode", "cardNumber");

            context.getCamelContextExtension().setAdditionalSensitiveKeywords("shoeSize");
            context.getEndpoint("datadog-findings:servicenowTickets?project=p");
            assertMasked("applicationKey", "shoeSize");
            assertThat(context.getCamelContextExtension().getAdditionalSensitiveKeywords())
                    .contains("shoeSize", "applicationKey");
        }
    }

    @Test
    void twoContextsOfOneJvmKeepEachOthersWords() throws Exception {
        try (DefaultCamelContext one = new DefaultCamelContext();
                DefaultCamelContext other = new DefaultCamelContext()) {
            one.getCamelContextExtension().setAdditionalSensitiveKeywords("pinCode");
            one.addComponent("datadog-findings", new DatadogFindingsComponent(one, StartUp.KEYS::get));
            other.addComponent("datadog-findings", new DatadogFindingsComponent(other, StartUp.KEYS::get));

            assertMasked("applicationKey", "pinCode");
            assertThat(other.getCamelContextExtension().getAdditionalSensitiveKeywords())
                    .doesNotContain("pinCode");
        }
    }

    private static void assertMasked(String... options) {
        for (String option : options) {
            assertThat(URISupport.sanitizeUri("datadog-findings:x?a=b&" + option + "=" + SECRET + "&c=d"))
                    .as(option)
                    .doesNotContain(SECRET)
                    .contains("a=b", "c=d");
        }
    }
}
