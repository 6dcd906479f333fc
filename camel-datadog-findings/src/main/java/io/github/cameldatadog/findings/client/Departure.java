package io.github.cameldatadog.findings.client;

import java.time.Duration;
import java.util.Objects;

/**
 * A request that goes over the wire now.
 *
 * @param operation what is asked
 * @param attempt the how manieth time it does, from 1
 * @param waited how long this attempt stood in line for the gate, a slot and a sender; not how long it was put off before
 */
public record Departure(ApiOperation operation, int attempt, Duration waited) {
    public Departure {
        Objects.requireNonNull(operation, "operation");
        Objects.requireNonNull(waited, "waited");
    }
}
