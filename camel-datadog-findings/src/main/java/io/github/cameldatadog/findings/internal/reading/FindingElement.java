package io.github.cameldatadog.findings.internal.reading;

import io.github.cameldatadog.findings.ticket.Finding;
import io.github.cameldatadog.findings.ticket.TicketDraft;

/** One element of a body: a finding, or something that stands where a finding was expected. */
public sealed interface FindingElement {

    /** Which element it is, counted from 1 over the whole body, usable and invalid ones alike. */
    long position();

    /**
     * A finding.
     *
     * @param given the draft that came in with it, the same one for each of the draft's findings, which come one after the
     *     other; null if it came alone
     */
    record Usable(Finding finding, TicketDraft given, long position) implements FindingElement {
        Usable(Finding finding, long position) {
            this(finding, null, position);
        }
    }

    /**
     * An element that cannot be used. Reading goes on after it.
     *
     * @param finding the finding, where its id is known and the fault is in what is around it; else null
     * @param reason what is wrong with it, as a clause such as {@code it has neither "id" nor "finding_id"}
     * @param where its line and column, and its file if it came in one; empty where nothing but the position is known
     */
    record Invalid(Finding finding, String reason, long position, String where) implements FindingElement {
        Invalid(String reason, long position, String where) {
            this(null, reason, position, where);
        }
    }
}
