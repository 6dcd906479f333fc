package io.github.cameldatadog.findings.testkit.finding;

/** The forms in which lists of findings travel. */
public enum DocumentShape {
    /** A search answer with the fields under {@code attributes.attributes.custom}, as recorded. */
    SEARCH_RECORDED,
    /** A search answer with the fields under {@code attributes.attributes}, as documented. */
    SEARCH_DOCUMENTED,
    /** The elements of a search answer, as recorded, in a bare array. */
    ARRAY,
    /** The elements of a search answer, as recorded, one a line. */
    NDJSON,
    /** The schema's objects with {@code finding_id} and {@code tags} among their members, in an array. */
    BARE_ARRAY,
    /** The schema's objects, one a line. */
    BARE_NDJSON,
    /** Objects with only {@code id} and {@code type}, in an array. */
    REFERENCES,
    /** The ids as strings in an array. */
    ID_ARRAY,
    /** The ids as plain text, one a line. */
    ID_LINES
}
