package io.github.cameldatadog.findings.internal;

/** Nobody says which project tickets are for, and nothing was begun. */
final class NoProjectException extends IllegalArgumentException {

    private static final long serialVersionUID = 1L;

    NoProjectException(String message) {
        super(message);
    }
}
