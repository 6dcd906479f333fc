package io.github.cameldatadog.findings;

import static io.github.cameldatadog.findings.testkit.assertions.DatadogAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.cameldatadog.findings.testkit.Operation;
import io.github.cameldatadog.findings.testkit.SimulatedDatadog;
import io.github.cameldatadog.findings.testkit.fault.Fault;
import io.github.cameldatadog.findings.ticket.Remaining;
import io.github.cameldatadog.findings.ticket.ReportEntry;
import io.github.cameldatadog.findings.ticket.TicketListener;
import io.github.cameldatadog.findings.ticket.TicketReport;
import java.io.InputStream;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.camel.Exchange;
import org.apache.camel.TypeConverter;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What an exchange tells of what became of its findings. */
class ReportsTest {

    private final List<ReportEntry> told = new CopyOnWriteArrayList<>();
    private final SimulatedDatadog datadog = SimulatedDatadog.start();
    private final RouteToDatadog route = new RouteToDatadog(datadog);

    @AfterEach
    void close() {
        route.close();
        assertThat(datadog).receivedOnlyValidRequests();
        datadog.close();
    }

    @Test
    void aReportIsJsonAsBytesAndASummaryAsText() throws Exception {
        List<String> ids = route.openFindings(2);
        datadog.actor("alice").attachToNewCase(ids.get(1));
        TicketReport report = route.report(ids, "report=all&title=Mine&priority=P2");
        TypeConverter converter = route.context().getTypeConverter();

        byte[] bytes = converter.convertTo(byte[].class, report);
        JsonNode json = new ObjectMapper().readTree(bytes);

        assertThat(converter.convertTo(InputStream.class, report)).hasBinaryContent(bytes);
        assertThat(converter.convertTo(JsonNode.class, report)).isEqualTo(json);
        assertThat(converter.convertTo(String.class, report)).isEqualTo(report.toString());
        assertThat(json.path("counts").path("ticketed").asInt()).isEqualTo(1);
        assertThat(json.path("skippedFor").path("alreadyTicketed").asInt()).isEqualTo(1);
        assertThat(json.path("balanced").asBoolean()).isTrue();
        JsonNode ticket = json.path("tickets").path(0);
        assertThat(ticket.path("findings").path(0).asText()).isEqualTo(ids.get(0));
        assertThat(ticket.path("case").path("key").asText())
                .isEqualTo(datadog.currentCase(ids.get(0)).orElseThrow().key());
        assertThat(ticket.path("serviceNow").path("url").asText())
                .isEqualTo(datadog.currentCase(ids.get(0))
                        .orElseThrow()
                        .ticketUrl()
                        .orElseThrow());
        assertThat(ticket.path("draft").path("title").asText()).isEqualTo("Mine");
        assertThat(json.path("requests").path("creates").asInt()).isEqualTo(1);
    }

    @Test
    void countsAreHeadersAndTheReportIsAPropertyAlsoWhenTheExchangeFails() {
        List<String> ids = route.openFindings(2);
        datadog.faults().next(Operation.CREATE, Fault.status(503));

        Exchange exchange = route.send(ids, "");

        assertThat(exchange.getException()).isInstanceOf(TicketsNotCreatedException.class);
        assertThat(exchange.getMessage().getHeaders())
                .containsAllEntriesOf(Map.of(
                        DatadogFindingsConstants.RECEIVED, 2L,
                        DatadogFindingsConstants.TICKETED, 0L,
                        DatadogFindingsConstants.UNKNOWN, 2L));
        assertThat(RouteToDatadog.reportOf(exchange))
                .isSameAs(((TicketsNotCreatedException) exchange.getException()).getReport());
        assertThat(exchange.getMessage().getBody())
                .as("the body is left for a redelivery")
                .isSameAs(ids);
    }

    @Test
    void withoutExceptionsTheReportAloneTells() {
        List<String> ids = route.openFindings(1);
        datadog.removeFinding(ids.get(0));

        TicketReport report = route.report(ids, "throwExceptionOnFailure=false");

        assertThat(report.wentWell()).isFalse();
        assertThat(report.rejected()).isEqualTo(1);
        assertThat(report.problems().get(0).outcome().reason()).contains("finding not found");
    }

    @Test
    void whatRemainsIsABodyThatCanBeSentAgain() {
        List<String> ids = route.openFindings(3);
        datadog.withdrawPermission(Operation.CREATE);
        TicketReport refused = RouteToDatadog.reportOf(route.send(ids, ""));
        datadog.grantPermission(Operation.CREATE);

        TicketReport again = route.report(refused.remaining(), "");

        assertThat(refused.remaining()).flatExtracting(Remaining::findingIds).containsExactlyElementsOf(ids);
        assertThat(again.ticketed()).isEqualTo(3);
    }

    @Test
    void aListenerIsToldEveryOutcomeAndFoundByItsType() {
        TicketListener listener = told::add;
        RouteToDatadog listened = new RouteToDatadog(datadog, options -> {}, Map.of("listener", listener));
        List<String> ids = route.openFindings(3);
        datadog.actor("alice").attachToNewCase(ids.get(2));

        listened.report(ids, "findingsPerTicket=1");
        listened.close();

        assertThat(told).flatExtracting(ReportEntry::findingIds).containsExactlyInAnyOrderElementsOf(ids);
    }

    @Test
    void aListenerThatThrowsChangesNoOutcome() {
        TicketListener broken = entry -> {
            throw new IllegalStateException("broken listener");
        };
        try (RouteToDatadog listened = new RouteToDatadog(datadog, options -> options.setTicketListener(broken))) {
            assertThat(listened.report(route.openFindings(2), "").ticketed()).isEqualTo(2);
        }
    }
}
