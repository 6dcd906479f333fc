package io.github.cameldatadog.findings;

import static io.github.cameldatadog.findings.testkit.assertions.DatadogAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.cameldatadog.findings.testkit.SimulatedDatadog;
import io.github.cameldatadog.findings.testkit.finding.DocumentShape;
import io.github.cameldatadog.findings.ticket.TicketReport;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class FindingsToTicketsTest {

    private final SimulatedDatadog datadog = SimulatedDatadog.start();
    private final RouteToDatadog route = new RouteToDatadog(datadog);

    @AfterEach
    void close() {
        route.close();
        assertThat(datadog).receivedOnlyValidRequests();
        datadog.close();
    }

    @Test
    void aListOfIdsBecomesTickets() {
        List<String> ids = datadog.addFindings(120);

        TicketReport report = route.report(ids, "");

        assertThat(report.isBalanced()).isTrue();
        assertThat(report.received()).isEqualTo(120);
        assertThat(report.ticketed() + report.skipped()).isEqualTo(120);
        assertThat(datadog).createdAtMostOneTicketPerFinding().hasTickets(3);
    }

    @Test
    void aDocumentBecomesTickets() {
        datadog.addFindings(30);

        TicketReport report = route.report(datadog.export(DocumentShape.values()[0]), "report=all&groupBy=rule.id");

        assertThat(report.isBalanced()).isTrue();
    }
}
