package io.github.cameldatadog.findings.internal;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Knows which keys took the place of which. Rate limits are the organisation's: what was learnt of them under the old keys
 * holds for the new ones. Safe for use by several threads.
 */
final class KeyLineages {

    /** Enough for years of rotation; the keys that were not asked for longest are forgotten. */
    private static final int MOST = 1024;

    private final Map<String, String> lineageBySameness = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, String> eldest) {
            return size() > MOST;
        }
    };

    /** What stays the same for these keys and those that take their place. */
    synchronized String of(String sameness) {
        return lineageBySameness.computeIfAbsent(sameness, first -> first);
    }

    /** Keys take the place of others. Keys that are in use already keep what they have. */
    synchronized String continued(String sameness, String lineage) {
        return lineageBySameness.computeIfAbsent(sameness, first -> lineage);
    }
}
