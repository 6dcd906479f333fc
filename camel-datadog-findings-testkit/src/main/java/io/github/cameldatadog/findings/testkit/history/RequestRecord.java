package io.github.cameldatadog.findings.testkit.history;

import io.github.cameldatadog.findings.testkit.Operation;
import io.github.cameldatadog.findings.testkit.fault.Fault;
import io.github.cameldatadog.findings.testkit.http.HttpAnswer;
import java.time.Instant;
import java.util.Optional;

/**
 * A request and what became of it until now. Immutable: ask the history again for what came later.
 *
 * @param request the request
 * @param fault what went wrong; {@link Fault#none()} if nothing did
 * @param effectAt when it took effect: tickets were made, or a search was answered from the index. Empty if it has not
 * @param answer what was to be answered; empty if no answer was meant to reach the client. The body of an answer of
 *     more than 256 KiB is not kept
 */
public record RequestRecord(
        ReceivedRequest request, Fault fault, Optional<Instant> effectAt, Optional<HttpAnswer> answer) {

    /** What it asked for. */
    public Operation operation() {
        return request.operation();
    }

    /** Counts the requests from 1 in the order in which they arrived. */
    public long number() {
        return request.number();
    }

    /** Whether it took effect. */
    public boolean tookEffect() {
        return effectAt.isPresent();
    }

    /** The status that was to be answered, or 0 for no answer. */
    public int status() {
        return answer.map(HttpAnswer::status).orElse(0);
    }
}
