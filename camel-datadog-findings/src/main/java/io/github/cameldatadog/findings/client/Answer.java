package io.github.cameldatadog.findings.client;

import java.util.List;
import java.util.Map;
import java.util.Objects;

/** What one attempt at a request came to, in the only distinction that matters: could Datadog have acted on it? */
public sealed interface Answer {

    /**
     * A whole answer was received.
     *
     * @param status the HTTP status
     * @param headers the answer's headers, by name in lower case, each with its values in order
     * @param body the body, decoded from any content encoding; empty if there is none
     */
    record Received(int status, Map<String, List<String>> headers, byte[] body) implements Answer {
        public Received {
            Objects.requireNonNull(headers, "headers");
            Objects.requireNonNull(body, "body");
        }

        /** The first value of a header (name in lower case); null if the answer has none. */
        public String header(String lowerCaseName) {
            List<String> values = headers.get(lowerCaseName);
            return values == null || values.isEmpty() ? null : values.get(0);
        }

        /** Datadog's id of the request, to quote to its support; null if the answer names none. */
        public String requestId() {
            String id = header("x-request-id");
            return id == null ? header("dd-request-id") : id;
        }

        @Override
        public String toString() {
            return "Received[" + status + ", " + body.length + " bytes]";
        }
    }

    /**
     * Not one byte of the request's body was written: Datadog cannot have acted on it, so it may be sent again.
     *
     * @param reason what failed, in words that name the host and no key
     * @param passing whether trying again may help (refused, timed out), or not (unknown authority, bad proxy credentials)
     */
    record NotWritten(String reason, boolean passing, Exception cause) implements Answer {}

    /**
     * The request was written, at least in part, and no whole answer came back: Datadog may have acted on it.
     *
     * @param reason what failed, in words that name the host and no key
     */
    record Broken(String reason, Exception cause) implements Answer {}
}
