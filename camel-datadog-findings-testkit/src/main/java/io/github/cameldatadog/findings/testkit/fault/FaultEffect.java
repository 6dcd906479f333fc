package io.github.cameldatadog.findings.testkit.fault;

import java.time.Duration;
import java.util.Optional;

/**
 * Whether and when a request under a fault takes effect.
 *
 * @param kind how much of the request is done
 * @param tickets for {@link Kind#PARTIAL}, how many of the request's first tickets are made
 * @param after for {@link Kind#LATE}, how long after the request came in; empty means not before it is released
 */
public record FaultEffect(Kind kind, int tickets, Optional<Duration> after) {

    /** How much of the request is done. */
    public enum Kind {
        /** All of it, as without a fault. */
        NORMAL,
        /** Nothing: the request never reached the application. */
        NONE,
        /** The first tickets only. */
        PARTIAL,
        /** All of it, later, when nobody waits for the answer any more. */
        LATE
    }

    static final FaultEffect NORMAL = new FaultEffect(Kind.NORMAL, 0, Optional.empty());
    static final FaultEffect NONE = new FaultEffect(Kind.NONE, 0, Optional.empty());
}
