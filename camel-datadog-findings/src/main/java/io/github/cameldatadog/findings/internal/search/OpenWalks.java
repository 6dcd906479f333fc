package io.github.cameldatadog.findings.internal.search;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** The walks of a context that may still ask for pages. Safe for use by several threads. */
public final class OpenWalks {

    private final Set<FindingWalk> open = ConcurrentHashMap.newKeySet();

    void add(FindingWalk walk) {
        open.add(walk);
    }

    void remove(FindingWalk walk) {
        open.remove(walk);
    }

    /** How many there are. */
    public int count() {
        return open.size();
    }

    /** Ends all of them. */
    public void stop(String reason) {
        open.forEach(walk -> walk.stop(reason));
    }
}
