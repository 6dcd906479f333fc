package io.github.cameldatadog.findings.client;

import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The gates of one context, shared by all its endpoints: one for each place, credential and operation, so that creating and
 * searching never starve each other. Safe for use by several threads. A gate lives as long as this registry does.
 */
public final class RateGates {

    private final Map<Key, RateGate> gates = new ConcurrentHashMap<>();
    private final Timing timing;

    public RateGates(Timing timing) {
        this.timing = Objects.requireNonNull(timing, "timing");
    }

    /**
     * What has a rate limit of its own.
     *
     * @param address canonical site, or base address where one is configured
     * @param credentials fingerprint of the keys; never a key
     * @param operation what is asked
     */
    public record Key(String address, String credentials, ApiOperation operation) {
        public Key {
            Objects.requireNonNull(address, "address");
            Objects.requireNonNull(credentials, "credentials");
            Objects.requireNonNull(operation, "operation");
        }
    }

    /** The gate of that bucket, the same one at every call. */
    public RateGate gate(String address, String credentials, ApiOperation operation) {
        return gates.computeIfAbsent(new Key(address, credentials, operation), key -> new RateGate(timing));
    }

    /** All gates so far, for metrics. */
    public Map<Key, RateGate> all() {
        return Map.copyOf(gates);
    }
}
