package io.github.cameldatadog.findings.internal.reading;

import static io.github.cameldatadog.findings.internal.reading.Reading.READER;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.DictionaryFile;
import com.code_intelligence.jazzer.junit.FuzzTest;
import io.github.cameldatadog.findings.MalformedFindingsException;
import io.github.cameldatadog.findings.ticket.Finding;
import io.github.cameldatadog.findings.ticket.TicketDraft;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Whatever the body of a message holds: elements, or a refusal that helps; the same however the body comes. */
class FindingReaderFuzzTest {

    /**
     * What reading came to.
     *
     * @param refusal the message of the refusal; empty if there was none
     */
    private record Read(List<Element> elements, String refusal) {

        boolean isRefused() {
            return !refusal.isEmpty();
        }

        List<Element> withoutPlaces() {
            return elements.stream().map(Element::withoutPlace).toList();
        }
    }

    /** An element as something to be compared, for drafts are not. */
    private record Element(Finding finding, List<Object> given, String reason, long position, String where) {

        static Element of(FindingElement element) {
            if (element instanceof FindingElement.Usable usable) {
                return new Element(usable.finding(), parts(usable.given()), null, usable.position(), null);
            }
            FindingElement.Invalid invalid = (FindingElement.Invalid) element;
            return new Element(invalid.finding(), List.of(), invalid.reason(), invalid.position(), invalid.where());
        }

        private static List<Object> parts(TicketDraft draft) {
            return draft == null
                    ? List.of()
                    : Arrays.asList(
                            draft.findings(),
                            draft.project(),
                            draft.priority(),
                            draft.title(),
                            draft.description(),
                            draft.assigneeId());
        }

        boolean isUsable() {
            return reason == null;
        }

        Element withoutPlace() {
            return new Element(finding, given, reason, position, "");
        }
    }

    @FuzzTest
    @DictionaryFile(resourcePath = "finding-reader.dict")
    void givesElementsOrARefusal(byte[] body) throws IOException {
        Read read = read(body, body.length);

        checkElements(read.elements());
        assertThat(refusalOfReadingThrough(body)).isEqualTo(read.refusal());
        Read byteAfterByte = read(new TricklingStream(body), body.length);
        if (isText(body)) {
            assertThat(byteAfterByte).isEqualTo(read);
            checkAlike(read, read(new String(body, UTF_8), body.length));
        } else {
            checkAlike(read, byteAfterByte);
        }
    }

    /** Parsers look ahead, each its own way: the last elements before what is malformed may be given or not. */
    private static void checkAlike(Read one, Read other) {
        assertThat(other.isRefused()).isEqualTo(one.isRefused());
        if (!one.isRefused()) {
            assertThat(other.withoutPlaces()).isEqualTo(one.withoutPlaces());
        }
    }

    /** Whether it is UTF-8; with zero bytes it may be taken for UTF-16 or UTF-32. */
    private static boolean isText(byte[] body) {
        String text = new String(body, UTF_8);
        return Arrays.equals(text.getBytes(UTF_8), body) && text.indexOf('\0') < 0;
    }

    private static Read read(Object body, int mostElements) throws IOException {
        List<Element> elements = new ArrayList<>();
        try (FindingSource source = READER.open(body)) {
            for (FindingElement element = source.next(); element != null; element = source.next()) {
                elements.add(Element.of(element));
                assertThat(elements.size()).isLessThanOrEqualTo(mostElements);
            }
            assertThat(source.next()).isNull();
            return new Read(elements, "");
        } catch (MalformedFindingsException documented) {
            assertThat(documented).hasMessageContaining("Accepted are");
            return new Read(elements, documented.getMessage());
        }
    }

    private static String refusalOfReadingThrough(byte[] body) throws IOException {
        try {
            READER.readThrough(body);
            return "";
        } catch (MalformedFindingsException documented) {
            return documented.getMessage();
        }
    }

    private static void checkElements(List<Element> elements) {
        long position = 0;
        for (Element element : elements) {
            assertThat(element.position()).isEqualTo(++position);
            if (element.finding() != null) {
                assertThat(element.finding().id()).matches("[A-Za-z0-9_=~-]{8,256}");
            }
            if (!element.isUsable()) {
                assertThat(element.reason()).isNotBlank().hasSizeLessThan(500);
                assertThat(element.reason().chars()).noneMatch(Character::isISOControl);
                assertThat(element.where()).matches("line \\d+(, column \\d+)?");
            }
        }
    }
}
