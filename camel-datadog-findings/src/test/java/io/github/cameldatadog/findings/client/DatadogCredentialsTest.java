package io.github.cameldatadog.findings.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullAndEmptySource;
import org.junit.jupiter.params.provider.ValueSource;

class DatadogCredentialsTest {

    @ParameterizedTest
    @NullAndEmptySource
    @ValueSource(strings = {" ", "\n"})
    void a_missing_key_is_refused_by_its_options_name(String missing) {
        assertThatThrownBy(() -> new DatadogCredentials(missing, "app"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("Option apiKey is missing")
                .hasMessageContaining("DD_API_KEY");
        assertThatThrownBy(() -> new DatadogCredentials("api", missing))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("Option applicationKey is missing")
                .hasMessageContaining("DD_APP_KEY");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"geheim\r\nX-Evil: 1", "geheim\n", "geheim ", "geheim\u0000", "gehe\u00efm", "geheim\u007f"})
    void a_key_that_would_break_out_of_its_header_is_refused_and_not_shown(String key) {
        assertThatThrownBy(() -> new DatadogCredentials(key, "app"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("Option apiKey holds a character at position")
                .hasMessageNotContaining("gehe");
        assertThatThrownBy(() -> new DatadogCredentials("api", key))
                .hasMessageContaining("Option applicationKey")
                .hasMessageNotContaining("gehe");
    }

    @Test
    void sameness_is_stable_tells_pairs_apart_and_holds_no_key() {
        String sameness = new DatadogCredentials("abcdef", "ghijkl").sameness();

        assertThat(sameness)
                .hasSize(32)
                .isEqualTo(new DatadogCredentials("abcdef", "ghijkl").sameness())
                .isNotEqualTo(new DatadogCredentials("abcdefg", "hijkl").sameness())
                .isNotEqualTo(new DatadogCredentials("ghijkl", "abcdef").sameness());
    }

    @Test
    void no_key_shows_when_printed() {
        assertThat(new DatadogCredentials("geheim-api", "geheim-app").toString())
                .doesNotContain("geheim");
    }
}
