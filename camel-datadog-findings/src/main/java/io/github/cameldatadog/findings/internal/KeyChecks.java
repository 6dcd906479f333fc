package io.github.cameldatadog.findings.internal;

import io.github.cameldatadog.findings.client.Answer;
import io.github.cameldatadog.findings.client.ApiAddress;
import io.github.cameldatadog.findings.client.ApiOperation;
import io.github.cameldatadog.findings.client.ApiRequest;
import io.github.cameldatadog.findings.client.DatadogTransport;
import io.github.cameldatadog.findings.client.Timing;
import io.github.cameldatadog.findings.internal.KeyVerdict.Standing;
import io.github.cameldatadog.findings.ticket.Displayed;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Asks Datadog whether an API key is good, at most once in five minutes for each place and key, however many ask here. Passes
 * no gate and takes no slot. Safe for use by several threads.
 */
final class KeyChecks {

    /** How long an answer is believed; also how long there is no other try after none came. */
    static final Duration BELIEVED = Duration.ofMinutes(5);
    /** The longest that one question is on the wire. */
    static final Duration LONGEST = Duration.ofSeconds(5);
    /** What name resolution, which nothing can interrupt, may take longer than that. */
    private static final Duration GRACE = Duration.ofSeconds(1);

    private final Timing timing;
    private final Executor senders;
    private final Map<Place, Asked> asked = new HashMap<>();

    KeyChecks(Timing timing, Executor senders) {
        this.timing = timing;
        this.senders = senders;
    }

    private record Place(ApiAddress address, String lineage) {}

    private record Asked(String keys, long at, Instant atTime, CompletableFuture<KeyVerdict> verdict) {}

    /** What is known of the keys; waits a few seconds for an answer, at most. */
    KeyVerdict verdict(ConnectionSettings settings, LiveKeys keys, DatadogTransport transport) {
        String now;
        try {
            now = keys.credentials().sameness();
        } catch (RuntimeException e) {
            String what = "the keys cannot be had: " + e.getClass().getSimpleName();
            return new KeyVerdict(Standing.NOT_KNOWN, what, timing.now());
        }
        Duration wire = settings.requestTimeout().compareTo(LONGEST) < 0 ? settings.requestTimeout() : LONGEST;
        return await(ask(new Place(settings.address(), keys.lineage()), now, transport, wire), wire.plus(GRACE));
    }

    private Asked ask(Place place, String keys, DatadogTransport transport, Duration wire) {
        Asked now = new Asked(keys, timing.nanoTime(), timing.now(), new CompletableFuture<>());
        synchronized (asked) {
            Asked before = asked.get(place);
            if (before != null && before.keys.equals(keys) && now.at - before.at < BELIEVED.toNanos()) {
                return before;
            }
            asked.put(place, now);
        }
        try {
            senders.execute(() -> now.verdict.complete(send(transport, wire, now.atTime)));
        } catch (RejectedExecutionException e) {
            now.verdict.complete(new KeyVerdict(Standing.NOT_KNOWN, "the context is stopping", now.atTime));
        }
        return now;
    }

    private static KeyVerdict send(DatadogTransport transport, Duration wire, Instant at) {
        try {
            Answer answer = transport.send(new ApiRequest(ApiOperation.VALIDATE_KEY, new byte[0]), wire);
            return meaning(answer, at);
        } catch (RuntimeException | Error e) {
            // Whoever waits for this must hear of it.
            return new KeyVerdict(
                    Standing.NOT_KNOWN,
                    "the question failed with " + e.getClass().getName(),
                    at);
        }
    }

    private static KeyVerdict meaning(Answer answer, Instant at) {
        if (answer instanceof Answer.NotWritten notWritten) {
            return new KeyVerdict(Standing.NOT_KNOWN, "not asked: " + Displayed.clipped(notWritten.reason(), 300), at);
        }
        if (answer instanceof Answer.Broken broken) {
            return new KeyVerdict(Standing.NOT_KNOWN, "no answer: " + Displayed.clipped(broken.reason(), 300), at);
        }
        Answer.Received received = (Answer.Received) answer;
        String told = "Datadog answered " + received.status()
                + (received.requestId() == null
                        ? ""
                        : " (request id " + Displayed.clipped(received.requestId(), 80) + ")");
        return switch (received.status()) {
            case 200 -> new KeyVerdict(Standing.GOOD, told, at);
            case 403 ->
                new KeyVerdict(Standing.REFUSED, told + ": the API key is not one of this site, or it was revoked", at);
            default -> new KeyVerdict(Standing.NOT_KNOWN, told + ", which says nothing about the API key", at);
        };
    }

    private static KeyVerdict await(Asked question, Duration patience) {
        String why;
        try {
            return question.verdict.get(patience.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException | ExecutionException e) {
            why = "no answer within " + patience.toMillis() + " ms";
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            why = "the waiting for an answer was interrupted";
        }
        return new KeyVerdict(Standing.NOT_KNOWN, why, question.atTime);
    }
}
