package io.github.cameldatadog.findings.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.cameldatadog.findings.client.Answer.Broken;
import io.github.cameldatadog.findings.client.Answer.NotWritten;
import io.github.cameldatadog.findings.client.Answer.Received;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLServerSocketFactory;
import org.apache.camel.support.jsse.KeyManagersParameters;
import org.apache.camel.support.jsse.KeyStoreParameters;
import org.apache.camel.support.jsse.SSLContextParameters;
import org.apache.camel.support.jsse.TrustManagersParameters;
import org.apache.hc.client5.http.ssl.NoopHostnameVerifier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class HttpTransportTlsTest {

    private static final ApiRequest REQUEST = TransportFixture.REQUEST;

    @TempDir
    static Path keys;

    private final TransportFixture fixture = new TransportFixture();

    @BeforeAll
    static void makeKeys() throws Exception {
        keytool("localhost.p12", "CN=localhost", "SAN=dns:localhost,ip:127.0.0.1");
        keytool("elsewhere.p12", "CN=elsewhere.example.com", "SAN=dns:elsewhere.example.com");
    }

    private static void keytool(String file, String name, String alternative) throws Exception {
        Process keytool = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "keytool")
                                .toString(),
                        "-genkeypair",
                        "-alias",
                        "server",
                        "-keyalg",
                        "EC",
                        "-validity",
                        "2",
                        "-storetype",
                        "PKCS12",
                        "-storepass",
                        "changeit",
                        "-keystore",
                        keys.resolve(file).toString(),
                        "-dname",
                        name,
                        "-ext",
                        alternative)
                .inheritIO()
                .start();
        assertThat(keytool.waitFor(30, TimeUnit.SECONDS)).isTrue();
        assertThat(keytool.exitValue()).isZero();
    }

    @AfterEach
    void close() throws Exception {
        fixture.close();
    }

    private static KeyStoreParameters store(String file) {
        KeyStoreParameters store = new KeyStoreParameters();
        store.setResource("file:" + keys.resolve(file));
        store.setPassword("changeit");
        store.setType("PKCS12");
        return store;
    }

    private static SSLContextParameters trusting(String file) {
        TrustManagersParameters trust = new TrustManagersParameters();
        trust.setKeyStore(store(file));
        SSLContextParameters tls = new SSLContextParameters();
        tls.setTrustManagers(trust);
        return tls;
    }

    private ScriptedServer serve(String file, ScriptedServer.Script script) throws Exception {
        KeyManagersParameters own = new KeyManagersParameters();
        own.setKeyStore(store(file));
        own.setKeyPassword("changeit");
        SSLContextParameters tls = new SSLContextParameters();
        tls.setKeyManagers(own);
        SSLServerSocketFactory sockets = tls.createSSLContext(fixture.context).getServerSocketFactory();
        return fixture.keep(new ScriptedServer(sockets, script));
    }

    private ScriptedServer serve(String file) throws Exception {
        return serve(file, connection -> {
            while (connection.request() != null) {
                connection.send("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}");
            }
        });
    }

    private Answer send(ScriptedServer server, Map<String, Object> options) {
        return fixture.open("https://localhost:" + server.port(), options).send(REQUEST, TransportFixture.LONG);
    }

    private static void assertRefused(Answer answer, String reason) {
        assertThat(answer).isInstanceOfSatisfying(NotWritten.class, notWritten -> {
            assertThat(notWritten.passing()).isFalse();
            assertThat(notWritten.reason()).contains("TLS failed: ").contains(reason);
        });
    }

    @Test
    void an_unknown_authority_is_not_written_and_does_not_pass() throws Exception {
        ScriptedServer server = serve("localhost.p12");

        assertRefused(send(server, Map.of()), "unable to find valid certification path");
        assertThat(server.requests()).isEmpty();
    }

    @Test
    void a_trusted_authority_is_spoken_to() throws Exception {
        ScriptedServer server = serve("localhost.p12");
        fixture.context.getRegistry().bind("tls", trusting("localhost.p12"));

        assertThat(send(server, Map.of("sslContextParameters", "#bean:tls"))).isInstanceOf(Received.class);
    }

    @Test
    void the_contexts_own_tls_is_used_where_asked_for() throws Exception {
        ScriptedServer server = serve("localhost.p12");
        fixture.context.setSSLContextParameters(trusting("localhost.p12"));

        assertRefused(send(server, Map.of()), "certification path");
        assertThat(send(server, Map.of("useGlobalSslContextParameters", "true")))
                .isInstanceOf(Received.class);
    }

    @Test
    void a_certificate_for_another_host_is_not_written_and_does_not_pass() throws Exception {
        ScriptedServer server = serve("elsewhere.p12");
        SSLContextParameters tls = trusting("elsewhere.p12");

        assertRefused(send(server, Map.of("sslContextParameters", tls)), "elsewhere.example.com");
        assertThat(server.requests()).isEmpty();
        assertThat(send(
                        server,
                        Map.of("sslContextParameters", tls, "x509HostnameVerifier", NoopHostnameVerifier.INSTANCE)))
                .isInstanceOf(Received.class);
    }

    @Test
    void a_server_that_speaks_no_tls_is_not_written_and_does_not_pass() {
        ScriptedServer server = fixture.serve(connection -> {
            connection.send("HTTP/1.1 400 Bad Request\r\n\r\n");
            connection.hang();
        });

        assertRefused(send(server, Map.of()), "");
    }

    @Test
    void a_handshake_that_is_cut_is_not_written_and_may_pass() {
        for (ScriptedServer.Script cut :
                List.<ScriptedServer.Script>of(connection -> {}, connection -> connection.reset())) {
            ScriptedServer server = fixture.serve(cut);

            assertThat(send(server, Map.of()))
                    .isInstanceOfSatisfying(NotWritten.class, notWritten -> assertThat(notWritten.passing())
                            .isTrue());
        }
    }

    @Test
    void a_handshake_that_hangs_is_not_written_when_the_time_out_ends() {
        ScriptedServer server = fixture.serve(ScriptedServer.Connection::hang);

        Answer answer = fixture.open("https://localhost:" + server.port()).send(REQUEST, Duration.ofMillis(300));

        assertThat(answer).isInstanceOfSatisfying(NotWritten.class, notWritten -> assertThat(notWritten.passing())
                .isTrue());
    }

    @Test
    void a_server_that_stops_reading_is_broken_when_the_time_out_ends() throws Exception {
        CompletableFuture<Void> never = new CompletableFuture<>();
        ScriptedServer server = serve("localhost.p12", connection -> {
            connection.head();
            never.join();
        });
        HttpTransport transport = fixture.open(
                "https://localhost:" + server.port(), Map.of("sslContextParameters", trusting("localhost.p12")));

        Answer answer = transport.send(TransportFixture.large(64_000_000), Duration.ofSeconds(1));

        assertThat(answer).isInstanceOfSatisfying(Broken.class, broken -> assertThat(broken.reason())
                .contains("within 1000 ms"));
        never.complete(null);
    }

    @Test
    void an_early_answer_over_tls_is_received() throws Exception {
        CompletableFuture<Void> never = new CompletableFuture<>();
        ScriptedServer server = serve("localhost.p12", connection -> {
            connection.head();
            connection.send("HTTP/1.1 413 Too Large\r\nContent-Length: 2\r\nConnection: close\r\n\r\n{}");
            connection.readSome(16_000_000);
            never.join();
        });
        HttpTransport transport = fixture.open(
                "https://localhost:" + server.port(), Map.of("sslContextParameters", trusting("localhost.p12")));

        Answer answer = transport.send(TransportFixture.large(64_000_000), Duration.ofSeconds(10));

        assertThat(answer).isInstanceOfSatisfying(Received.class, received -> assertThat(received.status())
                .isEqualTo(413));
        never.complete(null);
    }

    @Test
    void a_pooled_tls_connection_is_used_again() throws Exception {
        ScriptedServer server = serve("localhost.p12");
        HttpTransport transport = fixture.open(
                "https://localhost:" + server.port(), Map.of("sslContextParameters", trusting("localhost.p12")));

        for (int i = 0; i < 5; i++) {
            assertThat(transport.send(REQUEST, TransportFixture.LONG)).isInstanceOf(Received.class);
        }

        assertThat(server.connections()).isEqualTo(1);
    }

    @Test
    void tls_parameters_that_cannot_be_used_are_told_by_their_options_name() {
        SSLContextParameters missing = trusting("missing.p12");

        assertThatThrownBy(() -> fixture.open("https://localhost:1", Map.of("sslContextParameters", missing)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("Option http.sslContextParameters")
                .hasMessageContaining("missing.p12");
    }
}
