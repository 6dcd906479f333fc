package io.github.cameldatadog.findings.internal;

import io.github.cameldatadog.findings.ticket.TicketLedger.Scope;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * What was left in doubt and is being found out just now in this context: work on the same findings waits for it. Safe for use
 * by several threads.
 */
final class OngoingInquiries {

    private final List<Inquiry> ongoing = new ArrayList<>();

    private final class Inquiry {
        private final Scope scope;
        private final Set<String> findingIds;
        private final List<Runnable> waiting = new ArrayList<>();

        Inquiry(Scope scope, Collection<String> findingIds) {
            this.scope = scope;
            this.findingIds = new HashSet<>(findingIds);
        }

        boolean isAbout(Scope other, Collection<String> ids) {
            return scope.equals(other) && ids.stream().anyMatch(findingIds::contains);
        }
    }

    /**
     * An inquiry begins.
     *
     * @return ends it: whoever waited goes on, on the thread that calls
     */
    Runnable begin(Scope scope, Collection<String> findingIds) {
        Inquiry one = new Inquiry(scope, findingIds);
        synchronized (this) {
            ongoing.add(one);
        }
        return () -> end(one);
    }

    private void end(Inquiry one) {
        synchronized (this) {
            ongoing.remove(one);
        }
        // It is not in the list any more, so nobody adds to these.
        one.waiting.forEach(Runnable::run);
    }

    /**
     * Waits for an inquiry about any of these findings.
     *
     * @param whenOver runs when it has ended; never if there is none
     * @return whether there is one
     */
    synchronized boolean await(Scope scope, Collection<String> findingIds, Runnable whenOver) {
        for (Inquiry one : ongoing) {
            if (one.isAbout(scope, findingIds)) {
                one.waiting.add(whenOver);
                return true;
            }
        }
        return false;
    }
}
