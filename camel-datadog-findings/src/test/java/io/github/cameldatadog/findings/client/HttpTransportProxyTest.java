package io.github.cameldatadog.findings.client;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.cameldatadog.findings.client.Answer.NotWritten;
import io.github.cameldatadog.findings.client.Answer.Received;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.camel.component.http.HttpClientConfigurer;
import org.apache.hc.client5.http.impl.routing.DefaultProxyRoutePlanner;
import org.apache.hc.core5.http.HttpHost;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Timeout(value = 30, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class HttpTransportProxyTest {

    private static final String TUNNEL = "CONNECT datadog.invalid:443 HTTP/1.1";
    private static final String GOOD =
            "Basic " + Base64.getEncoder().encodeToString("me:secret".getBytes(StandardCharsets.UTF_8));

    private final TransportFixture fixture = new TransportFixture();

    @AfterEach
    void close() throws Exception {
        fixture.close();
    }

    private Answer send(ScriptedServer proxy, Map<String, Object> more) {
        Map<String, Object> options = new HashMap<>(more);
        options.put("proxyHost", "localhost");
        options.put("proxyPort", proxy.port());
        return fixture.open("https://datadog.invalid", options).send(TransportFixture.REQUEST, TransportFixture.LONG);
    }

    @ParameterizedTest
    @CsvSource({"403, false", "407, false", "404, false", "429, true", "502, true", "503, true", "504, true"})
    void an_answer_of_the_proxy_to_the_request_for_a_tunnel_is_not_written(int status, boolean passing) {
        ScriptedServer proxy = fixture.keep(ScriptedServer.answering(
                "HTTP/1.1 " + status + " No\r\nProxy-Authenticate: Basic realm=x\r\n", new byte[] {'{', '}'}));

        Answer answer = send(proxy, Map.of());

        assertThat(answer).isInstanceOfSatisfying(NotWritten.class, notWritten -> {
            assertThat(notWritten.passing()).isEqualTo(passing);
            assertThat(notWritten.reason())
                    .contains("proxy")
                    .contains("" + status)
                    .contains("datadog.invalid");
        });
        assertThat(proxy.requests()).singleElement().satisfies(request -> {
            assertThat(request.line()).isEqualTo(TUNNEL);
            assertThat(request.headers()).doesNotContainKeys("dd-api-key", "dd-application-key");
        });
    }

    @Test
    void wrong_proxy_credentials_are_not_written_and_do_not_pass() {
        ScriptedServer proxy = asking();

        Answer answer = send(proxy, Map.of("proxyAuthUsername", "me", "proxyAuthPassword", "wrong"));

        assertThat(answer).isInstanceOfSatisfying(NotWritten.class, notWritten -> {
            assertThat(notWritten.passing()).isFalse();
            assertThat(notWritten.reason()).contains("407");
        });
        assertThat(answer.toString()).doesNotContain("wrong");
    }

    @ParameterizedTest
    @CsvSource({"Basic", "''"})
    void good_proxy_credentials_open_the_tunnel(String method) {
        ScriptedServer proxy = asking();
        Map<String, Object> options = new HashMap<>(Map.of("proxyAuthUsername", "me", "proxyAuthPassword", "secret"));
        if (!method.isEmpty()) {
            options.put("proxyAuthMethod", method);
        }

        Answer answer = send(proxy, options);

        // The tunnel leads nowhere: what comes through it is cut in the handshake.
        assertThat(answer).isInstanceOfSatisfying(NotWritten.class, notWritten -> assertThat(notWritten.reason())
                .contains("TLS failed"));
        assertThat(proxy.requests())
                .extracting(request -> request.headers().getOrDefault("proxy-authorization", ""))
                .containsExactly("", GOOD);
    }

    @Test
    void a_proxy_auth_method_is_the_only_one_used() {
        ScriptedServer proxy = asking();

        Answer answer = send(
                proxy, Map.of("proxyAuthUsername", "me", "proxyAuthPassword", "secret", "proxyAuthMethod", "Digest"));

        assertThat(answer).isInstanceOf(NotWritten.class);
        assertThat(proxy.requests())
                .allSatisfy(request -> assertThat(request.headers()).doesNotContainKey("proxy-authorization"));
    }

    /** A proxy that wants to know who asks, and then opens a tunnel that leads nowhere. */
    private ScriptedServer asking() {
        return fixture.serve(connection -> {
            for (ScriptedServer.Request request = connection.request();
                    request != null;
                    request = connection.request()) {
                if (GOOD.equals(request.headers().get("proxy-authorization"))) {
                    connection.send("HTTP/1.1 200 Connected\r\n\r\n");
                    return;
                }
                connection.send("HTTP/1.1 407 Who\r\nProxy-Authenticate: Basic realm=x\r\nContent-Length: 0\r\n\r\n");
            }
        });
    }

    @Test
    void a_proxy_that_is_not_there_is_not_written_and_may_pass() {
        ScriptedServer gone = fixture.serve(connection -> {});
        gone.close();

        assertThat(send(gone, Map.of()))
                .isInstanceOfSatisfying(NotWritten.class, notWritten -> assertThat(notWritten.passing())
                        .isTrue());
    }

    @Test
    void the_proxy_of_the_contexts_global_options_is_used() {
        ScriptedServer proxy = fixture.keep(ScriptedServer.answering("HTTP/1.1 403 No\r\n", new byte[0]));
        fixture.context.getGlobalOptions().put("http.proxyHost", "localhost");
        fixture.context.getGlobalOptions().put("http.proxyPort", "" + proxy.port());
        fixture.context.getGlobalOptions().put("http.proxyScheme", "http");

        Answer answer = fixture.open("https://datadog.invalid").send(TransportFixture.REQUEST, TransportFixture.LONG);

        assertThat(answer).isInstanceOfSatisfying(NotWritten.class, notWritten -> assertThat(notWritten.reason())
                .contains("the proxy answered 403"));
    }

    @Test
    void a_host_the_proxy_is_not_for_is_reached_directly() {
        ScriptedServer server = fixture.serve(connection -> {});

        Answer answer = fixture.open(
                        "https://localhost:" + server.port(),
                        Map.of("proxyHost", "proxy.invalid", "proxyPort", 3128, "nonProxyHosts", "local*"))
                .send(TransportFixture.REQUEST, TransportFixture.LONG);

        // The server speaks no TLS, but it was asked.
        assertThat(answer).isInstanceOf(NotWritten.class);
        assertThat(server.connections()).isEqualTo(1);
    }

    @Test
    void keys_for_an_unencrypted_address_never_go_to_a_proxy() {
        ScriptedServer proxy = fixture.keep(ScriptedServer.answering("HTTP/1.1 200 OK\r\n", new byte[0]));
        ScriptedServer server = fixture.keep(ScriptedServer.answering("HTTP/1.1 200 OK\r\n", new byte[0]));
        HttpClientConfigurer byConfigurer = builder ->
                builder.setRoutePlanner(new DefaultProxyRoutePlanner(new HttpHost("localhost", proxy.port())));

        for (Map<String, Object> options : List.<Map<String, Object>>of(
                Map.of("proxyHost", "localhost", "proxyPort", proxy.port()),
                Map.of("proxyHost", "localhost", "proxyPort", proxy.port(), "nonProxyHosts", "none"),
                Map.of("httpClientConfigurer", byConfigurer))) {
            Answer answer = fixture.open(server.url(), options).send(TransportFixture.REQUEST, TransportFixture.LONG);
            assertThat(answer).isInstanceOf(Received.class);
        }

        assertThat(proxy.connections()).isZero();
        assertThat(server.requests()).hasSize(3);
    }
}
