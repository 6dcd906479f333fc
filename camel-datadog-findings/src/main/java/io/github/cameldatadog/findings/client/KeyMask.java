package io.github.cameldatadog.findings.client;

import io.github.cameldatadog.findings.client.Answer.Received;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Takes our keys out of an answer, before anybody reads it: a server, or a gateway on the way, may repeat what it was sent,
 * and parts of answers end in reports and exceptions. Immutable.
 */
final class KeyMask {

    /** A shorter key is none of Datadog's, and what is short may be a part of any word. */
    private static final int SHORTEST = 8;

    private static final byte MASK = 'x';

    private final List<byte[]> keys;

    /** Masks both keys, in whatever letter case. */
    KeyMask(DatadogCredentials credentials) {
        this.keys = Stream.of(credentials.apiKey(), credentials.applicationKey())
                .filter(key -> key.length() >= SHORTEST)
                .map(key -> key.toLowerCase(Locale.ROOT).getBytes(StandardCharsets.ISO_8859_1))
                // One key may begin with the other.
                .sorted(Comparator.comparingInt(key -> -key.length))
                .toList();
    }

    /** The same answer with each letter of a key replaced, in headers and body. */
    Received mask(Received answer) {
        Map<String, List<String>> headers = new LinkedHashMap<>();
        answer.headers()
                .forEach((name, values) ->
                        headers.put(name, values.stream().map(this::mask).toList()));
        return new Received(answer.status(), headers, mask(answer.body()));
    }

    private String mask(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        byte[] masked = mask(bytes);
        return masked == bytes ? text : new String(masked, StandardCharsets.UTF_8);
    }

    /** The same array if there is nothing to mask. */
    private byte[] mask(byte[] text) {
        byte[] masked = text;
        for (byte[] key : keys) {
            for (int at = indexOf(key, masked, 0); at >= 0; at = indexOf(key, masked, at + key.length)) {
                masked = masked == text ? text.clone() : masked;
                Arrays.fill(masked, at, at + key.length, MASK);
            }
        }
        return masked;
    }

    private static int indexOf(byte[] key, byte[] text, int from) {
        for (int at = from; at <= text.length - key.length; at++) {
            int matching = 0;
            while (matching < key.length && lower(text[at + matching]) == key[matching]) {
                matching++;
            }
            if (matching == key.length) {
                return at;
            }
        }
        return -1;
    }

    private static byte lower(byte letter) {
        return letter >= 'A' && letter <= 'Z' ? (byte) (letter + ('a' - 'A')) : letter;
    }
}
