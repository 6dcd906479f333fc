package io.github.cameldatadog.findings.client;

import static io.github.cameldatadog.findings.client.TransportFixture.assertBroken;
import static io.github.cameldatadog.findings.client.TransportFixture.bytes;
import static io.github.cameldatadog.findings.client.TransportFixture.gzip;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.cameldatadog.findings.client.Answer.Broken;
import io.github.cameldatadog.findings.client.Answer.Received;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.apache.hc.client5.http.config.RequestConfig;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.client5.http.impl.classic.CloseableHttpResponse;
import org.apache.hc.core5.http.ClassicHttpRequest;
import org.apache.hc.core5.http.ContentType;
import org.apache.hc.core5.http.HttpHost;
import org.apache.hc.core5.http.io.entity.InputStreamEntity;
import org.apache.hc.core5.http.message.BasicClassicHttpResponse;
import org.apache.hc.core5.http.protocol.HttpContext;
import org.apache.hc.core5.io.CloseMode;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The body was begun, and no whole answer came. */
@Timeout(value = 30, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class HttpTransportBrokenTest {

    private static final Duration LONG = TransportFixture.LONG;
    private static final Duration SHORT = Duration.ofMillis(300);
    private static final ApiRequest REQUEST = TransportFixture.REQUEST;
    private static final String OK = "HTTP/1.1 200 OK\r\n";

    private final TransportFixture fixture = new TransportFixture();

    @AfterEach
    void close() throws Exception {
        fixture.close();
    }

    @Test
    void a_connection_reset_before_the_request_is_read_is_no_answer() {
        ScriptedServer server = fixture.serve(ScriptedServer.Connection::reset);

        // Large enough that the reset arrives while the body is being written.
        Answer answer = fixture.open(server.url()).send(TransportFixture.large(8_000_000), LONG);

        assertThat(answer).isNotInstanceOf(Received.class);
        assertThat(server.requests()).isEmpty();
    }

    @Test
    void a_connection_reset_after_the_request_is_read_is_broken() {
        ScriptedServer server = fixture.serve(connection -> {
            connection.request();
            connection.reset();
        });

        assertBroken(fixture.open(server.url()).send(REQUEST, LONG), "the connection broke: ");
        assertThat(server.requests()).hasSize(1);
    }

    @Test
    void a_connection_closed_without_an_answer_is_broken() {
        ScriptedServer server = fixture.serve(ScriptedServer.Connection::request);

        assertBroken(fixture.open(server.url()).send(REQUEST, LONG), "the connection broke: ");
        assertThat(server.requests()).hasSize(1);
    }

    @Test
    void a_cut_body_is_broken() {
        for (String framing : List.of("Content-Length: 100\r\n\r\n{", "Transfer-Encoding: chunked\r\n\r\n5\r\n{")) {
            ScriptedServer server = fixture.serve(connection -> {
                connection.request();
                connection.send("HTTP/1.1 201 Created\r\n" + framing);
            });

            assertBroken(fixture.open(server.url()).send(REQUEST, LONG), "the connection broke: ");
        }
    }

    @Test
    void an_answer_that_is_no_http_is_broken_and_not_quoted() {
        ScriptedServer server = fixture.serve(connection -> {
            connection.request();
            connection.send("SSH-2.0-" + TransportFixture.API_KEY + "\r\n\r\n");
        });

        assertBroken(fixture.open(server.url()).send(REQUEST, LONG), "localhost:" + server.port());
    }

    @Test
    void a_malformed_chunk_is_broken_and_not_quoted() {
        ScriptedServer server = fixture.serve(connection -> {
            connection.request();
            connection.send(OK + "Transfer-Encoding: chunked\r\n\r\n" + TransportFixture.API_KEY + "zz\r\n");
        });

        Answer answer = fixture.open(server.url()).send(REQUEST, LONG);

        assertBroken(answer, "the HTTP client gave up with MalformedChunkCodingException");
        assertThat(((Broken) answer).reason()).doesNotContain(TransportFixture.API_KEY);
    }

    @ParameterizedTest
    @ValueSource(strings = {"X-More: x\r\n", "X-More: x"})
    void an_endless_head_or_header_is_broken(String more) {
        ScriptedServer server = fixture.serve(connection -> {
            connection.request();
            connection.send(OK);
            while (true) {
                connection.send(more);
            }
        });

        assertBroken(fixture.open(server.url()).send(REQUEST, LONG), "MessageConstraintException");
    }

    @Test
    void a_silent_server_is_broken_when_the_time_out_ends() {
        ScriptedServer server = fixture.serve(connection -> {
            connection.request();
            connection.hang();
        });

        Answer answer = fixture.open(server.url()).send(REQUEST, SHORT);

        assertBroken(answer, "no whole answer from localhost:" + server.port() + " within 300 ms");
    }

    @Test
    void a_body_that_trickles_is_broken_when_the_time_out_ends() {
        ScriptedServer server = fixture.serve(connection -> {
            connection.request();
            connection.send("HTTP/1.1 201 Created\r\nContent-Length: 100000\r\n\r\n");
            trickle(connection);
        });

        assertBroken(fixture.open(server.url()).send(REQUEST, SHORT), "within 300 ms");
    }

    @Test
    void a_body_without_a_length_that_trickles_is_broken_and_not_taken_for_whole() {
        ScriptedServer server = fixture.serve(connection -> {
            connection.request();
            connection.send("HTTP/1.1 201 Created\r\n\r\n");
            trickle(connection);
        });

        assertBroken(fixture.open(server.url()).send(REQUEST, SHORT), "within 300 ms");
    }

    @Test
    void an_answer_that_ends_because_it_was_cut_is_not_taken_for_whole() {
        CompletableFuture<Runnable> expiry = new CompletableFuture<>();
        Timing late = handingOut(expiry);
        InputStream endsWhenCut = new InputStream() {
            @Override
            public int read() {
                expiry.join().run();
                return -1;
            }
        };
        CloseableHttpClient client = new CloseableHttpClient() {
            @Override
            protected CloseableHttpResponse doExecute(HttpHost target, ClassicHttpRequest request, HttpContext context)
                    throws IOException {
                request.getEntity().writeTo(OutputStream.nullOutputStream());
                BasicClassicHttpResponse response = new BasicClassicHttpResponse(201);
                response.setEntity(new InputStreamEntity(endsWhenCut, ContentType.APPLICATION_JSON));
                return CloseableHttpResponse.adapt(response);
            }

            @Override
            public void close(CloseMode closeMode) {}

            @Override
            public void close() {}
        };
        HttpTransport transport = new HttpTransport(
                client,
                RequestConfig.DEFAULT,
                ApiAddress.of(DatadogSite.US1),
                () -> new DatadogCredentials("a", "b"),
                late,
                10_000,
                () -> {});

        assertBroken(transport.send(REQUEST, LONG), "no whole answer from api.datadoghq.com within 20000 ms");
    }

    private static Timing handingOut(CompletableFuture<Runnable> expiry) {
        return new Timing() {
            @Override
            public Instant now() {
                return Instant.EPOCH;
            }

            @Override
            public long nanoTime() {
                return 0;
            }

            @Override
            public Wait after(Duration delay, Runnable task) {
                expiry.complete(task);
                return () -> {};
            }

            @Override
            public double random() {
                return 0;
            }
        };
    }

    private static void trickle(ScriptedServer.Connection connection) throws IOException {
        try {
            while (true) {
                connection.send(" ");
                TimeUnit.MILLISECONDS.sleep(20);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Test
    void a_server_that_stops_reading_is_broken_when_the_time_out_ends() {
        CompletableFuture<Void> never = new CompletableFuture<>();
        ScriptedServer server = fixture.serve(connection -> {
            connection.head();
            never.join();
        });

        Answer answer = fixture.open(server.url()).send(TransportFixture.large(64_000_000), SHORT);

        assertBroken(answer, "within 300 ms");
        never.complete(null);
    }

    @Test
    void silence_for_longer_than_the_socket_time_out_is_broken() {
        ScriptedServer server = fixture.serve(connection -> {
            connection.request();
            connection.hang();
        });

        assertBroken(fixture.open(server.url(), Map.of("soTimeout", "100")).send(REQUEST, LONG), "silent for longer");
        assertBroken(
                fixture.open(server.url(), Map.of("responseTimeout", "100")).send(REQUEST, LONG), "silent for longer");
    }

    @Test
    void an_answer_larger_than_allowed_is_broken_and_not_read_to_its_end() {
        ScriptedServer server = fixture.serve(connection -> {
            connection.request();
            connection.send("HTTP/1.1 201 Created\r\nTransfer-Encoding: chunked\r\n\r\n");
            while (true) {
                connection.send("400\r\n" + "x".repeat(1024) + "\r\n");
            }
        });

        assertBroken(fixture.open(server.url(), Map.of(), 10_000).send(REQUEST, LONG), "is larger than 10000 bytes");
    }

    @Test
    void an_answer_exactly_as_large_as_allowed_is_received() {
        ScriptedServer server = fixture.keep(ScriptedServer.answering(OK, new byte[10_000]));

        assertThat(fixture.open(server.url(), Map.of(), 10_000).send(REQUEST, LONG))
                .isInstanceOf(Received.class);
        assertBroken(fixture.open(server.url(), Map.of(), 9_999).send(REQUEST, LONG), "larger than 9999");
    }

    @Test
    void a_compressed_answer_is_measured_decoded() throws IOException {
        byte[] bomb = gzip(new byte[5_000_000]);
        assertThat(bomb).hasSizeLessThan(10_000);
        ScriptedServer server = fixture.keep(ScriptedServer.answering(OK + "Content-Encoding: gzip\r\n", bomb));

        assertBroken(fixture.open(server.url(), Map.of(), 100_000).send(REQUEST, LONG), "larger than 100000");
    }

    @Test
    void a_compressed_answer_that_is_garbage_is_broken() {
        ScriptedServer server =
                fixture.keep(ScriptedServer.answering(OK + "Content-Encoding: gzip\r\n", bytes("no gzip at all")));

        assertBroken(fixture.open(server.url()).send(REQUEST, LONG), "localhost");
    }

    @Test
    void closing_cuts_what_is_on_the_wire() throws Exception {
        CompletableFuture<Void> busy = new CompletableFuture<>();
        ScriptedServer server = fixture.serve(connection -> {
            connection.request();
            busy.complete(null);
            connection.hang();
        });
        HttpTransport transport = fixture.open(server.url());
        CompletableFuture<Answer> answer = CompletableFuture.supplyAsync(() -> transport.send(REQUEST, LONG));
        busy.get(10, TimeUnit.SECONDS);

        transport.close();

        assertBroken(answer.get(10, TimeUnit.SECONDS), "was closed meanwhile");
    }
}
