package io.github.cameldatadog.findings.internal.search;

import io.github.cameldatadog.findings.DatadogFindingsConfiguration;
import io.github.cameldatadog.findings.internal.ConfiguredKeys;
import io.github.cameldatadog.findings.internal.ConnectionSettings;
import io.github.cameldatadog.findings.internal.LedgerSettings;
import io.github.cameldatadog.findings.internal.TicketSettings;
import java.time.Duration;
import java.util.function.UnaryOperator;
import org.apache.camel.spi.StateRepository;

/**
 * The options of an endpoint that searches, checked and in the types that the work is done with.
 *
 * @param organisation whose findings they are, as the option {@code ledgerScope} says
 * @param query which findings, in Datadog's query language; null if the option does not say
 * @param newestFirst whether what changed last comes first
 * @param maxFindings how many findings at most; 0 for all
 * @param unticketed whether findings on an open case are left out
 * @param since where it is kept how far a consumer has come; null if nowhere
 * @param overlap how much of what was delivered before is read again, since the index lags
 * @param exchangeTimeout how long a search may take; zero for no end
 */
public record SearchSettings(
        ConnectionSettings connection,
        String organisation,
        String query,
        boolean newestFirst,
        int pageSize,
        int maxFindings,
        boolean unticketed,
        Deliver deliver,
        boolean stream,
        StateRepository<String, String> since,
        Duration overlap,
        Duration exchangeTimeout) {

    /** Datadog's {@code sort}. */
    public static final String OLDEST_FIRST = "@detection_changed_at";

    static final String NEWEST_FIRST = "-@detection_changed_at";

    private static final int LARGEST_PAGE = 150;

    /** What one exchange of a consumer carries. */
    public enum Deliver {
        PAGE,
        FINDING,
        ALL
    }

    /**
     * Checks the options.
     *
     * @throws IllegalArgumentException if one is wrong; the message names the option, its value and what is allowed
     */
    public static SearchSettings of(
            DatadogFindingsConfiguration options, UnaryOperator<String> environment, ConfiguredKeys keys) {
        int pageSize = options.getPageSize();
        if (pageSize < 1 || pageSize > LARGEST_PAGE) {
            throw new IllegalArgumentException(
                    "Option pageSize=" + pageSize + " is out of range: allowed are 1 to " + LARGEST_PAGE);
        }
        String query = options.getQuery();
        SearchSettings settings = new SearchSettings(
                ConnectionSettings.of(options, environment, keys),
                LedgerSettings.organisation(options),
                query == null || query.isBlank() ? null : query.strip(),
                newestFirst(options.getSort()),
                pageSize,
                TicketSettings.atLeast("maxFindings", options.getMaxFindings(), 0),
                options.isUnticketed(),
                TicketSettings.oneOf("deliver", options.getDeliver(), Deliver.class),
                options.isStream(),
                options.getSinceRepository(),
                TicketSettings.duration("overlap", options.getOverlap(), 0),
                TicketSettings.duration("exchangeTimeout", options.getExchangeTimeout(), 0));
        if (settings.since() != null && settings.newestFirst()) {
            throw new IllegalArgumentException("Option sort=" + NEWEST_FIRST
                    + " does not go with sinceRepository, which goes from what changed first to what changed last: leave"
                    + " sort out");
        }
        return settings;
    }

    private static boolean newestFirst(String sort) {
        if (sort == null || sort.strip().equals(OLDEST_FIRST)) {
            return false;
        }
        if (sort.strip().equals(NEWEST_FIRST)) {
            return true;
        }
        throw new IllegalArgumentException(
                "Option sort=" + sort + " is unknown: allowed are " + OLDEST_FIRST + " and " + NEWEST_FIRST);
    }

    String sort() {
        return newestFirst ? NEWEST_FIRST : OLDEST_FIRST;
    }

    /** Which findings a consumer asks for. */
    public String mandatoryQuery() {
        if (query == null) {
            throw new IllegalArgumentException(
                    "Option query is missing: say which findings, in Datadog's query language,"
                            + " as in query=@severity:critical @status:open; query=* is for all");
        }
        return query;
    }
}
