package io.github.cameldatadog.findings.internal.reading;

import io.github.cameldatadog.findings.ticket.Finding;

/** One element of a body: a finding, or something that stands where a finding was expected. */
public sealed interface FindingElement {

    /** Which element it is, counted from 1 over the whole body, usable and invalid ones alike. */
    long position();

    /** An element that is a finding. */
    record Usable(Finding finding, long position) implements FindingElement {}

    /**
     * An element without a usable finding id. Reading goes on after it.
     *
     * @param reason what is wrong with it, as a clause such as {@code it has neither "id" nor "finding_id"}
     * @param where its line and column, and its file if it came in one; empty where nothing but the position is known
     */
    record Invalid(String reason, long position, String where) implements FindingElement {}
}
