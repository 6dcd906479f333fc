package io.github.cameldatadog.findings.testkit.history;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.github.cameldatadog.findings.testkit.Operation;
import io.github.cameldatadog.findings.testkit.http.HttpCall;
import io.github.cameldatadog.findings.testkit.http.HttpHeader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * One request, as it was received and as the strict check judged it. The check is independent of what was answered: a
 * request that met a gateway's fault is checked all the same. Immutable.
 *
 * @param number counts the requests from 1 in the order in which they arrived
 * @param receivedAt when the last byte of it had arrived
 * @param operation what it asked for
 * @param call the request itself
 * @param violation what the client did wrong, in words; empty for a request that keeps to the specification. Unknown
 *     projects, stale findings, wrong keys and expired cursors are circumstances, not violations
 */
public record ReceivedRequest(
        long number, Instant receivedAt, Operation operation, HttpCall call, Optional<String> violation) {

    private static final JsonMapper MAPPER = new JsonMapper();

    /** The method, as {@code POST}. */
    public String method() {
        return call.method();
    }

    /** The path, without the query string. */
    public String path() {
        String target = call.target();
        int query = target.indexOf('?');
        return query < 0 ? target : target.substring(0, query);
    }

    /** The header lines in their order, keys included. */
    public List<HttpHeader> headers() {
        return call.headers();
    }

    /** The value of the first header line of that name. */
    public Optional<String> header(String name) {
        return call.headerValues(name).stream().findFirst();
    }

    /** The body read as UTF-8. */
    public String body() {
        return call.bodyText();
    }

    /** The body read as JSON, or a missing node where it is none. */
    public JsonNode json() {
        try {
            JsonNode node = MAPPER.readTree(call.body());
            return node == null ? MissingNode.getInstance() : node;
        } catch (JsonProcessingException e) {
            return MissingNode.getInstance();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * The ids of the findings that a request names, in their order; empty for one that neither makes, attaches, detaches
     * nor mutes.
     */
    public List<String> findingIds() {
        if (!operation.changesFindings()) {
            return List.of();
        }
        return json().path("data").findValues("findings").stream()
                .flatMap(findings -> findings.path("data").findValuesAsText("id").stream())
                .toList();
    }

    /** Whether the request keeps to the specification. */
    public boolean valid() {
        return violation.isEmpty();
    }

    @Override
    public String toString() {
        return "#" + number + " " + call
                + violation.map(text -> ", invalid: " + text).orElse("");
    }
}
