package io.github.cameldatadog.findings.internal.reading;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.cameldatadog.findings.MalformedFindingsException;
import io.github.cameldatadog.findings.ticket.Displayed;
import io.github.cameldatadog.findings.ticket.Finding;
import io.github.cameldatadog.findings.ticket.TicketDraft;
import java.io.BufferedInputStream;
import java.io.BufferedReader;
import java.io.CharConversionException;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Set;

/**
 * Turns the body of a message into findings.
 *
 * <p>Bodies are recognised in this order: {@link TicketDraft}, {@link Finding}, {@code JsonNode}, {@code Map}, {@code File}, {@code Path},
 * Camel's {@code WrappedFile} and {@code StreamCache}, {@code InputStream}, {@code Reader}, {@code byte[]},
 * {@code String}; then {@code Iterable}, {@code Iterator}, {@code Stream} and arrays of any of these, lists in lists up
 * to {@value #DEEPEST} deep. Bytes are UTF-8; JSON may be UTF-16 or UTF-32 too.
 *
 * <p>Immutable and safe for use by several threads; the sources it opens are not.
 */
public final class FindingReader {

    private static final int DEEPEST = 32;
    private static final int SHOWN = 200;

    private final ObjectMapper mapper;
    private final ElementReader elements;

    /**
     * A reader that keeps some fields.
     *
     * @param mapper turns maps into trees, and its factory makes the parsers, with the limits set on it
     * @param wantedFields dotted paths of what to keep, as {@link FindingFields#DEFAULT} and others; {@code tags.team}
     *     keeps the tags of that key, {@code tags} all of them
     */
    public FindingReader(ObjectMapper mapper, Set<String> wantedFields) {
        this.mapper = mapper;
        this.elements = new ElementReader(wantedFields);
    }

    /**
     * Opens a body at its beginning. Nothing is read beyond what tells JSON from lines of ids.
     *
     * @throws MalformedFindingsException if the body is of a kind that is not accepted
     * @throws IOException if it cannot be opened
     */
    public FindingSource open(Object body) throws IOException, MalformedFindingsException {
        Body recognised = Body.of(body);
        if (recognised instanceof Body.Unsupported unsupported) {
            throw Refusals.unsupported(unsupported.kind());
        }
        return open(body, recognised, new Positions(), 1);
    }

    /**
     * Whether opening the body a second time yields the same again. True for files, bytes, text, what Camel cached, maps,
     * trees, findings, and for collections and arrays of nothing but these. Not for an {@code InputStream},
     * {@code Reader}, {@code Iterator} or {@code Stream}; and not for an {@code Iterable} that is no collection, for some
     * can be iterated only once, and others fetch page after page.
     */
    public boolean canReadTwice(Object body) {
        return canReadTwice(Body.of(body), 1);
    }

    /**
     * Reads every document of the body to its end and keeps nothing, to find out whether reading will come to the end.
     * It takes the same way as reading does, so that both stumble over the same.
     *
     * @throws MalformedFindingsException as {@link FindingSource#next()} would
     * @throws IOException if a document cannot be read
     * @throws IllegalArgumentException if the body can be read only once
     */
    public void readThrough(Object body) throws IOException, MalformedFindingsException {
        if (!canReadTwice(body)) {
            throw new IllegalArgumentException("A body that can be read only once cannot be read through first: "
                    + body.getClass().getTypeName());
        }
        Body recognised = Body.of(body);
        if (recognised instanceof Body.Unsupported unsupported) {
            throw Refusals.unsupported(unsupported.kind());
        }
        readThrough(body, recognised, 1);
    }

    private void readThrough(Object body, Body recognised, int depth) throws IOException, MalformedFindingsException {
        if (recognised instanceof Body.Many many) {
            checkDepth(depth);
            Iterator<?> iterator = many.elements().iterator();
            for (long index = 1; iterator.hasNext(); index++) {
                Object element = iterator.next();
                readThrough(element, Body.ofElement(element, index), depth + 1);
            }
        } else if (recognised instanceof Body.Bytes || recognised instanceof Body.Characters) {
            try (FindingSource source = open(body, recognised, new Positions(), depth)) {
                while (source.next() != null) {
                    // what it is does not matter yet
                }
            }
        }
    }

    private static boolean canReadTwice(Body body, int depth) {
        if (body instanceof Body.Bytes bytes) {
            return bytes.canReadTwice();
        }
        if (body instanceof Body.Characters characters) {
            return characters.canReadTwice();
        }
        return !(body instanceof Body.Many many) || canReadTwice(many, depth);
    }

    private static boolean canReadTwice(Body.Many many, int depth) {
        if (!many.isCollection() || depth > DEEPEST) {
            return false;
        }
        Iterator<?> iterator = many.elements().iterator();
        while (iterator.hasNext()) {
            if (!canReadTwice(Body.ofElement(iterator.next(), 1), depth + 1)) {
                return false;
            }
        }
        return true;
    }

    private FindingSource open(Object body, Body recognised, Positions positions, int depth)
            throws IOException, MalformedFindingsException {
        if (recognised instanceof Body.Ready ready) {
            return new KnownElements(List.of(checked(elements.trimmed(ready.finding()), null, positions)));
        }
        if (recognised instanceof Body.Draft draft) {
            return drafted(draft.draft().asGiven(), positions);
        }
        if (recognised instanceof Body.Tree tree) {
            return tree(tree.tree(), positions);
        }
        if (recognised instanceof Body.Bytes bytes) {
            return bytes(bytes, positions);
        }
        if (recognised instanceof Body.Characters characters) {
            return characters(characters, positions);
        }
        if (recognised instanceof Body.Many many) {
            checkDepth(depth);
            return new ListedFindings(
                    many.elements().iterator(),
                    (element, index) -> open(element, Body.ofElement(element, index), positions, depth + 1),
                    isUsedUp(body) ? (AutoCloseable) body : null);
        }
        String kind = ((Body.Unsupported) recognised).kind();
        return new KnownElements(List.of(
                new FindingElement.Invalid(kind + " stands where a finding was expected", positions.next(), "")));
    }

    /** A list may be somebody's to use again; a closeable iterator or a stream is done once it was read. */
    private static boolean isUsedUp(Object body) {
        return body instanceof AutoCloseable && !(body instanceof Iterable);
    }

    private FindingSource drafted(TicketDraft given, Positions positions) {
        List<FindingElement> known = new ArrayList<>(given.size());
        given.findings().forEach(finding -> known.add(checked(elements.trimmed(finding), given, positions)));
        return new KnownElements(known);
    }

    private static FindingElement checked(Finding finding, TicketDraft given, Positions positions) {
        return FindingId.isUsable(finding.id())
                ? new FindingElement.Usable(finding, given, positions.next())
                : new FindingElement.Invalid(FindingId.refusal(finding.id()), positions.next(), "");
    }

    private FindingSource tree(Object tree, Positions positions) {
        JsonNode node;
        try {
            node = tree instanceof JsonNode json ? json : mapper.valueToTree(tree);
        } catch (IllegalArgumentException e) {
            return new KnownElements(List.of(noJson(Displayed.clipped(e.getMessage(), SHOWN), positions)));
        } catch (StackOverflowError e) {
            // Jackson bounds the depth of what it writes as text, but not of what it turns into a tree
            return new KnownElements(List.of(noJson("it is nested too deep, or contains itself", positions)));
        }
        return json(node.traverse(mapper), Document.BODY, positions);
    }

    private static FindingElement noJson(String problem, Positions positions) {
        return new FindingElement.Invalid("its map holds what cannot be JSON: " + problem, positions.next(), "");
    }

    private FindingSource bytes(Body.Bytes body, Positions positions) throws IOException, MalformedFindingsException {
        InputStream opened = body.opening().open();
        try {
            InputStream in = opened.markSupported() ? opened : new BufferedInputStream(opened);
            return DocumentStart.isJson(in)
                    ? json(mapper.getFactory().createParser(in), body.document(), positions)
                    : new IdLines(new InputStreamReader(in, StandardCharsets.UTF_8), body.document(), positions);
        } catch (CharConversionException e) {
            closeAfter(e, opened);
            throw Refusals.malformedJson(body.document().name(), e.getMessage(), JsonLocation.NA, e);
        } catch (IOException | RuntimeException e) {
            closeAfter(e, opened);
            throw e;
        }
    }

    private FindingSource characters(Body.Characters body, Positions positions) throws IOException {
        Reader opened = body.opening().open();
        try {
            Reader in = opened.markSupported() ? opened : new BufferedReader(opened);
            return DocumentStart.isJson(in)
                    ? json(mapper.getFactory().createParser(in), body.document(), positions)
                    : new IdLines(in, body.document(), positions);
        } catch (IOException | RuntimeException e) {
            closeAfter(e, opened);
            throw e;
        }
    }

    private FindingSource json(JsonParser parser, Document document, Positions positions) {
        parser.enable(JsonParser.Feature.AUTO_CLOSE_SOURCE);
        return new JsonFindings(parser, elements, document, positions);
    }

    private static void checkDepth(int depth) throws MalformedFindingsException {
        if (depth > DEEPEST) {
            throw Refusals.tooDeep(DEEPEST);
        }
    }

    private static void closeAfter(Exception failure, AutoCloseable opened) {
        try {
            opened.close();
        } catch (Exception e) {
            failure.addSuppressed(e);
        }
    }
}
