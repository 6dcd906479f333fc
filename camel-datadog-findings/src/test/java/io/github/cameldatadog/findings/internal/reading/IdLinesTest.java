package io.github.cameldatadog.findings.internal.reading;

import static io.github.cameldatadog.findings.internal.reading.Reading.elements;
import static io.github.cameldatadog.findings.internal.reading.Reading.ids;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.github.cameldatadog.findings.MalformedFindingsException;
import java.io.ByteArrayInputStream;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class IdLinesTest {

    private static final String LONGEST = "x".repeat(256);

    @ParameterizedTest
    @ValueSource(strings = {"\n", "\r\n", "\r", "\n\n", " \t\r\n  ", "\r\r\n\n"})
    void ids_stand_one_a_line_whatever_ends_the_line(String end) throws Exception {
        String text = String.join(end, "\uFEFF  abcdefg1", "abc~_-=8", LONGEST, "abcdefg2") + end;

        for (Object body : List.of(
                text, text.getBytes(UTF_8), new StringReader(text), new TricklingStream(text.getBytes(UTF_8)))) {
            assertThat(ids(body)).containsExactly("abcdefg1", "abc~_-=8", LONGEST, "abcdefg2");
        }
        assertThat(ids("abcdefg1")).containsExactly("abcdefg1");
        assertThat(ids("\n\r\n  abcdefg1" + " ".repeat(5_000))).containsExactly("abcdefg1");
    }

    @Test
    void a_later_line_that_is_no_id_is_invalid_by_its_number(@TempDir Path directory) throws Exception {
        String text =
                "abcdefg1\r\n\r\nno id here\nabcdefg2\n" + LONGEST + "y\n" + LONGEST + "   z\n" + LONGEST + "   \n";
        Path file = Files.writeString(directory.resolve("ids.txt"), text);

        assertThat(ids(text)).containsExactly("abcdefg1", "!", "abcdefg2", "!", "!", LONGEST);
        FindingElement.Invalid second = (FindingElement.Invalid) elements(text).get(1);
        assertThat(second.where()).isEqualTo("line 3");
        assertThat(second.position()).isEqualTo(2);
        assertThat(second.reason()).startsWith("\"no id here\" is not a finding id (8 to 256");
        assertThat(((FindingElement.Invalid) elements(file).get(3)).where()).isEqualTo(file + ", line 5");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
            <html><body>502 Bad Gateway</body></html> | HTML
            finding_id,severity                       | CSV: unmarshal it to maps first
            finding_id                                | CSV: unmarshal it to maps first
            abcdefgh;high                             | CSV: unmarshal it to maps first
            upstream connect error                    | "upstream connect error"
            null                                      | neither JSON nor
            short                                     | neither JSON nor
            """)
    void text_whose_first_line_is_no_id_is_refused_as_a_whole(String line, String hint) {
        String text = " \r\n   " + line + "\nabcdefg1\nabcdefg2\n";
        MalformedFindingsException refusal =
                catchThrowableOfType(MalformedFindingsException.class, () -> elements(text));

        assertThat(refusal)
                .hasMessageStartingWith("The body is neither JSON nor a list of finding ids: line 2 is ")
                .hasMessageContaining(hint)
                .hasMessageContaining("one finding id a line (8 to 256 of the characters");
        assertThat(refusal.getLine()).isEqualTo(2);
        assertThat(refusal.getColumn()).isEqualTo(4);
        assertThat(refusal.getByteOffset()).isEqualTo(-1);
    }

    @Test
    void a_refused_text_stays_refused() throws Exception {
        try (FindingSource source = Reading.READER.open("<html>\nabcdefg1")) {
            assertThatThrownBy(source::next).isInstanceOf(MalformedFindingsException.class);
            assertThatThrownBy(source::next).isInstanceOf(MalformedFindingsException.class);
        }
    }

    @Test
    void bytes_that_are_no_utf_8_never_become_ids() {
        byte[] latin1 = {'a', 'b', 'c', 'd', 'e', 'f', 'g', 'h', (byte) 0xE4, '\n'};

        assertThatThrownBy(() -> elements(new ByteArrayInputStream(latin1)))
                .isInstanceOf(MalformedFindingsException.class);
    }
}
