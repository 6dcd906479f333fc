package io.github.cameldatadog.findings.internal.reading;

/**
 * Which document a message speaks of.
 *
 * @param name the name to begin a sentence with
 * @param isNamed whether the name tells more than that it is the body
 */
record Document(String name, boolean isNamed) {

    static final Document BODY = new Document("The body", false);

    static Document named(String name) {
        return new Document(name, true);
    }

    /** A place in this document. */
    String place(String lineAndColumn) {
        if (!isNamed) {
            return lineAndColumn;
        }
        return lineAndColumn.isEmpty() ? name : name + ", " + lineAndColumn;
    }
}
