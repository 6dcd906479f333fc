package io.github.cameldatadog.findings.ledger;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.function.Consumer;

/** A clock that stands still until a test puts it forward. */
final class SetClock implements InstantSource {

    private Instant now = Instant.parse("2026-03-01T10:00:00Z");

    private Consumer<Instant> hand = moment -> {};

    /** Whoever shows the time is told it, now and at each change. */
    void shownBy(Consumer<Instant> other) {
        hand = other;
        hand.accept(now);
    }

    void putForward(Duration by) {
        now = now.plus(by);
        hand.accept(now);
    }

    @Override
    public Instant instant() {
        return now;
    }
}
