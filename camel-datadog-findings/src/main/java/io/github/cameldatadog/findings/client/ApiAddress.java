package io.github.cameldatadog.findings.client;

import io.github.cameldatadog.findings.ticket.Displayed;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;
import java.util.regex.Pattern;

/** The address below which the API's paths are: a site's own, or one that the option {@code baseUrl} names. Immutable. */
public final class ApiAddress {

    private static final int MOST_SHOWN = 120;
    // What has only digits and dots is a valid IPv4 address by now: a URI knows no other such host.
    private static final Pattern LOOPBACK = Pattern.compile("localhost|127(?:\\.[0-9]+){3}|\\[::1]");

    private final URI base;

    private ApiAddress(URI base) {
        this.base = base;
    }

    /** The site's public API. */
    public static ApiAddress of(DatadogSite site) {
        return new ApiAddress(site.apiBase());
    }

    /**
     * Reads the option {@code baseUrl}, an absolute http or https URL, with a path if the API is below one.
     *
     * @throws IllegalArgumentException if it has user info, a query or a fragment, or would send keys unencrypted to
     *     another machine
     */
    public static ApiAddress parse(String text) {
        URI url;
        try {
            url = new URI(text == null ? "" : text.strip());
        } catch (URISyntaxException e) {
            // The exception's own words repeat the text, with whatever password is in it.
            throw refused(text, "it is not a URL");
        }
        String scheme = url.getScheme() == null ? "" : url.getScheme().toLowerCase(Locale.ROOT);
        if (!scheme.equals("https") && !scheme.equals("http")) {
            throw refused(text, "it does not begin with https:// or http://");
        }
        if (url.getRawUserInfo() != null) {
            throw refused(text, "it has user info, and keys belong into apiKey and applicationKey");
        }
        if (url.getHost() == null) {
            throw refused(text, "it has no valid host");
        }
        if (url.getRawQuery() != null || url.getRawFragment() != null) {
            throw refused(text, "it has a query or a fragment");
        }
        if (url.getPort() == 0 || url.getPort() > 65_535) {
            throw refused(text, "its port is not from 1 to 65535");
        }
        String host = url.getHost().toLowerCase(Locale.ROOT);
        if (scheme.equals("http") && !LOOPBACK.matcher(host).matches()) {
            throw refused(text, "the keys would travel unencrypted");
        }
        String port = url.getPort() < 0 ? "" : ":" + url.getPort();
        String path = url.getRawPath().replaceFirst("/+$", "");
        return new ApiAddress(URI.create(scheme + "://" + host + port + path));
    }

    private static IllegalArgumentException refused(String text, String why) {
        return new IllegalArgumentException("Option baseUrl: '" + shown(text) + "' cannot be used: " + why
                + ". Allowed is https://host[:port][/path], and http:// for a loopback host only"
                + " (localhost, 127.0.0.0/8, [::1]).");
    }

    /** An address fit for a message: clipped, and without what may be a password or a token in it. */
    static String shown(String text) {
        String line = Displayed.oneLine(text).strip();
        int query = line.indexOf('?');
        String address = query < 0 ? line : line.substring(0, query) + "?\u2026";
        return Displayed.clipped(address.replaceFirst("^([^@/]*//)?.*@", "$1\u2026@"), MOST_SHOWN);
    }

    /** The address without a slash at its end. */
    public URI uri() {
        return base;
    }

    /** Whether TLS is spoken to it; where not, it is on this machine. */
    boolean isEncrypted() {
        return base.getScheme().equals("https");
    }

    /** Where an operation's requests go. */
    public URI resolve(ApiOperation operation) {
        return URI.create(base + operation.path());
    }

    /** The host, with its port if one is given: how messages name the address. */
    public String host() {
        return base.getRawAuthority();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof ApiAddress that && base.equals(that.base);
    }

    @Override
    public int hashCode() {
        return base.hashCode();
    }

    @Override
    public String toString() {
        return base.toString();
    }
}
