package io.github.cameldatadog.findings.client;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reads moments as HTTP writes them, such as {@code Sun, 06 Nov 1994 08:49:37 GMT}. Never fails. */
final class ServerDate {

    private ServerDate() {}

    /** The moment at which an answer was made by the server's own clock, out of its {@code Date} header. */
    static Optional<Instant> of(Map<String, List<String>> headers) {
        return headers.getOrDefault("date", List.of()).stream()
                .map(ServerDate::parse)
                .flatMap(Optional::stream)
                .findFirst();
    }

    static Optional<Instant> parse(String text) {
        if (text == null) {
            return Optional.empty();
        }
        try {
            return Optional.of(Instant.from(DateTimeFormatter.RFC_1123_DATE_TIME.parse(text.strip())));
        } catch (DateTimeException notADate) {
            return Optional.empty();
        }
    }
}
