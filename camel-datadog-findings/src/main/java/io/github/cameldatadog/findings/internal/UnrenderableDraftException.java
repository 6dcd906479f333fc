package io.github.cameldatadog.findings.internal;

/** A template failed on a draft, or gave nothing where something is needed. */
final class UnrenderableDraftException extends Exception {

    private static final long serialVersionUID = 1L;

    UnrenderableDraftException(String message, Throwable cause) {
        super(message, cause);
    }
}
