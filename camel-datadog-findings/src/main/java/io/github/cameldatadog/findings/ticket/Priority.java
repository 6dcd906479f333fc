package io.github.cameldatadog.findings.ticket;

import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/** Priority of the case behind a ticket: Datadog's field {@code priority} of a create request. */
public enum Priority {
    P1,
    P2,
    P3,
    P4,
    P5,
    /** Datadog's word for a case to which nobody has given a priority. */
    NOT_DEFINED;

    /**
     * Reads a priority as people write it.
     *
     * @param text {@code P1} to {@code P5} or {@code NOT_DEFINED}, in any letter case
     * @throws IllegalArgumentException if it is anything else; the message lists what is allowed
     */
    public static Priority parse(String text) {
        String name = text.trim().toUpperCase(Locale.ROOT);
        for (Priority priority : values()) {
            if (priority.name().equals(name)) {
                return priority;
            }
        }
        throw new IllegalArgumentException(
                "'" + Displayed.clipped(text, 40) + "' is no priority: allowed are " + allowed());
    }

    static String allowed() {
        return Arrays.stream(values()).map(Enum::name).collect(Collectors.joining(", "));
    }
}
