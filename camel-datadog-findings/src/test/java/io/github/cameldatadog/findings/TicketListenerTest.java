package io.github.cameldatadog.findings;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.cameldatadog.findings.testkit.Operation;
import io.github.cameldatadog.findings.testkit.SimulatedDatadog;
import io.github.cameldatadog.findings.testkit.fault.Fault;
import io.github.cameldatadog.findings.ticket.ReportEntry;
import io.github.cameldatadog.findings.ticket.TicketListener;
import io.github.cameldatadog.findings.ticket.TicketReport;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.camel.Exchange;
import org.apache.camel.builder.RouteBuilder;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What a listener is told of an exchange. */
class TicketListenerTest {

    private final SimulatedDatadog datadog = SimulatedDatadog.start();
    private final List<String> told = new CopyOnWriteArrayList<>();
    private final RouteToDatadog route =
            new RouteToDatadog(datadog, options -> options.setTicketListener(new Teller()));

    @AfterEach
    void stop() {
        route.close();
        datadog.close();
    }

    private final class Teller implements TicketListener {
        @Override
        public void begin(Origin origin) {
            told.add("begin " + origin);
        }

        @Override
        public void settled(ReportEntry entry) {
            throw new AssertionError("not called, for the other one is overridden");
        }

        @Override
        public void settled(Origin origin, ReportEntry entry) {
            told.add(entry.count() + " " + entry.outcome().kind().label() + " " + origin.exchangeId());
        }

        @Override
        public void end(Origin origin, TicketReport report) {
            told.add("end " + report.received() + " " + report.stopped());
        }
    }

    @Test
    void beginOutcomesAndEndComeWithTheExchangeAndItsRoute() throws Exception {
        route.context().addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                from("direct:in").routeId("nightly").to("datadog-findings:servicenowTickets?lookupTickets=never");
            }
        });
        List<String> ids = datadog.addFindings(3);

        Exchange exchange = route.context().createProducerTemplate().request("direct:in", in -> in.getMessage()
                .setBody(ids));

        String id = exchange.getExchangeId();
        assertThat(told)
                .containsExactly(
                        "begin Origin[exchangeId=" + id + ", routeId=nightly, redelivered=false]",
                        "3 ticketed " + id,
                        "end 3 null");
    }

    @Test
    void aBodyThatCannotBeReadBeginsAndEndsToo() {
        route.send("<html>", "");

        assertThat(told).hasSize(2);
        assertThat(told.get(0)).startsWith("begin");
        assertThat(told.get(1)).startsWith("end 0").contains("MalformedFindingsException");
    }

    @Test
    void aRedeliveryIsMarkedAsOne() throws Exception {
        datadog.faults().next(Operation.CREATE, Fault.tooManyRequests());
        route.context().addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                errorHandler(defaultErrorHandler().maximumRedeliveries(1).redeliveryDelay(0));
                from("direct:in").to("datadog-findings:servicenowTickets?lookupTickets=never&maxRetries=0");
            }
        });
        datadog.rateLimit(Operation.CREATE, 100, java.time.Duration.ofSeconds(1));
        List<String> ids = datadog.addFindings(1);

        route.context().createProducerTemplate().request("direct:in", in -> in.getMessage()
                .setBody(ids));

        assertThat(told)
                .filteredOn(line -> line.startsWith("begin"))
                .satisfiesExactly(first -> assertThat(first).contains("redelivered=false"), second -> assertThat(second)
                        .contains("redelivered=true"));
        assertThat(told).filteredOn(line -> line.startsWith("end")).hasSize(2);
    }
}
