package io.github.cameldatadog.findings.observe;

import io.github.cameldatadog.findings.ticket.Displayed;
import java.util.LinkedHashSet;
import java.util.Set;

/** The first few of Datadog's request ids, fit to be shown. Safe for use by several threads. */
final class RequestIds {

    private static final int MOST = 5;
    private static final int LONGEST = 80;

    private final Set<String> first = new LinkedHashSet<>();
    private long more;

    /** A request id fit to be shown; null stays null. */
    static String shown(String id) {
        return id == null ? null : Displayed.clipped(id, LONGEST);
    }

    synchronized void add(String id) {
        if (id == null || first.contains(shown(id))) {
            return;
        }
        if (first.size() < MOST) {
            first.add(shown(id));
        } else {
            more++;
        }
    }

    synchronized boolean isEmpty() {
        return first.isEmpty();
    }

    @Override
    public synchronized String toString() {
        String ids = first.isEmpty() ? "none told" : String.join(", ", first);
        return more == 0 ? ids : ids + " and " + more + " more";
    }
}
