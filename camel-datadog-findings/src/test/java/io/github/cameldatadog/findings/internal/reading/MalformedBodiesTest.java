package io.github.cameldatadog.findings.internal.reading;

import static io.github.cameldatadog.findings.internal.reading.Reading.READER;
import static io.github.cameldatadog.findings.internal.reading.Reading.elements;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.github.cameldatadog.findings.MalformedFindingsException;
import io.github.cameldatadog.findings.internal.reading.BodiesAndShapesTest.Wrapped;
import java.io.ByteArrayInputStream;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MalformedBodiesTest {

    private static final int LINES = 5_000;
    private static final int BAD_LINE = 4_321;

    private static MalformedFindingsException refusal(Object body) {
        return catchThrowableOfType(MalformedFindingsException.class, () -> elements(body));
    }

    /** One element a line, and in one of them a comma too much. */
    private static String bigDocument() {
        StringBuilder document = new StringBuilder("\uFEFF[\n");
        for (int line = 2; line <= LINES; line++) {
            document.append("{\"id\":\"finding-")
                    .append(line)
                    .append("\",\"title\":\"")
                    .append("ü".repeat(100));
            document.append(line == BAD_LINE ? "\",,\"x\":1},\n" : "\",\"x\":1},\n");
        }
        return document.append("\"the-last-one\"]").toString();
    }

    @Test
    void a_malformed_spot_is_named_by_line_column_and_byte_offset(@TempDir Path directory) throws Exception {
        String document = bigDocument();
        byte[] bytes = document.getBytes(UTF_8);
        int character = document.indexOf(",,") + 1;
        int offset = document.substring(0, character).getBytes(UTF_8).length;
        int columnInBytes = offset
                - document.substring(0, document.lastIndexOf('\n', character) + 1)
                        .getBytes(UTF_8)
                        .length
                + 1;
        Path file = Files.write(directory.resolve("big.json"), bytes);

        MalformedFindingsException inFile = refusal(file);
        assertThat(inFile.getLine()).isEqualTo(BAD_LINE);
        assertThat(inFile.getColumn()).isBetween((long) columnInBytes, columnInBytes + 1L);
        assertThat(inFile.getByteOffset()).isBetween((long) offset, offset + 1L);
        assertThat(inFile)
                .hasMessageStartingWith(file + " is not well-formed JSON at line 4321, column ")
                .hasMessageContaining("byte offset " + inFile.getByteOffset())
                .hasMessageContaining("Unexpected character (','")
                .hasMessageContaining("Accepted are JSON or NDJSON of findings");
        assertThat(refusal(bytes).getByteOffset()).isEqualTo(inFile.getByteOffset());
        assertThat(refusal(new ByteArrayInputStream(bytes)).getByteOffset()).isEqualTo(inFile.getByteOffset());

        for (Object text : List.of(document, new StringReader(document))) {
            assertThat(refusal(text).getLine()).isEqualTo(BAD_LINE);
            assertThat(refusal(document).getByteOffset()).isEqualTo(-1);
        }
    }

    @Test
    void what_stands_before_a_malformed_spot_is_read_and_nothing_after_it() throws Exception {
        try (FindingSource source = READER.open("[\"abcdefg1\",\"abcdefg2\", nonsense ,\"abcdefg3\"]")) {
            assertThat(source.next().position()).isEqualTo(1);
            assertThat(source.next().position()).isEqualTo(2);
            assertThatThrownBy(source::next).isInstanceOf(MalformedFindingsException.class);
            assertThatThrownBy(source::next).isInstanceOf(MalformedFindingsException.class);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"data\":[",
                "{\"data\":[\"abcdefgh\"]",
                "[\"abcdefgh\"",
                "{\"id\":\"abcdefgh\"",
                "{\"id\":\"abcd",
                "[\"abcdefgh\"]]",
                "{\"id\":\"abcdefgh\"},{\"id\":\"abcdefgh\"}",
                "{\"id\":\"abcdefgh\",}",
                "{id:\"abcdefgh\"}",
                "[NaN]",
                "[\"abcdefgh\"] trailing words",
                "{\"id\":\"abcdefgh\"} // comment",
                "{\"other\":\"control \u0001 character\"}"
            })
    void a_document_that_is_no_json_is_refused_by_the_walk_before_reading_and_by_reading(String document) {
        for (Object body : List.of(document, document.getBytes(UTF_8), List.of("abcdefgh", document))) {
            assertThatThrownBy(() -> READER.readThrough(body)).isInstanceOf(MalformedFindingsException.class);
            assertThatThrownBy(() -> elements(body)).isInstanceOf(MalformedFindingsException.class);
        }
    }

    @Test
    void bombs_are_refused_by_the_walk_before_reading_and_by_reading() {
        String deep = "{\"id\":\"abcdefgh\",\"x\":" + "[".repeat(100_000) + "]".repeat(100_000) + "}";
        String deepLists = "[".repeat(100_000) + "]".repeat(100_000);
        String number = "[{\"id\":\"abcdefgh\",\"severity\":" + "9".repeat(2_000) + "}]";
        String title = "[{\"id\":\"abcdefgh\",\"title\":\"" + "x".repeat(20_000_010) + "\"}]";

        for (String bomb : List.of(deep, deepLists, number, title)) {
            assertThatThrownBy(() -> READER.readThrough(bomb))
                    .isInstanceOf(MalformedFindingsException.class)
                    .hasMessageContaining("exceeds the maximum");
            assertThatThrownBy(() -> elements(bomb.getBytes(UTF_8))).isInstanceOf(MalformedFindingsException.class);
        }
        assertThat(refusal(number).getLine()).isEqualTo(1);
    }

    @Test
    void a_malformed_document_among_others_is_named() {
        assertThat(refusal(List.of("abcdefg1", "{\"id\":\"abcdefg2\"}", "{\"id\"")))
                .hasMessageStartingWith("Element 3 of the body is not well-formed JSON at line 1, column ");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"0000feff 7b 7d", "0000fffe", "feff0000", "ff fe 00 d8", "ef bb", "00 00 7b 00", "7b 22 c3 28"})
    void odd_encodings_are_refused_and_never_crash(String hex) {
        byte[] bytes = HexFormat.of().parseHex(hex.replace(" ", ""));

        assertThatCode(() -> elements(bytes))
                .satisfiesAnyOf(thrown -> assertThat(thrown).isNull(), thrown -> assertThat(thrown)
                        .isInstanceOf(MalformedFindingsException.class));
    }

    @Test
    void a_body_of_an_unknown_kind_is_refused_by_name_with_what_is_accepted() {
        assertThat(refusal(17))
                .hasMessageStartingWith(
                        "Cannot read findings from a value of type java.lang.Integer. Accepted are a TicketDraft, Finding, JsonNode,"
                                + " Map,");
        assertThat(refusal(null)).hasMessageStartingWith("Cannot read findings from null. Accepted are ");
        assertThat(refusal(new int[] {1})).hasMessageContaining("a value of type int[]");
        assertThat(refusal(new Wrapped<>(17, null)))
                .hasMessageContaining(
                        "Wrapped that holds a value of type java.lang.Integer (was the file's content downloaded?)");
        assertThat(refusal(new Wrapped<>(null, null))).hasMessageContaining("that holds nothing");
        assertThatThrownBy(() -> READER.readThrough(17)).isInstanceOf(MalformedFindingsException.class);
        assertThat(refusal(17).getLine()).isEqualTo(-1);
    }

    @Test
    void a_body_that_holds_itself_is_refused_without_end() throws Exception {
        List<Object> list = new ArrayList<>();
        list.addAll(Arrays.asList(list, list));
        Map<String, Object> map = new HashMap<>();
        map.put("data", List.of(map));

        assertThat(READER.canReadTwice(list)).isFalse();
        assertThat(refusal(list)).hasMessageContaining("nested more than 32 deep");
        assertThat(Reading.invalid(map).reason()).contains("contains itself");
    }

    @Test
    void a_file_that_is_not_there_is_an_io_failure_each_time_it_is_asked_for(@TempDir Path directory) throws Exception {
        Path gone = directory.resolve("gone.json");

        assertThatThrownBy(() -> READER.open(gone)).isInstanceOf(NoSuchFileException.class);
        try (FindingSource source = READER.open(List.of("abcdefg1", gone, "abcdefg2"))) {
            assertThat(source.next()).isNotNull();
            assertThatThrownBy(source::next).isInstanceOf(NoSuchFileException.class);
            assertThatThrownBy(source::next).isInstanceOf(NoSuchFileException.class);
        }
    }

    @Test
    void what_can_be_read_only_once_is_not_read_through() {
        ByteArrayInputStream stream = new ByteArrayInputStream("[]".getBytes(UTF_8));

        assertThatThrownBy(() -> READER.readThrough(stream))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("java.io.ByteArrayInputStream");
        assertThat(stream.available()).isEqualTo(2);
        assertThat(READER.canReadTwice(List.of("abcdefgh", stream))).isFalse();
        assertThat(READER.canReadTwice(List.of("abcdefgh", List.of(new byte[0]))))
                .isTrue();
        assertThat(READER.canReadTwice(new Wrapped<>("entry", stream))).isFalse();
    }
}
