package io.github.cameldatadog.findings.internal;

import io.github.cameldatadog.findings.client.DatadogCredentials;
import io.github.cameldatadog.findings.client.DatadogCredentialsProvider;
import java.util.Objects;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The keys of one source, asked again at each use, and what outlives their change. Safe for use by several threads. */
final class LiveKeys implements DatadogCredentialsProvider {

    private static final Logger LOG = LoggerFactory.getLogger(LiveKeys.class);

    private final DatadogCredentialsProvider source;
    private final String siteName;
    private final KeyLineages lineages;
    private volatile Seen seen;

    private record Seen(DatadogCredentials keys, String lineage) {}

    LiveKeys(DatadogCredentialsProvider source, String siteName, KeyLineages lineages) {
        this.source = source;
        this.siteName = siteName;
        this.lineages = lineages;
    }

    @Override
    public DatadogCredentials credentials() {
        DatadogCredentials now = Objects.requireNonNull(source.credentials(), "credentials");
        Seen last = seen;
        if (last == null || !last.keys.equals(now)) {
            note(now);
        }
        return now;
    }

    private synchronized void note(DatadogCredentials now) {
        Seen last = seen;
        if (last == null) {
            seen = new Seen(now, lineages.of(now.sameness()));
        } else if (!last.keys.equals(now)) {
            seen = new Seen(now, lineages.continued(now.sameness(), last.lineage));
            LOG.info("The keys for {} have changed: requests carry the new ones from now on", siteName);
        }
    }

    /** The same for all keys of this source, and for whoever uses the same keys: it has one rate limit. */
    String lineage() {
        try {
            credentials();
        } catch (RuntimeException e) {
            // The request that needs them says so; its words may hold a key.
            LOG.debug(
                    "The keys for {} cannot be had: {}", siteName, e.getClass().getName());
        }
        Seen last = seen;
        return last == null ? "" : last.lineage;
    }

    @Override
    public String toString() {
        return "LiveKeys[" + siteName + "]";
    }
}
