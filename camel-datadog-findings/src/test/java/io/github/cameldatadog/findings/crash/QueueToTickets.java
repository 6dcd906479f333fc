package io.github.cameldatadog.findings.crash;

import io.github.cameldatadog.findings.ticket.TicketOutcome;
import io.github.cameldatadog.findings.ticket.TicketReport;
import jakarta.jms.ConnectionFactory;
import java.util.List;
import org.apache.activemq.artemis.jms.client.ActiveMQConnectionFactory;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.component.jms.JmsComponent;
import org.apache.camel.spring.spi.SpringTransactionPolicy;
import org.springframework.jms.connection.JmsTransactionManager;

/** Messages of findings become tickets and reports in one transaction; what others hold is delivered again later. */
final class QueueToTickets extends RouteBuilder {

    static final String FINDINGS = "findings";
    static final String REPORTS = "reports";

    private final NodeOrder order;
    private final MomentPort.Teller teller;

    QueueToTickets(NodeOrder order, MomentPort.Teller teller) {
        this.order = order;
        this.teller = teller;
    }

    @Override
    public void configure() {
        ConnectionFactory broker = new ActiveMQConnectionFactory(order.source());
        JmsTransactionManager transactions = new JmsTransactionManager(broker);
        getContext().addComponent("jms", JmsComponent.jmsComponentTransacted(broker, transactions));
        bindToRegistry("required", new SpringTransactionPolicy(transactions));

        from("jms:queue:" + FINDINGS)
                .transacted("required")
                .to(order.endpoint() + "&ledger=#ledger")
                .process(exchange -> teller.tell(Moment.CALLED_BACK, List.of()))
                .process(exchange ->
                        comeAgainIfHeldElsewhere(exchange.getMessage().getBody(TicketReport.class)))
                .convertBodyTo(byte[].class)
                .to("jms:queue:" + REPORTS)
                .process(exchange -> teller.tell(Moment.REPORTED, List.of()));
    }

    private static void comeAgainIfHeldElsewhere(TicketReport report) {
        if (report.count(TicketOutcome.Kind.HELD_ELSEWHERE) > 0) {
            throw new IllegalStateException("Another node is at work on it");
        }
    }
}
