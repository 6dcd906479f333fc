package io.github.cameldatadog.findings.ticket;

import java.util.Locale;

/** How grave Datadog holds a finding to be (its field {@code severity}), gravest first. */
public enum Severity {
    CRITICAL(Priority.P1),
    HIGH(Priority.P2),
    MEDIUM(Priority.P3),
    LOW(Priority.P4),
    INFO(Priority.P5),
    NONE(Priority.NOT_DEFINED),
    UNKNOWN(Priority.NOT_DEFINED);

    private final Priority priority;

    Severity(Priority priority) {
        this.priority = priority;
    }

    /** The case priority a ticket gets when its priority follows severity. */
    public Priority priority() {
        return priority;
    }

    /** The severity of that name in any letter case; {@link #UNKNOWN} for null and for names Datadog may add later. */
    public static Severity of(String name) {
        if (name == null) {
            return UNKNOWN;
        }
        return switch (name.trim().toLowerCase(Locale.ROOT)) {
            case "critical" -> CRITICAL;
            case "high" -> HIGH;
            case "medium" -> MEDIUM;
            case "low" -> LOW;
            case "info" -> INFO;
            case "none" -> NONE;
            default -> UNKNOWN;
        };
    }

    /** The graver of this severity and the other. */
    public Severity orGraver(Severity other) {
        return compareTo(other) <= 0 ? this : other;
    }

    /** Datadog's own word, such as {@code critical}. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
