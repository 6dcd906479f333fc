package io.github.cameldatadog.findings.testkit.core;

/** The application refuses a request. */
final class Refusal extends Exception {

    private static final long serialVersionUID = 1L;

    private final int status;
    private final String title;
    private final boolean violation;

    private Refusal(int status, String title, String detail, boolean violation) {
        super(detail);
        this.status = status;
        this.title = title;
        this.violation = violation;
    }

    /** The client sent something the specification does not allow. */
    static Refusal violation(int status, String title, String detail) {
        return new Refusal(status, title, detail, true);
    }

    static Refusal badRequest(String detail) {
        return violation(400, "Bad Request", detail);
    }

    /** The request is well made, but circumstances forbid it. */
    static Refusal circumstance(int status, String title, String detail) {
        return new Refusal(status, title, detail, false);
    }

    int status() {
        return status;
    }

    String title() {
        return title;
    }

    String detail() {
        return getMessage();
    }

    boolean isViolation() {
        return violation;
    }
}
