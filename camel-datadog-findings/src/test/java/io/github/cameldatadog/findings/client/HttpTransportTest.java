package io.github.cameldatadog.findings.client;

import static io.github.cameldatadog.findings.client.TransportFixture.assertNotWritten;
import static io.github.cameldatadog.findings.client.TransportFixture.bytes;
import static io.github.cameldatadog.findings.client.TransportFixture.gzip;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import io.github.cameldatadog.findings.client.Answer.Received;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Semaphore;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What is sent, and what is received. */
@Timeout(value = 30, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class HttpTransportTest {

    private static final Duration LONG = TransportFixture.LONG;
    private static final ApiRequest REQUEST = TransportFixture.REQUEST;
    private static final String OK = "HTTP/1.1 200 OK\r\n";

    private final TransportFixture fixture = new TransportFixture();

    @AfterEach
    void close() throws Exception {
        fixture.close();
    }

    @Test
    void a_request_says_who_asks_for_what_and_nothing_else() {
        ScriptedServer server = fixture.keep(ScriptedServer.answering(OK, bytes("{}")));

        fixture.open(server.url() + "/below").send(REQUEST, LONG);

        ScriptedServer.Request request = server.requests().get(0);
        assertThat(request.line()).isEqualTo("POST /below/api/v2/security/findings/servicenow_tickets HTTP/1.1");
        assertThat(request.body()).isEqualTo(REQUEST.body());
        assertThat(request.headers())
                .containsEntry("accept", "application/json")
                .containsEntry("content-type", "application/json")
                .containsEntry("content-length", "" + REQUEST.body().length)
                .containsEntry("dd-api-key", TransportFixture.API_KEY)
                .containsEntry("dd-application-key", TransportFixture.APPLICATION_KEY)
                .hasEntrySatisfying("user-agent", agent -> assertThat(agent).startsWith("camel-datadog-findings"))
                .containsOnlyKeys(
                        "accept",
                        "accept-encoding",
                        "connection",
                        "content-length",
                        "content-type",
                        "dd-api-key",
                        "dd-application-key",
                        "host",
                        "user-agent");
    }

    @Test
    void an_answer_comes_with_status_headers_in_lower_case_and_body() {
        ScriptedServer server = fixture.keep(ScriptedServer.answering(
                "HTTP/1.1 422 Unprocessable\r\nX-RateLimit-Reset: 7\r\nx-ratelimit-reset: 8\r\nX-Request-Id: r1\r\nX-Empty:\r\n",
                bytes("{\"errors\":[\"\u00e9\"]}")));

        Received answer = (Received) fixture.open(server.url()).send(REQUEST, LONG);

        assertThat(answer.status()).isEqualTo(422);
        assertThat(answer.headers())
                .containsEntry("x-ratelimit-reset", List.of("7", "8"))
                .containsEntry("x-empty", List.of(""));
        assertThat(answer.requestId()).isEqualTo("r1");
        assertThat(answer.body()).asString(StandardCharsets.UTF_8).isEqualTo("{\"errors\":[\"\u00e9\"]}");
    }

    @Test
    void an_answer_without_a_body_is_whole() {
        ScriptedServer server = fixture.serve(connection -> {
            connection.request();
            connection.send("HTTP/1.1 204 No Content\r\n\r\n");
            connection.hang();
        });

        Answer answer = fixture.open(server.url()).send(REQUEST, LONG);

        assertThat(answer).asInstanceOf(type(Received.class)).satisfies(received -> {
            assertThat(received.status()).isEqualTo(204);
            assertThat(received.body()).isEmpty();
        });
    }

    @Test
    void a_compressed_answer_is_decoded_and_its_connection_used_again() throws IOException {
        ScriptedServer server =
                fixture.keep(ScriptedServer.answering(OK + "Content-Encoding: gzip\r\n", gzip(bytes("{\"data\":1}"))));
        HttpTransport transport = fixture.open(server.url());

        for (int i = 0; i < 3; i++) {
            assertThat(((Received) transport.send(REQUEST, LONG)).body()).isEqualTo(bytes("{\"data\":1}"));
        }

        assertThat(server.connections()).isEqualTo(1);
    }

    @Test
    void keys_are_asked_for_at_every_request() {
        ScriptedServer server = fixture.keep(ScriptedServer.answering(OK, bytes("{}")));
        var keys = new java.util.ArrayDeque<>(
                List.of(new DatadogCredentials("first", "app"), new DatadogCredentials("second", "app")));
        try (HttpTransport transport = HttpTransportFactory.open(
                fixture.context, ApiAddress.parse(server.url()), HttpOptions.none(), keys::remove, fixture.timing)) {
            transport.send(REQUEST, LONG);
            transport.send(REQUEST, LONG);

            assertNotWritten(transport.send(REQUEST, LONG), false, "cannot be had: NoSuchElementException");
        }
        assertThat(server.requests())
                .extracting(request -> request.headers().get("dd-api-key"))
                .containsExactly("first", "second");
    }

    @Test
    void an_answer_that_comes_before_the_end_of_the_body_is_received() {
        CompletableFuture<Void> never = new CompletableFuture<>();
        ScriptedServer server = fixture.serve(connection -> {
            connection.head();
            connection.send("HTTP/1.1 413 Too Large\r\nContent-Length: 2\r\nConnection: close\r\n\r\n{}");
            connection.readSome(16_000_000);
            // Reads nothing more: whoever insists on writing it all waits for ever.
            never.join();
        });

        Answer answer = fixture.open(server.url()).send(TransportFixture.large(64_000_000), Duration.ofSeconds(10));

        assertThat(answer).asInstanceOf(type(Received.class)).satisfies(received -> assertThat(received.status())
                .isEqualTo(413));
        never.complete(null);
    }

    @Test
    void a_pooled_connection_that_the_server_has_closed_is_not_used() throws Exception {
        Semaphore closed = new Semaphore(0);
        ScriptedServer server = fixture.serve(connection -> {
            connection.request();
            connection.send(OK + "Content-Length: 2\r\nConnection: keep-alive\r\n\r\n{}");
            connection.socket().close();
            closed.release();
        });
        HttpTransport transport = fixture.open(server.url());

        for (int i = 1; i <= 20; i++) {
            assertThat(transport.send(REQUEST, LONG)).as("request " + i).isInstanceOf(Received.class);
            closed.acquire();
        }

        assertThat(server.requests()).hasSize(20);
    }
}
