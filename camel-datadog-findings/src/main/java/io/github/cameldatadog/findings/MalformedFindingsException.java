package io.github.cameldatadog.findings;

/**
 * A message body that cannot be read as findings: JSON that is not well-formed, text that is neither JSON nor finding
 * ids, or an object of a kind that is not accepted. Sending the same body again does not help; the message says what was
 * found, where, and what is accepted.
 *
 * <p>A single element without a usable id is no reason for this exception: it is reported as skipped, and the others are
 * read on.
 */
public class MalformedFindingsException extends Exception {

    private static final long serialVersionUID = 1L;

    private final long line;
    private final long column;
    private final long byteOffset;

    /**
     * A body that cannot be read.
     *
     * @param message what is wrong, where, and what is accepted
     * @param line see {@link #getLine()}
     * @param column see {@link #getColumn()}
     * @param byteOffset see {@link #getByteOffset()}
     * @param cause what the parser said; null if there is no more to say
     */
    public MalformedFindingsException(String message, long line, long column, long byteOffset, Throwable cause) {
        super(message, cause);
        this.line = line;
        this.column = column;
        this.byteOffset = byteOffset;
    }

    /** The line of the document where it goes wrong, from 1; -1 if unknown or if the body is no document. */
    public long getLine() {
        return line;
    }

    /** The column in that line, from 1, counted in bytes for UTF-8 and in characters for text; -1 if unknown. */
    public long getColumn() {
        return column;
    }

    /** How many bytes precede the spot; -1 if unknown, as it is for a {@code String} or {@code Reader}. */
    public long getByteOffset() {
        return byteOffset;
    }
}
