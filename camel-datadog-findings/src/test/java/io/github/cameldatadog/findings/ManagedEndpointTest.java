package io.github.cameldatadog.findings;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.cameldatadog.findings.testkit.Operation;
import io.github.cameldatadog.findings.testkit.SimulatedDatadog;
import io.github.cameldatadog.findings.testkit.fault.Fault;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import javax.management.MBeanAttributeInfo;
import javax.management.MBeanOperationInfo;
import javax.management.MBeanServer;
import javax.management.ObjectName;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.spi.EndpointServiceLocation;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What an operator reads of an endpoint by JMX, and what Camel says of the service behind it. */
class ManagedEndpointTest {

    private static final MBeanServer SERVER = ManagementFactory.getPlatformMBeanServer();

    private final SimulatedDatadog datadog = SimulatedDatadog.start();
    private final RouteToDatadog route = new RouteToDatadog(datadog);

    @BeforeEach
    void addRoute() throws Exception {
        route.context().addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                from("direct:in").to("datadog-findings:servicenowTickets?findingsPerTicket=2");
            }
        });
    }

    private void send(List<String> ids) {
        route.context().createProducerTemplate().send("direct:in", in -> in.getMessage()
                .setBody(ids));
    }

    @AfterEach
    void stop() {
        route.close();
        datadog.close();
    }

    private Set<ObjectName> beansOf(String type) throws Exception {
        return SERVER.queryNames(
                new ObjectName(
                        "org.apache.camel:context=" + route.context().getManagementName() + ",type=" + type + ",*"),
                null);
    }

    private ObjectName endpoint() throws Exception {
        return beansOf("endpoints").stream()
                .filter(name -> name.toString().contains("datadog-findings"))
                .findFirst()
                .orElseThrow();
    }

    private static Map<String, Object> attributesOf(ObjectName bean) throws Exception {
        Map<String, Object> all = new TreeMap<>();
        for (MBeanAttributeInfo attribute : SERVER.getMBeanInfo(bean).getAttributes()) {
            all.put(attribute.getName(), SERVER.getAttribute(bean, attribute.getName()));
        }
        return all;
    }

    @Test
    void countsAndLimitsAreReadByJmx() throws Exception {
        datadog.rateLimit(Operation.CREATE, 10, Duration.ofHours(1));
        List<String> ids = route.openFindings(5);
        datadog.removeFinding(ids.get(4));
        send(ids.subList(0, 4));
        send(List.of(ids.get(4)));

        Map<String, Object> attributes = attributesOf(endpoint());

        assertThat(attributes)
                .containsEntry("SiteName", datadog.baseUrl())
                .containsEntry("ProjectOption", SimulatedDatadog.PROJECT_ID)
                .containsEntry("ExchangesInFlight", 0L)
                .containsEntry("ExchangesDone", 2L)
                .containsEntry("ExchangesWithProblems", 1L)
                .containsEntry("TicketsCreated", 2L)
                .containsEntry("FindingsTicketed", 4L)
                .containsEntry("FindingsRejected", 1L)
                .containsEntry("FindingsNotSent", 0L)
                .containsEntry("CreateRequests", 2L)
                .containsEntry("RequestsInFlight", 0)
                .containsEntry("CreateRateLimit", 10)
                .containsEntry("CreateRateRemaining", 8);
        assertThat((long) attributes.get("SearchRequests")).isPositive();
        assertThat((String) attributes.get("LastRefusal")).contains("create 404", "request id");
    }

    @Test
    void countingStartsAnewWhenItIsAskedTo() throws Exception {
        send(datadog.addFindings(1));

        SERVER.invoke(endpoint(), "resetCounts", null, null);

        assertThat(attributesOf(endpoint()))
                .containsEntry("TicketsCreated", 0L)
                .containsEntry("FindingsTicketed", 0L)
                .containsEntry("CreateRequests", 0L);
    }

    @Test
    void noAttributeOfAnyBeanHoldsAKey() throws Exception {
        datadog.faults()
                .always(
                        Operation.CREATE,
                        Fault.status(
                                403, "text/plain", SimulatedDatadog.API_KEY + " " + SimulatedDatadog.APPLICATION_KEY));
        send(datadog.addFindings(1));

        int attributes = 0;
        for (ObjectName bean : beansOf("*")) {
            for (Map.Entry<String, Object> attribute : attributesOf(bean).entrySet()) {
                attributes++;
                assertThat(bean + " " + attribute)
                        .doesNotContain(SimulatedDatadog.API_KEY, SimulatedDatadog.APPLICATION_KEY);
            }
        }
        assertThat(attributes).isGreaterThan(50);
        assertThat(attributesOf(endpoint())).containsEntry("FindingsRejected", 1L);
    }

    @Test
    void everyAttributeAndOperationSaysWhatItIs() throws Exception {
        send(datadog.addFindings(1));

        assertThat(SERVER.getMBeanInfo(endpoint()).getAttributes())
                .extracting(MBeanAttributeInfo::getDescription)
                .doesNotContainNull()
                .allSatisfy(description -> assertThat(description).isNotBlank());
        assertThat(SERVER.getMBeanInfo(endpoint()).getOperations())
                .extracting(MBeanOperationInfo::getName)
                .contains("resetCounts");
    }

    @Test
    void theServiceIsTheAddressOfTheApiWithoutKeys() {
        EndpointServiceLocation service = route.context()
                .getEndpoint(
                        "datadog-findings:servicenowTickets?apiKey=of-the-uri&applicationKey=of-the-uri-too",
                        DatadogFindingsEndpoint.class);

        assertThat(service.getServiceUrl()).isEqualTo(datadog.baseUrl());
        assertThat(service.getServiceProtocol()).isEqualTo("http");
        assertThat(service.getServiceMetadata()).containsEntry("site", datadog.baseUrl());
        assertThat(service.getServiceMetadata().toString()).doesNotContain("of-the-uri");
    }
}
