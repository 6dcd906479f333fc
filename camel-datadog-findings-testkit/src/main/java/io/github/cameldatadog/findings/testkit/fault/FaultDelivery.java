package io.github.cameldatadog.findings.testkit.fault;

import java.time.Duration;

/**
 * What happens to an answer on its way.
 *
 * @param shape how the answer, or what is left of it, goes out
 * @param bytes for a cut: how many bytes of the body are sent; negative means half of them
 * @param interval for a trickle: the time before each byte
 * @param delay how much later than usual the answer starts
 */
public record FaultDelivery(Shape shape, int bytes, Duration interval, Duration delay) {

    /** How an answer goes out. */
    public enum Shape {
        /** Whole. */
        WHOLE,
        /** Announced with its full length, then the connection is closed in the middle of the body. */
        CUT,
        /** Chunked, then the connection is closed before the last chunk. */
        CUT_CHUNKED,
        /** Byte by byte. */
        TRICKLE,
        /** Not at all: the connection is reset. */
        RESET,
        /** Not at all: the connection is closed in order. */
        CLOSE,
        /** Not at all, and the connection stays open. */
        HANG
    }

    static final FaultDelivery WHOLE = of(Shape.WHOLE);

    static FaultDelivery of(Shape shape) {
        return new FaultDelivery(shape, -1, Duration.ZERO, Duration.ZERO);
    }

    FaultDelivery delayedBy(Duration more) {
        return new FaultDelivery(shape, bytes, interval, delay.plus(more));
    }
}
