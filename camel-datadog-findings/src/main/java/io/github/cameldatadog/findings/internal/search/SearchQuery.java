package io.github.cameldatadog.findings.internal.search;

import java.time.Instant;

/** Queries in Datadog's language, put together. */
final class SearchQuery {

    private static final String EVERYTHING = "*";

    private SearchQuery() {}

    /** What of a query's findings changed at that time or later; all of it if the time is null. */
    static String changedSince(String query, Instant since) {
        return since == null ? query : and(query, ">=", since);
    }

    /** What of a query's findings changed at that time or earlier; all of it if the time is null. */
    static String changedUntil(String query, Instant until) {
        return until == null ? query : and(query, "<=", until);
    }

    private static String and(String query, String relation, Instant moment) {
        String range = SearchSettings.OLDEST_FIRST + ":" + relation + moment.toEpochMilli();
        return query.isBlank() || query.strip().equals(EVERYTHING) ? range : "(" + query + ") " + range;
    }
}
