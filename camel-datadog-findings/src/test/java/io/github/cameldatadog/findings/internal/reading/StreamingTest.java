package io.github.cameldatadog.findings.internal.reading;

import static io.github.cameldatadog.findings.internal.reading.Reading.READER;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.sun.management.ThreadMXBean;
import io.github.cameldatadog.findings.MalformedFindingsException;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.camel.converter.stream.InputStreamCache;
import org.apache.camel.converter.stream.ReaderCache;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A body is read as it comes, holds little of itself in memory, and lets go of what it came from. */
class StreamingTest {

    private static final int ELEMENT_BYTES = 7 * 1_024;

    @ParameterizedTest
    @ValueSource(
            strings = {
                "[{\"id\":\"abcdefgh\"}",
                "{\"meta\":{},\"data\":[{\"id\":\"abcdefgh\"}",
                "{\"id\":\"abcdefgh\"}",
                "[\"abcdefgh\"",
                " abcdefgh\n"
            })
    void the_first_finding_is_there_before_the_rest_has_come(String arrived) throws Exception {
        try (FindingSource source = READER.open(new ArrivedSoFar(arrived))) {
            assertThat(((FindingElement.Usable) source.next()).finding().id()).isEqualTo("abcdefgh");
            assertThatThrownBy(source::next).isInstanceOf(IOException.class).hasMessage("has not come yet");
        }
    }

    @Test
    void elements_are_asked_for_one_at_a_time() throws Exception {
        AtomicInteger made = new AtomicInteger();
        Iterator<String> endless =
                Stream.generate(() -> "finding-" + made.incrementAndGet()).iterator();
        try (FindingSource source = READER.open(endless)) {
            for (int i = 1; i <= 3; i++) {
                assertThat(source.next().position()).isEqualTo(i);
                assertThat(made).hasValue(i);
            }
        }
    }

    @Test
    void two_hundred_megabytes_are_read_with_little_memory() throws Exception {
        int many = 200 * 1_024 * 1_024 / ELEMENT_BYTES;
        long before = allocatedBytes();
        long usable = 0;
        try (FindingSource source = READER.open(new Generated(many))) {
            for (FindingElement element = source.next(); element != null; element = source.next()) {
                usable += element instanceof FindingElement.Usable ? 1 : 0;
            }
        }
        long allocatedPerElement = (allocatedBytes() - before) / many;

        assertThat(usable).isEqualTo(many);
        // what is allocated bounds what is kept; the text that is skipped is not even built
        assertThat(allocatedPerElement).isLessThan(ELEMENT_BYTES / 4);
    }

    @Test
    void a_single_element_of_two_hundred_megabytes_is_skipped_through_with_little_memory() throws Exception {
        Stream<String> parts =
                IntStream.range(0, 30_000).mapToObj(i -> "\"skipped " + "x".repeat(ELEMENT_BYTES) + "\",");
        Iterator<String> text = Stream.of(Stream.of("{\"compliance\":["), parts, Stream.of("1],\"id\":\"abcdefgh\"}"))
                .flatMap(part -> part)
                .iterator();
        long before = allocatedBytes();
        try (FindingSource source = READER.open(new Parts(text))) {
            assertThat(source.next()).isInstanceOf(FindingElement.Usable.class);
            assertThat(source.next()).isNull();
        }

        // the parts themselves, twice, and nothing that grows with the element
        assertThat(allocatedBytes() - before).isLessThan(30_000L * ELEMENT_BYTES * 6);
    }

    @Test
    void a_line_without_end_does_not_fill_the_memory() throws Exception {
        String line = "x".repeat(1 << 20);
        Iterator<String> text = Stream.concat(
                        Stream.of("abcdefg1\n"), Stream.generate(() -> line).limit(200))
                .iterator();
        long before = allocatedBytes();
        try (FindingSource source = READER.open(new Parts(text))) {
            assertThat(source.next()).isInstanceOf(FindingElement.Usable.class);
            assertThat(source.next()).isInstanceOf(FindingElement.Invalid.class);
            assertThat(source.next()).isNull();
        }
        assertThat(allocatedBytes() - before).isLessThan(210L << 20);
    }

    @ParameterizedTest
    @ValueSource(strings = {"[\"abcdefgh\"]", "abcdefgh", "", "[\"abcdefgh\"", "<html>"})
    void a_stream_is_closed_when_its_source_is(String text) throws Exception {
        Closing stream = new Closing(text);
        try (FindingSource source = READER.open(stream)) {
            readAsFarAsPossible(source);
        }
        assertThat(stream.closed).isPositive();

        Closing abandoned = new Closing(text);
        READER.open(abandoned).close();
        assertThat(abandoned.closed).isPositive();

        Closing inList = new Closing(text);
        try (FindingSource source = READER.open(List.of(inList).iterator())) {
            readAsFarAsPossible(source);
        }
        assertThat(inList.closed).isPositive();
    }

    @Test
    void a_stream_is_closed_also_where_the_mapper_would_leave_it_open() throws Exception {
        ObjectMapper leavesOpen = JsonMapper.builder(JsonFactory.builder()
                        .disable(StreamReadFeature.AUTO_CLOSE_SOURCE)
                        .build())
                .build();
        Closing stream = new Closing("[]");

        assertThat(Reading.elements(new FindingReader(leavesOpen, FindingFields.DEFAULT), stream))
                .isEmpty();
        assertThat(stream.closed).isPositive();
    }

    @Test
    void a_stream_that_fails_at_its_beginning_is_closed() {
        Closing failing = new Closing("") {
            @Override
            public int read(byte[] into, int offset, int length) throws IOException {
                throw new IOException("no connection");
            }

            @Override
            public boolean markSupported() {
                return false;
            }
        };
        assertThatThrownBy(() -> READER.open(failing))
                .isInstanceOf(IOException.class)
                .hasMessage("no connection");
        assertThat(failing.closed).isPositive();

        Closing oddEncoding = new Closing("\u0000\u0000{\u0000");
        assertThatThrownBy(() -> READER.open(oddEncoding)).isInstanceOf(MalformedFindingsException.class);
        assertThat(oddEncoding.closed).isPositive();
    }

    @Test
    void a_stream_of_elements_is_closed() throws Exception {
        AtomicInteger closed = new AtomicInteger();
        READER.open(Stream.of("abcdefgh").onClose(closed::incrementAndGet)).close();
        assertThat(closed).hasValue(1);
    }

    @Test
    void a_cache_is_read_from_its_beginning_and_left_there() throws Exception {
        InputStreamCache bytes = new InputStreamCache("[\"abcdefgh\"]".getBytes(UTF_8));
        assertThat(bytes.read()).isEqualTo('[');
        assertThat(Reading.ids(bytes)).containsExactly("abcdefgh");
        assertThat(bytes.read()).isEqualTo('[');

        ReaderCache characters = new ReaderCache("[\"abcdefgh\"]");
        assertThat(characters.read()).isEqualTo('[');
        assertThat(Reading.ids(characters)).containsExactly("abcdefgh");
        assertThat(characters.read()).isEqualTo('[');

        WritingCache writing = new WritingCache("[\"abcdefgh\"]");
        writing.writeTo(OutputStream.nullOutputStream());
        assertThat(Reading.ids(writing)).containsExactly("abcdefgh");
        ByteArrayOutputStream written = new ByteArrayOutputStream();
        writing.writeTo(written);
        assertThat(written.toString(UTF_8)).isEqualTo("[\"abcdefgh\"]");
    }

    @Test
    void a_failure_of_reading_passes_as_it_is() throws Exception {
        Iterator<String> failing = Stream.<String>generate(() -> {
                    throw new UncheckedIOException(new IOException("page 2 did not come"));
                })
                .iterator();
        try (FindingSource source = READER.open(failing)) {
            assertThatThrownBy(source::next).isInstanceOf(IOException.class).hasMessage("page 2 did not come");
        }
    }

    private static void readAsFarAsPossible(FindingSource source) throws IOException {
        try {
            while (source.next() != null) {
                // on to the end
            }
        } catch (MalformedFindingsException e) {
            assertThat(e).hasMessageContaining("Accepted are");
        }
    }

    private static long allocatedBytes() {
        return ((ThreadMXBean) ManagementFactory.getThreadMXBean()).getCurrentThreadAllocatedBytes();
    }

    /** Has what arrived, and fails where a real stream would make its reader wait. */
    private static final class ArrivedSoFar extends InputStream {
        private final ByteArrayInputStream arrived;

        ArrivedSoFar(String arrived) {
            this.arrived = new ByteArrayInputStream(arrived.getBytes(UTF_8));
        }

        @Override
        public int read() throws IOException {
            int next = arrived.read();
            if (next < 0) {
                throw new IOException("has not come yet");
            }
            return next;
        }

        @Override
        public int read(byte[] into, int offset, int length) throws IOException {
            int count = arrived.read(into, offset, length);
            if (count < 0) {
                throw new IOException("has not come yet");
            }
            return count;
        }

        @Override
        public int available() {
            return arrived.available();
        }
    }

    private static class Closing extends FilterInputStream {
        private int closed;

        Closing(String text) {
            super(new ByteArrayInputStream(text.getBytes(UTF_8)));
        }

        @Override
        public void close() {
            closed++;
        }
    }

    /** Pieces of text, one after the other. */
    private static class Parts extends InputStream {
        private final Iterator<String> parts;
        private ByteArrayInputStream part = new ByteArrayInputStream(new byte[0]);

        Parts(Iterator<String> parts) {
            this.parts = parts;
        }

        @Override
        public int read() {
            return fill() ? part.read() : -1;
        }

        @Override
        public int read(byte[] into, int offset, int length) {
            return fill() ? part.read(into, offset, length) : -1;
        }

        private boolean fill() {
            while (part.available() == 0 && parts.hasNext()) {
                part = new ByteArrayInputStream(parts.next().getBytes(UTF_8));
            }
            return part.available() > 0;
        }
    }

    /** A list answer of many elements of 7 KB, of which the same array is read again and again. */
    private static final class Generated extends InputStream {
        private static final byte[] ELEMENT = ("{\"type\":\"finding\",\"attributes\":{\"attributes\":{\"custom\":{"
                        + "\"description\":\"" + "x".repeat(ELEMENT_BYTES / 2)
                        + "\",\"severity\":\"high\",\"title\":\"t\","
                        + "\"rule\":{\"id\":\"r\",\"query\":\"" + "y".repeat(ELEMENT_BYTES / 4)
                        + "\"},\"compliance\":[\""
                        + "z".repeat(ELEMENT_BYTES / 4) + "\"]}},\"tags\":[\"env:prod\"]},\"id\":\"abcdefgh\"}")
                .getBytes(UTF_8);
        private final int many;
        private int begun;
        private InputStream part = new ByteArrayInputStream("{\"data\":[".getBytes(UTF_8));

        Generated(int many) {
            this.many = many;
        }

        @Override
        public int read() throws IOException {
            return fill() ? part.read() : -1;
        }

        @Override
        public int read(byte[] into, int offset, int length) throws IOException {
            return fill() ? part.read(into, offset, length) : -1;
        }

        private boolean fill() throws IOException {
            while (part.available() == 0 && begun <= 2 * many) {
                begun++;
                boolean end = begun == 2 * many;
                part = begun % 2 == 1 && begun < 2 * many
                        ? new ByteArrayInputStream(ELEMENT)
                        : new ByteArrayInputStream((end ? "]}" : begun > 2 * many ? "" : ",").getBytes(UTF_8));
            }
            return part.available() > 0;
        }
    }
}
