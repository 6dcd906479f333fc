package io.github.cameldatadog.findings.testkit.core;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.CRC32;

/**
 * Where the next page begins. Opaque to clients: it is bound to its query and order, and carries a checksum.
 *
 * @param generation cursors of an earlier generation have expired
 * @param search a number that stands for query and order
 * @param after the last finding of the page before
 */
record PageCursor(long generation, int search, IndexKey after) {

    private static final Pattern FORM = Pattern.compile("(\\d+) (-?\\d+) (-?\\d+) (\\d+) (.+)", Pattern.DOTALL);

    static int searchOf(String query, boolean descending) {
        return Objects.hash(query, descending);
    }

    String encode() {
        String fields = search + " " + after.timestamp();
        String text = generation + " " + fields + " " + checksum(generation + fields + after.id()) + " " + after.id();
        return Base64.getUrlEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }

    /** Reads a cursor; empty if this Datadog never gave it away. */
    static Optional<PageCursor> decode(String text) {
        Matcher form;
        try {
            form = FORM.matcher(new String(Base64.getUrlDecoder().decode(text), StandardCharsets.UTF_8));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
        if (!form.matches()) {
            return Optional.empty();
        }
        long expected = checksum(form.group(1) + form.group(2) + " " + form.group(3) + form.group(5));
        if (!form.group(4).equals(Long.toString(expected))) {
            return Optional.empty();
        }
        IndexKey after = new IndexKey(Long.parseLong(form.group(3)), form.group(5));
        return Optional.of(new PageCursor(Long.parseLong(form.group(1)), Integer.parseInt(form.group(2)), after));
    }

    private static long checksum(String text) {
        CRC32 crc = new CRC32();
        crc.update(("findings " + text).getBytes(StandardCharsets.UTF_8));
        return crc.getValue();
    }
}
