package io.github.cameldatadog.findings.client;

import io.github.cameldatadog.findings.client.Answer.NotWritten;
import io.github.cameldatadog.findings.client.Answer.Received;

/** What an attempt came to, in the few words that are counted by. */
public enum RequestResult {
    /** 2xx. */
    OK("ok"),
    /** 429. */
    RATE_LIMITED("rate-limited"),
    /** 3xx, and any other 4xx. */
    REFUSED("refused"),
    /** 5xx, 408 and 499: a server or a gateway failed. */
    SERVER_ERROR("server-error"),
    /** Nothing was written: no connection, no pooled connection, TLS, a proxy. */
    NOT_WRITTEN("not-written"),
    /** The request was written and no whole answer came. */
    BROKEN("broken");

    private final String label;

    RequestResult(String label) {
        this.label = label;
    }

    /** Its name in metrics. */
    public String label() {
        return label;
    }

    /** What an answer comes to. */
    public static RequestResult of(Answer answer) {
        if (answer instanceof NotWritten) {
            return NOT_WRITTEN;
        }
        if (!(answer instanceof Received received)) {
            return BROKEN;
        }
        int status = received.status();
        if (status >= 200 && status < 300) {
            return OK;
        }
        if (status == 429) {
            return RATE_LIMITED;
        }
        return status >= 500 || status == 408 || status == 499 ? SERVER_ERROR : REFUSED;
    }
}
