package io.github.cameldatadog.findings.internal.reading;

import io.github.cameldatadog.findings.ticket.Displayed;

/** What a finding id looks like. Beyond its alphabet and length an id is opaque. */
final class FindingId {

    static final int SHORTEST = 8;
    static final int LONGEST = 256;
    static final String RULE = "8 to 256 of the characters A-Z a-z 0-9 _ = ~ -";

    private static final int SHOWN = 60;

    private FindingId() {}

    /** Whether the text can be an id. */
    static boolean isUsable(String text) {
        if (text.length() < SHORTEST || text.length() > LONGEST) {
            return false;
        }
        for (int i = 0; i < text.length(); i++) {
            if (!isIdCharacter(text.charAt(i))) {
                return false;
            }
        }
        return true;
    }

    /** Why the text is no id, as a clause. */
    static String refusal(String text) {
        if (text.isBlank()) {
            return "its id is blank";
        }
        return "\"" + Displayed.clipped(text, SHOWN) + "\" is not a finding id (" + RULE + ")";
    }

    private static boolean isIdCharacter(char c) {
        return c >= 'a' && c <= 'z'
                || c >= 'A' && c <= 'Z'
                || c >= '0' && c <= '9'
                || c == '_'
                || c == '='
                || c == '~'
                || c == '-';
    }
}
