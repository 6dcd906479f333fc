package io.github.cameldatadog.findings;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import io.github.cameldatadog.findings.testkit.Operation;
import io.github.cameldatadog.findings.testkit.SimulatedDatadog;
import io.github.cameldatadog.findings.testkit.fault.Fault;
import io.github.cameldatadog.findings.testkit.history.RequestRecord;
import io.github.cameldatadog.findings.testkit.http.HttpAnswer;
import java.util.List;
import org.apache.camel.Exchange;
import org.apache.camel.builder.RouteBuilder;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The log lines of an exchange. */
class ExchangeLogTest {

    private final SimulatedDatadog datadog = SimulatedDatadog.start();
    private final RouteToDatadog route = new RouteToDatadog(datadog);

    @AfterEach
    void stop() {
        route.close();
        datadog.close();
    }

    private static List<CapturedLog.Line> linesOf(CapturedLog log, Level level) {
        return log.lines().stream()
                .filter(line -> line.logger().equals(DatadogFindingsProducer.class.getName()))
                .filter(line -> line.level() == level)
                .toList();
    }

    private String requestId(int number) {
        RequestRecord create = datadog.history().requests(Operation.CREATE).get(number);
        return create.answer().orElseThrow().header("X-Request-Id").orElseThrow();
    }

    @Test
    void ticketsThatWereMadeAreOneLineAtInfoWithCountsAndRequestIds() throws Exception {
        route.context().addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                from("direct:in").routeId("nightly").to("datadog-findings:servicenowTickets?findingsPerTicket=2");
            }
        });
        List<String> ids = route.openFindings(5);
        try (CapturedLog log = new CapturedLog(Level.DEBUG)) {
            Exchange exchange = route.context().createProducerTemplate().request("direct:in", in -> in.getMessage()
                    .setBody(ids));

            assertThat(linesOf(log, Level.INFO)).singleElement().satisfies(line -> assertThat(line.text())
                    .contains(
                            exchange.getExchangeId(),
                            "on route nightly",
                            "5 findings",
                            "3 tickets made",
                            "5 ticketed",
                            "1 creates",
                            requestId(0)));
            assertThat(linesOf(log, Level.WARN)).isEmpty();
            assertThat(linesOf(log, Level.DEBUG)).anySatisfy(line -> assertThat(line.text())
                    .contains("create attempt 1 answered 201", requestId(0)));
        }
    }

    @Test
    void whatDidNotGoWellIsOneLineAtWarnWithTheRequestIdsOfThat() {
        List<String> ids = datadog.addFindings(2);
        datadog.removeFinding(ids.get(0));
        try (CapturedLog log = new CapturedLog(Level.DEBUG)) {
            Exchange exchange = route.send(ids, "lookupTickets=never&ticketsPerRequest=1&findingsPerTicket=1");

            assertThat(linesOf(log, Level.WARN)).singleElement().satisfies(line -> assertThat(line.text())
                    .contains(exchange.getExchangeId(), "2 findings", "1 ticketed", "1 rejected")
                    .contains(refusedId()));
            assertThat(linesOf(log, Level.INFO))
                    .anySatisfy(line -> assertThat(line.text()).contains("refused (404)", refusedId()));
        }
    }

    private String refusedId() {
        return datadog.history().requests(Operation.CREATE).stream()
                .map(request -> request.answer().orElseThrow())
                .filter(answer -> answer.status() == 404)
                .findFirst()
                .orElseThrow()
                .header("X-Request-Id")
                .orElseThrow();
    }

    @Test
    void ofManyRequestIdsTheFirstFewAreNamed() {
        List<String> ids = datadog.addFindings(20);
        ids.forEach(datadog::removeFinding);
        try (CapturedLog log = new CapturedLog(Level.WARN)) {
            route.send(ids, "lookupTickets=never&ticketsPerRequest=1&findingsPerTicket=1");

            assertThat(linesOf(log, Level.WARN)).singleElement().satisfies(line -> assertThat(line.text())
                    .contains("20 rejected", " and 15 more"));
        }
    }

    @Test
    void anExchangeWithNothingToDoIsNotWorthALineAtInfo() {
        try (CapturedLog log = new CapturedLog(Level.DEBUG)) {
            route.report(List.of(), "");

            assertThat(linesOf(log, Level.INFO)).isEmpty();
            assertThat(linesOf(log, Level.WARN)).isEmpty();
            assertThat(linesOf(log, Level.DEBUG))
                    .anySatisfy(line -> assertThat(line.text()).contains("0 findings"));
        }
    }

    @Test
    void whatIsSentAgainSaysWhenAndWhy() {
        datadog.faults().next(Operation.CREATE, Fault.tooManyRequests());
        try (CapturedLog log = new CapturedLog(Level.INFO)) {
            datadog.rateLimit(Operation.CREATE, 100, java.time.Duration.ofSeconds(1));
            Exchange exchange = route.send(datadog.addFindings(1), "lookupTickets=never");

            assertThat(linesOf(log, Level.INFO)).first().satisfies(line -> assertThat(line.text())
                    .contains(exchange.getExchangeId(), "rate-limited (429)", "sent again in", "X-RateLimit-Reset"));
        }
    }

    @Test
    void linesRepeatNothingOfAnAnswerAndStayShort() {
        datadog.faults()
                .always(
                        Operation.CREATE,
                        Fault.answer(
                                "hostile",
                                HttpAnswer.of(403, "text/plain", "forged words ".repeat(1000))
                                        .with("X-Request-Id", "id" + "x".repeat(5000))));
        try (CapturedLog log = new CapturedLog(Level.DEBUG)) {
            route.send(datadog.addFindings(200), "lookupTickets=never&ticketsPerRequest=1&findingsPerTicket=1");

            List<CapturedLog.Line> lines = log.lines().stream()
                    .filter(line -> line.logger().equals(DatadogFindingsProducer.class.getName()))
                    .toList();
            assertThat(lines).isNotEmpty().allSatisfy(line -> assertThat(line.text())
                    .doesNotContain("forged words")
                    .hasSizeLessThan(2500));
        }
    }
}
