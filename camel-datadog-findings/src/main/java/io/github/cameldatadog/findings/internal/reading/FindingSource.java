package io.github.cameldatadog.findings.internal.reading;

import io.github.cameldatadog.findings.MalformedFindingsException;
import java.io.IOException;

/**
 * The elements of one body, pulled one by one. For one thread at a time.
 *
 * <p>Close it whether it was read to its end or not: closing releases what reading opened, and closes an
 * {@code InputStream}, {@code Reader}, {@code Stream} or closeable {@code Iterator} that was the body, for nobody else
 * could go on with a partly read one.
 */
public interface FindingSource extends AutoCloseable {

    /**
     * The next element. May wait for I/O.
     *
     * @return the element; null at the end, and from then on
     * @throws MalformedFindingsException if the document goes wrong here; nothing after that spot can be read, and every
     *     later call throws it again
     * @throws IOException if the body cannot be read for reasons that are not its content's
     */
    FindingElement next() throws IOException, MalformedFindingsException;

    @Override
    void close() throws IOException;
}
