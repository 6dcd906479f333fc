package io.github.cameldatadog.findings;

import io.github.cameldatadog.findings.ticket.TicketReport;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.camel.AsyncProducer;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.Producer;
import org.apache.camel.builder.ExchangeBuilder;
import org.apache.camel.support.AsyncProcessorConverterHelper;
import org.apache.camel.support.service.ServiceHelper;

/** Sends exchanges to one producer by its asynchronous face and counts its callbacks. */
final class AsyncSender implements AutoCloseable {

    private final CamelContext context;
    private final Producer producer;
    private final AsyncProducer asynchronous;

    AsyncSender(RouteToDatadog route, String options) {
        this.context = route.context();
        try {
            this.producer = context.getEndpoint("datadog-findings:servicenowTickets?" + options)
                    .createProducer();
        } catch (Exception e) {
            throw new AssertionError("There is no producer", e);
        }
        ServiceHelper.startService(producer);
        this.asynchronous = AsyncProcessorConverterHelper.convert(producer);
    }

    Producer producer() {
        return producer;
    }

    /** Sends on a thread of its own, for a synchronous producer keeps it until the end. */
    Sending send(Object body) {
        return send(ExchangeBuilder.anExchange(context).withBody(body).build());
    }

    Sending send(Exchange exchange) {
        Sending sending = new Sending(exchange);
        Thread caller = new Thread(() -> asynchronous.process(exchange, sending::callBack), "test-caller");
        caller.setDaemon(true);
        caller.start();
        return sending;
    }

    /** Stops the producer as a cache does that throws it out. */
    void evict() {
        ServiceHelper.stopService(producer);
    }

    @Override
    public void close() {
        ServiceHelper.stopAndShutdownService(producer);
    }

    /** One exchange on its way. */
    static final class Sending {
        private final Exchange exchange;
        private final AtomicInteger callbacks = new AtomicInteger();
        private final CompletableFuture<String> done = new CompletableFuture<>();
        private volatile boolean virtual;

        private Sending(Exchange exchange) {
            this.exchange = exchange;
        }

        private void callBack(boolean doneSync) {
            callbacks.incrementAndGet();
            // The baseline's Thread has no isVirtual; all virtual threads are in the group of that name.
            virtual = "VirtualThreads"
                    .equals(Thread.currentThread().getThreadGroup().getName());
            done.complete(Thread.currentThread().getName());
        }

        /** Waits for the end, not longer than that, and gives the report. */
        TicketReport within(Duration bound) {
            endWithin(bound);
            TicketReport report = RouteToDatadog.reportOf(exchange);
            if (report == null) {
                throw new AssertionError("The exchange has no report", exchange.getException());
            }
            return report;
        }

        Exchange exchange() {
            return exchange;
        }

        Exchange endWithin(Duration bound) {
            try {
                done.get(bound.toMillis(), TimeUnit.MILLISECONDS);
                return exchange;
            } catch (TimeoutException e) {
                throw new AssertionError("The exchange did not end within " + bound, e);
            } catch (InterruptedException | ExecutionException e) {
                throw new AssertionError(e);
            }
        }

        boolean isDone() {
            return done.isDone();
        }

        /** The thread that called back. */
        String thread() {
            return done.join();
        }

        /** Whether that was a virtual thread. */
        boolean wasVirtual() {
            done.join();
            return virtual;
        }

        int callbacks() {
            return callbacks.get();
        }
    }
}
