package io.github.cameldatadog.findings.client;

import io.github.cameldatadog.findings.ticket.Displayed;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.camel.CamelContext;
import org.apache.camel.component.http.HttpComponent;

/**
 * The {@code http.*} options: those of camel-http that may be set here, by its own names. Two with the same settings are
 * equal. Immutable; shows no value.
 *
 * <p>camel-http is lenient: it takes a misspelt option for a part of the query, and passes over an incomplete proxy.
 * Either would be noticed late, so both are refused here.
 */
public final class HttpOptions {

    private static final HttpOptions NONE = new HttpOptions(new EnumMap<>(HttpOption.class));
    private static final int MOST_SHOWN = 60;

    private final Map<HttpOption, Object> values;

    private HttpOptions(Map<HttpOption, Object> values) {
        this.values = values;
    }

    /** No option set: as camel-http has it, but for a connect time-out of ten seconds. */
    public static HttpOptions none() {
        return NONE;
    }

    /**
     * Takes the options by camel-http's names, without {@code http.}; a null value counts as not set. A value is text, as
     * in an endpoint's URI, a reference ({@code #bean:name} or {@code #name}), or has the option's own type already.
     *
     * @throws IllegalArgumentException if an option may not be set, or does nothing without, or beside, another
     */
    public static HttpOptions of(Map<String, Object> values) {
        Map<HttpOption, Object> known = new EnumMap<>(HttpOption.class);
        values.forEach((name, value) -> {
            HttpOption option = HttpOption.named(name);
            if (option == null) {
                throw unknown(name);
            }
            if (value != null) {
                known.put(option, value);
            }
        });
        HttpOptions options = new HttpOptions(known);
        options.checkTogether();
        return options;
    }

    private static IllegalArgumentException unknown(String name) {
        List<String> names =
                Arrays.stream(HttpOption.values()).map(HttpOption::optionName).toList();
        String nearest = NearestName.to(name, names)
                .map(option -> " Did you mean http." + option + "?")
                .orElse("");
        return new IllegalArgumentException("Option http." + Displayed.clipped(name, MOST_SHOWN) + " cannot be set."
                + nearest + " Of camel-http's options these can: " + String.join(", ", names) + ".");
    }

    private void checkTogether() {
        needs(HttpOption.PROXY_HOST, HttpOption.PROXY_PORT);
        needs(HttpOption.PROXY_AUTH_USERNAME, HttpOption.PROXY_AUTH_PASSWORD);
        needs(HttpOption.PROXY_AUTH_PASSWORD, HttpOption.PROXY_AUTH_USERNAME);
        for (HttpOption option : List.of(
                HttpOption.PROXY_PORT,
                HttpOption.NON_PROXY_HOSTS,
                HttpOption.PROXY_AUTH_SCHEME,
                HttpOption.PROXY_AUTH_METHOD,
                HttpOption.PROXY_AUTH_USERNAME,
                HttpOption.PROXY_AUTH_DOMAIN,
                HttpOption.PROXY_AUTH_NT_HOST)) {
            needs(option, HttpOption.PROXY_HOST);
        }
        for (HttpOption option : List.of(
                HttpOption.SSL_CONTEXT_PARAMETERS,
                HttpOption.USE_GLOBAL_SSL,
                HttpOption.X509_HOSTNAME_VERIFIER,
                HttpOption.SO_TIMEOUT,
                HttpOption.CONNECTION_TIME_TO_LIVE,
                HttpOption.CONNECTIONS_PER_ROUTE,
                HttpOption.MAX_TOTAL_CONNECTIONS)) {
            if (has(option) && has(HttpOption.CLIENT_CONNECTION_MANAGER)) {
                throw new IllegalArgumentException("Option " + option.shownName()
                        + " does nothing beside http.clientConnectionManager: set it on that connection manager, or leave"
                        + " one of the two out.");
            }
        }
    }

    private void needs(HttpOption option, HttpOption other) {
        if (has(option) && !has(other)) {
            throw new IllegalArgumentException("Option " + option.shownName() + " does nothing without "
                    + other.shownName() + ": set both or neither.");
        }
    }

    boolean has(HttpOption option) {
        return values.containsKey(option);
    }

    /** Sets the options on a component that nobody has started yet. */
    void applyTo(HttpComponent http, CamelContext context) {
        HttpOptionReader reader = new HttpOptionReader(context);
        values.forEach((option, value) -> option.set(http, reader.read(option, value)));
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof HttpOptions that && values.equals(that.values);
    }

    @Override
    public int hashCode() {
        return values.hashCode();
    }

    @Override
    public String toString() {
        Set<HttpOption> set = values.keySet();
        return "HttpOptions" + set.stream().map(HttpOption::optionName).toList();
    }
}
