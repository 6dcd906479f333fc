package io.github.cameldatadog.findings.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.github.cameldatadog.findings.client.Answer.Broken;
import io.github.cameldatadog.findings.client.Answer.NotWritten;
import io.github.cameldatadog.findings.client.Answer.Received;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Collectors;
import org.apache.camel.component.http.HttpClientConfigurer;
import org.apache.camel.component.http.HttpComponent;
import org.apache.camel.component.http.LoggingHttpActivityListener;
import org.apache.camel.support.service.ServiceSupport;
import org.apache.hc.client5.http.config.RequestConfig;
import org.apache.hc.client5.http.cookie.BasicCookieStore;
import org.apache.hc.client5.http.impl.DefaultHttpRequestRetryStrategy;
import org.apache.hc.client5.http.impl.DefaultRedirectStrategy;
import org.apache.hc.client5.http.impl.classic.HttpClientBuilder;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManager;
import org.apache.hc.core5.http.io.support.ClassicRequestBuilder;
import org.apache.hc.core5.io.CloseMode;
import org.apache.hc.core5.util.TimeValue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.LoggerFactory;

/** The HTTP client does nothing by itself, whatever it is set up with, and leaves nothing behind. */
@Timeout(value = 30, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class HttpTransportAloneTest {

    private static final ApiRequest REQUEST = TransportFixture.REQUEST;

    /** Asks for everything that a client can do by itself. */
    private static final HttpClientConfigurer BUSY =
            builder -> builder.setRetryStrategy(new DefaultHttpRequestRetryStrategy(5, TimeValue.ofMilliseconds(1)))
                    .setRedirectStrategy(DefaultRedirectStrategy.INSTANCE)
                    .setDefaultCookieStore(new BasicCookieStore())
                    .setDefaultRequestConfig(RequestConfig.custom()
                            .setExpectContinueEnabled(true)
                            .setRedirectsEnabled(true)
                            .build());

    private final TransportFixture fixture = new TransportFixture();

    @AfterEach
    void close() throws Exception {
        fixture.close();
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private int statusOf(HttpTransport transport) {
        return ((Received) transport.send(REQUEST, TransportFixture.LONG)).status();
    }

    @Test
    void a_503_with_retry_after_is_not_repeated() {
        ScriptedServer server =
                fixture.keep(ScriptedServer.answering("HTTP/1.1 503 Busy\r\nRetry-After: 0\r\n", bytes("{}")));

        assertThat(statusOf(fixture.open(server.url()))).isEqualTo(503);
        assertThat(statusOf(fixture.open(server.url(), Map.of("httpClientConfigurer", BUSY))))
                .isEqualTo(503);

        assertThat(server.requests()).hasSize(2);
    }

    @ParameterizedTest
    @ValueSource(ints = {301, 302, 303, 307, 308})
    void a_redirect_is_not_followed(int status) {
        ScriptedServer server = fixture.keep(
                ScriptedServer.answering("HTTP/1.1 " + status + " There\r\nLocation: /elsewhere\r\n", bytes("{}")));

        assertThat(statusOf(fixture.open(server.url()))).isEqualTo(status);
        assertThat(statusOf(fixture.open(server.url(), Map.of("httpClientConfigurer", BUSY))))
                .isEqualTo(status);

        assertThat(server.requests()).hasSize(2);
    }

    @Test
    void a_cookie_is_not_sent_back() {
        ScriptedServer server =
                fixture.keep(ScriptedServer.answering("HTTP/1.1 200 OK\r\nSet-Cookie: a=b; Path=/\r\n", bytes("{}")));
        HttpTransport transport = fixture.open(server.url(), Map.of("httpClientConfigurer", BUSY));

        statusOf(transport);
        statusOf(transport);

        assertThat(server.requests()).hasSize(2).allSatisfy(request -> assertThat(request.headers())
                .doesNotContainKeys("cookie", "expect"));
    }

    @Test
    void a_body_is_written_once_even_for_an_interceptor_that_repeats() {
        ScriptedServer server = fixture.keep(ScriptedServer.answering("HTTP/1.1 200 OK\r\n", bytes("{}")));
        HttpClientConfigurer repeating =
                builder -> builder.addExecInterceptorFirst("twice", (request, scope, chain) -> {
                    chain.proceed(request, scope).close();
                    return chain.proceed(
                            ClassicRequestBuilder.copy(scope.originalRequest).build(), scope);
                });

        Answer answer = fixture.open(server.url(), Map.of("httpClientConfigurer", repeating))
                .send(REQUEST, TransportFixture.LONG);

        assertThat(answer).isInstanceOf(Broken.class);
        assertThat(server.requests()).hasSize(1);
    }

    @Test
    void an_interceptor_that_fails_makes_the_request_not_written() {
        HttpClientConfigurer failing =
                builder -> builder.addExecInterceptorFirst("failing", (request, scope, chain) -> {
                    throw new IllegalStateException("no");
                });

        Answer answer = fixture.open("http://localhost:1", Map.of("httpClientConfigurer", failing))
                .send(REQUEST, TransportFixture.LONG);

        assertThat(answer).isInstanceOfSatisfying(NotWritten.class, notWritten -> {
            assertThat(notWritten.passing()).isFalse();
            assertThat(notWritten.cause()).hasMessage("no");
        });
    }

    @Test
    void a_configurer_that_fails_is_told_by_its_options_name() {
        HttpClientConfigurer failing = builder -> {
            throw new IllegalStateException("broken bean");
        };

        assertThatThrownBy(() -> fixture.open("http://localhost:1", Map.of("httpClientConfigurer", failing)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("http.httpClientConfigurer")
                .hasMessageContaining("broken bean");
    }

    @Test
    void what_is_set_on_the_contexts_http_component_does_not_reach_datadog() {
        HttpComponent shared = new HttpComponent();
        shared.setProxyHost("proxy.invalid");
        shared.setProxyPort(3128);
        shared.setHttpClientConfigurer(builder -> {
            throw new AssertionError("not for us");
        });
        fixture.context.addComponent("http", shared);
        fixture.context.getRegistry().bind("listener", new LoggingHttpActivityListener());
        ScriptedServer server = fixture.keep(ScriptedServer.answering("HTTP/1.1 200 OK\r\n", bytes("{}")));

        assertThat(statusOf(fixture.open(server.url()))).isEqualTo(200);
        assertThat(fixture.context.getEndpoints()).isEmpty();
    }

    @Test
    void closing_closes_the_connections() throws IOException {
        ScriptedServer server = fixture.serve(connection -> {
            while (connection.request() != null) {
                connection.send("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}");
            }
        });
        HttpTransport transport = fixture.open(server.url());
        statusOf(transport);
        long before = threads();

        transport.close();
        transport.close();

        assertThat(threads()).isLessThanOrEqualTo(before);
        org.awaitility.Awaitility.await()
                .untilAsserted(() -> assertThat(server.open()).isZero());
    }

    private static long threads() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().contains("idle-connection-evictor"))
                .count();
    }

    @Test
    void a_configurer_that_asks_for_an_evictor_leaves_no_thread() {
        HttpClientConfigurer evicting = HttpClientBuilder::evictExpiredConnections;
        long before = threads();

        fixture.open("http://localhost:1", Map.of("httpClientConfigurer", evicting))
                .close();

        assertThat(threads()).isEqualTo(before);
    }

    @Test
    void a_connection_manager_of_the_users_is_never_closed() {
        ScriptedServer server = fixture.keep(ScriptedServer.answering("HTTP/1.1 200 OK\r\n", bytes("{}")));
        PoolingHttpClientConnectionManager theirs = new PoolingHttpClientConnectionManager();
        HttpClientConfigurer byConfigurer = builder -> builder.setConnectionManager(theirs);

        for (Map<String, Object> options : java.util.List.<Map<String, Object>>of(
                Map.of("clientConnectionManager", theirs), Map.of("httpClientConfigurer", byConfigurer))) {
            HttpTransport transport = fixture.open(server.url(), options);
            assertThat(statusOf(transport)).isEqualTo(200);
            transport.close();
        }

        HttpTransport another = fixture.open(server.url(), Map.of("clientConnectionManager", theirs));
        assertThat(statusOf(another)).isEqualTo(200);
        assertThat(server.connections()).isEqualTo(1);
        theirs.close(CloseMode.IMMEDIATE);
    }

    @Test
    void a_configurer_of_the_users_is_neither_started_nor_stopped() {
        AtomicBoolean touched = new AtomicBoolean();
        HttpTransport transport =
                fixture.open("http://localhost:1", Map.of("httpClientConfigurer", new ServiceConfigurer(touched)));

        transport.close();

        assertThat(touched).isFalse();
    }

    private static final class ServiceConfigurer extends ServiceSupport implements HttpClientConfigurer {
        private final AtomicBoolean touched;

        ServiceConfigurer(AtomicBoolean touched) {
            this.touched = touched;
        }

        @Override
        public void configureHttpClient(HttpClientBuilder builder) {}

        @Override
        protected void doStart() {
            touched.set(true);
        }

        @Override
        protected void doStop() {
            touched.set(true);
        }
    }

    @Test
    void no_key_shows_in_an_answer_or_in_our_own_log() {
        Logger ours = (Logger) LoggerFactory.getLogger("io.github.cameldatadog");
        Logger camels = (Logger) LoggerFactory.getLogger("org.apache.camel");
        ListAppender<ILoggingEvent> log = new ListAppender<>();
        log.start();
        for (Logger logger : new Logger[] {ours, camels}) {
            logger.addAppender(log);
            logger.setLevel(Level.DEBUG);
        }
        try {
            ScriptedServer good = fixture.keep(ScriptedServer.answering("HTTP/1.1 200 OK\r\n", bytes("{}")));
            ScriptedServer cut = fixture.serve(ScriptedServer.Connection::request);
            String shown = "";
            for (String url : new String[] {good.url(), cut.url(), "http://localhost:1", "https://something.invalid"}) {
                HttpTransport transport = fixture.open(url);
                shown += transport + " " + transport.send(REQUEST, TransportFixture.LONG) + "\n";
            }
            shown += log.list.stream().map(ILoggingEvent::getFormattedMessage).collect(Collectors.joining("\n"));

            assertThat(shown)
                    .contains("Received[200", "Broken[", "NotWritten[")
                    .doesNotContain(TransportFixture.API_KEY, TransportFixture.APPLICATION_KEY);
        } finally {
            for (Logger logger : new Logger[] {ours, camels}) {
                logger.detachAppender(log);
                logger.setLevel(null);
            }
        }
    }
}
