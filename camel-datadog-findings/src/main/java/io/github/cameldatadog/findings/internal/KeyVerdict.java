package io.github.cameldatadog.findings.internal;

import java.time.Instant;

/**
 * What Datadog said of an API key.
 *
 * @param standing whether the key is good
 * @param detail in words fit to be shown: how that is known, or why it is not
 * @param askedAt when it was asked, by our clock
 */
public record KeyVerdict(Standing standing, String detail, Instant askedAt) {

    /** Whether a key is good. */
    public enum Standing {
        /** Datadog takes it. */
        GOOD,
        /** Datadog refused it with 403. */
        REFUSED,
        /** Nothing is known: no answer, or one that says nothing about keys. */
        NOT_KNOWN
    }
}
