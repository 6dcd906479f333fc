package io.github.cameldatadog.findings.client;

import java.io.IOException;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.List;
import java.util.function.Supplier;
import org.apache.camel.CamelContext;
import org.apache.camel.component.http.HttpClientConfigurer;
import org.apache.camel.component.http.HttpEndpoint;
import org.apache.hc.client5.http.config.Configurable;
import org.apache.hc.client5.http.config.RequestConfig;
import org.apache.hc.client5.http.cookie.StandardCookieSpec;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.client5.http.impl.classic.HttpClientBuilder;
import org.apache.hc.client5.http.impl.routing.DefaultRoutePlanner;
import org.apache.hc.client5.http.io.HttpClientConnectionManager;
import org.apache.hc.core5.io.CloseMode;

/**
 * Opens transports whose HTTP client is built by camel-http, so that proxy, TLS, time-outs and pool are set as everywhere
 * in Camel, with everything off that would send, follow or remember something by itself. Safe for use by several threads.
 */
public final class HttpTransportFactory {

    private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(10);

    private HttpTransportFactory() {}

    /** Opens a transport that takes answers of up to {@link HttpTransport#DEFAULT_MOST_BYTES}. */
    public static HttpTransport open(
            CamelContext context,
            ApiAddress address,
            HttpOptions options,
            Supplier<DatadogCredentials> credentials,
            Timing timing) {
        return open(context, address, options, credentials, timing, HttpTransport.DEFAULT_MOST_BYTES);
    }

    /**
     * Opens a transport. Nothing is connected yet. An http address, which is on this machine, is reached directly,
     * whatever proxy is set. Closing it closes its connections, but neither a connection manager nor
     * a configurer that the options name.
     *
     * @param credentials asked at every request
     * @param mostBytes how large a decoded answer may be
     * @throws IllegalArgumentException if an option's value is not valid, or what it names cannot be used
     */
    public static HttpTransport open(
            CamelContext context,
            ApiAddress address,
            HttpOptions options,
            Supplier<DatadogCredentials> credentials,
            Timing timing,
            int mostBytes) {
        if (mostBytes < 1 || mostBytes == Integer.MAX_VALUE) {
            throw new IllegalArgumentException("mostBytes is " + mostBytes + ", and must be from 1 to 2147483646");
        }
        PrivateHttpComponent http = new PrivateHttpComponent(context);
        http.setConnectTimeout(CONNECT_TIMEOUT.toMillis());
        // Left alone, camel-http would speak TLS to the proxy of an https address, which few proxies understand.
        http.setProxyAuthScheme("http");
        options.applyTo(http, context);

        HttpEndpoint endpoint = endpoint(http, address, options);
        HttpClientConnectionManager connections = endpoint.getClientConnectionManager();
        boolean ours = !options.has(HttpOption.CLIENT_CONNECTION_MANAGER);
        CloseableHttpClient client;
        try {
            client = client(endpoint, address);
        } catch (RuntimeException e) {
            if (ours) {
                connections.close(CloseMode.IMMEDIATE);
            }
            throw new IllegalArgumentException(
                    "Option http.httpClientConfigurer: the HTTP client cannot be built: " + e, e);
        }
        Runnable whenClosed = () -> {
            client.close(CloseMode.IMMEDIATE);
            if (ours) {
                connections.close(CloseMode.IMMEDIATE);
            }
        };
        RequestConfig config = config(client, http.getProxyAuthMethod());
        return new HttpTransport(client, config, address, credentials, timing, mostBytes, whenClosed);
    }

    /** Never started: starting and stopping it would start, and close, what is the user's. */
    private static HttpEndpoint endpoint(PrivateHttpComponent http, ApiAddress address, HttpOptions options) {
        try {
            String uri = address.uri().getScheme() + "://" + address.host();
            return (HttpEndpoint) http.createEndpoint(uri);
        } catch (GeneralSecurityException | IOException e) {
            String option = options.has(HttpOption.SSL_CONTEXT_PARAMETERS)
                    ? HttpOption.SSL_CONTEXT_PARAMETERS.shownName()
                    : HttpOption.USE_GLOBAL_SSL.shownName();
            throw new IllegalArgumentException(
                    "Option " + option + ": no TLS context can be made of it: " + e.getMessage(), e);
        } catch (Exception e) {
            throw new IllegalArgumentException("The HTTP client for " + address + " cannot be set up: " + e, e);
        }
    }

    private static CloseableHttpClient client(HttpEndpoint endpoint, ApiAddress address) {
        HttpClientConfigurer asked = endpoint.getHttpClientConfigurer();
        endpoint.setHttpClientConfigurer(builder -> {
            if (asked != null) {
                asked.configureHttpClient(builder);
            }
            nothingByItself(builder);
            if (!address.isEncrypted()) {
                // It is on this machine; a proxy on another would read the keys.
                builder.setRoutePlanner(new DefaultRoutePlanner(null));
            }
        });
        return (CloseableHttpClient) endpoint.getHttpClient();
    }

    /** Comes after whatever a user's configurer has set. */
    private static void nothingByItself(HttpClientBuilder builder) {
        builder.disableAutomaticRetries()
                .disableRedirectHandling()
                .disableCookieManagement()
                .disableAuthCaching()
                // Whoever made a connection manager closes it; that may be the user's configurer.
                .setConnectionManagerShared(true);
    }

    private static RequestConfig config(CloseableHttpClient client, String proxyAuthMethod) {
        RequestConfig set = ((Configurable) client).getConfig();
        RequestConfig.Builder config = RequestConfig.copy(set == null ? RequestConfig.DEFAULT : set)
                .setRedirectsEnabled(false)
                .setCookieSpec(StandardCookieSpec.IGNORE)
                .setProtocolUpgradeEnabled(false)
                // Else a server could answer before the body is begun, and be taken for a proxy.
                .setExpectContinueEnabled(false);
        if (proxyAuthMethod != null) {
            // camel-http has the option and never reads it.
            config.setProxyPreferredAuthSchemes(List.of(proxyAuthMethod));
        }
        return config.build();
    }
}
