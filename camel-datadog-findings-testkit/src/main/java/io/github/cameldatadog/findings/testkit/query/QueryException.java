package io.github.cameldatadog.findings.testkit.query;

/** A query that the language does not have. */
public final class QueryException extends Exception {

    private static final long serialVersionUID = 1L;

    QueryException(String query, int position, String problem) {
        super(problem + " at position " + position + " of the query: " + query);
    }
}
