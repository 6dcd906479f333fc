package io.github.cameldatadog.findings.internal;

import io.github.cameldatadog.findings.internal.DoubtSettings.OnUnknown;
import io.github.cameldatadog.findings.ticket.CaseReference;
import io.github.cameldatadog.findings.ticket.Finding;
import io.github.cameldatadog.findings.ticket.TicketDraft;
import io.github.cameldatadog.findings.ticket.TicketLedger;
import io.github.cameldatadog.findings.ticket.TicketLedger.End;
import io.github.cameldatadog.findings.ticket.TicketLedger.InDoubt;
import io.github.cameldatadog.findings.ticket.TicketLedger.Intent;
import io.github.cameldatadog.findings.ticket.TicketLedger.Settlement;
import io.github.cameldatadog.findings.ticket.TicketOutcome;
import io.github.cameldatadog.findings.ticket.TicketOutcome.CaseOnly;
import io.github.cameldatadog.findings.ticket.TicketOutcome.Ticketed;
import io.github.cameldatadog.findings.ticket.TicketOutcome.Unknown;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Finds out what became of findings that others left in doubt in the ledger: a process that died, or an exchange that looked for
 * them in vain. What is found out is written into the ledger, before new work on those findings begins. Safe for use by several
 * threads.
 */
final class LeftInDoubt {

    private static final Logger LOG = LoggerFactory.getLogger(LeftInDoubt.class);

    /** Drafts that are taken over at a time when a context starts. */
    private static final int MOST_AT_START = 1_000;

    private final RunParts parts;
    private final TicketSettings settings;
    private final RunControl control;
    private final RunBooks books;
    private final String holder;

    /** What was found out already, or found to be still in doubt: the next batch of the same exchange does not ask again. */
    private final Set<String> asked = ConcurrentHashMap.newKeySet();

    /** @param holder who finds out, in words for people */
    LeftInDoubt(RunParts parts, TicketSettings settings, RunControl control, RunBooks books, String holder) {
        this.parts = parts;
        this.settings = settings;
        this.control = control;
        this.books = books;
        this.holder = holder;
    }

    /** Whether a finding was in doubt, and was looked for here. */
    boolean hasLookedFor(String findingId) {
        return asked.contains(findingId);
    }

    /** Finds out what there is to be found out of these findings and of those that were sent with them; then runs on. */
    void settle(Collection<String> findingIds, Runnable whenDone) {
        LedgerOfEndpoint ledger = parts.ledger();
        if (!settles()) {
            whenDone.run();
        } else {
            ledger.inquiries()
                    .begin(
                            ledger.scope(),
                            findingIds,
                            control.flights(),
                            () -> execute(() -> settle(findingIds, whenDone)))
                    .ifPresent(inquiry -> {
                        Intent intent = ledger.intent(holder);
                        List<String> unasked = findingIds.stream()
                                .filter(id -> !asked.contains(id))
                                .toList();
                        List<InDoubt> left = unasked.isEmpty()
                                ? List.of()
                                : takeOver(intent, () -> ledger.ledger().takeOver(intent, unasked));
                        findOut(inquiry, intent, left, whenDone);
                    });
        }
    }

    /** Finds out what there is to be found out in the endpoint's part of the ledger; then runs on. */
    void settleAll(Runnable whenDone) {
        settleAny(left -> left, whenDone);
    }

    /** Likewise; but leaves in doubt what somebody has looked for already. */
    void settleMore(Runnable whenDone) {
        settleAny(left -> left.stream().filter(one -> !one.wasLookedFor()).toList(), whenDone);
    }

    private void settleAny(UnaryOperator<List<InDoubt>> which, Runnable whenDone) {
        LedgerOfEndpoint ledger = parts.ledger();
        if (!settles()) {
            whenDone.run();
            return;
        }
        ledger.inquiries()
                .begin(ledger.scope(), List.of(), control.flights(), () -> execute(() -> settleAny(which, whenDone)))
                .ifPresent(inquiry -> settleAny(inquiry, which, whenDone));
    }

    private void settleAny(OngoingInquiries.Inquiry inquiry, UnaryOperator<List<InDoubt>> which, Runnable whenDone) {
        LedgerOfEndpoint ledger = parts.ledger();
        Intent intent = ledger.intent(holder);
        List<InDoubt> left = takeOver(intent, () -> ledger.ledger().takeOverAny(intent, MOST_AT_START));
        if (left.size() == MOST_AT_START) {
            LOG.warn(
                    "More than {} tickets are in doubt in the ledger: the others are looked up when their findings come again",
                    MOST_AT_START);
        }
        List<InDoubt> wanted = which.apply(left);
        List<InDoubt> others =
                left.stream().filter(one -> !wanted.contains(one)).toList();
        write(intent, others.stream().map(LeftInDoubt::asItWas).toList());
        findOut(inquiry, intent, wanted, whenDone);
    }

    /** Whether anything is to be found out with these settings, now. */
    boolean settles() {
        return control.whyStopped() == null && settings.doubts().onUnknown() != OnUnknown.PARK && !settings.dryRun();
    }

    private interface Question {
        List<InDoubt> ask();
    }

    /** A ledger that is down now says so again when the findings are to be claimed: then they are not sent. */
    private List<InDoubt> takeOver(Intent intent, Question question) {
        try {
            return question.ask();
        } catch (Throwable e) { // a ledger in another language may throw anything
            LOG.warn("The ledger could not be asked what is in doubt", e);
            // It may have done it all the same, and as long as we live nobody else can.
            TicketLedger ledger = parts.ledger().ledger();
            parts.ledger().undo().accept(() -> letGo(ledger, intent, question.ask()));
            return List.of();
        }
    }

    private static void letGo(TicketLedger ledger, Intent intent, List<InDoubt> taken) {
        if (!taken.isEmpty()) {
            ledger.settle(intent, taken.stream().map(LeftInDoubt::asItWas).toList());
        }
    }

    private static Settlement asItWas(InDoubt taken) {
        return new Settlement(taken.wasLookedFor() ? End.IN_DOUBT : End.LEFT, taken.findingIds(), null);
    }

    private static List<String> ids(List<InDoubt> taken) {
        return taken.stream().flatMap(one -> one.findingIds().stream()).toList();
    }

    private void findOut(OngoingInquiries.Inquiry inquiry, Intent intent, List<InDoubt> left, Runnable whenDone) {
        if (left.isEmpty()) {
            inquiry.end();
            whenDone.run();
            return;
        }
        List<String> ids = ids(left);
        asked.addAll(ids);
        LOG.info("{}: looking for {} findings that were left in doubt", holder, ids.size());
        inquiry.isAbout(ids);
        List<Doubt> doubts;
        try {
            Instant now = parts.timing().now();
            doubts = left.stream().map(one -> doubt(one, now)).toList();
        } catch (RuntimeException | Error e) {
            // What somebody has written into the ledger by hand, perhaps; work on other findings must not wait for
            // ever.
            LOG.warn("{}: what the ledger says of findings in doubt cannot be understood: {}", holder, ids, e);
            end(inquiry, intent, List.of(new Settlement(End.LEFT, ids, null)), whenDone);
            return;
        }
        List<Settlement> told = new ArrayList<>();
        new Reconciliation(
                        parts,
                        books,
                        control,
                        settings.doubts().within(window(left)),
                        true,
                        (draft, findings, outcome) -> settlement(findings, outcome, told))
                .start(doubts, notMade -> {
                    told.addAll(freed(intent, notMade));
                    end(inquiry, intent, told, whenDone);
                });
    }

    /** Others may have found out meanwhile that a request took effect: then nothing of it is free. */
    private List<Settlement> freed(Intent intent, List<Doubt> notMade) {
        if (notMade.isEmpty()) {
            return List.of();
        }
        Set<String> looked = notMade.stream()
                .flatMap(doubt -> doubt.findings().stream())
                .map(Finding::id)
                .collect(Collectors.toSet());
        List<Settlement> ends = new ArrayList<>();
        Set<String> left = new TreeSet<>(looked);
        TicketLedger ledger = parts.ledger().ledger();
        for (InDoubt now : takeOver(intent, () -> ledger.takeOver(intent, looked))) {
            if (now.tookEffect() || !looked.containsAll(now.findingIds())) {
                left.addAll(now.findingIds());
            } else {
                left.removeAll(now.findingIds());
                ends.add(new Settlement(End.FREE, now.findingIds(), null));
            }
        }
        if (!left.isEmpty()) {
            ends.add(new Settlement(End.LEFT, List.copyOf(left), null));
        }
        return ends;
    }

    private void end(OngoingInquiries.Inquiry inquiry, Intent intent, List<Settlement> told, Runnable whenDone) {
        write(intent, told);
        inquiry.end();
        whenDone.run();
    }

    /** What was looked for until a window was over is looked at once more; nobody waited for the other yet. */
    private Duration window(List<InDoubt> left) {
        boolean waits = settings.doubts().onUnknown() == OnUnknown.RESEND
                || left.stream().anyMatch(one -> !one.wasLookedFor());
        return waits ? settings.doubts().window() : Duration.ZERO;
    }

    private static Doubt doubt(InDoubt left, Instant now) {
        List<Finding> findings = left.findingIds().stream().map(Finding::ofId).toList();
        TicketDraft draft = TicketDraft.of(findings)
                .withProject(left.evidence().project())
                .withTitle(left.evidence().title());
        Unknown unknown = new Unknown("whoever sent it left it in doubt", null);
        // It may have been on the wire until now, for all that is known.
        return new Doubt(
                draft,
                draft,
                findings,
                unknown,
                new Doubt.Request(left.request(), left.tookEffect()),
                left.evidence(),
                null,
                now);
    }

    private void settlement(List<Finding> findings, TicketOutcome outcome, List<Settlement> told) {
        List<String> ids = findings.stream().map(Finding::id).toList();
        if (outcome instanceof Ticketed ticketed) {
            told.add(new Settlement(End.TICKETED, ids, CaseReference.of(ticketed.ticket())));
        } else if (outcome instanceof CaseOnly caseOnly) {
            told.add(new Settlement(End.CASE_ONLY, ids, CaseReference.of(caseOnly.ticket())));
        } else {
            told.add(new Settlement(control.isEnding() ? End.LEFT : End.IN_DOUBT, ids, null));
        }
    }

    private void write(Intent intent, List<Settlement> told) {
        if (told.isEmpty()) {
            return;
        }
        Map<End, Integer> counts = new EnumMap<>(End.class);
        told.forEach(one -> counts.merge(one.end(), one.findingIds().size(), Integer::sum));
        try {
            parts.ledger().ledger().settle(intent, told);
            String shown = counts.entrySet().stream()
                    .map(count -> count.getValue() + " " + count.getKey())
                    .collect(Collectors.joining(", "));
            LOG.info("{}: of the findings that were left in doubt, these are now {}", holder, shown);
        } catch (Throwable e) { // likewise; nobody else knows it
            LOG.warn("The ledger could not be told what became of findings that were left in doubt: later it is", e);
            parts.ledger().later().accept(() -> parts.ledger().ledger().settle(intent, told));
        }
    }

    private void execute(Runnable task) {
        try {
            parts.workers().execute(task);
        } catch (RejectedExecutionException shutDown) {
            task.run();
        }
    }
}
