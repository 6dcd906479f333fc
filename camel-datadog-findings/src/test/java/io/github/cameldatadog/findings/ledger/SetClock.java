package io.github.cameldatadog.findings.ledger;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/** A clock that stands still until a test puts it forward. */
final class SetClock implements InstantSource {

    private Instant now = Instant.parse("2026-03-01T10:00:00Z");

    void putForward(Duration by) {
        now = now.plus(by);
    }

    @Override
    public Instant instant() {
        return now;
    }
}
