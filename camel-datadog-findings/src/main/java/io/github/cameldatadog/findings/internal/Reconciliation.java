package io.github.cameldatadog.findings.internal;

import io.github.cameldatadog.findings.client.OwnershipProof;
import io.github.cameldatadog.findings.client.SiteKnowledge;
import io.github.cameldatadog.findings.client.SiteKnowledge.Witness;
import io.github.cameldatadog.findings.client.Timing;
import io.github.cameldatadog.findings.internal.DoubtSettings.OnUnknown;
import io.github.cameldatadog.findings.ticket.AttachedCase;
import io.github.cameldatadog.findings.ticket.Displayed;
import io.github.cameldatadog.findings.ticket.Finding;
import io.github.cameldatadog.findings.ticket.TicketDraft;
import io.github.cameldatadog.findings.ticket.TicketOutcome;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Finds out what became of findings of which no answer told. They are looked up again and again, since the index lags behind,
 * until each is on a case that is provably ours and has its ServiceNow ticket, or the window is over; then once more, all of
 * them. What was once seen stays seen, for one replica of the index may know less than another.
 */
final class Reconciliation {

    private static final Logger LOG = LoggerFactory.getLogger(Reconciliation.class);

    private static final Duration FIRST_WAIT = Duration.ofSeconds(1);
    private static final Duration LONGEST_WAIT = Duration.ofSeconds(30);
    /** A search that is down just when the window is over is given a little longer. */
    private static final Duration GRACE = Duration.ofSeconds(30);

    private final RunParts parts;
    private final RunBooks books;
    private final RunControl control;
    private final DoubtSettings settings;
    private final boolean mayResend;
    private final Settling settling;
    private final OwnershipProof proof;

    // One step at a time touches these, and hands on to the next.
    private final List<Doubt> doubts = new ArrayList<>();
    private final Map<String, Doubt> doubtOf = new HashMap<>();
    private final Map<String, AttachedCase> ours = new HashMap<>();
    private final Map<String, AttachedCase> elsewhere = new HashMap<>();
    /** Findings seen without a new case, by how far the index had come; what was seen last counts. */
    private final Map<String, Finding> clean = new HashMap<>();

    private final Map<String, Instant> cleanUntil = new HashMap<>();
    private Instant deadline;
    private Duration wait = FIRST_WAIT;
    private String whyNoMore;
    private String whyLookFailed;

    /** Takes outcomes of findings of a draft. */
    interface Settling {
        void settle(TicketDraft written, List<Finding> findings, TicketOutcome outcome);
    }

    /**
     * @param mayResend whether a draft may be found to be safe to send again
     * @param settling is told each outcome, once for each finding
     */
    Reconciliation(
            RunParts parts,
            RunBooks books,
            RunControl control,
            DoubtSettings settings,
            boolean mayResend,
            Settling settling) {
        this.parts = parts;
        this.books = books;
        this.control = control;
        this.settings = settings;
        this.mayResend = mayResend && settings.onUnknown() == OnUnknown.RESEND;
        this.settling = settling;
        this.proof = new OwnershipProof(parts.knowledge());
    }

    /**
     * Starts.
     *
     * @param whenDone is told, once, when all are settled but those given to it: these were not made, and are to be sent again
     */
    void start(List<Doubt> all, Consumer<List<Doubt>> whenDone) {
        doubts.addAll(all);
        all.forEach(doubt -> doubt.findings().forEach(finding -> doubtOf.put(finding.id(), doubt)));
        // What a look after a refusal has shown is known already.
        all.forEach(doubt -> doubt.findings().forEach(finding -> note(doubt, finding)));
        deadline = parts.timing().now().plus(settings.window());
        round(whenDone);
    }

    private void round(Consumer<List<Doubt>> whenDone) {
        boolean last = !parts.timing().now().isBefore(deadline);
        if (control.isEnding()) {
            whyNoMore = control.whyStopped();
            end(whenDone);
            return;
        }
        whyLookFailed = null;
        int foundBefore = ours.size();
        look(last ? everythingOpen() : probes(), 0, last, () -> {
            boolean over = last && (whyLookFailed == null || isLate());
            if (over || whyNoMore != null || doubts.stream().allMatch(this::isFoundOut)) {
                end(whenDone);
            } else if (ours.size() > foundBefore) {
                // The index has come so far: the others of a draft are there too, most likely.
                round(whenDone);
            } else {
                pause(last, whenDone);
            }
        });
    }

    private boolean isLate() {
        return !parts.timing().now().isBefore(deadline.plus(GRACE));
    }

    private void pause(boolean windowIsOver, Consumer<List<Doubt>> whenDone) {
        Duration left = Duration.between(parts.timing().now(), deadline);
        Duration now = windowIsOver || wait.compareTo(left) < 0 ? wait : left;
        Duration doubled = wait.multipliedBy(2);
        wait = doubled.compareTo(LONGEST_WAIT) < 0 ? doubled : LONGEST_WAIT;
        control.inquiries().launch(landed -> {
            AtomicBoolean over = new AtomicBoolean();
            Runnable goOn = () -> {
                if (over.compareAndSet(false, true)) {
                    landed.run();
                    execute(() -> round(whenDone));
                }
            };
            try {
                Timing.Wait timer = parts.timing().after(now, goOn);
                return reason -> {
                    timer.cancel();
                    goOn.run();
                };
            } catch (RejectedExecutionException shutDown) {
                goOn.run();
                return reason -> {};
            }
        });
    }

    private void execute(Runnable task) {
        try {
            parts.workers().execute(task);
        } catch (RejectedExecutionException shutDown) {
            task.run();
        }
    }

    // ---- looking

    /** What made a case for one finding of a draft made it for all: one tells when it is worth looking at the others. */
    private List<Finding> probes() {
        List<Finding> asked = new ArrayList<>();
        for (Doubt doubt : doubts) {
            List<Finding> open = open(doubt);
            if (!open.isEmpty()) {
                asked.addAll(open.size() < doubt.findings().size() || hasSeenAny(doubt) ? open : open.subList(0, 1));
            }
        }
        return asked;
    }

    private List<Finding> everythingOpen() {
        return doubts.stream().flatMap(doubt -> open(doubt).stream()).toList();
    }

    private boolean hasSeenAny(Doubt doubt) {
        return doubt.knownCase() != null
                || doubt.findings().stream().anyMatch(finding -> ours.containsKey(finding.id()));
    }

    private boolean isFoundOut(Doubt doubt) {
        return open(doubt).isEmpty();
    }

    private List<Finding> open(Doubt doubt) {
        return doubt.findings().stream()
                .filter(finding -> !ours.containsKey(finding.id())
                        || !ours.get(finding.id()).hasTicket())
                .toList();
    }

    private void look(List<Finding> findings, int from, boolean last, Runnable whenDone) {
        if (from >= findings.size()) {
            whenDone.run();
            return;
        }
        List<Witness> witnesses = last && mayResend ? witnesses() : List.of();
        int to = Math.min(findings.size(), from + Chunk.MOST - witnesses.size());
        List<Finding> page = new ArrayList<>(findings.subList(from, to));
        witnesses.forEach(witness -> page.add(Finding.ofId(witness.findingId())));
        parts.lookup().look(page, control.inquiries(), books, result -> {
            try {
                take(result, findings.subList(from, to), witnesses);
            } catch (RuntimeException | Error e) {
                whyNoMore = "the work failed: " + Displayed.clipped(e.toString(), 300);
            }
            look(findings, whyNoMore == null && whyLookFailed == null ? to : findings.size(), last, whenDone);
        });
    }

    private void take(TicketLookup.Result result, List<Finding> asked, List<Witness> witnesses) {
        if (result instanceof TicketLookup.Result.Seen seen) {
            note(asked, witnesses, seen);
            return;
        }
        TicketLookup.Result.Failed failed = (TicketLookup.Result.Failed) result;
        whyLookFailed = failed.reason();
        whyNoMore = failed.setUp() ? failed.reason() : null;
    }

    private List<Witness> witnesses() {
        Instant earliest = doubts.stream()
                .map(this::endedByTheirClock)
                .min(Instant::compareTo)
                .orElse(Instant.MAX);
        return parts.knowledge().madeAfter(earliest).stream()
                .filter(witness -> !doubtOf.containsKey(witness.findingId()))
                .toList();
    }

    private Instant endedByTheirClock(Doubt doubt) {
        return parts.knowledge().byTheirClock(doubt.endedAt()).plus(SiteKnowledge.CLOCK_TOLERANCE);
    }

    private void note(List<Finding> asked, List<Witness> witnesses, TicketLookup.Result.Seen seen) {
        Instant indexedUntil = witnesses.stream()
                .filter(witness -> isShown(witness, seen))
                .map(Witness::madeAt)
                .max(Instant::compareTo)
                .orElse(Instant.MIN);
        for (Finding finding : asked) {
            Finding now = seen.of(finding);
            note(doubtOf.get(finding.id()), now);
            if (now.cases().isPresent()) {
                clean.put(finding.id(), now);
                cleanUntil.put(finding.id(), indexedUntil);
            }
        }
    }

    private static boolean isShown(Witness witness, TicketLookup.Result.Seen seen) {
        Finding row = seen.byId().get(witness.findingId());
        return row != null
                && row.cases().orElse(List.of()).stream()
                        .anyMatch(attached -> attached.id().equals(witness.caseId()));
    }

    private void note(Doubt doubt, Finding now) {
        for (AttachedCase attached : now.cases().orElse(List.of())) {
            OwnershipProof.Verdict verdict = attached.id().equals(doubt.knownCase())
                    ? OwnershipProof.Verdict.OURS
                    : proof.of(doubt.evidence(parts.knowledge()), attached);
            if (verdict == OwnershipProof.Verdict.OURS) {
                ours.merge(now.id(), attached, (before, after) -> after.hasTicket() ? after : before);
            } else if (verdict != OwnershipProof.Verdict.OLD) {
                elsewhere.putIfAbsent(now.id(), attached);
            }
        }
    }

    // ---- the end

    private void end(Consumer<List<Doubt>> whenDone) {
        List<Doubt> again = new ArrayList<>();
        for (Doubt doubt : doubts) {
            if (whyNoMore == null && mayBeSentAgain(doubt)) {
                again.add(doubt.asSeen(doubt.findings().stream()
                        .map(one -> clean.get(one.id()))
                        .toList()));
            } else {
                settle(doubt);
            }
        }
        whenDone.accept(again);
    }

    /** The index shows what came later, and every finding of the draft without a new case: a missing row proves nothing. */
    private boolean mayBeSentAgain(Doubt doubt) {
        return mayResend
                && control.whyStopped() == null
                && control.whyRefused(doubt.written().project()) == null
                && !tookEffect(doubt.request())
                && doubt.findings().stream()
                        .noneMatch(one -> ours.containsKey(one.id()) || elsewhere.containsKey(one.id()))
                && doubt.findings().stream()
                        .allMatch(one ->
                                cleanUntil.getOrDefault(one.id(), Instant.MIN).isAfter(endedByTheirClock(doubt)));
    }

    private boolean tookEffect(Doubt.Request request) {
        return request.tookEffect()
                || doubts.stream()
                        .filter(other -> other.request().sender().equals(request.sender()))
                        .anyMatch(this::hasSeenAny);
    }

    private void settle(Doubt doubt) {
        byOutcome(doubt).forEach((outcome, findings) -> settling.settle(doubt.written(), findings, outcome));
    }

    private Map<TicketOutcome, List<Finding>> byOutcome(Doubt doubt) {
        Map<TicketOutcome, List<Finding>> byOutcome = new LinkedHashMap<>();
        try {
            for (Finding finding : doubt.findings()) {
                byOutcome
                        .computeIfAbsent(outcome(doubt, finding), first -> new ArrayList<>())
                        .add(finding);
            }
            return byOutcome;
        } catch (RuntimeException | Error e) {
            // A fault of ours, and the run waits for these.
            LOG.warn("What was found out of a draft could not be told; its findings stay in doubt", e);
            return Map.of(doubt.otherwise(), doubt.findings());
        }
    }

    private TicketOutcome outcome(Doubt doubt, Finding finding) {
        AttachedCase found = ours.get(finding.id());
        if (found == null) {
            return notFound(doubt, finding);
        }
        return ReconciledCase.outcome(doubt, found, onIt(doubt, found));
    }

    private List<String> onIt(Doubt doubt, AttachedCase found) {
        return doubt.findings().stream()
                .map(Finding::id)
                .filter(id -> ours.containsKey(id) && ours.get(id).id().equals(found.id()))
                .toList();
    }

    private TicketOutcome notFound(Doubt doubt, Finding finding) {
        if (!(doubt.otherwise() instanceof TicketOutcome.Unknown unknown)) {
            return doubt.otherwise();
        }
        String learnt;
        if (elsewhere.containsKey(finding.id())) {
            learnt = "it is on case "
                    + Displayed.clipped(elsewhere.get(finding.id()).label(), 80)
                    + " now, and nothing proves that this request made it";
        } else if (hasSeenAny(doubt)) {
            learnt = "other findings of its ticket are on a case, but the index does not show this one there";
        } else if (whyNoMore != null) {
            learnt = "nothing could be found out: " + whyNoMore;
        } else if (!clean.containsKey(finding.id()) && whyLookFailed != null) {
            learnt = "nothing could be found out before reconcileWindow was over: " + whyLookFailed;
        } else if (!clean.containsKey(finding.id())) {
            learnt = "the search did not return it until reconcileWindow was over, "
                    + settings.window().toSeconds() + " s";
        } else {
            learnt = "looked up until reconcileWindow was over, "
                    + settings.window().toSeconds() + " s, the index showed no new case";
        }
        return new TicketOutcome.Unknown(unknown.reason() + "; " + learnt, unknown.requestId());
    }
}
