package io.github.cameldatadog.findings.internal.reading;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.github.cameldatadog.findings.ticket.Finding;
import io.github.cameldatadog.findings.ticket.TicketDraft;
import java.io.ByteArrayInputStream;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.Reader;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collection;
import java.util.Iterator;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.camel.StreamCache;
import org.apache.camel.WrappedFile;

/** What a message body was recognised to be. Recognising opens and reads nothing. */
sealed interface Body {

    /** A finding as it is. */
    record Ready(Finding finding) implements Body {}

    /** A draft that the caller made. */
    record Draft(TicketDraft draft) implements Body {}

    /** A {@code Map} or {@code JsonNode}: JSON's structure in memory. */
    record Tree(Object tree) implements Body {}

    /** A document in bytes. */
    record Bytes(Document document, boolean canReadTwice, Opening<InputStream> opening) implements Body {}

    /** A document in characters. */
    record Characters(Document document, boolean canReadTwice, Opening<Reader> opening) implements Body {}

    /** Several elements or documents, each to be recognised with {@link #ofElement}. */
    record Many(Elements elements, boolean isCollection) implements Body {}

    /** Nothing we could read. */
    record Unsupported(String kind) implements Body {}

    /** Opens a document at its beginning. */
    interface Opening<T> {
        T open() throws IOException;
    }

    /** Begins an iteration. */
    interface Elements {
        Iterator<?> iterator();
    }

    /** Recognises the body of a message. The order matters: {@code Path} and {@code JsonNode} are Iterable. */
    static Body of(Object body) {
        return of(body, Document.BODY);
    }

    /**
     * Recognises one of many. It is as {@link #of}, but text that does not begin as JSON does is one id and not lines of
     * them: what holds for an array of strings in JSON.
     *
     * @param index which one, from 1
     */
    static Body ofElement(Object element, long index) {
        if (element instanceof String text && !DocumentStart.isJson(text)) {
            return new Tree(TextNode.valueOf(text));
        }
        return of(element, Document.named("Element " + index + " of the body"));
    }

    private static Body of(Object body, Document name) {
        if (body instanceof TicketDraft draft) {
            return new Draft(draft);
        }
        if (body instanceof Finding finding) {
            return new Ready(finding);
        }
        if (body instanceof JsonNode || body instanceof Map) {
            return new Tree(body);
        }
        if (body instanceof File file) {
            return file(file.toPath());
        }
        if (body instanceof Path path) {
            return file(path);
        }
        if (body instanceof WrappedFile<?> wrapped) {
            return wrapped(wrapped, name);
        }
        if (body instanceof StreamCache cache) {
            return Cached.body(cache, name);
        }
        return streamOrText(body, name);
    }

    private static Body streamOrText(Object body, Document name) {
        if (body instanceof InputStream in) {
            return new Bytes(name, false, () -> in);
        }
        if (body instanceof Reader reader) {
            return new Characters(name, false, () -> reader);
        }
        if (body instanceof byte[] bytes) {
            return new Bytes(name, true, () -> new ByteArrayInputStream(bytes));
        }
        if (body instanceof String text) {
            return new Characters(name, true, () -> new StringReader(text));
        }
        return many(body);
    }

    private static Body many(Object body) {
        if (body instanceof Iterable<?> iterable) {
            return new Many(iterable::iterator, body instanceof Collection);
        }
        if (body instanceof Iterator<?> iterator) {
            return new Many(() -> iterator, false);
        }
        if (body instanceof Stream<?> stream) {
            return new Many(stream::iterator, false);
        }
        if (body instanceof Object[] array) {
            return new Many(() -> Arrays.asList(array).iterator(), true);
        }
        return new Unsupported(
                body == null ? "null" : "a value of type " + body.getClass().getTypeName());
    }

    private static Body file(Path path) {
        return new Bytes(Document.named(path.toString()), true, () -> Files.newInputStream(path));
    }

    /**
     * The content comes first: it points to where the file is now, also when it was moved before it was processed. A
     * remote file has its bytes, a stream or a local copy there, and in {@code getFile} only an entry of a directory.
     */
    private static Body wrapped(WrappedFile<?> wrapped, Document name) {
        Object content = wrapped.getBody() == null ? wrapped.getFile() : wrapped.getBody();
        Body body = content instanceof WrappedFile ? new Unsupported("") : of(content, name);
        if (body instanceof Unsupported) {
            String kind = content == null
                    ? "nothing"
                    : "a value of type " + content.getClass().getTypeName();
            return new Unsupported("a " + wrapped.getClass().getTypeName() + " that holds " + kind
                    + " (was the file's content downloaded?)");
        }
        return body;
    }
}
