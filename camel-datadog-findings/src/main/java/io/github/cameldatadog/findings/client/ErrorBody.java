package io.github.cameldatadog.findings.client;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.cameldatadog.findings.ticket.Displayed;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** Gets the words out of an error's body, whoever wrote it: Datadog in one of its shapes, or a gateway on the way. */
final class ErrorBody {

    /** The most characters of what is shown. */
    static final int MOST_CHARACTERS = 500;

    private static final int MOST_BYTES = 64 * 1024;

    private ErrorBody() {}

    /**
     * The words, on one line, at most 500 characters; empty if there are none. Never fails.
     *
     * @param contentType the answer's {@code Content-Type}; null if it tells none. Not relied on: Datadog sends JSON as
     *     {@code text/plain} too
     */
    static String words(byte[] body, String contentType) {
        String words = ofJson(body);
        if (words.isBlank()) {
            String text = new String(body, 0, Math.min(body.length, MOST_BYTES), StandardCharsets.UTF_8).strip();
            words = isHtml(text, contentType) ? ofHtml(text) : text;
        }
        return Displayed.clipped(words.strip(), MOST_CHARACTERS);
    }

    private static String ofJson(byte[] body) {
        try {
            JsonNode document = AnswerJson.document(body);
            JsonNode errors = document.path("errors");
            List<JsonNode> all = errors.isTextual() ? List.of(errors) : AnswerJson.each(errors);
            String words = all.stream()
                    .map(ErrorBody::ofError)
                    .filter(text -> !text.isBlank())
                    .distinct()
                    .limit(20)
                    .collect(Collectors.joining("; "));
            return words.isEmpty() ? firstOf(document, "message", "error", "detail") : words;
        } catch (UnreadableAnswerException notJson) {
            return "";
        }
    }

    private static String ofError(JsonNode error) {
        return error.isTextual() ? error.textValue() : firstOf(error, "detail", "title", "message", "code");
    }

    private static String firstOf(JsonNode node, String... names) {
        for (String name : names) {
            String text = AnswerJson.text(node, name);
            if (text != null) {
                return text;
            }
        }
        return "";
    }

    private static boolean isHtml(String text, String contentType) {
        return text.startsWith("<")
                || contentType != null && contentType.toLowerCase(Locale.ROOT).contains("html");
    }

    private static String ofHtml(String html) {
        String lower = html.toLowerCase(Locale.ROOT);
        int start = lower.indexOf("<title>");
        int end = start < 0 ? -1 : lower.indexOf("</title>", start);
        String title =
                end < 0 || lower.length() != html.length() ? "" : html.substring(start + "<title>".length(), end);
        return title.isBlank() ? html.replaceAll("<[^<>]*>", " ").replaceAll("\\s+", " ") : title;
    }
}
