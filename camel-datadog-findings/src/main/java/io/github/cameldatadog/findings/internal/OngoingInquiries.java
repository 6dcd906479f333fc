package io.github.cameldatadog.findings.internal;

import io.github.cameldatadog.findings.ticket.TicketLedger.Scope;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What was left in doubt and is being found out just now in this context: work on the same findings waits for it. Safe for use
 * by several threads.
 */
final class OngoingInquiries {

    private final List<Inquiry> ongoing = new ArrayList<>();

    private record Waiting(Collection<String> findingIds, Runnable goOn) {}

    /**
     * Somebody asks the ledger what is in doubt, and finds out what became of it. What the ledger will name is unknown at first,
     * and named by it to one alone: until then everybody else waits who would ask, or is at work on anything.
     */
    final class Inquiry {
        private final Scope scope;
        private final List<Waiting> waiting = new ArrayList<>();
        /** Null as long as it is unknown. */
        private Set<String> findingIds;

        private Inquiry(Scope scope) {
            this.scope = scope;
        }

        private boolean mayConcern(Collection<String> ids) {
            return findingIds == null || ids.stream().anyMatch(findingIds::contains);
        }

        /** Tells what it is about: whoever waited for nothing goes on, on the thread that calls. */
        void isAbout(Collection<String> ids) {
            List<Waiting> free;
            synchronized (OngoingInquiries.this) {
                findingIds = new HashSet<>(ids);
                free = waiting.stream()
                        .filter(one -> !mayConcern(one.findingIds()))
                        .toList();
                waiting.removeAll(free);
            }
            free.forEach(one -> one.goOn().run());
        }

        /** It is over: whoever waited goes on, on the thread that calls. */
        void end() {
            synchronized (OngoingInquiries.this) {
                ongoing.remove(this);
            }
            // It is not in the list any more, so nobody adds to these.
            waiting.forEach(one -> one.goOn().run());
        }
    }

    /**
     * Begins an inquiry, unless another one has to be awaited.
     *
     * @param findingIds whose work waits for inquiries about them
     * @param goOn runs when another one has ended, or is about other findings, so that it can be tried again
     * @return the new inquiry; empty if {@code goOn} will run
     */
    synchronized Optional<Inquiry> begin(Scope scope, Collection<String> findingIds, Runnable goOn) {
        for (Inquiry one : ongoing) {
            if (one.scope.equals(scope) && one.mayConcern(findingIds)) {
                one.waiting.add(new Waiting(findingIds, goOn));
                return Optional.empty();
            }
        }
        Inquiry begun = new Inquiry(scope);
        ongoing.add(begun);
        return Optional.of(begun);
    }
}
