package io.github.cameldatadog.findings.crash;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/** What comes before the body of a request or an answer, as it was on the wire. */
record HttpHead(String text) {

    private static final String END = "\r\n\r\n";

    static HttpHead read(InputStream from) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        int matched = 0;
        while (matched < END.length()) {
            int next = from.read();
            if (next < 0) {
                throw new EOFException("ended in the head, after " + bytes.size() + " bytes");
            }
            bytes.write(next);
            matched = next == END.charAt(matched) ? matched + 1 : next == '\r' ? 1 : 0;
        }
        return new HttpHead(bytes.toString(StandardCharsets.ISO_8859_1));
    }

    byte[] bytes() {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }

    boolean startsWith(String line) {
        return text.startsWith(line);
    }

    /** A header's value; empty if it is not there. */
    String header(String lowerCaseName) {
        return text.lines()
                .filter(line -> line.toLowerCase(Locale.ROOT).startsWith(lowerCaseName + ":"))
                .map(line -> line.substring(lowerCaseName.length() + 1).strip())
                .findFirst()
                .orElse("");
    }

    int bodyLength() throws IOException {
        if (!header("transfer-encoding").isEmpty()) {
            throw new IOException("Only bodies of a known length are passed on: " + text);
        }
        String length = header("content-length");
        return length.isEmpty() ? 0 : Integer.parseInt(length);
    }
}
