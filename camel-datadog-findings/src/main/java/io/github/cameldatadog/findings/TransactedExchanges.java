package io.github.cameldatadog.findings;

import java.util.function.BiPredicate;
import org.apache.camel.AsyncCallback;
import org.apache.camel.Exchange;
import org.apache.camel.support.AsyncProcessorSupport;
import org.apache.camel.support.PluginHelper;

/** A transaction is bound to its thread: what follows a step of ours, error handling too, has to stay on it. */
final class TransactedExchanges {

    private TransactedExchanges() {}

    /** Begins work on an exchange that goes on elsewhere; in a transaction, waits for its end on this thread. */
    static boolean process(Exchange exchange, AsyncCallback callback, BiPredicate<Exchange, AsyncCallback> begin) {
        if (!exchange.isTransacted()) {
            return begin.test(exchange, callback);
        }
        PluginHelper.getAsyncProcessorAwaitManager(exchange.getContext().getCamelContextExtension())
                .process(
                        new AsyncProcessorSupport() {
                            @Override
                            public boolean process(Exchange one, AsyncCallback whenDone) {
                                return begin.test(one, whenDone);
                            }
                        },
                        exchange);
        callback.done(true);
        return true;
    }
}
