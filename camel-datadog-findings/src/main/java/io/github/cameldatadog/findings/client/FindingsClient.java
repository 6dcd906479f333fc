package io.github.cameldatadog.findings.client;

import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * Sends requests: each waits for its turn at the gate and for a slot, is made ready only then, goes over the wire on a sender
 * thread, and is repeated where the rule says so. Waiting occupies no thread. Safe for use by several threads.
 */
public final class FindingsClient {

    final DatadogTransport transport;
    final Function<ApiOperation, RateGate> gates;
    final SendSlots slots;
    final RetryRule retryRule;
    final Timing timing;
    final Executor senders;
    final Duration requestTimeout;
    final Observers observers;

    /**
     * @param transport takes requests over the wire; not closed by this client
     * @param gates the gate of each operation
     * @param slots how many requests at a time
     * @param retryRule what is repeated
     * @param senders runs everything that may take long: preparing, sending, and the callers' {@code whenDone}
     * @param requestTimeout the hard end of one attempt on the wire
     */
    public FindingsClient(
            DatadogTransport transport,
            Function<ApiOperation, RateGate> gates,
            SendSlots slots,
            RetryRule retryRule,
            Timing timing,
            Executor senders,
            Duration requestTimeout) {
        this(transport, gates, slots, retryRule, timing, senders, requestTimeout, Observers.NONE);
    }

    private FindingsClient(
            DatadogTransport transport,
            Function<ApiOperation, RateGate> gates,
            SendSlots slots,
            RetryRule retryRule,
            Timing timing,
            Executor senders,
            Duration requestTimeout,
            Observers observers) {
        this.transport = Objects.requireNonNull(transport, "transport");
        this.gates = Objects.requireNonNull(gates, "gates");
        this.slots = Objects.requireNonNull(slots, "slots");
        this.retryRule = Objects.requireNonNull(retryRule, "retryRule");
        this.timing = Objects.requireNonNull(timing, "timing");
        this.senders = Objects.requireNonNull(senders, "senders");
        this.requestTimeout = Objects.requireNonNull(requestTimeout, "requestTimeout");
        this.observers = observers;
    }

    /** The same client, with the same limits, that tells one observer more. */
    public FindingsClient watchedBy(RequestObserver observer) {
        return new FindingsClient(
                transport, gates, slots, retryRule, timing, senders, requestTimeout, observers.and(observer));
    }

    /** How many of its requests are being made ready or are on the wire. */
    public int inFlight() {
        return slots.inFlight();
    }

    /** How many of its requests have leave of the gate and wait for one of the requests in flight to end. */
    public int waitingForSlot() {
        return slots.waiting();
    }

    /** The gate that requests of an operation pass at the moment. */
    public RateGate gate(ApiOperation operation) {
        return gates.apply(operation);
    }

    /**
     * Sends one request.
     *
     * @param prepare gives the request as late as possible, when it may leave at once, and again at each further attempt: it
     *     decides whether that one is still the same. Empty if there is nothing left to send
     * @param whenDone gets the delivery, exactly once, on a sender thread; on another only where the senders refuse because
     *     they are shut down
     */
    public Flight deliver(ApiOperation operation, Supplier<Optional<ApiRequest>> prepare, Consumer<Delivery> whenDone) {
        SingleFlight flight = new SingleFlight(this, operation, prepare, whenDone);
        flight.start();
        return flight;
    }
}
