package io.github.cameldatadog.findings.internal;

import java.time.Duration;

/**
 * What is done about findings that may be on a ticket.
 *
 * @param window how long they are looked up
 * @param reference whether each ticket's title carries a token that no other has
 */
public record DoubtSettings(OnUnknown onUnknown, Duration window, boolean reference) {

    /** What is done about them. */
    public enum OnUnknown {
        RECONCILE,
        RESEND,
        PARK
    }

    /** The same with another window. */
    DoubtSettings within(Duration other) {
        return new DoubtSettings(onUnknown, other, reference);
    }
}
