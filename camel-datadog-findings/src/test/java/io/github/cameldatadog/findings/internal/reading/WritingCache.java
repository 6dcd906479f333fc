package io.github.cameldatadog.findings.internal.reading;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import org.apache.camel.Exchange;
import org.apache.camel.StreamCache;

/** A stream cache that is neither an InputStream nor a Reader, as those for XML are; it writes itself once a reset. */
final class WritingCache implements StreamCache {

    private final String text;
    private boolean written;

    WritingCache(String text) {
        this.text = text;
    }

    @Override
    public void reset() {
        written = false;
    }

    @Override
    public void writeTo(OutputStream out) throws IOException {
        if (!written) {
            out.write(text.getBytes(StandardCharsets.UTF_8));
        }
        written = true;
    }

    @Override
    public StreamCache copy(Exchange exchange) {
        return new WritingCache(text);
    }

    @Override
    public boolean inMemory() {
        return true;
    }

    @Override
    public long length() {
        return text.length();
    }

    @Override
    public long position() {
        return -1;
    }
}
