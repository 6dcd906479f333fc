package io.github.cameldatadog.findings;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.cameldatadog.findings.testkit.Operation;
import io.github.cameldatadog.findings.testkit.SimulatedDatadog;
import io.github.cameldatadog.findings.testkit.fault.AnswerEdit;
import io.github.cameldatadog.findings.testkit.fault.Fault;
import io.github.cameldatadog.findings.testkit.http.HttpAnswer;
import io.github.cameldatadog.findings.ticket.TicketReport;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** No answer sends us anywhere: keys go to the address that was configured, and nothing is fetched from any other. */
@Timeout(60)
class OnlyDatadogIsAskedTest {

    private final SimulatedDatadog datadog = SimulatedDatadog.start();
    private final RouteToDatadog route = new RouteToDatadog(datadog);
    private final RawServer elsewhere =
            new RawServer(request -> "HTTP/1.1 200 OK\r\nContent-Length: 11\r\n\r\n{\"data\":[]}");

    @AfterEach
    void close() {
        route.close();
        datadog.close();
        elsewhere.close();
    }

    @ParameterizedTest
    @ValueSource(ints = {300, 301, 302, 303, 305, 307, 308})
    void redirectsAreNotFollowed(int status) {
        datadog.faults().always(Operation.CREATE, Fault.redirect(status, elsewhere.url() + "/create"));
        List<String> ids = datadog.addFindings(1);

        TicketReport report = RouteToDatadog.reportOf(route.send(ids, "lookupTickets=never&maxRetries=0"));

        assertThat(elsewhere.requests()).isEmpty();
        assertThat(datadog.history().requests()).hasSize(1);
        assertThat(report.ticketed()).isZero();
        assertThat(report.isBalanced()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(ints = {301, 302, 303, 307, 308})
    void redirectsOfSearchesAreNotFollowed(int status) {
        datadog.faults().always(Operation.SEARCH, Fault.redirect(status, elsewhere.url() + "/search"));

        TicketReport report = RouteToDatadog.reportOf(route.send(datadog.addFindings(1), "maxRetries=0"));

        assertThat(elsewhere.requests()).isEmpty();
        assertThat(datadog.history().requests(Operation.CREATE)).isEmpty();
        assertThat(report.notSent()).isEqualTo(1);
    }

    @Test
    void addressesInAnswersAreNeverAskedFor() {
        AnswerEdit links = (document, cases) -> {
            ((ObjectNode) document).putObject("links").put("next", elsewhere.url() + "/next");
            ObjectNode meta = (ObjectNode) document.withObject("/meta");
            meta.withObject("/page").put("next", elsewhere.url() + "/next");
            cases.forEach(made -> {
                ObjectNode result = (ObjectNode)
                        made.path("attributes").path("servicenow_ticket").path("result");
                result.put("url", elsewhere.url() + "/ticket");
                made.putObject("links").put("self", elsewhere.url() + "/case");
            });
        };
        datadog.faults().always(Operation.CREATE, Fault.edit("links", links));
        datadog.faults().always(Operation.SEARCH, Fault.edit("links", links));

        TicketReport report = route.report(datadog.addFindings(120), "report=all&lookupTickets=always");

        assertThat(report.ticketed()).isEqualTo(120);
        assertThat(report.table()).contains(elsewhere.url() + "/ticket");
        assertThat(elsewhere.requests()).isEmpty();
    }

    @Test
    void headersOfAnswersAreNeverFollowed() {
        HttpAnswer answer = HttpAnswer.of(503, "text/plain", "later")
                .with("Location", elsewhere.url())
                .with("Refresh", "0; url=" + elsewhere.url())
                .with("Link", "<" + elsewhere.url() + ">; rel=next")
                .with("Alt-Svc", "h2=\"127.0.0.1:" + elsewhere.port() + "\"; ma=9999")
                .with("Set-Cookie", "session=stolen; Path=/");
        datadog.faults().next(Operation.CREATE, Fault.answer("pointing elsewhere", answer));

        route.send(datadog.addFindings(1), "lookupTickets=never");
        route.send(datadog.addFindings(1), "lookupTickets=never");

        assertThat(elsewhere.requests()).isEmpty();
        assertThat(datadog.history().requests()).hasSize(2).allSatisfy(record -> assertThat(
                        record.request().header("Cookie"))
                .isEmpty());
    }

    @ParameterizedTest
    @ValueSource(strings = {"127.0.0.1", "localhost", "LOCALHOST"})
    void plainHttpIsForLoopback(String host) {
        try (RouteToDatadog loopback =
                new RouteToDatadog(datadog, options -> options.setBaseUrl("http://" + host + ":" + datadog.port()))) {
            assertThat(loopback.report(datadog.addFindings(1), "").ticketed()).isEqualTo(1);
        }
    }
}
