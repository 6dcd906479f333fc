package io.github.cameldatadog.findings.testkit;

/** How the answers tell the client about the rate limit. Each variant has been seen in the wild. */
public enum RateLimitHeaders {
    /** {@code X-RateLimit-Limit}, {@code -Period}, {@code -Remaining}, {@code -Reset} and {@code -Name}. */
    NORMAL,
    /** No header tells anything, not even on a 429. */
    ABSENT,
    /** Only {@code Retry-After}, in seconds, and only on a 429. */
    RETRY_AFTER,
    /** The normal headers, each value doubled by a proxy, as {@code "7, 7"}. */
    DOUBLED,
    /** The normal headers, each sent on two lines. */
    REPEATED,
    /** The normal headers, but {@code X-RateLimit-Reset} is an instant in epoch seconds. */
    EPOCH_RESET,
    /** The normal headers with text that is no number. */
    GARBAGE
}
