package io.github.cameldatadog.findings.client;

import io.github.cameldatadog.findings.client.Answer.Received;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Any bytes as an answer, written as HTTP writes it: a line with the status, lines with headers, an empty line, the body. So
 * that a fuzzer's inputs can be read, and written by hand.
 */
final class WrittenAnswer {

    private WrittenAnswer() {}

    static Received read(byte[] written) {
        int headEnds = endOfHead(written);
        List<String> head = new String(written, 0, headEnds, StandardCharsets.ISO_8859_1)
                .lines()
                .toList();
        byte[] body = Arrays.copyOfRange(written, Math.min(written.length, headEnds + 2), written.length);
        return head.isEmpty()
                ? new Received(201, Map.of(), body)
                : new Received(status(head.get(0)), headers(head.subList(1, head.size())), body);
    }

    /** How it went, where that was the only attempt. */
    static Delivery delivered(Received answer) {
        return new Delivery(
                Optional.of(answer),
                "",
                1,
                Duration.ofMillis(10),
                Optional.empty(),
                ServerDate.of(answer.headers()),
                Optional.empty());
    }

    private static int endOfHead(byte[] written) {
        for (int i = 0; i + 1 < written.length; i++) {
            if (written[i] == '\n' && written[i + 1] == '\n') {
                return i;
            }
        }
        return written.length;
    }

    private static int status(String line) {
        return line.matches("[0-9]{3}") ? Integer.parseInt(line) : 201;
    }

    private static Map<String, List<String>> headers(List<String> lines) {
        Map<String, List<String>> headers = new TreeMap<>();
        for (String line : lines) {
            int colon = line.indexOf(':');
            String name = line.substring(0, Math.max(0, colon)).strip().toLowerCase(Locale.ROOT);
            headers.computeIfAbsent(name, first -> new ArrayList<>()).add(line.substring(colon + 1));
        }
        return headers;
    }
}
