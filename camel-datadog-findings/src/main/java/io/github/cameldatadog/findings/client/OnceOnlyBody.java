package io.github.cameldatadog.findings.client;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import org.apache.hc.core5.http.ContentType;
import org.apache.hc.core5.http.io.entity.AbstractHttpEntity;

/**
 * A request's body that knows whether its writing has begun, and refuses to be written twice, whoever asks for it: the
 * library's authentication, or an interceptor that somebody's configurer has put into the client.
 */
final class OnceOnlyBody extends AbstractHttpEntity {

    // Small, so that an answer which comes before the end of a large body is noticed between two pieces.
    private static final int PIECE = 8 * 1024;

    private final byte[] body;
    private volatile boolean begun;

    OnceOnlyBody(byte[] body) {
        super(body.length == 0 ? null : ContentType.APPLICATION_JSON.getMimeType(), null, false);
        this.body = body;
    }

    /** Whether the first byte was handed over; from then on Datadog may have seen it. */
    boolean begun() {
        return begun;
    }

    @Override
    public void writeTo(OutputStream out) throws IOException {
        if (begun) {
            throw new IOException("The request's body was handed over once already");
        }
        begun = true;
        for (int from = 0; from < body.length; from += PIECE) {
            out.write(body, from, Math.min(PIECE, body.length - from));
        }
    }

    @Override
    public InputStream getContent() {
        return new ByteArrayInputStream(body);
    }

    @Override
    public long getContentLength() {
        return body.length;
    }

    @Override
    public boolean isRepeatable() {
        return false;
    }

    @Override
    public boolean isStreaming() {
        return false;
    }

    @Override
    public void close() {
        // Nothing is held but bytes.
    }
}
