package io.github.cameldatadog.findings.client;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;

/**
 * Who we are to Datadog. Immutable; shows neither key, whatever prints it.
 *
 * @param apiKey the organisation's key, sent as {@code DD-API-KEY}
 * @param applicationKey the user's or service account's key, sent as {@code DD-APPLICATION-KEY}
 */
public record DatadogCredentials(String apiKey, String applicationKey) {

    private static final int SAMENESS_BYTES = 16;

    /** @throws IllegalArgumentException if a key is missing or holds what no header may hold; the message tells no key */
    public DatadogCredentials {
        check("apiKey", "DD_API_KEY", apiKey);
        check("applicationKey", "DD_APP_KEY", applicationKey);
    }

    private static void check(String option, String variable, String key) {
        if (key == null || key.isBlank()) {
            throw new IllegalArgumentException(
                    "Option " + option + " is missing: set it, or the environment variable " + variable + ".");
        }
        for (int i = 0; i < key.length(); i++) {
            if (key.charAt(i) <= ' ' || key.charAt(i) > '~') {
                throw new IllegalArgumentException("Option " + option + " holds a character at position " + (i + 1)
                        + " of " + key.length() + " that no key has: only visible ASCII is allowed. Was a line break or"
                        + " a space copied with it?");
            }
        }
    }

    /**
     * The same text for the same keys, from which no key can be found: for sharing what belongs to the keys. Stable
     * between processes and releases.
     */
    public String sameness() {
        byte[] digest = sha256(apiKey, applicationKey);
        return HexFormat.of().formatHex(Arrays.copyOf(digest, SAMENESS_BYTES));
    }

    private static byte[] sha256(String... parts) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            for (String part : parts) {
                byte[] bytes = part.getBytes(StandardCharsets.UTF_8);
                digest.update(
                        ByteBuffer.allocate(Integer.BYTES).putInt(bytes.length).array());
                digest.update(bytes);
            }
            return digest.digest();
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java platform has SHA-256, but not this one", e);
        }
    }

    @Override
    public String toString() {
        return "DatadogCredentials[" + sameness() + "]";
    }
}
