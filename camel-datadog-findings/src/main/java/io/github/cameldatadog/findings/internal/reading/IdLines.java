package io.github.cameldatadog.findings.internal.reading;

import io.github.cameldatadog.findings.MalformedFindingsException;
import io.github.cameldatadog.findings.ticket.Finding;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.Reader;

/**
 * Text with one finding id a line. Lines end with LF, CR or CRLF; blanks around an id and blank lines do not matter. A
 * first line that is no id says that the text is something else, and all of it is refused.
 */
final class IdLines implements FindingSource {

    private static final char BYTE_ORDER_MARK = '\uFEFF';
    private static final int LONGEST_KEPT = FindingId.LONGEST + 1;

    private final Reader text;
    private final Document document;
    private final Positions positions;

    private final StringBuilder line = new StringBuilder(LONGEST_KEPT);
    private long lineNumber;
    private long column;
    private boolean ended;
    private boolean afterCarriageReturn;
    private boolean first = true;
    private MalformedFindingsException refused;

    IdLines(Reader text, Document document, Positions positions) {
        this.text = new BufferedReader(text);
        this.document = document;
        this.positions = positions;
    }

    @Override
    public FindingElement next() throws IOException, MalformedFindingsException {
        if (refused != null) {
            throw refused;
        }
        while (!ended) {
            readLine();
            if (!line.isEmpty()) {
                return element(line.toString().stripTrailing());
            }
        }
        return null;
    }

    private FindingElement element(String id) throws MalformedFindingsException {
        boolean usable = FindingId.isUsable(id);
        if (first && (!usable || Refusals.isIdColumn(id))) {
            refused = Refusals.neitherJsonNorIds(document.name(), id, lineNumber, column);
            throw refused;
        }
        first = false;
        return usable
                ? new FindingElement.Usable(Finding.ofId(id), positions.next())
                : new FindingElement.Invalid(
                        FindingId.refusal(id), positions.next(), document.place("line " + lineNumber));
    }

    /** Reads to the end of the line; of a longer line than any id only the start is kept, so that memory is bounded. */
    private void readLine() throws IOException {
        line.setLength(0);
        lineNumber++;
        long read = 0;
        while (true) {
            int c = text.read();
            if (c < 0) {
                ended = true;
                return;
            }
            boolean secondOfCrLf = afterCarriageReturn && c == '\n';
            afterCarriageReturn = c == '\r';
            if (secondOfCrLf) {
                continue;
            }
            if (c == '\n' || c == '\r') {
                return;
            }
            read++;
            keep((char) c, read);
        }
    }

    private void keep(char c, long read) {
        boolean leading = line.isEmpty() && (Character.isWhitespace(c) || c == BYTE_ORDER_MARK && lineNumber == 1);
        if (leading) {
            return;
        }
        if (line.isEmpty()) {
            column = read;
        }
        // of what is too long for an id, one more character that is not a trailing blank proves it
        boolean proof = line.length() == LONGEST_KEPT && !Character.isWhitespace(c);
        if (line.length() < LONGEST_KEPT || proof) {
            line.append(c);
        }
    }

    @Override
    public void close() throws IOException {
        text.close();
    }
}
