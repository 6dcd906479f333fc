package io.github.cameldatadog.findings.ticket;

/**
 * Makes text that Datadog or a finding sent fit to be shown: on one line, without control characters (a terminal would
 * obey them) and of bounded length.
 */
public final class Displayed {

    private Displayed() {}

    /** The text on one line, with control and bidirectional formatting characters replaced; null becomes empty. */
    public static String oneLine(String text) {
        if (text == null) {
            return "";
        }
        StringBuilder shown = new StringBuilder(text.length());
        text.codePoints().forEach(codePoint -> shown.appendCodePoint(harmless(codePoint)));
        return shown.toString();
    }

    /** The text as {@link #oneLine}, cut to at most {@code most} characters, the last of them an ellipsis if cut. */
    public static String clipped(String text, int most) {
        String line = oneLine(text);
        if (line.length() <= most) {
            return line;
        }
        int end = Character.isHighSurrogate(line.charAt(most - 2)) ? most - 2 : most - 1;
        return line.substring(0, end) + "\u2026";
    }

    private static int harmless(int codePoint) {
        return switch (Character.getType(codePoint)) {
            case Character.CONTROL, Character.LINE_SEPARATOR, Character.PARAGRAPH_SEPARATOR -> ' ';
            case Character.FORMAT, Character.SURROGATE, Character.UNASSIGNED, Character.PRIVATE_USE -> '\uFFFD';
            default -> codePoint;
        };
    }
}
