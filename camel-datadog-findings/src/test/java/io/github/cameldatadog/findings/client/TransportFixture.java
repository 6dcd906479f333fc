package io.github.cameldatadog.findings.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import io.github.cameldatadog.findings.client.Answer.Broken;
import io.github.cameldatadog.findings.client.Answer.NotWritten;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.zip.GZIPOutputStream;
import org.apache.camel.impl.DefaultCamelContext;

/** A context, real time, keys, and transports opened with them; closes it all. */
final class TransportFixture implements AutoCloseable {

    static final String API_KEY = "aaaaaaaa11111111";
    static final String APPLICATION_KEY = "bbbbbbbb22222222";
    static final Duration LONG = Duration.ofSeconds(20);
    static final ApiRequest REQUEST =
            new ApiRequest(ApiOperation.CREATE_TICKETS, "{\"data\":[]}".getBytes(StandardCharsets.UTF_8));

    final DefaultCamelContext context = new DefaultCamelContext();
    private final ScheduledExecutorService scheduler = Executors.newSingleThreadScheduledExecutor();
    final Timing timing = new SystemTiming(scheduler);
    private final List<AutoCloseable> opened = new ArrayList<>();

    HttpTransport open(String baseUrl) {
        return open(baseUrl, Map.of());
    }

    HttpTransport open(String baseUrl, Map<String, Object> options) {
        return open(baseUrl, options, HttpTransport.DEFAULT_MOST_BYTES);
    }

    HttpTransport open(String baseUrl, Map<String, Object> options, int mostBytes) {
        HttpTransport transport = HttpTransportFactory.open(
                context,
                ApiAddress.parse(baseUrl),
                HttpOptions.of(options),
                () -> new DatadogCredentials(API_KEY, APPLICATION_KEY),
                timing,
                mostBytes);
        opened.add(transport);
        return transport;
    }

    ScriptedServer serve(ScriptedServer.Script script) {
        return keep(new ScriptedServer(script));
    }

    <T extends AutoCloseable> T keep(T server) {
        opened.add(server);
        return server;
    }

    static ApiRequest large(int bytes) {
        return new ApiRequest(ApiOperation.CREATE_TICKETS, new byte[bytes]);
    }

    @Override
    public void close() throws Exception {
        for (AutoCloseable each : opened) {
            each.close();
        }
        scheduler.shutdownNow();
        context.close();
    }

    static void assertBroken(Answer answer, String reason) {
        assertThat(answer).asInstanceOf(type(Broken.class)).satisfies(broken -> {
            assertThat(broken.reason()).contains(reason);
            assertThat(broken.cause()).isNotNull();
        });
    }

    static void assertNotWritten(Answer answer, boolean passing, String reason) {
        assertThat(answer).asInstanceOf(type(NotWritten.class)).satisfies(notWritten -> {
            assertThat(notWritten.reason()).contains(reason);
            assertThat(notWritten.passing()).isEqualTo(passing);
        });
    }

    static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    static byte[] gzip(byte[] plain) throws IOException {
        ByteArrayOutputStream compressed = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(compressed)) {
            gzip.write(plain);
        }
        return compressed.toByteArray();
    }
}
