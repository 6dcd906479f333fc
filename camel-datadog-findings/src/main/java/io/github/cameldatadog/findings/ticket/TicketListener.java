package io.github.cameldatadog.findings.ticket;

/**
 * Is told what became of findings as soon as it is settled, while the exchange is still being worked on. Called by
 * several threads, one call at a time for each exchange; a listener that throws is logged and changes no outcome.
 *
 * <p>Only {@link #settled(ReportEntry)} must be written. A listener that wants to know whose findings they are overrides
 * {@link #settled(Origin, ReportEntry)}, and one that wants to know when an exchange is through, {@link #end}.
 */
@FunctionalInterface
public interface TicketListener {

    /**
     * The exchange that findings came with.
     *
     * @param exchangeId its id
     * @param routeId the route it is on; null if it was sent to the endpoint without a route
     * @param redelivered whether it is sent again after an earlier attempt failed: what that settled is not told again
     */
    record Origin(String exchangeId, String routeId, boolean redelivered) {}

    /**
     * Findings are settled.
     *
     * @param entry the outcome, the findings it holds for, and the draft they were on
     */
    void settled(ReportEntry entry);

    /** As {@link #settled(ReportEntry)}, with the exchange they came with. This one is called. */
    default void settled(Origin origin, ReportEntry entry) {
        settled(entry);
    }

    /** Work on an exchange begins. */
    default void begin(Origin origin) {}

    /**
     * Work on an exchange is over, well or not; once for each {@link #begin}, before the exchange goes on.
     *
     * @param report what became of its findings; where the body could not be read at all it says so as
     *     {@link TicketReport#stopped()}
     */
    default void end(Origin origin, TicketReport report) {}
}
