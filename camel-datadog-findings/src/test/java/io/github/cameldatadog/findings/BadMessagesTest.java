package io.github.cameldatadog.findings;

import static io.github.cameldatadog.findings.testkit.assertions.DatadogAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.cameldatadog.findings.testkit.Operation;
import io.github.cameldatadog.findings.testkit.SimulatedDatadog;
import io.github.cameldatadog.findings.testkit.finding.DocumentShape;
import io.github.cameldatadog.findings.ticket.Finding;
import io.github.cameldatadog.findings.ticket.TicketDraft;
import io.github.cameldatadog.findings.ticket.TicketReport;
import java.io.ByteArrayInputStream;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.apache.camel.Exchange;
import org.apache.camel.builder.RouteBuilder;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a message or Datadog gets wrong is said so that a person can act on it, and nothing is sent for it. */
@Timeout(60)
class BadMessagesTest {

    private final SimulatedDatadog datadog = SimulatedDatadog.start();
    private final RouteToDatadog route = new RouteToDatadog(datadog);

    @AfterEach
    void close() {
        route.close();
        datadog.close();
    }

    private MalformedFindingsException malformed(Object body) {
        Exchange exchange = route.send(body, "");
        assertThat(exchange.getException()).isInstanceOf(MalformedFindingsException.class);
        assertThat(datadog.history().requests()).isEmpty();
        return (MalformedFindingsException) exchange.getException();
    }

    @Test
    void malformedJsonIsLocatedAndNothingIsSent() {
        byte[] body = "[{\"id\":\"finding-one-1\"},\n {\"id\":\"finding-two-2\"},\n {\"id\" \"three\"}]"
                .getBytes(StandardCharsets.UTF_8);

        MalformedFindingsException refused = malformed(body);

        assertThat(refused).hasMessageContainingAll("line 3, column 8", "byte offset", "JSON or NDJSON");
        assertThat(refused.getLine()).isEqualTo(3);
        assertThat(refused.getColumn()).isEqualTo(8);
        assertThat(refused.getByteOffset()).isBetween(57L, 59L);
    }

    @Test
    void brokenNdjsonIsLocatedByItsLine() {
        datadog.addFindings(5);
        String[] lines = datadog.export(DocumentShape.NDJSON).split("\n");
        lines[3] = lines[3].substring(0, lines[3].length() - 2) + "]";

        MalformedFindingsException refused = malformed(String.join("\n", lines));

        assertThat(refused).hasMessageContaining("line 4, column");
        assertThat(refused.getLine()).isEqualTo(4);
    }

    @Test
    void aBodyThatIsNoFindingsIsRefusedWithWhatIs() {
        assertThat(malformed(42)).hasMessageContainingAll("java.lang.Integer", "Iterable", "finding_id");
        assertThat(malformed(null)).hasMessageContainingAll("null", "Iterable");
        assertThat(malformed(new StringBuilder("x"))).hasMessageContainingAll("StringBuilder", "Iterable");
        assertThat(malformed("<!DOCTYPE html><html><body>Log in</body></html>"))
                .hasMessageContainingAll("line 1", "looks like HTML", "JSON or NDJSON");
        assertThat(malformed("id,title\nAAAA-AAAA-AAAA,Public bucket\n"))
                .hasMessageContainingAll("line 1", "looks like CSV", "unmarshal");
    }

    @Test
    void aListOfCasesIsNoListOfFindings() {
        String cases = "{\"data\":[{\"id\":\"c3a8f9b2-1111-4222-8333-444455556666\",\"type\":\"case\",\"attributes\":"
                + "{\"key\":\"SECOPS-7\",\"title\":\"Look\"}}]}";

        Exchange exchange = route.send(cases, "lookupTickets=never");

        assertThat(datadog.history().requests(Operation.CREATE)).isEmpty();
        assertThat(Shown.of(exchange.getException())).contains("case", "finding");
    }

    @Test
    void aWrongPriorityInTheHeaderIsNamed() {
        Exchange exchange = route.send(datadog.addFindings(1), Map.of(DatadogFindingsConstants.PRIORITY, "P6"), "");

        assertThat(exchange.getException())
                .hasMessageContainingAll(
                        "Header CamelDatadogFindingsPriority", "'P6'", "P1, P2, P3, P4, P5, NOT_DEFINED, severity");
        assertThat(datadog.history().requests()).isEmpty();
    }

    @Test
    void aMissingProjectIsNamedAsOptionAndAsHeader() {
        try (RouteToDatadog without = new RouteToDatadog(datadog, options -> options.setProject(null))) {
            Exchange exchange = without.send(datadog.addFindings(1), "");

            assertThat(exchange.getException())
                    .hasMessageContainingAll("option project", "header CamelDatadogFindingsProject");
            assertThat(datadog.history().requests()).isEmpty();
        }
    }

    @Test
    void aMissingProjectIsSaidBeforeAnythingIsSentAlsoOfAStreamAndOfADraft() throws Exception {
        try (RouteToDatadog without = new RouteToDatadog(datadog, options -> options.setProject(null))) {
            String id = datadog.addFindings(1).get(0);
            List<Object> bodies = List.of(
                    new StringReader(id + "\n" + id + "x"),
                    TicketDraft.of(List.of(Finding.ofId(id))),
                    List.of(Map.of("nothing", "usable"), id));
            for (Object body : bodies) {
                Exchange exchange = without.send(body, "");
                assertThat(exchange.getException())
                        .hasMessageContainingAll("option project", "header CamelDatadogFindingsProject");
                if (!(body instanceof StringReader)) {
                    assertThat(exchange.getException()).isInstanceOf(IllegalArgumentException.class);
                    assertThat(RouteToDatadog.reportOf(exchange)).isNull();
                }
            }
            assertThat(datadog.history().requests()).isEmpty();
        }
    }

    @Test
    void aStreamWithoutAProjectIsGoneAndItsRedeliveryIsNoSuccess() throws Exception {
        try (RouteToDatadog without = new RouteToDatadog(datadog, options -> options.setProject(null))) {
            List<String> ids = datadog.addFindings(2);
            without.context().addRoutes(new RouteBuilder() {
                @Override
                public void configure() {
                    errorHandler(defaultErrorHandler().maximumRedeliveries(2).redeliveryDelay(0));
                    from("direct:start").noStreamCaching().to("datadog-findings:servicenowTickets");
                }
            });

            Exchange exchange = without.context().createProducerTemplate().send("direct:start", e -> e.getMessage()
                    .setBody(new ByteArrayInputStream(String.join("\n", ids).getBytes(StandardCharsets.UTF_8))));

            assertThat(exchange.getException()).isNotNull();
            assertThat(datadog.history().requests()).isEmpty();
        }
    }

    @Test
    void findingsWithoutAProjectAmongDraftsThatHaveOneAreNotSentAndSaySo() {
        try (RouteToDatadog without = new RouteToDatadog(datadog, options -> options.setProject(null))) {
            List<String> ids = without.openFindings(3);
            TicketDraft draft =
                    TicketDraft.of(List.of(Finding.ofId(ids.get(0)))).withProject(SimulatedDatadog.PROJECT_ID);

            TicketReport report =
                    RouteToDatadog.reportOf(without.send(List.of(draft, ids.get(1), ids.get(2)), "report=all"));

            assertThat(report.ticketed()).isEqualTo(1);
            assertThat(report.notSent()).isEqualTo(2);
            assertThat(report.problems())
                    .allSatisfy(entry -> assertThat(entry.outcome().reason()).contains("option project"));
            TrueBooks.of(report, datadog.history()).holdFor(ids, 0);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"servicenow", "p\r\nDD-API-KEY: x", "../../v1/validate", "p?x=y#z", "\"},\"x\":{\""})
    void anUnknownProjectIsNamedAndNothingOfItIsSmuggled(String project) {
        Exchange exchange = route.send(
                datadog.addFindings(1), Map.of(DatadogFindingsConstants.PROJECT, project), "lookupTickets=never");

        assertThat(RouteToDatadog.reportOf(exchange).rejected()).isEqualTo(1);
        assertThat(exchange.getException()).hasMessageContainingAll("404", "project not found", "option 'project'");
        assertThat(datadog).receivedOnlyValidRequests();
        assertThat(datadog.history().requests()).hasSize(1).allSatisfy(record -> {
            assertThat(record.request().path()).isEqualTo("/api/v2/security/findings/servicenow_tickets");
            assertThat(record.request().header("DD-API-KEY")).hasValue(SimulatedDatadog.API_KEY);
            assertThat(record.request()
                            .json()
                            .at("/data/0/relationships/project/data/id")
                            .asText())
                    .isEqualTo(project.trim());
        });
    }

    @ParameterizedTest
    @ValueSource(strings = {"u\r\nHost: evil.example", "u\",\"priority\":\"P1", "\u0000\u001b[2Ju"})
    void anAssigneeStaysWithinItsPlaceInTheBody(String assignee) {
        route.send(
                datadog.addFindings(1), Map.of(DatadogFindingsConstants.ASSIGNEE_ID, assignee), "lookupTickets=never");

        assertThat(datadog.history().requests()).hasSize(1).allSatisfy(record -> {
            assertThat(record.request().json().at("/data/0/attributes").size()).isEqualTo(1);
            assertThat(record.request()
                            .json()
                            .at("/data/0/attributes/assignee_id")
                            .asText())
                    .isEqualTo(assignee);
            assertThat(record.request().header("Host")).hasValue("127.0.0.1:" + datadog.port());
        });
    }

    @Test
    void keysWithoutThePermissionToCreateAreToldSiteAndPermission() {
        datadog.withdrawPermission(Operation.CREATE);

        Exchange exchange = route.send(datadog.addFindings(1), "lookupTickets=never");

        assertThat(exchange.getException())
                .isInstanceOf(TicketsNotCreatedException.class)
                .hasMessageContainingAll(
                        "403",
                        datadog.baseUrl(),
                        "option 'site'",
                        "security_monitoring_findings_write",
                        "appsec_vm_write");
    }

    @Test
    void keysWithoutThePermissionToSearchAreToldSoAndHowToDoWithout() {
        datadog.withdrawPermission(Operation.SEARCH);

        Exchange exchange = route.send(datadog.addFindings(1), "");

        TicketReport report = RouteToDatadog.reportOf(exchange);
        assertThat(report.notSent()).isEqualTo(1);
        assertThat(datadog.history().requests(Operation.CREATE)).isEmpty();
        assertThat(exchange.getException())
                .hasMessageContainingAll(
                        "could not be looked up",
                        "403",
                        datadog.baseUrl(),
                        "security_monitoring_findings_read",
                        "appsec_vm_read",
                        "lookupTickets");
    }
}
