package io.github.cameldatadog.findings.testkit.http;

import java.nio.charset.StandardCharsets;
import java.util.List;

/** A request as it came off the wire, whole. Immutable. */
public final class HttpCall {

    private final String method;
    private final String target;
    private final List<HttpHeader> headers;
    private final byte[] body;

    /**
     * @param method the method, as {@code POST}
     * @param target the request target: path and, after {@code ?}, the query string
     * @param headers the header lines in their order
     * @param body the body's bytes, empty for none
     */
    public HttpCall(String method, String target, List<HttpHeader> headers, byte[] body) {
        this.method = method;
        this.target = target;
        this.headers = List.copyOf(headers);
        this.body = body.clone();
    }

    public String method() {
        return method;
    }

    public String target() {
        return target;
    }

    public List<HttpHeader> headers() {
        return headers;
    }

    /** The values of all header lines of that name, in their order. */
    public List<String> headerValues(String name) {
        return headers.stream()
                .filter(header -> header.is(name))
                .map(HttpHeader::value)
                .toList();
    }

    /** The body's bytes; a copy. */
    public byte[] body() {
        return body.clone();
    }

    /** The body read as UTF-8. */
    public String bodyText() {
        return new String(body, StandardCharsets.UTF_8);
    }

    @Override
    public String toString() {
        return method + " " + target + " (" + body.length + " bytes)";
    }
}
