package io.github.cameldatadog.findings.client;

import static io.github.cameldatadog.findings.client.TransportFixture.assertBroken;
import static io.github.cameldatadog.findings.client.TransportFixture.assertNotWritten;
import static io.github.cameldatadog.findings.client.TransportFixture.bytes;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.InstanceOfAssertFactories.type;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.cameldatadog.findings.client.Answer.NotWritten;
import io.github.cameldatadog.findings.client.Answer.Received;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import javax.net.ServerSocketFactory;
import org.apache.hc.client5.http.impl.InMemoryDnsResolver;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManager;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManagerBuilder;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Not one byte of the body was written. */
@Timeout(value = 30, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class HttpTransportNotWrittenTest {

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
    void a_refused_connection_is_not_written() throws IOException {
        int port;
        try (ServerSocket taken = new ServerSocket(0)) {
            port = taken.getLocalPort();
        }

        Answer answer = fixture.open("http://localhost:" + port).send(REQUEST, LONG);

        assertNotWritten(answer, true, "localhost:" + port + ": no connection: ");
        assertNotWritten(answer, true, "refused");
    }

    @Test
    void an_unknown_host_is_not_written() {
        assertNotWritten(
                fixture.open("https://something.invalid").send(REQUEST, LONG),
                true,
                "something.invalid: host name not found: ");
    }

    @ParameterizedTest
    @ValueSource(strings = {"connectionsPerRoute", "maxTotalConnections"})
    void a_pool_without_a_free_connection_is_not_written(String bound) throws Exception {
        CompletableFuture<Void> busy = new CompletableFuture<>();
        ScriptedServer server = fixture.serve(connection -> {
            connection.request();
            busy.complete(null);
            connection.hang();
        });
        HttpTransport transport = fixture.open(server.url(), Map.of(bound, 1, "connectionRequestTimeout", 100));
        CompletableFuture<Answer> first = CompletableFuture.supplyAsync(() -> transport.send(REQUEST, LONG));
        busy.get(10, TimeUnit.SECONDS);

        assertNotWritten(transport.send(REQUEST, LONG), true, "no pooled connection became free");

        transport.close();
        assertBroken(first.get(10, TimeUnit.SECONDS), "was closed meanwhile");
    }

    @Test
    void a_connection_that_nobody_accepts_is_not_written_when_the_time_out_ends() throws Exception {
        try (ServerSocket full = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                ServerSocketFiller filler = new ServerSocketFiller(full)) {
            String url = "http://localhost:" + filler.port();

            assertNotWritten(fixture.open(url).send(REQUEST, SHORT), true, "");
            assertNotWritten(
                    fixture.open(url, Map.of("connectTimeout", "200")).send(REQUEST, LONG), true, "no connection: ");
        }
    }

    @Test
    void the_time_out_ends_connecting_also_where_a_host_has_several_addresses() throws Exception {
        InetAddress loopback = InetAddress.getLoopbackAddress();
        try (ServerSocket full = new ServerSocket(0, 1, loopback);
                ServerSocketFiller filler = new ServerSocketFiller(full);
                PoolingHttpClientConnectionManager several = PoolingHttpClientConnectionManagerBuilder.create()
                        .setDnsResolver(new InMemoryDnsResolver() {
                            {
                                add("several.invalid", loopback, loopback, loopback);
                            }
                        })
                        .build()) {
            HttpTransport transport = fixture.open(
                    "https://several.invalid:" + filler.port(), Map.of("clientConnectionManager", several));
            long begin = System.nanoTime();

            assertThat(transport.send(REQUEST, SHORT)).isInstanceOf(NotWritten.class);

            // Nine seconds at least without an end: the connect time-out is ten for each address.
            assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(Duration.ofSeconds(8));
        }
    }

    @Test
    void connections_are_given_up_at_the_age_that_was_set() {
        ScriptedServer server = fixture.keep(ScriptedServer.answering(OK, bytes("{}")));
        HttpTransport transport = fixture.open(server.url(), Map.of("connectionTimeToLive", 1));

        Awaitility.await().until(() -> {
            transport.send(REQUEST, LONG);
            return server.connections() > 1;
        });
    }

    @Test
    void an_ipv6_address_is_reached() throws IOException {
        InetAddress loopback = InetAddress.getByName("::1");
        assumeTrue(loopback.isReachable(1000), "no IPv6 here");
        ServerSocketFactory onIpv6 = new ServerSocketFactory() {
            @Override
            public ServerSocket createServerSocket(int port) throws IOException {
                return new ServerSocket(port, 50, loopback);
            }

            @Override
            public ServerSocket createServerSocket(int port, int backlog) throws IOException {
                return createServerSocket(port);
            }

            @Override
            public ServerSocket createServerSocket(int port, int backlog, InetAddress address) throws IOException {
                return createServerSocket(port);
            }
        };
        ScriptedServer server = fixture.keep(new ScriptedServer(onIpv6, connection -> {
            connection.request();
            connection.send(OK + "Content-Length: 2\r\n\r\n{}");
        }));

        assertThat(fixture.open("http://[::1]:" + server.port()).send(REQUEST, LONG))
                .isInstanceOf(Received.class);
    }

    /** Takes up the places of a listening socket's queue, so that nobody else is let in. */
    private static final class ServerSocketFiller implements AutoCloseable {
        private final List<Socket> queued = new ArrayList<>();
        private final int port;

        ServerSocketFiller(ServerSocket server) throws IOException {
            port = server.getLocalPort();
            try {
                for (int i = 0; i < 20; i++) {
                    Socket socket = new Socket();
                    queued.add(socket);
                    socket.connect(server.getLocalSocketAddress(), 200);
                }
                throw new IllegalStateException("the queue has no end");
            } catch (SocketTimeoutException full) {
                assertThat(queued).hasSizeGreaterThan(1);
            }
        }

        int port() {
            return port;
        }

        @Override
        public void close() throws IOException {
            for (Socket socket : queued) {
                socket.close();
            }
        }
    }

    @Test
    void the_time_out_ends_waiting_for_the_pool_too() throws Exception {
        CompletableFuture<Void> busy = new CompletableFuture<>();
        ScriptedServer server = fixture.serve(connection -> {
            connection.request();
            busy.complete(null);
            connection.hang();
        });
        HttpTransport transport = fixture.open(server.url(), Map.of("connectionsPerRoute", 1));
        CompletableFuture<Answer> first = CompletableFuture.supplyAsync(() -> transport.send(REQUEST, LONG));
        busy.get(10, TimeUnit.SECONDS);

        assertThat(transport.send(REQUEST, SHORT))
                .asInstanceOf(type(NotWritten.class))
                .satisfies(notWritten -> assertThat(notWritten.passing()).isTrue());

        transport.close();
        first.get(10, TimeUnit.SECONDS);
    }

    @Test
    void keys_that_cannot_be_had_are_not_written() {
        try (HttpTransport transport = HttpTransportFactory.open(
                fixture.context,
                ApiAddress.of(DatadogSite.US1),
                HttpOptions.none(),
                () -> new DatadogCredentials("geheim\nX: 1", "b"),
                fixture.timing)) {
            Answer answer = transport.send(REQUEST, LONG);

            assertNotWritten(answer, false, "the keys for api.datadoghq.com cannot be had");
            assertThat(answer.toString()).doesNotContain("geheim");
        }
    }

    @Test
    void a_closed_transport_sends_nothing() {
        ScriptedServer server = fixture.keep(ScriptedServer.answering(OK, bytes("{}")));
        HttpTransport transport = fixture.open(server.url());
        transport.close();

        assertNotWritten(transport.send(REQUEST, LONG), false, "is closed");
        assertThat(server.connections()).isZero();
    }

    @Test
    void an_interrupted_thread_sends_nothing_and_stays_interrupted() {
        ScriptedServer server = fixture.keep(ScriptedServer.answering(OK, bytes("{}")));
        HttpTransport transport = fixture.open(server.url());

        Thread.currentThread().interrupt();
        Answer answer = transport.send(REQUEST, LONG);

        assertThat(Thread.interrupted()).isTrue();
        assertNotWritten(answer, true, "interrupted");
        assertThat(server.connections()).isZero();
    }

    @Test
    void an_interrupt_ends_waiting_for_the_pool_and_stays() throws Exception {
        CompletableFuture<Void> busy = new CompletableFuture<>();
        ScriptedServer server = fixture.serve(connection -> {
            connection.request();
            busy.complete(null);
            connection.hang();
        });
        HttpTransport transport = fixture.open(server.url(), Map.of("connectionsPerRoute", 1));
        CompletableFuture<Answer> first = CompletableFuture.supplyAsync(() -> transport.send(REQUEST, LONG));
        busy.get(10, TimeUnit.SECONDS);
        CompletableFuture<Answer> second = new CompletableFuture<>();
        CompletableFuture<Boolean> stayed = new CompletableFuture<>();
        Thread thread = new Thread(() -> {
            second.complete(transport.send(REQUEST, LONG));
            stayed.complete(Thread.currentThread().isInterrupted());
        });
        thread.start();
        Awaitility.await().until(() -> thread.getState() == Thread.State.TIMED_WAITING);

        thread.interrupt();

        assertThat(second.get(10, TimeUnit.SECONDS)).isInstanceOf(NotWritten.class);
        assertThat(stayed.get(10, TimeUnit.SECONDS)).isTrue();
        transport.close();
        first.get(10, TimeUnit.SECONDS);
    }
}
