package io.github.cameldatadog.findings.ticket;

/** Why a finding was left out on purpose. */
public enum SkipReason {
    /** The same id came before in this exchange. */
    DUPLICATE("duplicate", "the same id came before"),
    /** It is on an open case already. */
    ALREADY_TICKETED("alreadyTicketed", "on an open case already"),
    /** Its status says resolved, auto_closed or muted. */
    RESOLVED("resolved", "resolved, closed or muted"),
    /** The element had no usable id. */
    INVALID("invalid", "no usable finding id");

    private final String label;
    private final String meaning;

    SkipReason(String label, String meaning) {
        this.label = label;
        this.meaning = meaning;
    }

    /** The reason's name as reports write it. */
    public String label() {
        return label;
    }

    /**
     * Whether it still holds when Camel redelivers the message. What is wrong with an element of the body is found again when
     * the body is read again; what was learned of a finding itself is not forgotten.
     */
    public boolean standsOnRedelivery() {
        return this == ALREADY_TICKETED || this == RESOLVED;
    }

    /** The reason in words. */
    public String meaning() {
        return meaning;
    }
}
