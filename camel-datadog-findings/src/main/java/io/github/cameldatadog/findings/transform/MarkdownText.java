package io.github.cameldatadog.findings.transform;

import io.github.cameldatadog.findings.ticket.Displayed;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Makes text from anywhere fit for Markdown: inside a code span nothing is a link, a mention, an image or HTML, also not for
 * renderers that make links of bare addresses.
 */
final class MarkdownText {

    private static final Pattern FENCES = Pattern.compile("`+");

    private MarkdownText() {}

    /** The text as a code span for a cell of a table; empty for none. A bar would end the cell and is shown broken. */
    static String literal(String text, int most) {
        String line = Displayed.clipped(text, most).strip().replace('|', '\u00A6');
        if (line.isEmpty()) {
            return "";
        }
        int longest = 0;
        Matcher fences = FENCES.matcher(line);
        while (fences.find()) {
            longest = Math.max(longest, fences.end() - fences.start());
        }
        String fence = "`".repeat(longest + 1);
        String pad = line.startsWith("`") || line.endsWith("`") ? " " : "";
        return fence + pad + line + pad + fence;
    }
}
