package io.github.cameldatadog.findings.testkit.core;

import io.github.cameldatadog.findings.testkit.Operation;
import io.github.cameldatadog.findings.testkit.RateLimitHeaders;
import io.github.cameldatadog.findings.testkit.http.HttpHeader;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Counts requests in windows aligned to the calendar. Guarded by the lock of the core. */
final class RateLimits {

    private static final Bucket NO_LIMIT = new Bucket("security_findings", 10, Duration.ofSeconds(60));

    private final Map<Operation, Bucket> buckets = new EnumMap<>(Operation.class);
    private RateLimitHeaders style = RateLimitHeaders.NORMAL;

    private static final class Bucket {
        private final String name;
        private final int limit;
        private final long seconds;
        private long window = Long.MIN_VALUE;
        private int used;

        Bucket(String name, int limit, Duration period) {
            this.name = name;
            this.limit = limit;
            this.seconds = period.toSeconds();
        }

        void turnTo(Instant now) {
            long current = Math.floorDiv(now.getEpochSecond(), seconds);
            if (current != window) {
                window = current;
                used = 0;
            }
        }

        int remaining() {
            return Math.max(0, limit - used);
        }

        long nextWindow(Instant now) {
            return (Math.floorDiv(now.getEpochSecond(), seconds) + 1) * seconds;
        }
    }

    void limit(List<Operation> operations, int requests, Duration period) {
        if (requests < 1) {
            throw new IllegalArgumentException("a rate limit must allow at least 1 request but allows " + requests);
        }
        if (period.toSeconds() < 1 || !period.equals(Duration.ofSeconds(period.toSeconds()))) {
            throw new IllegalArgumentException("a rate limit's period must be whole seconds but is " + period);
        }
        String name = "security_findings_" + operations.get(0).name().toLowerCase(Locale.ROOT);
        Bucket bucket = new Bucket(name, requests, period);
        operations.forEach(operation -> buckets.put(operation, bucket));
    }

    void headers(RateLimitHeaders style) {
        this.style = style;
    }

    /** Takes requests off what is left, whoever made them; false if nothing was left. */
    boolean take(Operation operation, int requests, Instant now) {
        Bucket bucket = buckets.get(operation);
        if (bucket == null) {
            return true;
        }
        bucket.turnTo(now);
        boolean left = bucket.remaining() > 0;
        bucket.used += left ? requests : 0;
        return left;
    }

    /** The headers of an answer; an operation without a limit has none. */
    List<HttpHeader> headers(Operation operation, Instant now) {
        Bucket bucket = buckets.get(operation);
        if (bucket == null) {
            return List.of();
        }
        bucket.turnTo(now);
        return headers(bucket, bucket.remaining(), style, now, false);
    }

    /** The headers of a 429 that came of counting. */
    List<HttpHeader> refusalHeaders(Operation operation, Instant now) {
        return refusalHeaders(operation, style, now);
    }

    /** The headers of a 429 in a given style; without a limit, those of 10 requests a minute. */
    List<HttpHeader> refusalHeaders(Operation operation, RateLimitHeaders as, Instant now) {
        Bucket bucket = buckets.getOrDefault(operation, NO_LIMIT);
        return headers(bucket, 0, as, now, true);
    }

    private static List<HttpHeader> headers(
            Bucket bucket, int remaining, RateLimitHeaders style, Instant now, boolean refused) {
        long next = bucket.nextWindow(now);
        long reset = next - now.getEpochSecond();
        return switch (style) {
            case ABSENT -> List.of();
            case RETRY_AFTER -> refused ? List.of(new HttpHeader("Retry-After", Long.toString(reset))) : List.of();
            case NORMAL -> lines(bucket, remaining, Long.toString(reset), "%s");
            case DOUBLED -> lines(bucket, remaining, Long.toString(reset), "%1$s, %1$s");
            case EPOCH_RESET -> lines(bucket, remaining, Long.toString(next), "%s");
            case GARBAGE -> lines(bucket, remaining, "soon", "n/a %s");
            case REPEATED -> {
                List<HttpHeader> twice = new ArrayList<>();
                for (HttpHeader line : lines(bucket, remaining, Long.toString(reset), "%s")) {
                    twice.add(line);
                    twice.add(line);
                }
                yield twice;
            }
        };
    }

    private static List<HttpHeader> lines(Bucket bucket, int remaining, String reset, String format) {
        return List.of(
                line("X-RateLimit-Limit", Integer.toString(bucket.limit), format),
                line("X-RateLimit-Period", Long.toString(bucket.seconds), format),
                line("X-RateLimit-Remaining", Integer.toString(remaining), format),
                line("X-RateLimit-Reset", reset, format),
                line("X-RateLimit-Name", bucket.name, format));
    }

    private static HttpHeader line(String name, String value, String format) {
        return new HttpHeader(name, String.format(format, value));
    }
}
