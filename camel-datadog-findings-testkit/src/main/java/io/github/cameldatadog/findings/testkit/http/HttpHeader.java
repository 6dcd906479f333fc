package io.github.cameldatadog.findings.testkit.http;

import java.util.Locale;
import java.util.Set;

/**
 * One header line.
 *
 * @param name the header's name as it was written
 * @param value its value
 */
public record HttpHeader(String name, String value) {

    private static final Set<String> SECRETS = Set.of("dd-api-key", "dd-application-key", "authorization", "cookie");

    /** Whether this header goes by that name, which is not case-sensitive. */
    public boolean is(String otherName) {
        return name.equalsIgnoreCase(otherName);
    }

    /** The line, with the value masked where it is a key. */
    @Override
    public String toString() {
        return name + ": " + (SECRETS.contains(name.toLowerCase(Locale.ROOT)) ? "(secret)" : value);
    }
}
