package io.github.cameldatadog.findings;

import static io.github.cameldatadog.findings.testkit.assertions.DatadogAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.cameldatadog.findings.testkit.Operation;
import io.github.cameldatadog.findings.testkit.RateLimitHeaders;
import io.github.cameldatadog.findings.testkit.SimulatedDatadog;
import io.github.cameldatadog.findings.testkit.fault.Fault;
import io.github.cameldatadog.findings.testkit.history.CaseRecord;
import io.github.cameldatadog.findings.ticket.Finding;
import io.github.cameldatadog.findings.ticket.Priority;
import io.github.cameldatadog.findings.ticket.TicketDraft;
import io.github.cameldatadog.findings.ticket.TicketReport;
import java.util.List;
import java.util.Map;
import org.apache.camel.Exchange;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class RemainingFindingsTest {

    private final SimulatedDatadog datadog = SimulatedDatadog.start();
    private final RouteToDatadog route = new RouteToDatadog(datadog);

    @AfterEach
    void close() {
        route.close();
        datadog.close();
    }

    @Test
    void draftsAndFindingsThatAreLeftCanBeSentAgainAsText() {
        List<String> ids = route.openFindings(4);
        TicketDraft draft = TicketDraft.of(List.of(Finding.ofId(ids.get(0)), Finding.ofId(ids.get(1))))
                .withProject(SimulatedDatadog.PROJECT_ID)
                .withPriority(Priority.P2)
                .withTitle("Two \"of\" a kind")
                .withDescription("as told");
        TicketDraft open = TicketDraft.of(List.of(Finding.ofId(ids.get(2))));
        Finding finding = Finding.of(ids.get(3), Map.of("rule.name", "Open bucket"), List.of());
        datadog.faults().always(Operation.CREATE, Fault.tooManyRequests(RateLimitHeaders.ABSENT));
        String options = "maxRetries=0&title=${body.field('rule.name')}!";

        Exchange failed = route.send(List.of(draft, finding, open), options);
        new RemainingFindings().process(failed);
        datadog.faults().clear();
        TicketReport report = route.report(failed.getMessage().getBody(), options);

        assertThat(failed.getMessage().getBody()).isInstanceOf(String.class);
        assertThat(report.ticketed()).isEqualTo(4);
        assertThat(datadog).ticketedOnly(ids).createdAtMostOneTicketPerFinding();
        CaseRecord made = datadog.currentCase(ids.get(0)).orElseThrow();
        assertThat(made.findingIds()).containsExactly(ids.get(0), ids.get(1));
        assertThat(made.title()).isEqualTo(draft.title());
        assertThat(made.description()).isEqualTo("as told");
        assertThat(made.priority()).isEqualTo("P2");
        assertThat(datadog.currentCase(ids.get(3)).orElseThrow().title()).isEqualTo("Open bucket!");
    }

    @Test
    void whereNothingIsLeftTheTextIsEmptyAndWithoutAReportTheBodyStays() {
        Exchange done = route.send(route.openFindings(1), "");
        new RemainingFindings().process(done);
        assertThat(done.getMessage().getBody()).isEqualTo("");

        Exchange unread = route.send("<html>", "");
        new RemainingFindings().process(unread);
        assertThat(unread.getMessage().getBody()).isEqualTo("<html>");
    }
}
