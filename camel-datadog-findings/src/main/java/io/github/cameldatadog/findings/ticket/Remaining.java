package io.github.cameldatadog.findings.ticket;

import java.util.List;

/** What is safe to send again: a finding, or a draft that came in with a message, with those of its findings that are left. */
public sealed interface Remaining permits Finding, TicketDraft {

    /** The ids of the findings it stands for, in order. */
    List<String> findingIds();
}
