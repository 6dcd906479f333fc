package io.github.cameldatadog.findings.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.NullAndEmptySource;

class ApiAddressTest {

    @ParameterizedTest
    @CsvSource({
        "https://api.datadoghq.com, https://api.datadoghq.com",
        "HTTPS://Gateway.Example.COM:8443/datadog/, https://gateway.example.com:8443/datadog",
        "https://10.0.0.7//, https://10.0.0.7",
        "http://localhost:8080, http://localhost:8080",
        "http://127.0.0.1, http://127.0.0.1",
        "http://127.255.3.4:1/x/y, http://127.255.3.4:1/x/y",
        "http://[::1]:8080/, http://[::1]:8080",
        "https://[2001:db8::1], https://[2001:db8::1]",
    })
    void an_address_is_taken_with_port_and_path(String text, String uri) {
        assertThat(ApiAddress.parse(text)).hasToString(uri).isEqualTo(ApiAddress.parse(uri));
        assertThat(ApiAddress.parse(text).resolve(ApiOperation.SEARCH_FINDINGS))
                .hasToString(uri + "/api/v2/security/findings/search");
    }

    @Test
    void a_site_has_its_public_api_as_address() {
        assertThat(ApiAddress.of(DatadogSite.parse("eu"))).isEqualTo(ApiAddress.parse("https://api.datadoghq.eu"));
        assertThat(ApiAddress.of(DatadogSite.US1).host()).isEqualTo("api.datadoghq.com");
        assertThat(ApiAddress.parse("http://localhost:81/a").host()).isEqualTo("localhost:81");
    }

    @ParameterizedTest
    @CsvSource({
        "api.datadoghq.com, does not begin with https",
        "/api, does not begin with https",
        "ftp://localhost, does not begin with https",
        "'https://a b', not a URL",
        "https:api.datadoghq.com, no valid host",
        "https:///path, no valid host",
        "https://under_score.example.com, no valid host",
        "https://me:pw@example.com, user info",
        "https://example.com?x=1, a query or a fragment",
        "https://example.com/#x, a query or a fragment",
        "https://example.com:0, port is not from 1",
        "https://example.com:65536, port is not from 1",
        "http://example.com, unencrypted",
        "http://127.0.0.1.evil.org, unencrypted",
        "http://localhost.evil.org, unencrypted",
        "http://127.0.0.256, no valid host",
        "http://[::2], unencrypted",
        "http://0.0.0.0, unencrypted",
    })
    void what_is_unsafe_or_no_address_is_refused_with_reason_and_rule(String text, String why) {
        assertThatThrownBy(() -> ApiAddress.parse(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("Option baseUrl: '")
                .hasMessageContaining(why)
                .hasMessageContaining("Allowed is https://host[:port][/path]");
    }

    @ParameterizedTest
    @NullAndEmptySource
    void nothing_is_refused(String text) {
        assertThatThrownBy(() -> ApiAddress.parse(text)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void a_refusal_repeats_no_password_and_no_token() {
        for (String text : new String[] {
            "https://me:geheim@example.com/?token=geheim",
            "https://me:geheim@exa mple.com",
            "me:geheim@example.com",
            "https://me:ge/geheim@example.com"
        }) {
            assertThatThrownBy(() -> ApiAddress.parse(text))
                    .hasMessageContaining("mple.com")
                    .hasMessageNotContaining("geheim")
                    .hasNoCause();
        }
    }
}
