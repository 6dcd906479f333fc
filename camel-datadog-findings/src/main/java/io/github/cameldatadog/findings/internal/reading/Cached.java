package io.github.cameldatadog.findings.internal.reading;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.FilterInputStream;
import java.io.FilterReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.Reader;
import org.apache.camel.StreamCache;

/**
 * Reading Camel's stream caches, which belong to the exchange: a cache is reset before it is read, and reset instead of
 * closed, so that whoever comes next finds it at its beginning and no file stays open.
 */
final class Cached {

    private Cached() {}

    static Body body(StreamCache cache, Document name) {
        if (cache instanceof InputStream in) {
            return new Body.Bytes(name, true, () -> bytes(cache, in));
        }
        if (cache instanceof Reader reader) {
            return new Body.Characters(name, true, () -> characters(cache, reader));
        }
        return new Body.Bytes(name, true, () -> copied(cache));
    }

    private static InputStream bytes(StreamCache cache, InputStream in) {
        cache.reset();
        return new FilterInputStream(in) {
            @Override
            public void close() {
                cache.reset();
            }
        };
    }

    private static Reader characters(StreamCache cache, Reader reader) {
        cache.reset();
        return new FilterReader(reader) {
            @Override
            public void close() {
                cache.reset();
            }
        };
    }

    /** A cache that is no stream itself (Camel has some for XML, in memory) can only be asked to write itself. */
    private static InputStream copied(StreamCache cache) throws IOException {
        cache.reset();
        ByteArrayOutputStream copy = new ByteArrayOutputStream();
        cache.writeTo(copy);
        cache.reset();
        return new ByteArrayInputStream(copy.toByteArray());
    }
}
