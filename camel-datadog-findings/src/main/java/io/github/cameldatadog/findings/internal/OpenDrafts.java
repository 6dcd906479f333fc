package io.github.cameldatadog.findings.internal;

import io.github.cameldatadog.findings.internal.TicketSettings.AlreadyTicketed;
import io.github.cameldatadog.findings.ticket.Finding;
import io.github.cameldatadog.findings.ticket.ReportEntry;
import io.github.cameldatadog.findings.ticket.SkipReason;
import io.github.cameldatadog.findings.ticket.TicketDraft;
import io.github.cameldatadog.findings.ticket.TicketOutcome;
import io.github.cameldatadog.findings.ticket.TicketOutcome.NotSent;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;

/**
 * The drafts of one request that are not settled yet. Whatever is settled is entered into the books and into the ledger, once.
 * For one thread at a time: the one that prepares the request, then the one that hears how it went.
 */
final class OpenDrafts {

    private final RunBooks books;
    private final Claims claims;
    private final AlreadyTicketed alreadyTicketed;
    private final RunControl control;
    private List<TicketDraft> open;

    OpenDrafts(
            List<TicketDraft> drafts,
            RunBooks books,
            Claims claims,
            AlreadyTicketed alreadyTicketed,
            RunControl control) {
        this.control = control;
        this.open = drafts;
        this.books = books;
        this.claims = claims;
        this.alreadyTicketed = alreadyTicketed;
    }

    List<TicketDraft> drafts() {
        return open;
    }

    boolean isEmpty() {
        return open.isEmpty();
    }

    List<Finding> findings() {
        return open.stream().flatMap(draft -> draft.findings().stream()).toList();
    }

    List<String> findingIds() {
        return open.stream().flatMap(draft -> draft.findingIds().stream()).toList();
    }

    /** These are dealt with elsewhere. */
    void remove(Predicate<TicketDraft> which) {
        open = open.stream().filter(draft -> !which.test(draft)).toList();
    }

    void settle(TicketDraft draft, List<Finding> findings, TicketOutcome outcome) {
        claims.settled(findings, outcome, control.isEnding());
        books.settled(ReportEntry.ofDraft(outcome, draft, findings));
    }

    void settleAll(TicketOutcome outcome) {
        open.forEach(draft -> settle(draft, draft.findings(), outcome));
        open = List.of();
    }

    /** Settles the findings that are named, by id; drafts shrink, or go. */
    void settleEach(Map<String, TicketOutcome> outcomes) {
        if (!outcomes.isEmpty()) {
            sift(finding -> finding, finding -> Optional.ofNullable(outcomes.get(finding.id())));
        }
    }

    /**
     * Looks at each finding anew; drafts shrink, or go.
     *
     * @param now the finding as it is now
     * @param out what becomes of it; empty if it stays
     * @return what the drafts were before, by those that are left of them
     */
    Map<TicketDraft, TicketDraft> sift(
            UnaryOperator<Finding> now, Function<Finding, Optional<? extends TicketOutcome>> out) {
        Map<TicketDraft, TicketDraft> before = new IdentityHashMap<>();
        replaceEach(draft -> {
            List<Finding> stay = new ArrayList<>();
            for (Finding asItWas : draft.findings()) {
                Finding finding = now.apply(asItWas);
                Optional<? extends TicketOutcome> outcome = out.apply(finding);
                if (outcome.isPresent()) {
                    settle(draft, List.of(finding), asWanted(outcome.get()));
                } else {
                    stay.add(finding);
                }
            }
            if (stay.isEmpty()) {
                return Optional.empty();
            }
            TicketDraft left = draft.withFindings(stay);
            before.put(left, draft);
            return Optional.of(left);
        });
        return before;
    }

    /** Where nothing is to be sent if anything has a ticket, what has one was not sent, and nothing else is from now on. */
    private TicketOutcome asWanted(TicketOutcome outcome) {
        boolean fails = alreadyTicketed == AlreadyTicketed.FAIL
                && outcome instanceof TicketOutcome.Skipped skipped
                && skipped.why() == SkipReason.ALREADY_TICKETED;
        if (!fails) {
            return outcome;
        }
        String reason = "alreadyTicketed=fail, and a finding is " + outcome.reason();
        books.stopped(reason);
        control.stopSending(reason);
        return new NotSent(reason);
    }

    /** Replaces drafts one by one, so that those settled on the way are not open any more if a later one throws. */
    void replaceEach(Function<TicketDraft, Optional<TicketDraft>> step) {
        List<TicketDraft> done = new ArrayList<>();
        int at = 0;
        try {
            for (; at < open.size(); at++) {
                step.apply(open.get(at)).ifPresent(done::add);
            }
        } finally {
            done.addAll(open.subList(at, open.size()));
            open = done;
        }
    }
}
