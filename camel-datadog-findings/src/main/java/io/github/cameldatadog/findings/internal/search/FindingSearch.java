package io.github.cameldatadog.findings.internal.search;

import io.github.cameldatadog.findings.client.FindingsClient;
import io.github.cameldatadog.findings.client.SiteKnowledge;
import io.github.cameldatadog.findings.client.Timing;
import io.github.cameldatadog.findings.ticket.Finding;
import java.time.Instant;
import java.util.function.Predicate;

/**
 * What an endpoint searches with. Safe for use by several threads.
 *
 * @param client sends the searches
 * @param knowledge hears what answers tell of the place
 * @param walks those under way, so that they end with the context
 */
public record FindingSearch(
        FindingsClient client, SiteKnowledge knowledge, Timing timing, SearchSettings settings, OpenWalks walks) {

    /** Begins to go through what a query finds. */
    public FindingWalk walk(String query) {
        return walk(query, null, finding -> true);
    }

    /**
     * Begins to go through what a query finds.
     *
     * @param since what changed earlier is left out; null for none
     * @param isWanted what else is left out
     */
    FindingWalk walk(String query, Instant since, Predicate<Finding> isWanted) {
        FindingWalk walk = new FindingWalk(this, SearchQuery.changedSince(query, since), isWanted);
        walks.add(walk);
        return walk;
    }
}
