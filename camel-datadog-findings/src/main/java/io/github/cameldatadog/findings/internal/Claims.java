package io.github.cameldatadog.findings.internal;

import io.github.cameldatadog.findings.client.OwnershipProof;
import io.github.cameldatadog.findings.ticket.AttachedCase;
import io.github.cameldatadog.findings.ticket.CaseReference;
import io.github.cameldatadog.findings.ticket.Displayed;
import io.github.cameldatadog.findings.ticket.Finding;
import io.github.cameldatadog.findings.ticket.SkipReason;
import io.github.cameldatadog.findings.ticket.TicketLedger;
import io.github.cameldatadog.findings.ticket.TicketLedger.End;
import io.github.cameldatadog.findings.ticket.TicketLedger.Held;
import io.github.cameldatadog.findings.ticket.TicketLedger.Intent;
import io.github.cameldatadog.findings.ticket.TicketLedger.Sending;
import io.github.cameldatadog.findings.ticket.TicketLedger.Settlement;
import io.github.cameldatadog.findings.ticket.TicketLedger.Wanted;
import io.github.cameldatadog.findings.ticket.TicketOutcome;
import io.github.cameldatadog.findings.ticket.TicketOutcome.CaseOnly;
import io.github.cameldatadog.findings.ticket.TicketOutcome.HeldElsewhere;
import io.github.cameldatadog.findings.ticket.TicketOutcome.Skipped;
import io.github.cameldatadog.findings.ticket.TicketOutcome.Ticketed;
import io.github.cameldatadog.findings.ticket.TicketOutcome.Unknown;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The hold that one batch has on its findings in the ledger, from before they are sent until all are settled. For one thread
 * at a time.
 */
final class Claims {

    private static final Logger LOG = LoggerFactory.getLogger(Claims.class);

    private final TicketLedger ledger;
    private final Intent intent;
    private final boolean reticket;
    private final boolean looks;
    private final OwnershipProof proof;
    private final Predicate<String> wasLookedFor;
    private final Consumer<Runnable> later;
    private final Consumer<Runnable> undo;

    private final Set<String> mine = new HashSet<>();
    private final List<Settlement> unwritten = new ArrayList<>();
    /** What was not made, and what the ledger takes to be on its way all the same, for it did not hear of it. */
    private final Set<String> untold = new LinkedHashSet<>();

    private boolean mayBeSent;
    private boolean isDown;

    /**
     * @param looks whether what is in doubt is looked for before it is settled
     * @param wasLookedFor whether this exchange has looked for a finding that was in doubt, by its id
     * @param later takes what the ledger could not be told, and tells it when it can
     * @param undo likewise takes what undoes calls that failed
     */
    Claims(
            TicketLedger ledger,
            Intent intent,
            boolean reticket,
            boolean looks,
            OwnershipProof proof,
            Predicate<String> wasLookedFor,
            Consumer<Runnable> later,
            Consumer<Runnable> undo) {
        this.ledger = ledger;
        this.intent = intent;
        this.reticket = reticket;
        this.looks = looks;
        this.proof = proof;
        this.wasLookedFor = wasLookedFor;
        this.later = later;
        this.undo = undo;
    }

    /**
     * What a claim came to.
     *
     * @param lost what became of findings that are not to be had, by id
     * @param toLookUp ids of findings that are to be had only after a look
     */
    record Claimed(Map<String, TicketOutcome> lost, Set<String> toLookUp) {}

    /**
     * Claims findings, or claims them for longer.
     *
     * @param isLookedUp whether it is known, from Datadog and not from long ago, which open cases a finding is on
     */
    Claimed claim(List<Finding> findings, Predicate<Finding> isLookedUp) {
        Map<String, Held> held;
        try {
            if (!untold.isEmpty()) {
                ledger.notMade(intent, List.copyOf(untold)); // else they would be held by ourselves
                untold.clear();
            }
            write();
            held = ledger.claim(
                    intent,
                    findings.stream()
                            .map(finding -> wanted(finding, isLookedUp.test(finding)))
                            .toList());
        } catch (Throwable e) { // a ledger in another language may throw anything
            // They may be claimed all the same, and have to be freed.
            findings.forEach(finding -> mine.add(finding.id()));
            throw e;
        }
        Map<String, TicketOutcome> lost = new LinkedHashMap<>();
        Set<String> toLookUp = new HashSet<>();
        for (Finding finding : findings) {
            Held why = held.get(finding.id());
            if (why == null) {
                mine.add(finding.id());
                untold.remove(finding.id());
            } else if (why.state() == TicketLedger.State.PURGED) {
                mine.remove(finding.id());
                toLookUp.add(finding.id());
            } else {
                mine.remove(finding.id());
                lost.put(finding.id(), outcomeOf(finding, why));
            }
        }
        write();
        return new Claimed(lost, toLookUp);
    }

    /**
     * Drafts leave now.
     *
     * @return what became of findings that others took over meanwhile, by id; they must not be sent
     */
    Map<String, TicketOutcome> sending(List<Sending> drafts) {
        mayBeSent = true;
        Set<String> lost = ledger.sending(intent, drafts);
        mine.removeAll(lost);
        TicketOutcome taken = new HeldElsewhere(
                "it was claimed for so long that another exchange or node took it over: it was not sent");
        return lost.stream().collect(Collectors.toMap(id -> id, id -> taken));
    }

    /** What was being sent was not made, and may be sent otherwise. */
    void notMade(Collection<String> findingIds) {
        untold.addAll(findingIds);
        tellNotMade();
    }

    private void tellNotMade() {
        if (untold.isEmpty()) {
            return;
        }
        List<String> ids = List.copyOf(untold);
        if (ledgerOrLog(() -> ledger.notMade(intent, ids))) {
            untold.clear();
        }
    }

    /**
     * Findings of the batch have an outcome: what it means for the ledger is written with {@link #write}.
     *
     * @param isEnding whether the exchange is to end, so that there was no time to look for what is in doubt
     */
    void settled(List<Finding> findings, TicketOutcome outcome, boolean isEnding) {
        List<String> ids =
                findings.stream().map(Finding::id).filter(mine::remove).toList();
        if (ids.isEmpty()) {
            return;
        }
        if (outcome instanceof Ticketed ticketed) {
            unwritten.add(new Settlement(End.TICKETED, ids, CaseReference.of(ticketed.ticket())));
        } else if (outcome instanceof CaseOnly caseOnly) {
            unwritten.add(new Settlement(End.CASE_ONLY, ids, CaseReference.of(caseOnly.ticket())));
        } else {
            End doubt = looks && !isEnding ? End.IN_DOUBT : End.LEFT;
            unwritten.add(new Settlement(outcome instanceof Unknown ? doubt : End.FREE, ids, null));
        }
    }

    /** Writes into the ledger what was settled. */
    void write() {
        tellNotMade();
        if (unwritten.isEmpty()) {
            return;
        }
        List<Settlement> now = List.copyOf(unwritten);
        unwritten.clear();
        isDown = !ledgerOrLog(() -> ledger.settle(intent, now));
        if (isDown) {
            unwritten.addAll(now); // the next step tries again
        }
    }

    /** Writes the rest. A ledger that cannot be told now is told later, for nobody else knows it. */
    void finish() {
        if (!isDown) { // else nobody has to wait for that once more
            write();
        }
        if (unwritten.isEmpty() && untold.isEmpty()) {
            return;
        }
        List<String> notMade = List.copyOf(untold);
        List<Settlement> settlements = List.copyOf(unwritten);
        (mayBeSent ? later : undo).accept(() -> {
            ledger.notMade(intent, notMade);
            ledger.settle(intent, settlements);
        });
    }

    /** What became of the findings stands, whatever the ledger does. */
    private boolean ledgerOrLog(Runnable write) {
        try {
            write.run();
            return true;
        } catch (Throwable e) { // a ledger in another language may throw anything, and the exchange must end
            LOG.warn(
                    "The ledger could not be told what became of findings of {}: they stay as it knew them last",
                    intent.holder(),
                    e);
            return false;
        }
    }

    private Wanted wanted(Finding finding, boolean isLookedUp) {
        // A payload may be from before its case was opened again.
        boolean mayHaveAnother = reticket && isLookedUp && !finding.isResolved();
        Set<String> closed = !mayHaveAnother
                ? Set.of()
                : finding.cases().orElse(List.of()).stream()
                        .filter(attached -> !attached.isOpen())
                        .map(AttachedCase::id)
                        .collect(Collectors.toSet());
        return new Wanted(finding.id(), closed, isLookedUp);
    }

    private TicketOutcome outcomeOf(Finding finding, Held held) {
        return switch (held.state()) {
            case CLAIMED, SENDING ->
                new HeldElsewhere(shown(held) + " is at work on it, since " + since(held) + ": send it again later");
            case TICKETED -> skipped(held.on(), "has a ticket on it", held);
            case CASE_ONLY -> skipped(held.on(), "has put it there, without a ServiceNow ticket", held);
            case IN_DOUBT -> settledByLook(finding, held);
            case PURGED -> throw new IllegalArgumentException(finding.id() + " has to be looked up");
        };
    }

    private static Skipped skipped(CaseReference on, String what, Held held) {
        return new Skipped(
                SkipReason.ALREADY_TICKETED,
                "already on case " + Displayed.clipped(on.label(), 80) + ": " + shown(held) + " " + what + ", since "
                        + since(held));
    }

    /** To the second, so that findings of one request have one reason. */
    private static Instant since(Held held) {
        return held.since().truncatedTo(ChronoUnit.SECONDS);
    }

    /** What was in doubt when its exchange ended may be shown by now. */
    private TicketOutcome settledByLook(Finding finding, Held held) {
        Optional<AttachedCase> ours = held.evidence() == null
                ? Optional.empty()
                : finding.cases().orElse(List.of()).stream()
                        .filter(attached -> proof.of(held.evidence(), attached) == OwnershipProof.Verdict.OURS)
                        .findFirst();
        if (ours.isEmpty() && looks && held.evidence() != null && !wasLookedFor.test(finding.id())) {
            // Its process was at work on it when this batch began, and was taken to be gone since.
            return new HeldElsewhere(shown(held)
                    + " was at work on it, and left it in doubt just now: send it again, and it is looked for");
        }
        if (ours.isEmpty()) {
            return new Unknown(
                    shown(held) + " may have put it on a ticket, sent before " + since(held)
                            + ", and the index shows none: look it up in Datadog",
                    null);
        }
        CaseReference on = new CaseReference(ours.get().id(), ours.get().key());
        End end = ours.get().hasTicket() ? End.TICKETED : End.CASE_ONLY;
        unwritten.add(new Settlement(end, List.of(finding.id()), on));
        return skipped(on, "has put it there, as the index shows now", held);
    }

    private static String shown(Held held) {
        return Displayed.clipped(held.holder(), 120);
    }
}
