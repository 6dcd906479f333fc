package io.github.cameldatadog.findings.testkit.core;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.cameldatadog.findings.testkit.Operation;
import io.github.cameldatadog.findings.testkit.query.FindingQuery;
import io.github.cameldatadog.findings.testkit.query.QueryException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Reads requests that list or search findings. */
final class FindReader {

    private static final int USUAL_LIMIT = 10;
    private static final int HIGHEST_LIMIT = 150;
    private static final String NEWEST_FIRST = "-@detection_changed_at";
    private static final String OLDEST_FIRST = "@detection_changed_at";
    private static final Set<String> PARAMETERS = Set.of("filter[query]", "page[limit]", "page[cursor]", "sort");

    private FindReader() {}

    static Command.Find list(String queryString) throws Refusal {
        Map<String, String> parameters = parameters(queryString);
        return find(
                Operation.LIST,
                parameters.getOrDefault("filter[query]", ""),
                parameters.getOrDefault("sort", NEWEST_FIRST),
                limit(parameters.get("page[limit]")),
                Optional.ofNullable(parameters.get("page[cursor]")));
    }

    private static Map<String, String> parameters(String queryString) throws Refusal {
        Map<String, String> parameters = new LinkedHashMap<>();
        for (String part : queryString.isEmpty() ? new String[0] : queryString.split("&", -1)) {
            int equals = part.indexOf('=');
            String name = decode(equals < 0 ? part : part.substring(0, equals));
            if (!PARAMETERS.contains(name)) {
                throw Refusal.badRequest("unknown query parameter \"" + name + "\"");
            }
            if (parameters.put(name, decode(equals < 0 ? "" : part.substring(equals + 1))) != null) {
                throw Refusal.badRequest("query parameter \"" + name + "\" is given twice");
            }
        }
        return parameters;
    }

    private static String decode(String text) throws Refusal {
        try {
            return URLDecoder.decode(text, StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            throw Refusal.badRequest("malformed percent-encoding in the query string: " + text);
        }
    }

    private static int limit(String text) throws Refusal {
        if (text == null) {
            return USUAL_LIMIT;
        }
        try {
            return Integer.parseInt(text);
        } catch (NumberFormatException e) {
            throw Refusal.badRequest("page[limit] must be a number but is \"" + text + "\"");
        }
    }

    static Command.Find search(byte[] body) throws Refusal {
        JsonNode node = StrictJson.data(body);
        if (!(node instanceof ObjectNode data)) {
            throw Refusal.badRequest("data must be an object but is " + StrictJson.kind(node));
        }
        StrictJson.members(data, "data", Set.of("attributes"));
        ObjectNode attributes =
                data.has("attributes") ? StrictJson.object(data, "data", "attributes") : data.objectNode();
        String where = "data.attributes";
        StrictJson.members(attributes, where, Set.of("filter", "sort", "page"));
        ObjectNode page = attributes.has("page") ? StrictJson.object(attributes, where, "page") : data.objectNode();
        StrictJson.members(page, where + ".page", Set.of("limit", "cursor"));
        JsonNode limit = page.path("limit");
        if (!limit.isMissingNode() && !limit.isInt()) {
            throw Refusal.badRequest(where + ".page.limit must be a whole number but is " + limit);
        }
        return find(
                Operation.SEARCH,
                StrictJson.optionalText(attributes, where, "filter").orElse(""),
                StrictJson.optionalText(attributes, where, "sort").orElse(NEWEST_FIRST),
                limit.asInt(USUAL_LIMIT),
                StrictJson.optionalText(page, where + ".page", "cursor"));
    }

    private static Command.Find find(Operation operation, String query, String sort, int limit, Optional<String> cursor)
            throws Refusal {
        if (!sort.equals(NEWEST_FIRST) && !sort.equals(OLDEST_FIRST)) {
            throw Refusal.badRequest("sort must be " + OLDEST_FIRST + " or " + NEWEST_FIRST + " but is " + sort);
        }
        if (limit < 1 || limit > HIGHEST_LIMIT) {
            throw Refusal.badRequest("page limit must be 1 to " + HIGHEST_LIMIT + " but is " + limit);
        }
        boolean descending = sort.equals(NEWEST_FIRST);
        try {
            FindingQuery parsed = FindingQuery.parse(query);
            return new Command.Find(operation, query, parsed, descending, limit, cursor(cursor, query, descending));
        } catch (QueryException e) {
            throw Refusal.badRequest(e.getMessage());
        }
    }

    private static Optional<PageCursor> cursor(Optional<String> text, String query, boolean descending) throws Refusal {
        if (text.isEmpty()) {
            return Optional.empty();
        }
        Optional<PageCursor> cursor = PageCursor.decode(text.get());
        if (cursor.isEmpty()) {
            throw Refusal.badRequest("invalid cursor");
        }
        if (cursor.get().search() != PageCursor.searchOf(query, descending)) {
            throw Refusal.badRequest("invalid cursor: it belongs to another query or sort order");
        }
        return cursor;
    }
}
