package io.github.cameldatadog.findings.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.FieldSource;
import org.junit.jupiter.params.provider.NullAndEmptySource;
import org.junit.jupiter.params.provider.ValueSource;

class DatadogSiteTest {

    static final java.util.List<String> KNOWN = DatadogSite.known();

    @Test
    void the_documented_sites_are_known() {
        assertThat(DatadogSite.known())
                .containsExactly(
                        "datadoghq.com",
                        "us3.datadoghq.com",
                        "us5.datadoghq.com",
                        "datadoghq.eu",
                        "ap1.datadoghq.com",
                        "ap2.datadoghq.com",
                        "uk1.datadoghq.com",
                        "ddog-gov.com",
                        "us2.ddog-gov.com");
    }

    @ParameterizedTest
    @FieldSource("KNOWN")
    void every_known_site_is_taken_in_each_of_its_forms(String site) {
        for (String host : new String[] {site, "app." + site, "api." + site}) {
            for (String form :
                    new String[] {"%s", "%s/", "%s.", "https://%s", "https://%s/", "http://%s:443/a/b?c=d#e"}) {
                String text = form.formatted(host);
                assertThat(DatadogSite.parse(text).canonical()).as(text).isEqualTo(site);
                assertThat(DatadogSite.parse("\t" + text.toUpperCase(java.util.Locale.ROOT) + " \n"))
                        .isEqualTo(DatadogSite.parse(site))
                        .hasSameHashCodeAs(DatadogSite.parse(site));
            }
        }
        assertThat(DatadogSite.parse(site).apiBase()).isEqualTo(URI.create("https://api." + site));
    }

    @ParameterizedTest
    @CsvSource({
        "https://app.datadoghq.eu/security?x=1, datadoghq.eu",
        "https://us3.datadoghq.com/security/findings?q=a@b, us3.datadoghq.com",
        "US1, datadoghq.com",
        "us3, us3.datadoghq.com",
        "US5, us5.datadoghq.com",
        "EU, datadoghq.eu",
        "eu1, datadoghq.eu",
        "AP1, ap1.datadoghq.com",
        "AP2, ap2.datadoghq.com",
        "UK1, uk1.datadoghq.com",
        "US1-FED, ddog-gov.com",
        "GOV, ddog-gov.com",
        "US2-FED, us2.ddog-gov.com",
    })
    void pasted_addresses_and_region_names_are_taken(String text, String site) {
        assertThat(DatadogSite.parse(text).canonical()).isEqualTo(site);
    }

    @ParameterizedTest
    @NullAndEmptySource
    @ValueSource(
            strings = {
                " ",
                "us7.datadoghq.com",
                "datadoghq.com.evil.org",
                "evil-datadoghq.com",
                "evildatadoghq.com",
                "datadoghq.com@evil.org",
                "https://datadoghq.com@evil.org",
                "https://user:datadoghq.com@evil.org/",
                "https://evil.org@datadoghq.com",
                "https://evil.org/datadoghq.com",
                "https://evil.org?datadoghq.com",
                "https://evil.org#datadoghq.com",
                "https://datadoghq.com\\@evil.org",
                "https://datadoghq.com:8443",
                "https://datadoghq.com:443@evil.org",
                "https://api.app.datadoghq.com",
                "ftp://datadoghq.com",
                "//datadoghq.com",
                "datadoghq..com",
                "datadoghq.com..",
                "data\tdoghq.com",
                "datadoghq.com/\nx",
                "datadoghq.com, datadoghq.eu",
                "app.",
                "api.",
                "https://"
            })
    void anything_else_is_refused_with_the_list_of_valid_sites(String text) {
        assertThatThrownBy(() -> DatadogSite.parse(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("Option site: '")
                .hasMessageContaining(String.join(", ", DatadogSite.known()));
    }

    @Test
    void the_refusal_shows_the_value_clipped_and_without_what_may_be_secret() {
        assertThatThrownBy(() -> DatadogSite.parse("us7.datadoghq.com")).hasMessageContaining("'us7.datadoghq.com'");
        assertThatThrownBy(() -> DatadogSite.parse("x".repeat(10_000)))
                .satisfies(e -> assertThat(e.getMessage()).hasSizeLessThan(600));
        assertThatThrownBy(() -> DatadogSite.parse("https://me:geheim@evil.org/?api_key=topsecret"))
                .hasMessageContaining("evil.org")
                .hasMessageNotContaining("geheim")
                .hasMessageNotContaining("topsecret");
    }
}
