package io.github.cameldatadog.findings.ticket;

import java.util.List;

/**
 * The drafts of one request, 1 to 50.
 *
 * @param number counts the batches of one exchange from 1
 * @param drafts the drafts, in the order in which they were closed
 */
public record Batch(int number, List<TicketDraft> drafts) {

    /** The most tickets Datadog takes in one request. */
    public static final int MOST_DRAFTS = 50;

    public Batch {
        drafts = List.copyOf(drafts);
        if (drafts.isEmpty() || drafts.size() > MOST_DRAFTS) {
            throw new IllegalArgumentException(
                    "A request takes 1 to " + MOST_DRAFTS + " tickets, not " + drafts.size());
        }
    }

    /** How many findings are on its drafts. */
    public int findingCount() {
        return drafts.stream().mapToInt(TicketDraft::size).sum();
    }

    /** The same request with other drafts. */
    public Batch withDrafts(List<TicketDraft> others) {
        return new Batch(number, others);
    }
}
