package io.github.cameldatadog.findings.client;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ErrorBodyTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{\"errors\":[\"Forbidden\"]}|Forbidden",
                "{\"errors\":[{\"status\":\"404\",\"title\":\"Not Found\",\"detail\":\"finding not found\"}]}"
                        + "|finding not found",
                "{\"errors\":[{\"title\":\"Forbidden\"}]}|Forbidden",
                "{\"errors\":[{\"detail\":\"one\"},\"two\",{\"title\":\"one\"},null,7]}|one; two",
                "{\"errors\":\"just text\"}|just text",
                "{\"errors\":{\"detail\":\"single\"}}|single",
                "{\"message\":\"from a gateway\"}|from a gateway",
                "<html><head><title>502 Bad Gateway</title></head><body><h1>x</h1></body></html>|502 Bad Gateway",
                "<!DOCTYPE html><HTML><TITLE>Big</TITLE></HTML>|Big",
                "<html><body><h1>Access</h1>denied</body></html>|Access denied",
                "upstream connect error|upstream connect error",
                "{\"errors\":[\"cut|{\"errors\":[\"cut",
                "``|``",
            })
    void findsTheWords(String body, String expected) {
        assertThat(ErrorBody.words(bytes(body), null)).isEqualTo(expected);
    }

    @Test
    void readsJsonThoughTheContentTypeSaysPlainText() {
        assertThat(ErrorBody.words(bytes("{\"errors\":[{\"title\":\"Forbidden\"}]}"), "text/plain"))
                .isEqualTo("Forbidden");
    }

    @Test
    void isShortAndOnOneLine() {
        assertThat(ErrorBody.words(bytes("line\none\u001b[31m " + "x".repeat(9000)), "text/plain"))
                .hasSize(500)
                .startsWith("line one [31m")
                .doesNotContain("\n");
    }

    @Property(tries = 500)
    void neverFails(@ForAll byte[] body, @ForAll String contentType) {
        assertThat(ErrorBody.words(body, contentType).length()).isLessThanOrEqualTo(ErrorBody.MOST_CHARACTERS);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
