package io.github.cameldatadog.findings.internal.reading;

import java.io.ByteArrayInputStream;
import java.io.InputStream;

/** Gives one byte at a time, as a slow network may. */
final class TricklingStream extends InputStream {

    private final ByteArrayInputStream bytes;

    TricklingStream(byte[] bytes) {
        this.bytes = new ByteArrayInputStream(bytes);
    }

    @Override
    public int read() {
        return bytes.read();
    }

    @Override
    public int read(byte[] into, int offset, int length) {
        return bytes.read(into, offset, Math.min(1, length));
    }
}
