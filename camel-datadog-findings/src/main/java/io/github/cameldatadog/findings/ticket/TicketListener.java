package io.github.cameldatadog.findings.ticket;

/**
 * Is told what became of findings as soon as it is settled, while the exchange is still being worked on. Called by
 * several threads, one call at a time for each exchange; a listener that throws is logged and changes no outcome.
 */
@FunctionalInterface
public interface TicketListener {

    /**
     * Findings are settled.
     *
     * @param entry the outcome, the findings it holds for, and the draft they were on
     */
    void settled(ReportEntry entry);
}
