package io.github.cameldatadog.findings.internal.reading;

import java.io.IOException;
import java.io.InputStream;
import java.io.Reader;

/**
 * Tells from the first characters of a document whether it is JSON: after a byte order mark and blanks comes a brace, a
 * bracket or a quotation mark. Looks no further than it must, and goes back to the beginning.
 */
final class DocumentStart {

    /** Leading blanks that are looked through; a document with more of them is taken for JSON. */
    static final int FARTHEST = 8_192;

    private static final int BYTE_ORDER_MARK = 0xFEFF;
    private static final int[] UTF_8_MARK = {0xEF, 0xBB, 0xBF};

    private DocumentStart() {}

    /** Whether text begins as a JSON document does. Blank text does not. */
    static boolean isJson(String text) {
        int i = !text.isEmpty() && text.charAt(0) == BYTE_ORDER_MARK ? 1 : 0;
        while (i < text.length() && isBlank(text.charAt(i))) {
            i++;
        }
        return i < text.length() && beginsJson(text.charAt(i));
    }

    /**
     * Whether bytes begin a JSON document; an empty document counts as one. Zero bytes, and the marks of UTF-16 and
     * UTF-32, are left to the JSON parser, which knows these encodings.
     *
     * @param in at its beginning, and able to come back there
     */
    static boolean isJson(InputStream in) throws IOException {
        in.mark(FARTHEST);
        int next = in.read();
        int count = 1;
        int marked = 0;
        while (count < FARTHEST && (isBlank(next) || isInMark(next, count))) {
            marked += isInMark(next, count) ? 1 : 0;
            next = in.read();
            count++;
        }
        // A mark and nothing else, as editors save an empty file: the parser does not know a mark by itself.
        boolean onlyMarked = next < 0 && marked == UTF_8_MARK.length && count == marked + 1;
        if (!onlyMarked) {
            in.reset();
        }
        return beginsJson(next) || isBlank(next) || next <= 0 || next == 0xFE || next == 0xFF;
    }

    /**
     * Whether characters begin a JSON document; an empty document counts as one. A byte order mark is dropped, for a
     * parser of characters takes it for a character.
     *
     * @param in at its beginning, and able to come back there
     */
    static boolean isJson(Reader in) throws IOException {
        in.mark(FARTHEST);
        int next = in.read();
        if (next == BYTE_ORDER_MARK) {
            in.mark(FARTHEST);
            next = in.read();
        }
        for (int count = 1; count < FARTHEST && isBlank(next); count++) {
            next = in.read();
        }
        in.reset();
        return beginsJson(next) || isBlank(next) || next < 0;
    }

    private static boolean isInMark(int next, int count) {
        return count <= UTF_8_MARK.length && next == UTF_8_MARK[count - 1];
    }

    private static boolean isBlank(int c) {
        return c == ' ' || c == '\t' || c == '\n' || c == '\r';
    }

    private static boolean beginsJson(int c) {
        return c == '{' || c == '[' || c == '"';
    }
}
