package io.github.cameldatadog.findings.testkit.http;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** An answer, whole, before anything on the wire befalls it. Immutable. */
public final class HttpAnswer {

    private final int status;
    private final List<HttpHeader> headers;
    private final byte[] body;

    /**
     * @param status the status code
     * @param headers the header lines in their order; those about length and connection are the wire's own
     * @param body the body's bytes, empty for none
     */
    public HttpAnswer(int status, List<HttpHeader> headers, byte[] body) {
        this.status = status;
        this.headers = List.copyOf(headers);
        this.body = body.clone();
    }

    /** An answer with a body of text, sent as UTF-8. */
    public static HttpAnswer of(int status, String contentType, String body) {
        return new HttpAnswer(
                status, List.of(new HttpHeader("Content-Type", contentType)), body.getBytes(StandardCharsets.UTF_8));
    }

    /** An answer with neither body nor headers. */
    public static HttpAnswer empty(int status) {
        return new HttpAnswer(status, List.of(), new byte[0]);
    }

    public int status() {
        return status;
    }

    public List<HttpHeader> headers() {
        return headers;
    }

    /** The value of the first header line of that name. */
    public Optional<String> header(String name) {
        return headers.stream()
                .filter(header -> header.is(name))
                .map(HttpHeader::value)
                .findFirst();
    }

    /** The body's bytes; a copy. */
    public byte[] body() {
        return body.clone();
    }

    /** How many bytes the body has. */
    public int bodyLength() {
        return body.length;
    }

    /** The body read as UTF-8. */
    public String bodyText() {
        return new String(body, StandardCharsets.UTF_8);
    }

    /** The same answer with a header line more. */
    public HttpAnswer with(String name, String value) {
        return with(List.of(new HttpHeader(name, value)));
    }

    /** The same answer with more header lines. */
    public HttpAnswer with(List<HttpHeader> more) {
        List<HttpHeader> all = new ArrayList<>(headers);
        all.addAll(more);
        return new HttpAnswer(status, all, body);
    }

    /** The same answer with another status. */
    public HttpAnswer withStatus(int other) {
        return new HttpAnswer(other, headers, body);
    }

    /** The same answer with another body. */
    public HttpAnswer withBody(byte[] other) {
        return new HttpAnswer(status, headers, other);
    }

    @Override
    public String toString() {
        return status + " (" + body.length + " bytes)";
    }
}
