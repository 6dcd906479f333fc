package io.github.cameldatadog.findings.crash;

import java.util.List;
import org.apache.camel.builder.RouteBuilder;

/** A file of findings becomes tickets and a report beside it; only then it is moved away, and is not read again. */
final class FileToTickets extends RouteBuilder {

    private final NodeOrder order;
    private final MomentPort.Teller teller;

    FileToTickets(NodeOrder order, MomentPort.Teller teller) {
        this.order = order;
        this.teller = teller;
    }

    @Override
    public void configure() {
        from(order.source() + "?include=.*\\.ids&move=.done&initialDelay=0&delay=50")
                .to(order.endpoint() + "&ledger=#ledger")
                .process(exchange -> teller.tell(Moment.CALLED_BACK, List.of()))
                .convertBodyTo(byte[].class)
                .to(order.source() + "?fileName=report.json")
                .process(exchange -> teller.tell(Moment.REPORTED, List.of()));
    }
}
