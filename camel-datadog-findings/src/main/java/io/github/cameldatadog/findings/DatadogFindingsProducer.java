package io.github.cameldatadog.findings;

import io.github.cameldatadog.findings.internal.TicketRuns;
import org.apache.camel.AsyncCallback;
import org.apache.camel.Exchange;
import org.apache.camel.support.DefaultAsyncProducer;

/** Turns the findings an exchange carries into tickets, and the exchange's body into a report of what became of them. */
public class DatadogFindingsProducer extends DefaultAsyncProducer {

    private TicketRuns runs;

    public DatadogFindingsProducer(DatadogFindingsEndpoint endpoint) {
        super(endpoint);
    }

    @Override
    public DatadogFindingsEndpoint getEndpoint() {
        return (DatadogFindingsEndpoint) super.getEndpoint();
    }

    @Override
    protected void doStart() throws Exception {
        super.doStart();
        runs = getEndpoint().openRuns();
        getEndpoint().getComponent().healthChecks().join(getEndpoint());
    }

    @Override
    public boolean process(Exchange exchange, AsyncCallback callback) {
        return TransactedExchanges.process(exchange, callback, this::begin);
    }

    private boolean begin(Exchange exchange, AsyncCallback callback) {
        try {
            getEndpoint().getComponent().unknownHeaders().warnOf(exchange.getMessage());
            runs.start(exchange, () -> callback.done(false));
            return false;
        } catch (Exception e) {
            exchange.setException(e);
            callback.done(true);
            return true;
        }
    }

    @Override
    protected void doStop() throws Exception {
        if (runs != null) {
            getEndpoint().getComponent().healthChecks().leave(getEndpoint());
            runs.producerStops();
        }
        super.doStop();
    }

    @Override
    protected void doShutdown() throws Exception {
        if (runs != null) {
            runs.close();
        }
        super.doShutdown();
    }
}
