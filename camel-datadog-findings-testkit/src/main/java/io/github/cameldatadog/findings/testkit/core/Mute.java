package io.github.cameldatadog.findings.testkit.core;

import java.time.Instant;
import java.util.Optional;
import java.util.Set;

/** How findings are to be muted, or unmuted. */
record Mute(boolean muted, String reason, Optional<String> description, Optional<Instant> expireAt) {

    private static final Set<String> TO_MUTE =
            Set.of("PENDING_FIX", "FALSE_POSITIVE", "OTHER", "NO_FIX", "DUPLICATE", "RISK_ACCEPTED");
    private static final Set<String> TO_UNMUTE =
            Set.of("NO_PENDING_FIX", "HUMAN_ERROR", "NO_LONGER_ACCEPTED_RISK", "OTHER");

    /** What somebody does by hand, without words. */
    static Mute byHand(boolean muted, Optional<Instant> expireAt) {
        return new Mute(muted, "OTHER", Optional.empty(), expireAt);
    }

    /** Which reasons there are differs between muting and unmuting. */
    static Set<String> reasons(boolean muted) {
        return muted ? TO_MUTE : TO_UNMUTE;
    }
}
