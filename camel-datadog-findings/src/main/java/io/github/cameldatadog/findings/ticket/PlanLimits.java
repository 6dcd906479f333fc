package io.github.cameldatadog.findings.ticket;

/**
 * How large drafts and batches may grow, and how many groups may wait.
 *
 * @param findingsPerTicket the most findings on one ticket, 1 to 50
 * @param ticketsPerRequest the most tickets in one request, 1 to 50
 * @param maxOpenGroups how many groups may wait for more findings, 1 or more; beyond it the fullest is closed
 */
public record PlanLimits(int findingsPerTicket, int ticketsPerRequest, int maxOpenGroups) {

    /** Datadog's own limits, and ten thousand open groups. */
    public static final PlanLimits DEFAULT = new PlanLimits(TicketDraft.MOST_FINDINGS, Batch.MOST_DRAFTS, 10_000);

    public PlanLimits {
        require("findingsPerTicket", findingsPerTicket, TicketDraft.MOST_FINDINGS);
        require("ticketsPerRequest", ticketsPerRequest, Batch.MOST_DRAFTS);
        require("maxOpenGroups", maxOpenGroups, Integer.MAX_VALUE);
    }

    private static void require(String option, int value, int most) {
        if (value < 1 || value > most) {
            throw new IllegalArgumentException("Option " + option + "=" + value + " is out of range: allowed are 1 to "
                    + most + (most == 50 ? " (Datadog refuses more)" : ""));
        }
    }
}
