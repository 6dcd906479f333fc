package io.github.cameldatadog.findings.crash;

import io.github.cameldatadog.findings.DatadogFindingsComponent;
import io.github.cameldatadog.findings.DatadogFindingsConfiguration;
import io.github.cameldatadog.findings.DatadogFindingsConstants;
import io.github.cameldatadog.findings.ledger.EmbeddedTicketLedger;
import io.github.cameldatadog.findings.ledger.JdbcTicketLedger;
import io.github.cameldatadog.findings.testkit.SimulatedDatadog;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.apache.camel.CamelContext;
import org.apache.camel.builder.NotifyBuilder;
import org.apache.camel.impl.DefaultCamelContext;

/** A process that makes tickets, until it is done or killed. Its other side, in the test, is {@link Node}. */
public final class NodeProcess {

    private NodeProcess() {}

    public static void main(String[] arguments) throws Exception {
        NodeOrder order = NodeOrder.of(arguments);
        MomentPort.Teller teller = new MomentPort.Teller(order.node(), order.momentPort());
        if (order.purges()) {
            new OldTickets(order.ledger()).purge(teller);
        }
        JdbcTicketLedger ledger = ledger(order);
        DefaultCamelContext context = new DefaultCamelContext();
        context.disableJMX();
        context.getRegistry().bind("ledger", new TellingLedger(ledger, teller));
        giveKeys(context, order);
        if (order.isOneFile()) {
            doOneFile(context, order, teller);
        } else {
            doTheQueue(context, order, teller);
        }
        if (ledger instanceof EmbeddedTicketLedger embedded) {
            embedded.close();
        }
    }

    private static JdbcTicketLedger ledger(NodeOrder order) {
        if (order.ledger().startsWith(NodeOrder.H2)) {
            return new EmbeddedTicketLedger(Path.of(order.ledger().substring(NodeOrder.H2.length())));
        }
        JdbcTicketLedger ledger = new JdbcTicketLedger(OldTickets.dataSource(order.ledger()), order.node());
        if (order.silence() > 0) {
            ledger.setSilence(Duration.ofMillis(order.silence()));
        }
        return ledger;
    }

    private static void giveKeys(CamelContext context, NodeOrder order) {
        DatadogFindingsConfiguration options = context.getComponent(
                        DatadogFindingsConstants.SCHEME, DatadogFindingsComponent.class)
                .getConfiguration();
        options.setApiKey(SimulatedDatadog.API_KEY);
        options.setApplicationKey(order.applicationKey());
    }

    private static void doOneFile(CamelContext context, NodeOrder order, MomentPort.Teller teller) throws Exception {
        context.addRoutes(new FileToTickets(order, teller));
        NotifyBuilder done = new NotifyBuilder(context).whenDone(1).create();
        context.start();
        if (!done.matches(1, TimeUnit.MINUTES)) {
            throw new IllegalStateException("The file was not done with in time");
        }
        context.stop();
    }

    /** Ends when its standard input does, so that it does not outlive the test. */
    private static void doTheQueue(CamelContext context, NodeOrder order, MomentPort.Teller teller) throws Exception {
        context.addRoutes(new QueueToTickets(order, teller));
        teller.tell(Moment.READY, List.of());
        context.start();
        while (System.in.read() >= 0) {
            // Nothing is said to it.
        }
        Runtime.getRuntime().halt(0);
    }
}
