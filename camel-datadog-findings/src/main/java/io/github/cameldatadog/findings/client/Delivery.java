package io.github.cameldatadog.findings.client;

import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;

/**
 * How the sending of one request went.
 *
 * @param answer what the last attempt came to; absent if nothing was ever handed to the wire
 * @param ended why there was no (further) attempt, where the answer alone does not say: nothing left to send, cancelled,
 *     retries used up; else empty
 * @param attempts how often it was handed to the wire
 * @param wireTime how long its attempts took together, without any waiting
 * @param sentAt when the last attempt began, by our clock; absent if there was none
 * @param serverDate when the last answer was made, by the server's clock ({@code Date}); absent if it did not say
 * @param cause what was thrown, if something was that nobody expected
 */
public record Delivery(
        Optional<Answer> answer,
        String ended,
        int attempts,
        Duration wireTime,
        Optional<Instant> sentAt,
        Optional<Instant> serverDate,
        Optional<Throwable> cause) {

    public Delivery {
        Objects.requireNonNull(answer, "answer");
        Objects.requireNonNull(ended, "ended");
        Objects.requireNonNull(wireTime, "wireTime");
        Objects.requireNonNull(sentAt, "sentAt");
        Objects.requireNonNull(serverDate, "serverDate");
        Objects.requireNonNull(cause, "cause");
    }

    /** A request of which nothing was ever handed to the wire. */
    static Delivery notSent(String why, Throwable cause) {
        return new Delivery(
                Optional.empty(),
                why,
                0,
                Duration.ZERO,
                Optional.empty(),
                Optional.empty(),
                Optional.ofNullable(cause));
    }

    /** How many attempts followed the first. */
    public int retries() {
        return Math.max(0, attempts - 1);
    }
}
