package io.github.cameldatadog.findings.client;

import java.time.Duration;
import java.util.Objects;
import java.util.Optional;

/**
 * One attempt at a request, as it went.
 *
 * @param operation what was asked
 * @param number the how manieth attempt, from 1
 * @param answer what it came to
 * @param latency how long it was on the wire
 * @param told what the answer says of the rate limit
 * @param retry when and why it is sent again; empty if it is not
 */
public record WireAttempt(
        ApiOperation operation,
        int number,
        Answer answer,
        Duration latency,
        RateLimitHeaders told,
        Optional<RetryRule.Retry> retry) {

    public WireAttempt {
        Objects.requireNonNull(operation, "operation");
        Objects.requireNonNull(answer, "answer");
        Objects.requireNonNull(latency, "latency");
        Objects.requireNonNull(told, "told");
        Objects.requireNonNull(retry, "retry");
    }

    /** The status of the answer; 0 if no whole answer came. */
    public int status() {
        return answer instanceof Answer.Received received ? received.status() : 0;
    }

    /** Datadog's id of the request; null if no answer came or it named none. */
    public String requestId() {
        return answer instanceof Answer.Received received ? received.requestId() : null;
    }
}
