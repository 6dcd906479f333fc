package io.github.cameldatadog.findings.client;

import java.net.URI;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One of Datadog's sites: separate installations, each with its own accounts and keys. Immutable.
 *
 * <p>Keys of one site are refused by every other with a plain 403, so an address that is not surely a known site is
 * refused here, where it can still be said what is wrong.
 */
public final class DatadogSite {

    /** US1, where Datadog's own tools go if nobody says otherwise. */
    public static final DatadogSite US1 = new DatadogSite("datadoghq.com");

    private static final List<String> KNOWN = List.of(
            US1.canonical,
            "us3.datadoghq.com",
            "us5.datadoghq.com",
            "datadoghq.eu",
            "ap1.datadoghq.com",
            "ap2.datadoghq.com",
            "uk1.datadoghq.com",
            "ddog-gov.com",
            "us2.ddog-gov.com");

    private static final Map<String, String> BY_REGION = Map.ofEntries(
            Map.entry("us1", US1.canonical),
            Map.entry("us3", "us3.datadoghq.com"),
            Map.entry("us5", "us5.datadoghq.com"),
            Map.entry("eu", "datadoghq.eu"),
            Map.entry("eu1", "datadoghq.eu"),
            Map.entry("ap1", "ap1.datadoghq.com"),
            Map.entry("ap2", "ap2.datadoghq.com"),
            Map.entry("uk1", "uk1.datadoghq.com"),
            Map.entry("gov", "ddog-gov.com"),
            Map.entry("us1-fed", "ddog-gov.com"),
            Map.entry("us2-fed", "us2.ddog-gov.com"));

    // The whole text, so that neither user info nor a backslash, a tab or a second host finds room in it.
    private static final Pattern PASTED =
            Pattern.compile("(?:https?://)?(?:app\\.|api\\.)?(?<site>[a-z0-9.-]+?)\\.?(?::443)?(?:[/?#].*)?");

    private final String canonical;

    private DatadogSite(String canonical) {
        this.canonical = canonical;
    }

    /**
     * Reads a site as people write or paste it: {@code datadoghq.eu}, {@code app.datadoghq.eu}, {@code EU1}, or the
     * address of any page or API of it.
     *
     * @throws IllegalArgumentException if it is not surely one of {@link #known()}
     */
    public static DatadogSite parse(String text) {
        String asked = text == null ? "" : text.strip().toLowerCase(Locale.ROOT);
        String site = BY_REGION.get(asked);
        if (site == null) {
            Matcher pasted = PASTED.matcher(asked);
            site = pasted.matches() ? pasted.group("site") : asked;
        }
        if (!KNOWN.contains(site)) {
            throw new IllegalArgumentException("Option site: '" + ApiAddress.shown(text)
                    + "' is not a Datadog site known here. Valid sites: " + String.join(", ", KNOWN)
                    + ". For any other address use the option baseUrl.");
        }
        return new DatadogSite(site);
    }

    /** Every site, in canonical form. */
    public static List<String> known() {
        return KNOWN;
    }

    /** The site as Datadog's documentation and {@code DD_SITE} name it, for instance {@code datadoghq.com}. */
    public String canonical() {
        return canonical;
    }

    /** Where the site's API is, for instance {@code https://api.datadoghq.com}. */
    public URI apiBase() {
        return URI.create("https://api." + canonical);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof DatadogSite that && canonical.equals(that.canonical);
    }

    @Override
    public int hashCode() {
        return canonical.hashCode();
    }

    @Override
    public String toString() {
        return canonical;
    }
}
