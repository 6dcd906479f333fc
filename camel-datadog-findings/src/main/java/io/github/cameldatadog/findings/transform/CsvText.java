package io.github.cameldatadog.findings.transform;

import io.github.cameldatadog.findings.ticket.Displayed;
import java.util.Arrays;
import java.util.List;

/**
 * Writes CSV by column (RFC 4180: commas, CRLF, quotes where needed). A text that a spreadsheet would run as a formula gets
 * an apostrophe in front, and text is on one line and of bounded length.
 */
final class CsvText {

    private static final int MOST_TEXT = 2_000;

    /** What begins a formula, also in the wide forms that some spreadsheets take for the same. */
    private static final String FORMULA = "=+-@\uFF1D\uFF0B\uFF0D\uFF20";

    private final List<String> columns;
    private final String[] line;
    private final StringBuilder text = new StringBuilder();

    CsvText(List<String> columns) {
        this.columns = columns;
        this.line = new String[columns.size()];
        columns.forEach(column -> set(column, column));
        endLine();
    }

    /** Sets a number. */
    CsvText set(String column, long number) {
        line[columns.indexOf(column)] = Long.toString(number);
        return this;
    }

    /** Sets a text, which may come from anywhere; null leaves the column empty. */
    CsvText set(String column, String value) {
        line[columns.indexOf(column)] = quoted(disarmed(Displayed.clipped(value, MOST_TEXT)));
        return this;
    }

    private static String disarmed(String value) {
        String start = value.stripLeading();
        return start.isEmpty() || FORMULA.indexOf(start.charAt(0)) < 0 ? value : "'" + value;
    }

    private static String quoted(String value) {
        boolean plain = value.equals(value.strip()) && value.chars().noneMatch(c -> c == ',' || c == '"');
        return plain ? value : '"' + value.replace("\"", "\"\"") + '"';
    }

    void endLine() {
        for (int i = 0; i < line.length; i++) {
            text.append(i == 0 ? "" : ",").append(line[i] == null ? "" : line[i]);
        }
        text.append("\r\n");
        Arrays.fill(line, null);
    }

    @Override
    public String toString() {
        return text.toString();
    }
}
