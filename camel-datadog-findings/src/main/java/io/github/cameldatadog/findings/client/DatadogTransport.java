package io.github.cameldatadog.findings.client;

import java.io.Closeable;
import java.time.Duration;

/** Takes one request over the wire, once. Safe for use by several threads. */
public interface DatadogTransport extends Closeable {

    /**
     * Sends the request once and waits for its answer on the calling thread. Never repeats, follows or sleeps, and never
     * throws for what the network or the server does.
     *
     * @param requestTimeout the hard end of this attempt, however slowly bytes trickle
     */
    Answer send(ApiRequest request, Duration requestTimeout);

    /**
     * The same text for as long as requests carry the same keys, from which no key can be found; empty if the transport
     * does not know.
     */
    default String keysInUse() {
        return "";
    }

    /** Frees connections; what is on the wire is cut. */
    @Override
    void close();
}
