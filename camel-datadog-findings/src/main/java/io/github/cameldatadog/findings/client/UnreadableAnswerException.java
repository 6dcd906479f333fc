package io.github.cameldatadog.findings.client;

/** An answer whose body is not what its status promises: cut, not JSON, or without {@code data}. */
public class UnreadableAnswerException extends Exception {

    private static final long serialVersionUID = 1L;

    /**
     * @param message what is wrong with the body, without quoting it
     */
    public UnreadableAnswerException(String message, Throwable cause) {
        super(message, cause);
    }
}
