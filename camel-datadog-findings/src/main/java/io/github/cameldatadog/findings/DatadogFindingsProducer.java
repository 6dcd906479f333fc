package io.github.cameldatadog.findings;

import io.github.cameldatadog.findings.internal.TicketRuns;
import org.apache.camel.AsyncCallback;
import org.apache.camel.Exchange;
import org.apache.camel.support.AsyncProcessorSupport;
import org.apache.camel.support.DefaultAsyncProducer;
import org.apache.camel.support.PluginHelper;

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
        if (!exchange.isTransacted()) {
            return begin(exchange, callback);
        }
        // A transaction is bound to its thread: what follows this step, error handling too, has to stay on it.
        PluginHelper.getAsyncProcessorAwaitManager(exchange.getContext().getCamelContextExtension())
                .process(new WorkOnIt(), exchange);
        callback.done(true);
        return true;
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

    private final class WorkOnIt extends AsyncProcessorSupport {
        @Override
        public boolean process(Exchange exchange, AsyncCallback callback) {
            return begin(exchange, callback);
        }
    }
}
