package io.github.cameldatadog.findings.client;

/**
 * Tells who we are at the moment. Asked for each request, so that keys which a vault has changed are used from the next
 * request on. Called by several threads.
 *
 * <p>It returns at once, from memory: requests wait for it. If it throws, the request is not sent, and what was to be on it
 * is reported as not sent; its words are shown nowhere, for they may hold a key.
 */
@FunctionalInterface
public interface DatadogCredentialsProvider {

    /** The keys as they are now; not null. */
    DatadogCredentials credentials();
}
