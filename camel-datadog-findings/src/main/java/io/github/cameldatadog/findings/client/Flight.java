package io.github.cameldatadog.findings.client;

/** A request under way. Safe for use by several threads. */
public interface Flight {

    /**
     * Ends it as soon as that is honest: what is not on the wire ends at once as not sent, what is on the wire is awaited and
     * then not repeated. Its {@link Delivery} comes either way, once. A second call does nothing.
     *
     * @param reason why, for the delivery
     */
    void cancel(String reason);
}
