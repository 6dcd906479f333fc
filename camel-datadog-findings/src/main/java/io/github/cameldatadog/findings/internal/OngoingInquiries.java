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

    /** Told apart by being the same object. */
    private static final class Waiting {
        private final Collection<String> findingIds;
        private final Runnable goOn;

        Waiting(Collection<String> findingIds, Runnable goOn) {
            this.findingIds = findingIds;
            this.goOn = goOn;
        }
    }

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
                        .filter(one -> !mayConcern(one.findingIds))
                        .toList();
                waiting.removeAll(free);
            }
            free.forEach(one -> one.goOn.run());
        }

        /** It is over: whoever waited goes on, on the thread that calls. */
        void end() {
            synchronized (OngoingInquiries.this) {
                ongoing.remove(this);
            }
            // It is not in the list any more, so nobody adds to these.
            waiting.forEach(one -> one.goOn.run());
        }
    }

    /**
     * Begins an inquiry, unless another one has to be awaited.
     *
     * @param findingIds whose work waits for inquiries about them
     * @param flights call the wait off
     * @param goOn runs when another one has ended, or is about other findings, or the wait was called off, so that it can be
     *     tried again
     * @return the new inquiry; empty if {@code goOn} will run
     */
    Optional<Inquiry> begin(Scope scope, Collection<String> findingIds, Flights flights, Runnable goOn) {
        synchronized (this) {
            if (another(scope, findingIds).isEmpty()) {
                Inquiry begun = new Inquiry(scope);
                ongoing.add(begun);
                return Optional.of(begun);
            }
        }
        flights.launch(landed -> {
            Waiting waiting = new Waiting(findingIds, () -> {
                landed.run();
                goOn.run();
            });
            if (!joins(scope, waiting)) {
                waiting.goOn.run(); // the other one has ended meanwhile
            }
            return reason -> callOff(waiting);
        });
        return Optional.empty();
    }

    private Optional<Inquiry> another(Scope scope, Collection<String> findingIds) {
        return ongoing.stream()
                .filter(one -> one.scope.equals(scope) && one.mayConcern(findingIds))
                .findFirst();
    }

    private synchronized boolean joins(Scope scope, Waiting waiting) {
        Optional<Inquiry> awaited = another(scope, waiting.findingIds);
        awaited.ifPresent(one -> one.waiting.add(waiting));
        return awaited.isPresent();
    }

    /** It goes on now, unless it does already. */
    private void callOff(Waiting waiting) {
        boolean waited;
        synchronized (this) {
            waited = ongoing.stream().anyMatch(one -> one.waiting.remove(waiting));
        }
        if (waited) {
            waiting.goOn.run();
        }
    }
}
