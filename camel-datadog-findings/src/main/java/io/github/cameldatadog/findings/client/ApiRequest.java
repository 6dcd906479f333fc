package io.github.cameldatadog.findings.client;

import java.util.Objects;

/**
 * One request, ready for the wire.
 *
 * @param operation what is asked
 * @param body its JSON, UTF-8; not copied, so it must not be changed any more
 */
public record ApiRequest(ApiOperation operation, byte[] body) {
    public ApiRequest {
        Objects.requireNonNull(operation, "operation");
        Objects.requireNonNull(body, "body");
    }

    @Override
    public String toString() {
        return "ApiRequest[" + operation + ", " + body.length + " bytes]";
    }
}
