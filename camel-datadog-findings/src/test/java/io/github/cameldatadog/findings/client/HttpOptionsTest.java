package io.github.cameldatadog.findings.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import javax.net.ssl.HostnameVerifier;
import org.apache.camel.component.http.HttpClientConfigurer;
import org.apache.camel.component.http.HttpComponent;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.jsse.SSLContextParameters;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManager;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class HttpOptionsTest {

    private final DefaultCamelContext context = new DefaultCamelContext();

    @AfterEach
    void close() throws Exception {
        context.close();
    }

    private HttpComponent applied(Map<String, Object> options) {
        HttpComponent http = new HttpComponent();
        HttpOptions.of(options).applyTo(http, context);
        return http;
    }

    @Test
    void proxy_options_reach_camel_http_by_its_own_names() {
        HttpComponent http = applied(Map.of(
                "proxyHost", "proxy.example.com",
                "proxyPort", "3128",
                "nonProxyHosts", "localhost,*.internal",
                "proxyAuthScheme", "https",
                "proxyAuthMethod", "Basic",
                "proxyAuthUsername", "me",
                "proxyAuthPassword", "#starts-like-a-reference",
                "proxyAuthDomain", "CORP",
                "proxyAuthNtHost", "DESK"));

        assertThat(http.getProxyHost()).isEqualTo("proxy.example.com");
        assertThat(http.getProxyPort()).isEqualTo(3128);
        assertThat(http.getNonProxyHosts()).isEqualTo("localhost,*.internal");
        assertThat(http.getProxyAuthScheme()).isEqualTo("https");
        assertThat(http.getProxyAuthMethod()).isEqualTo("Basic");
        assertThat(http.getProxyAuthUsername()).isEqualTo("me");
        assertThat(http.getProxyAuthPassword()).isEqualTo("#starts-like-a-reference");
        assertThat(http.getProxyAuthDomain()).isEqualTo("CORP");
        assertThat(http.getProxyAuthNtHost()).isEqualTo("DESK");
    }

    @Test
    void durations_numbers_and_switches_are_read_as_camel_writes_them() {
        HttpComponent http = applied(Map.of(
                "connectTimeout", "5s",
                "connectionRequestTimeout", "1m",
                "soTimeout", "1500",
                "responseTimeout", Duration.ofSeconds(7),
                "connectionTimeToLive", 90_000L,
                "connectionsPerRoute", "33",
                "maxTotalConnections", 44,
                "useSystemProperties", "TRUE",
                "useGlobalSslContextParameters", true));

        assertThat(http.getConnectTimeout()).isEqualTo(5_000);
        assertThat(http.getConnectionRequestTimeout()).isEqualTo(60_000);
        assertThat(http.getSoTimeout()).isEqualTo(1_500);
        assertThat(http.getResponseTimeout()).isEqualTo(7_000);
        assertThat(http.getConnectionTimeToLive()).isEqualTo(90_000);
        assertThat(http.getConnectionsPerRoute()).isEqualTo(33);
        assertThat(http.getMaxTotalConnections()).isEqualTo(44);
        assertThat(http.isUseSystemProperties()).isTrue();
        assertThat(http.isUseGlobalSslContextParameters()).isTrue();
    }

    @Test
    void beans_are_taken_as_they_are_or_by_reference() {
        SSLContextParameters tls = new SSLContextParameters();
        HostnameVerifier verifier = (host, session) -> false;
        HttpClientConfigurer configurer = builder -> {};
        PoolingHttpClientConnectionManager pool = new PoolingHttpClientConnectionManager();
        context.getRegistry().bind("tls", tls);
        context.getRegistry().bind("verifier", verifier);
        context.getRegistry().bind("pool", pool);
        context.getRegistry().bind("host", "proxy.example.com");

        HttpComponent http = applied(Map.of(
                "sslContextParameters", "#bean:tls",
                "x509HostnameVerifier", "#verifier",
                "httpClientConfigurer", configurer,
                "proxyHost", "#bean:host",
                "proxyPort", 1));

        assertThat(http.getSslContextParameters()).isSameAs(tls);
        assertThat(http.getX509HostnameVerifier()).isSameAs(verifier);
        assertThat(http.getHttpClientConfigurer()).isSameAs(configurer);
        assertThat(http.getProxyHost()).isEqualTo("proxy.example.com");
        assertThat(applied(Map.of("clientConnectionManager", "#pool")).getClientConnectionManager())
                .isSameAs(pool);
        pool.close();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "logHttpActivity",
                "followRedirects",
                "cookieStore",
                "authUsername",
                "oauth2ClientId",
                "skipRequestHeaders",
                "headerFilterStrategy",
                "httpMethod",
                "bridgeEndpoint",
                "userAgent",
                "httpClient.maxRedirects",
                ""
            })
    void an_option_that_is_not_for_us_is_refused_with_the_list(String name) {
        assertThatThrownBy(() -> HttpOptions.of(Map.of(name, "x")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("Option http." + name + " cannot be set.")
                .hasMessageNotContaining("Did you mean")
                .hasMessageContaining("proxyHost, proxyPort, nonProxyHosts")
                .hasMessageContaining("useSystemProperties.");
    }

    @ParameterizedTest
    @CsvSource({
        "proxyHots, proxyHost",
        "proxyhost, proxyHost",
        "proxy-port, proxyPort",
        "conectTimeout, connectTimeout",
        "sslContextParameter, sslContextParameters",
        "x509HostNameVerifer, x509HostnameVerifier",
        "connectionsPerHost, connectionsPerRoute"
    })
    void a_misspelt_option_is_refused_with_the_nearest_name(String name, String meant) {
        assertThatThrownBy(() -> HttpOptions.of(Map.of(name, "x")))
                .hasMessageContaining("Did you mean http." + meant + "?");
    }

    @ParameterizedTest
    @CsvSource({
        "connectTimeout, soon, 5s",
        "connectTimeout, -1, 5s",
        "connectTimeout, PT5S, 5s",
        "connectTimeout, 5s5m, 5s",
        "connectTimeout, 99999999999999999999, 5s",
        "soTimeout, '', 5s",
        "responseTimeout, true, 5s",
        "connectionTimeToLive, x, -1 for no limit",
        "connectionsPerRoute, 0, a number from 1 on",
        "maxTotalConnections, 2.5, a number from 1 on",
        "useSystemProperties, yes, true or false",
        "useGlobalSslContextParameters, 1, true or false",
        "sslContextParameters, tls, '#bean:name, of type org.apache.camel.support.jsse.SSLContextParameters'",
        "clientConnectionManager, pool, '#bean:name'",
    })
    void a_bad_value_is_refused_with_what_is_allowed(String name, String value, String allowed) {
        assertThatThrownBy(() -> applied(Map.of(name, value)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("Option http." + name + ": '" + value + "' is not valid")
                .hasMessageContaining(allowed);
    }

    @ParameterizedTest
    @CsvSource({
        "proxyPort, 0, a port from 1 to 65535",
        "proxyPort, 65536, a port from 1 to 65535",
        "proxyPort, http, a port from 1 to 65535",
        "proxyHost, ' ', not blank",
        "proxyAuthScheme, socks, http (the default) or https",
        "proxyAuthMethod, Kerberos, 'Basic, Digest or NTLM'",
    })
    void a_bad_value_of_a_proxy_option_is_refused_with_what_is_allowed(String name, String value, String allowed) {
        Map<String, Object> options = new HashMap<>(Map.of("proxyHost", "proxy", "proxyPort", 3128));
        options.put(name, value);

        assertThatThrownBy(() -> applied(options))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("Option http." + name + ": '" + value + "' is not valid")
                .hasMessageContaining(allowed);
    }

    @ParameterizedTest
    @ValueSource(strings = {"#bean:missing", "#missing", "#bean:wrong", "#class:no.such.Type"})
    void a_reference_that_leads_nowhere_is_refused_by_its_options_name(String reference) {
        context.getRegistry().bind("wrong", List.of());

        assertThatThrownBy(() -> applied(Map.of("sslContextParameters", reference)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("Option http.sslContextParameters: " + reference)
                .hasMessageContaining("registry");
    }

    @Test
    void a_secret_value_is_never_shown() {
        Map<String, Object> options = Map.of(
                "proxyHost", "proxy", "proxyPort", 1, "proxyAuthUsername", "geheim", "proxyAuthPassword", "geheim");
        assertThat(HttpOptions.of(options).toString())
                .contains("proxyAuthPassword")
                .doesNotContain("geheim");

        Map<String, Object> wrong = new HashMap<>(options);
        wrong.put("proxyAuthPassword", new StringBuilder("geheim"));
        assertThatThrownBy(() -> applied(wrong))
                .hasMessageContaining("http.proxyAuthPassword")
                .hasMessageNotContaining("geheim");
    }

    @ParameterizedTest
    @CsvSource({
        "proxyHost, proxyPort",
        "proxyPort, proxyHost",
        "nonProxyHosts, proxyHost",
        "proxyAuthScheme, proxyHost",
        "proxyAuthMethod, proxyHost",
        "proxyAuthDomain, proxyHost",
        "proxyAuthNtHost, proxyHost",
        "proxyAuthUsername, proxyAuthPassword",
        "proxyAuthPassword, proxyAuthUsername",
    })
    void an_option_that_would_silently_do_nothing_is_refused(String name, String needed) {
        assertThatThrownBy(() -> HttpOptions.of(Map.of(name, "1")))
                .hasMessageContaining("Option http." + name + " does nothing without http." + needed);
    }

    @Test
    void proxy_credentials_without_a_proxy_are_refused() {
        assertThatThrownBy(() -> HttpOptions.of(Map.of("proxyAuthUsername", "u", "proxyAuthPassword", "p")))
                .hasMessageContaining("Option http.proxyAuthUsername does nothing without http.proxyHost");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "sslContextParameters",
                "useGlobalSslContextParameters",
                "x509HostnameVerifier",
                "soTimeout",
                "connectionTimeToLive",
                "connectionsPerRoute",
                "maxTotalConnections"
            })
    void what_a_connection_manager_of_ones_own_would_override_is_refused_beside_it(String name) {
        assertThatThrownBy(() -> HttpOptions.of(Map.of(name, "1", "clientConnectionManager", "#pool")))
                .hasMessageContaining("Option http." + name + " does nothing beside http.clientConnectionManager");
    }

    @Test
    void equal_settings_are_equal_and_an_option_set_to_nothing_is_not_set() {
        Map<String, Object> nothing = new HashMap<>();
        nothing.put("proxyHost", null);

        assertThat(HttpOptions.of(nothing)).isEqualTo(HttpOptions.none()).hasSameHashCodeAs(HttpOptions.none());
        assertThat(HttpOptions.of(Map.of("connectTimeout", "5s")))
                .isEqualTo(HttpOptions.of(Map.of("connectTimeout", "5s")))
                .isNotEqualTo(HttpOptions.none());
    }
}
