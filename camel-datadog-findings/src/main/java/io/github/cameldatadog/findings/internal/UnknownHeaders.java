package io.github.cameldatadog.findings.internal;

import io.github.cameldatadog.findings.DatadogFindingsConstants;
import io.github.cameldatadog.findings.client.NearestName;
import io.github.cameldatadog.findings.ticket.Displayed;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.camel.Message;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Warns of headers that look like ours and are not: a misspelt {@code CamelDatadogFindingsTitel} does nothing, and nobody
 * would notice. Each name is told once, its value never. Safe for use by several threads.
 */
public final class UnknownHeaders {

    private static final Logger LOG = LoggerFactory.getLogger(UnknownHeaders.class);

    private static final String PREFIX = DatadogFindingsConstants.HEADER_PREFIX;

    /** Messages may come from anywhere: names that are made up must not fill memory or the log. */
    private static final int MOST_TOLD = 50;

    private static final int MOST_SHOWN = 80;

    /** What the names of our headers end with. */
    private static final Set<String> KNOWN = known();

    /** In lower case: headers are found in any case. */
    private final Set<String> told = ConcurrentHashMap.newKeySet();

    private static Set<String> known() {
        Set<String> ends = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);
        DatadogFindingsConstants.HEADERS.forEach(name -> ends.add(name.substring(PREFIX.length())));
        return ends;
    }

    /** Warns of the headers of a message that it has not warned of yet. */
    public void warnOf(Message message) {
        if (!message.hasHeaders()) {
            return;
        }
        for (String name : message.getHeaders().keySet()) {
            if (!name.regionMatches(true, 0, PREFIX, 0, PREFIX.length())) {
                continue;
            }
            String end = name.substring(PREFIX.length());
            if (!KNOWN.contains(end) && told.size() < MOST_TOLD && told.add(end.toLowerCase(Locale.ROOT))) {
                warn(name, end);
            }
        }
    }

    private static void warn(String name, String end) {
        LOG.warn(
                "The header {} is none of this component's and does nothing{} Its value is not shown; this is told once.",
                Displayed.clipped(name, MOST_SHOWN),
                NearestName.to(end, KNOWN)
                        .map(near -> ": did you mean " + PREFIX + near + "?")
                        .orElse("."));
    }
}
