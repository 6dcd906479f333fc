package io.github.cameldatadog.findings.client;

import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.apache.hc.client5.http.classic.HttpClient;
import org.apache.hc.client5.http.classic.methods.HttpUriRequestBase;
import org.apache.hc.client5.http.config.RequestConfig;
import org.apache.hc.client5.http.protocol.HttpClientContext;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.ContentType;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.HttpEntity;
import org.apache.hc.core5.http.HttpHeaders;
import org.apache.hc.core5.http.HttpHost;
import org.apache.hc.core5.io.Closer;
import org.apache.hc.core5.util.Timeout;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sends requests over an Apache HttpClient, each once, and says whether Datadog can have acted on one that failed.
 *
 * <p>That is decided by a single fact: had the writing of the body begun? Everything before (a pooled connection, the
 * host's name, the connection, TLS, a proxy) is {@link Answer.NotWritten}; everything after, unless a whole answer came,
 * is {@link Answer.Broken}.
 *
 * <p>The request's time-out ends connecting, TLS, writing and reading alike; only the platform's name resolution cannot be
 * interrupted. An interrupt ends the waiting for a pooled connection; a request on the wire is waited for, since its answer
 * is worth more than the haste, and the thread stays interrupted. Safe for use by several threads.
 */
public final class HttpTransport implements DatadogTransport {

    /** How large an answer may be, decoded, unless said otherwise: 32 MiB, many times the largest there should be. */
    public static final int DEFAULT_MOST_BYTES = 32 * 1024 * 1024;

    private static final Logger LOG = LoggerFactory.getLogger(HttpTransport.class);

    /** Of so many rotations all keys are masked. */
    private static final int MOST_RECENT_KEYS = 4;

    private static final String USER_AGENT =
            userAgent(HttpTransport.class.getPackage().getImplementationVersion());

    private final HttpClient client;
    private final RequestConfig config;
    private final ApiAddress address;
    private final Supplier<DatadogCredentials> credentials;
    private final Timing timing;
    private final int mostBytes;
    private final Runnable whenClosed;
    private final Set<Attempt> onTheWire = ConcurrentHashMap.newKeySet();
    private volatile List<DatadogCredentials> recentKeys = List.of();
    private volatile boolean closed;

    /**
     * @param client repeats, follows and remembers nothing by itself
     * @param config what each request starts from; the request's time-out still ends it
     * @param credentials asked at every request, since keys may change
     * @param mostBytes how large a decoded answer may be; a larger one is Broken
     * @param whenClosed frees what the client holds
     */
    HttpTransport(
            HttpClient client,
            RequestConfig config,
            ApiAddress address,
            Supplier<DatadogCredentials> credentials,
            Timing timing,
            int mostBytes,
            Runnable whenClosed) {
        this.client = Objects.requireNonNull(client, "client");
        this.config = Objects.requireNonNull(config, "config");
        this.address = Objects.requireNonNull(address, "address");
        this.credentials = Objects.requireNonNull(credentials, "credentials");
        this.timing = Objects.requireNonNull(timing, "timing");
        this.mostBytes = mostBytes;
        this.whenClosed = Objects.requireNonNull(whenClosed, "whenClosed");
    }

    @Override
    public Answer send(ApiRequest request, Duration requestTimeout) {
        DatadogCredentials keys;
        try {
            keys = ask();
        } catch (RuntimeException e) {
            // Its own words may hold what was read.
            String what = e.getClass().getSimpleName();
            return new Answer.NotWritten("the keys for " + address.host() + " cannot be had: " + what, false, e);
        }
        OnceOnlyBody body = new OnceOnlyBody(request.body());
        Attempt attempt = new Attempt(
                new HttpUriRequestBase(request.operation().method(), address.resolve(request.operation())), body);
        onTheWire.add(attempt);
        Timing.Wait end = null;
        try {
            if (closed) {
                return new Answer.NotWritten("the connection to " + address.host() + " is closed", false, null);
            }
            if (Thread.currentThread().isInterrupted()) {
                return new Answer.NotWritten("the sending thread was interrupted", true, null);
            }
            prepare(attempt.request, request.operation(), keys, requestTimeout);
            attempt.request.setEntity(body);
            String late = "no whole answer from " + address.host() + " within " + requestTimeout.toMillis() + " ms";
            end = timing.after(requestTimeout, () -> attempt.cut(late, true));
            Answer answer = exchange(attempt);
            return answer instanceof Answer.Received received ? masked(received) : answer;
        } catch (IOException | RuntimeException e) {
            return attempt.failed(e);
        } finally {
            if (end != null) {
                end.cancel();
            }
            onTheWire.remove(attempt);
        }
    }

    @Override
    public String keysInUse() {
        try {
            return ask().sameness();
        } catch (RuntimeException e) {
            LOG.debug(
                    "The keys for {} cannot be had: {}",
                    address.host(),
                    e.getClass().getName());
            return "";
        }
    }

    private DatadogCredentials ask() {
        DatadogCredentials now = Objects.requireNonNull(credentials.get(), "credentials");
        List<DatadogCredentials> recent = recentKeys;
        if (recent.isEmpty() || !recent.get(0).equals(now)) {
            recentKeys = Stream.concat(Stream.of(now), recent.stream().filter(keys -> !keys.equals(now)))
                    .limit(MOST_RECENT_KEYS)
                    .toList();
        }
        return now;
    }

    /** Hides the keys as they are, and as they were before: other requests may have carried either. */
    private Answer.Received masked(Answer.Received received) {
        Answer.Received masked = received;
        for (DatadogCredentials keys : recentKeys) {
            masked = new KeyMask(keys).mask(masked);
        }
        return masked;
    }

    private void prepare(
            HttpUriRequestBase request, ApiOperation operation, DatadogCredentials keys, Duration requestTimeout) {
        request.setHeader(HttpHeaders.ACCEPT, ContentType.APPLICATION_JSON.getMimeType());
        request.setHeader(HttpHeaders.USER_AGENT, USER_AGENT);
        request.setHeader("DD-API-KEY", keys.apiKey());
        if (operation != ApiOperation.VALIDATE_KEY) {
            request.setHeader("DD-APPLICATION-KEY", keys.applicationKey());
        }
        request.setConfig(within(requestTimeout));
    }

    // Cancelling reaches a socket only once there is one, and a host may have several addresses to try.
    @SuppressWarnings("deprecation") // the only connect time-out that reaches a connection manager which isn't ours
    private RequestConfig within(Duration requestTimeout) {
        Timeout most = Timeout.of(requestTimeout);
        return RequestConfig.copy(config)
                .setConnectionRequestTimeout(shorter(config.getConnectionRequestTimeout(), most))
                .setConnectTimeout(shorter(config.getConnectTimeout(), most))
                .build();
    }

    private static Timeout shorter(Timeout set, Timeout most) {
        return set == null || set.isDisabled() || set.compareTo(most) > 0 ? most : set;
    }

    private static String userAgent(String version) {
        return "camel-datadog-findings" + (version == null ? "" : "/" + version);
    }

    private Answer exchange(Attempt attempt) throws IOException {
        HttpHost target = HttpHost.create(address.uri());
        ClassicHttpResponse response = client.executeOpen(target, attempt.request, HttpClientContext.create());
        try {
            if (!attempt.body.begun()) {
                return fromProxy(response.getCode());
            }
            byte[] body = whole(response.getEntity());
            if (attempt.isCut()) {
                // A body that ends where the connection does would look whole.
                throw new IOException("cut while the answer was read");
            }
            return new Answer.Received(response.getCode(), headers(response), body);
        } finally {
            // Closing alone would first read what is left of the body, however long that is.
            attempt.request.cancel();
            Closer.closeQuietly(response);
        }
    }

    /** With a body to send, an answer that comes before it can only be a proxy's, to the request for a tunnel. */
    private Answer fromProxy(int status) {
        boolean passing = status >= 500 || status == 408 || status == 429;
        String what = status == 407 ? "the proxy wants other credentials (407)" : "the proxy answered " + status;
        return new Answer.NotWritten(what + " when asked for a tunnel to " + address.host(), passing, null);
    }

    private byte[] whole(HttpEntity entity) throws IOException {
        if (entity == null) {
            return new byte[0];
        }
        InputStream content = entity.getContent();
        byte[] body = content.readNBytes(mostBytes + 1);
        if (body.length > mostBytes) {
            throw new TooLargeException();
        }
        content.close();
        return body;
    }

    private static Map<String, List<String>> headers(ClassicHttpResponse response) {
        Map<String, List<String>> headers = new LinkedHashMap<>();
        for (Header header : response.getHeaders()) {
            headers.computeIfAbsent(header.getName().toLowerCase(Locale.ROOT), name -> new ArrayList<>())
                    .add(header.getValue() == null ? "" : header.getValue());
        }
        headers.replaceAll((name, values) -> List.copyOf(values));
        return headers;
    }

    @Override
    public void close() {
        closed = true;
        for (Attempt attempt : onTheWire) {
            attempt.cut("the connection to " + address.host() + " was closed meanwhile", false);
        }
        whenClosed.run();
    }

    @Override
    public String toString() {
        return "HttpTransport[" + address + "]";
    }

    /** The answer's body went on after as much as is read of one. */
    private static final class TooLargeException extends IOException {
        private static final long serialVersionUID = 1L;
    }

    /** One request on its way, which may be cut from another thread. */
    private final class Attempt {
        private final HttpUriRequestBase request;
        private final OnceOnlyBody body;
        private volatile Cut cut;

        Attempt(HttpUriRequestBase request, OnceOnlyBody body) {
            this.request = request;
            this.body = body;
        }

        boolean isCut() {
            return cut != null;
        }

        void cut(String why, boolean passing) {
            cut = new Cut(why, passing);
            // Resets the socket without waiting for anything, so that a scheduler's thread may do it.
            request.cancel();
        }

        Answer failed(Exception thrown) {
            WireFailure failure = new WireFailure(thrown);
            Cut cause = cut;
            String reason;
            if (cause != null) {
                reason = cause.why();
            } else if (thrown instanceof TooLargeException) {
                reason = "the answer of " + address.host() + " is larger than " + mostBytes + " bytes";
            } else {
                reason = address.host() + ": " + failure.words();
            }
            if (body.begun()) {
                return new Answer.Broken(reason, thrown);
            }
            boolean passing = cause != null ? cause.passing() : failure.passing();
            return new Answer.NotWritten(reason, passing, thrown);
        }
    }

    private record Cut(String why, boolean passing) {}
}
