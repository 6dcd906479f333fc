package io.github.cameldatadog.findings.client;

import java.time.Duration;
import java.util.Arrays;
import java.util.function.BiConsumer;
import javax.net.ssl.HostnameVerifier;
import org.apache.camel.component.http.HttpClientConfigurer;
import org.apache.camel.component.http.HttpComponent;
import org.apache.camel.support.jsse.SSLContextParameters;
import org.apache.hc.client5.http.io.HttpClientConnectionManager;

/** The options of camel-http that make sense for speaking to Datadog; each is set on the component that has it. */
enum HttpOption {
    PROXY_HOST("proxyHost", String.class, HttpComponent::setProxyHost),
    PROXY_PORT("proxyPort", Integer.class, HttpComponent::setProxyPort),
    NON_PROXY_HOSTS("nonProxyHosts", String.class, HttpComponent::setNonProxyHosts),
    PROXY_AUTH_SCHEME("proxyAuthScheme", String.class, HttpComponent::setProxyAuthScheme),
    PROXY_AUTH_METHOD("proxyAuthMethod", String.class, HttpComponent::setProxyAuthMethod),
    PROXY_AUTH_USERNAME("proxyAuthUsername", String.class, HttpComponent::setProxyAuthUsername),
    PROXY_AUTH_PASSWORD("proxyAuthPassword", String.class, HttpComponent::setProxyAuthPassword),
    PROXY_AUTH_DOMAIN("proxyAuthDomain", String.class, HttpComponent::setProxyAuthDomain),
    PROXY_AUTH_NT_HOST("proxyAuthNtHost", String.class, HttpComponent::setProxyAuthNtHost),
    SSL_CONTEXT_PARAMETERS("sslContextParameters", SSLContextParameters.class, HttpComponent::setSslContextParameters),
    USE_GLOBAL_SSL("useGlobalSslContextParameters", Boolean.class, HttpComponent::setUseGlobalSslContextParameters),
    X509_HOSTNAME_VERIFIER("x509HostnameVerifier", HostnameVerifier.class, HttpComponent::setX509HostnameVerifier),
    CONNECT_TIMEOUT("connectTimeout", Duration.class, (http, time) -> http.setConnectTimeout(time.toMillis())),
    CONNECTION_REQUEST_TIMEOUT(
            "connectionRequestTimeout",
            Duration.class,
            (http, time) -> http.setConnectionRequestTimeout(time.toMillis())),
    SO_TIMEOUT("soTimeout", Duration.class, (http, time) -> http.setSoTimeout(time.toMillis())),
    RESPONSE_TIMEOUT("responseTimeout", Duration.class, (http, time) -> http.setResponseTimeout(time.toMillis())),
    CONNECTION_TIME_TO_LIVE(
            "connectionTimeToLive", Duration.class, (http, time) -> http.setConnectionTimeToLive(time.toMillis())),
    CONNECTIONS_PER_ROUTE("connectionsPerRoute", Integer.class, HttpComponent::setConnectionsPerRoute),
    MAX_TOTAL_CONNECTIONS("maxTotalConnections", Integer.class, HttpComponent::setMaxTotalConnections),
    HTTP_CLIENT_CONFIGURER("httpClientConfigurer", HttpClientConfigurer.class, HttpComponent::setHttpClientConfigurer),
    CLIENT_CONNECTION_MANAGER(
            "clientConnectionManager", HttpClientConnectionManager.class, HttpComponent::setClientConnectionManager),
    USE_SYSTEM_PROPERTIES("useSystemProperties", Boolean.class, HttpComponent::setUseSystemProperties);

    private final String optionName;
    private final Class<?> type;
    private final BiConsumer<HttpComponent, Object> setter;

    <T> HttpOption(String optionName, Class<T> type, BiConsumer<HttpComponent, T> setter) {
        this.optionName = optionName;
        this.type = type;
        this.setter = (http, value) -> setter.accept(http, type.cast(value));
    }

    /** The option of this name, which is camel-http's; null if there is none. */
    static HttpOption named(String name) {
        return Arrays.stream(values())
                .filter(option -> option.optionName.equals(name))
                .findFirst()
                .orElse(null);
    }

    String optionName() {
        return optionName;
    }

    Class<?> type() {
        return type;
    }

    /** How messages name the option. */
    String shownName() {
        return "http." + optionName;
    }

    /** Whether its value must not be shown. */
    boolean secret() {
        return this == PROXY_AUTH_USERNAME || this == PROXY_AUTH_PASSWORD;
    }

    void set(HttpComponent http, Object value) {
        setter.accept(http, value);
    }
}
