package io.github.cameldatadog.findings.client;

import io.github.cameldatadog.findings.ticket.Displayed;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * What an answer's headers say about the rate limit. Reading never fails: what cannot be used is absent. Where a header
 * came more than once and differs, the value that makes us slower counts.
 *
 * @param limit {@code X-RateLimit-Limit}: requests in a period, shared by the whole organisation; 1 or more
 * @param period {@code X-RateLimit-Period}: the length of a window, at most a day
 * @param remaining {@code X-RateLimit-Remaining}: how many of them are left in this window; 0 or more
 * @param reset {@code X-RateLimit-Reset}: how long until the next window, counted from when the answer was made; at most the
 *     period where that is told, else at most {@link #LONGEST_WAIT}
 * @param retryAfter {@code Retry-After}: how long to stay away; at most {@link #LONGEST_WAIT}
 * @param name {@code X-RateLimit-Name}: which bucket; at most 100 characters, fit to be shown
 */
public record RateLimitHeaders(
        OptionalInt limit,
        Optional<Duration> period,
        OptionalInt remaining,
        Optional<Duration> reset,
        Optional<Duration> retryAfter,
        Optional<String> name) {

    /** The longest wait that an answer can ask of us where it tells no period. */
    public static final Duration LONGEST_WAIT = Duration.ofMinutes(15);

    private static final Duration LONGEST_PERIOD = Duration.ofDays(1);
    private static final int LONGEST_NAME = 100;
    private static final int LONGEST_NUMBER = 100;
    // Seconds until a reset are never that many; moments since 1970 are, since 2001.
    private static final BigDecimal FIRST_EPOCH_SECOND = BigDecimal.valueOf(1_000_000_000L);
    private static final BigDecimal FIRST_EPOCH_MILLI = BigDecimal.valueOf(100_000_000_000L);
    private static final BigDecimal LAST_EPOCH_MILLI = BigDecimal.valueOf(100_000_000_000_000L);
    private static final BigDecimal MOST_REQUESTS = BigDecimal.valueOf(1_000_000_000L);
    private static final RateLimitHeaders NONE = new RateLimitHeaders(
            OptionalInt.empty(),
            Optional.empty(),
            OptionalInt.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty());

    public RateLimitHeaders {
        Objects.requireNonNull(limit, "limit");
        Objects.requireNonNull(period, "period");
        Objects.requireNonNull(remaining, "remaining");
        Objects.requireNonNull(reset, "reset");
        Objects.requireNonNull(retryAfter, "retryAfter");
        Objects.requireNonNull(name, "name");
    }

    /** No word about a limit. */
    public static RateLimitHeaders none() {
        return NONE;
    }

    /**
     * Reads the headers of an answer.
     *
     * @param headers by name in lower case, each with its values in order
     * @param now the time on our wall, for answers that tell moments and no {@code Date}
     */
    public static RateLimitHeaders of(Map<String, List<String>> headers, Instant now) {
        Instant madeAt = ServerDate.of(headers).orElse(now);
        Optional<Duration> period = numbers(headers, "x-ratelimit-period").stream()
                .map(RateLimitHeaders::seconds)
                .filter(length -> !length.isZero() && length.compareTo(LONGEST_PERIOD) <= 0)
                .max(Duration::compareTo);
        return new RateLimitHeaders(
                fewest(headers, "x-ratelimit-limit", 1),
                period,
                fewest(headers, "x-ratelimit-remaining", 0),
                reset(headers, madeAt).map(delay -> shorter(delay, period.orElse(LONGEST_WAIT))),
                retryAfter(headers, madeAt).map(delay -> shorter(delay, LONGEST_WAIT)),
                name(headers));
    }

    /** How long an answer that refuses us asks us to stay away: until the reset, else {@code Retry-After}. */
    public Optional<Duration> askedWait() {
        return reset.or(() -> retryAfter);
    }

    private static OptionalInt fewest(Map<String, List<String>> headers, String name, int least) {
        return numbers(headers, name).stream()
                .filter(number -> number.compareTo(MOST_REQUESTS) <= 0)
                .mapToInt(BigDecimal::intValue)
                .filter(number -> number >= least)
                .min();
    }

    private static Optional<Duration> reset(Map<String, List<String>> headers, Instant madeAt) {
        return numbers(headers, "x-ratelimit-reset").stream()
                .filter(number -> number.compareTo(LAST_EPOCH_MILLI) < 0)
                .map(number -> untilReset(number, madeAt))
                .max(Duration::compareTo);
    }

    private static Duration untilReset(BigDecimal told, Instant madeAt) {
        if (told.compareTo(FIRST_EPOCH_SECOND) < 0) {
            return seconds(told);
        }
        Instant moment = told.compareTo(FIRST_EPOCH_MILLI) < 0
                ? Instant.EPOCH.plus(seconds(told))
                : Instant.ofEpochMilli(told.longValue());
        return until(moment, madeAt);
    }

    private static Optional<Duration> retryAfter(Map<String, List<String>> headers, Instant madeAt) {
        Optional<Duration> asMoment = headers.getOrDefault("retry-after", List.of()).stream()
                .map(ServerDate::parse)
                .flatMap(Optional::stream)
                .map(moment -> until(moment, madeAt))
                .max(Duration::compareTo);
        return asMoment.or(() -> numbers(headers, "retry-after").stream()
                .filter(number -> number.compareTo(FIRST_EPOCH_SECOND) < 0)
                .map(RateLimitHeaders::seconds)
                .max(Duration::compareTo));
    }

    private static Optional<String> name(Map<String, List<String>> headers) {
        return headers.getOrDefault("x-ratelimit-name", List.of()).stream()
                .filter(Objects::nonNull)
                .map(String::strip)
                .filter(name -> !name.isEmpty())
                .map(name -> Displayed.clipped(name, LONGEST_NAME))
                .findFirst();
    }

    private static List<BigDecimal> numbers(Map<String, List<String>> headers, String name) {
        return headers.getOrDefault(name, List.of()).stream()
                .filter(Objects::nonNull)
                .flatMap(line -> List.of(line.split(",")).stream())
                .map(RateLimitHeaders::number)
                .flatMap(Optional::stream)
                .toList();
    }

    /** A plain number of 0 or more; no exponent and not many digits, for {@code 1e999999999} would take for ever. */
    private static Optional<BigDecimal> number(String text) {
        String digits = text.strip();
        if (digits.length() > LONGEST_NUMBER || !digits.matches("[0-9]+(\\.[0-9]+)?")) {
            return Optional.empty();
        }
        return Optional.of(new BigDecimal(digits));
    }

    /** Rounded up to the millisecond: rather late than early. */
    private static Duration seconds(BigDecimal number) {
        BigDecimal bounded = number.min(LAST_EPOCH_MILLI);
        return Duration.ofMillis(
                bounded.movePointRight(3).setScale(0, RoundingMode.CEILING).longValue());
    }

    private static Duration until(Instant moment, Instant madeAt) {
        return moment.isBefore(madeAt) ? Duration.ZERO : Duration.between(madeAt, moment);
    }

    private static Duration shorter(Duration one, Duration other) {
        return one.compareTo(other) <= 0 ? one : other;
    }
}
