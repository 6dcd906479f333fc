package io.github.cameldatadog.findings.client;

import io.github.cameldatadog.findings.client.Answer.Broken;
import io.github.cameldatadog.findings.client.Answer.NotWritten;
import io.github.cameldatadog.findings.client.Answer.Received;
import java.time.Duration;
import java.util.Objects;

/**
 * Decides whether a request is sent again, and when. A request that creates is repeated only where Datadog cannot have acted
 * on it: nothing was written, or 429. A search changes nothing, so it is also repeated after a broken connection, 408 and
 * 5xx. A pure function of its arguments.
 *
 * @param maxRetries attempts after the first, 0 or more
 * @param retryBudget how long one request may be retried, counted from its first failure, without the time it waits in line
 *     for the gate, a slot or a sender
 */
public record RetryRule(int maxRetries, Duration retryBudget) {

    /** The shortest wait, also where Datadog asks for none. */
    static final Duration SHORTEST = Duration.ofMillis(250);
    /** The upper bound of the first wait without word from Datadog; it doubles with each attempt. */
    static final Duration BASE = Duration.ofMillis(500);
    /** The longest wait without word from Datadog. */
    static final Duration LONGEST = Duration.ofSeconds(60);

    private static final int MOST_DOUBLINGS = 20;

    public RetryRule {
        Objects.requireNonNull(retryBudget, "retryBudget");
        if (maxRetries < 0) {
            throw new IllegalArgumentException("maxRetries is " + maxRetries + ": 0 or more is allowed");
        }
        if (retryBudget.isNegative()) {
            throw new IllegalArgumentException("retryBudget is " + retryBudget + ": 0 or longer is allowed");
        }
    }

    /** What follows an attempt. */
    public sealed interface Decision {}

    /** The answer stands: it is good, or no repetition would mend it. */
    public record Done() implements Decision {}

    /**
     * The request is sent again after the delay.
     *
     * @param reason what the delay is taken from
     */
    public record Retry(Duration delay, String reason) implements Decision {}

    /** The request would be sent again, but its retries are used up. */
    public record GiveUp(String reason) implements Decision {}

    /**
     * What follows an attempt.
     *
     * @param attempt the attempt that came to the answer, from 1
     * @param spent how much of the retry budget is spent; zero at the first failure
     * @param told what the answer says of the rate limit
     * @param random 0 (included) to 1 (excluded)
     */
    public Decision after(
            ApiOperation operation, int attempt, Duration spent, Answer answer, RateLimitHeaders told, double random) {
        if (!mayRepeat(operation, answer)) {
            return new Done();
        }
        if (attempt > maxRetries) {
            return new GiveUp("gave up after " + attempts(attempt) + ": maxRetries is " + maxRetries);
        }
        Retry retry = retry(attempt, answer, told, random);
        if (spent.plus(retry.delay()).compareTo(retryBudget) > 0) {
            return new GiveUp("gave up after " + attempts(attempt) + ": waiting " + shown(retry.delay()) + " ("
                    + retry.reason() + ") would pass the end of retryBudget " + shown(retryBudget) + ", of which "
                    + shown(spent) + " is spent");
        }
        return retry;
    }

    /** How long to stay away after an answer, whether or not the same request is sent again. */
    public Duration waitAfter(int attempt, Answer answer, RateLimitHeaders told, double random) {
        return retry(attempt, answer, told, random).delay();
    }

    private static boolean mayRepeat(ApiOperation operation, Answer answer) {
        boolean onlyReads = operation == ApiOperation.SEARCH_FINDINGS;
        if (answer instanceof NotWritten notWritten) {
            return notWritten.passing();
        }
        if (answer instanceof Broken) {
            return onlyReads;
        }
        int status = ((Received) answer).status();
        return status == 429 || onlyReads && (status == 408 || status >= 500 && status < 600);
    }

    private static Retry retry(int attempt, Answer answer, RateLimitHeaders told, double random) {
        boolean limited = answer instanceof Received received && received.status() == 429;
        // Only of a 429 does the reset say when this request may pass; a 503 may carry one as well.
        if (limited && told.reset().isPresent()) {
            return new Retry(atLeastShortest(told.reset().get()), "X-RateLimit-Reset");
        }
        if (told.retryAfter().isPresent()) {
            return new Retry(atLeastShortest(told.retryAfter().get()), "Retry-After");
        }
        return new Retry(backOff(attempt, random), "back-off");
    }

    private static Duration backOff(int attempt, double random) {
        long doubled = BASE.toMillis() << Math.min(MOST_DOUBLINGS, Math.max(0, attempt - 1));
        long bound = Math.min(LONGEST.toMillis(), doubled);
        return SHORTEST.plusMillis((long) (random * (bound - SHORTEST.toMillis())));
    }

    private static Duration atLeastShortest(Duration asked) {
        return asked.compareTo(SHORTEST) < 0 ? SHORTEST : asked;
    }

    private static String attempts(int attempt) {
        return attempt + (attempt == 1 ? " attempt" : " attempts");
    }

    private static String shown(Duration duration) {
        return duration.toMillis() % 1000 == 0 ? duration.toSeconds() + " s" : duration.toMillis() + " ms";
    }
}
