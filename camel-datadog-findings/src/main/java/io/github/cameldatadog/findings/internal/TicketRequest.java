package io.github.cameldatadog.findings.internal;

import io.github.cameldatadog.findings.client.Answer;
import io.github.cameldatadog.findings.client.ApiOperation;
import io.github.cameldatadog.findings.client.ApiRequest;
import io.github.cameldatadog.findings.client.CreateTicketsCodec;
import io.github.cameldatadog.findings.client.Delivery;
import io.github.cameldatadog.findings.client.DraftOutcome;
import io.github.cameldatadog.findings.client.Flight;
import io.github.cameldatadog.findings.client.Refusal;
import io.github.cameldatadog.findings.internal.DoubtSettings.OnUnknown;
import io.github.cameldatadog.findings.internal.TicketSettings.AlreadyTicketed;
import io.github.cameldatadog.findings.ticket.CreatedCase;
import io.github.cameldatadog.findings.ticket.Displayed;
import io.github.cameldatadog.findings.ticket.Finding;
import io.github.cameldatadog.findings.ticket.ReportEntry;
import io.github.cameldatadog.findings.ticket.SendEvidence;
import io.github.cameldatadog.findings.ticket.TicketDraft;
import io.github.cameldatadog.findings.ticket.TicketLedger;
import io.github.cameldatadog.findings.ticket.TicketOutcome;
import io.github.cameldatadog.findings.ticket.TicketOutcome.NotSent;
import java.time.Instant;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.BiConsumer;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * One request on its way: its drafts are freshened and rendered only when its turn has come, sent, and accounted for by what
 * the answer means. Every finding of them is settled exactly once, whatever happens; but where Datadog refused what they
 * hold, it is left to the caller to settle them or to send them otherwise.
 */
final class TicketRequest {

    private final RunParts parts;
    private final TicketSettings settings;
    private final RunBooks books;
    private final RunControl control;
    private final RunExchange exchange;
    private final Claims claims;

    /** Drafts that are not settled. Touched by one thread at a time: the preparing, then the finishing one. */
    private List<TicketDraft> open;

    /** The drafts as they were before they were rendered, by the rendered ones. */
    private final Map<TicketDraft, TicketDraft> planned = new IdentityHashMap<>();

    /** The tokens in the titles, by the rendered drafts. */
    private final Map<TicketDraft, String> references = new IdentityHashMap<>();

    /** What was known of the drafts when they left, by the rendered ones. */
    private final Map<TicketDraft, SendEvidence> evidence = new IdentityHashMap<>();

    /** What the answer does not tell, and is worth finding out. */
    private final List<Doubt> doubts = new ArrayList<>();

    TicketRequest(
            List<TicketDraft> drafts,
            RunParts parts,
            TicketSettings settings,
            RunControl control,
            RunExchange exchange,
            Claims claims) {
        this.claims = claims;
        this.open = drafts;
        this.parts = parts;
        this.settings = settings;
        this.books = exchange.books();
        this.control = control;
        this.exchange = exchange;
    }

    /**
     * Starts.
     *
     * @param whenDone is told, once, how it went, and whether the drafts in {@link #open()} were refused and are left to it;
     *     else all is in the books
     */
    Flight start(BiConsumer<Delivery, Boolean> whenDone) {
        return parts.creates()
                .deliver(
                        ApiOperation.CREATE_TICKETS,
                        this::prepare,
                        delivery -> whenDone.accept(delivery, finish(delivery)));
    }

    /** The drafts that are not in the books yet, as they were sent. */
    List<TicketDraft> open() {
        return open;
    }

    /** A draft as it was before it was rendered, with the findings it was sent with. */
    TicketDraft asPlanned(TicketDraft written) {
        return planned.get(written).withFindings(written.findings());
    }

    /** Plans without sending. */
    void rehearse() {
        try {
            render();
        } catch (RuntimeException | Error e) {
            settleAll(new NotSent("the draft could not be made: " + Displayed.clipped(e.toString(), 300)));
        }
        open.forEach(draft -> settle(draft, draft.findings(), new TicketOutcome.Planned()));
        open = List.of();
    }

    /** Nothing of it was sent, and nothing will be. */
    void giveUp(String reason) {
        settleAll(new NotSent(reason));
    }

    private Optional<ApiRequest> prepare() {
        if (control.whyStopped() == null) {
            freshen();
        }
        if (control.whyStopped() == null && claim()) {
            renderAndMarkAsSending();
        }
        if (control.whyStopped() != null) {
            settleAll(new NotSent(control.whyStopped()));
        }
        return open.isEmpty()
                ? Optional.empty()
                : Optional.of(new ApiRequest(ApiOperation.CREATE_TICKETS, CreateTicketsCodec.write(open)));
    }

    /** Has the ledger claim what is left; false if it cannot be asked, for then nothing is sent. */
    private boolean claim() {
        List<Finding> all =
                open.stream().flatMap(draft -> draft.findings().stream()).toList();
        try {
            dropEach(claims.claim(all));
            return true;
        } catch (RuntimeException e) {
            settleAll(ledgerFailed(e));
            return false;
        }
    }

    private static NotSent ledgerFailed(RuntimeException e) {
        return new NotSent("the ledger could not be asked: " + Displayed.clipped(e.toString(), 300));
    }

    /** Others may have taken over what was claimed for too long; then drafts shrink, and say so. */
    private void renderAndMarkAsSending() {
        render();
        try {
            while (!open.isEmpty()) {
                Map<String, TicketOutcome> lost = claims.sending(departures());
                if (lost.isEmpty()) {
                    return;
                }
                replaceEach(draft -> Optional.of(planned.get(draft)));
                dropEach(lost);
                render();
            }
        } catch (RuntimeException e) {
            settleAll(ledgerFailed(e));
        }
    }

    private List<TicketLedger.Sending> departures() {
        Instant notBefore = parts.knowledge().notBefore(parts.timing().now());
        return open.stream()
                .map(draft -> {
                    SendEvidence sent = new SendEvidence(
                            notBefore, draft.baseline(), draft.project(), draft.title(), references.get(draft));
                    evidence.put(draft, sent);
                    return new TicketLedger.Sending(draft.findingIds(), sent);
                })
                .toList();
    }

    /** Looks up again what was looked up too long ago, for the gate may have made the batch wait. */
    private void freshen() {
        if (parts.lookup().isOff()) {
            return;
        }
        List<Finding> old = open.stream()
                .flatMap(draft -> draft.findings().stream())
                .filter(parts.lookup()::isOld)
                .toList();
        for (int from = 0; from < old.size(); from += Chunk.MOST) {
            apply(lookNow(old.subList(from, Math.min(old.size(), from + Chunk.MOST))), old);
        }
    }

    private void apply(TicketLookup.Result looked, List<Finding> old) {
        if (looked instanceof TicketLookup.Result.Seen seen) {
            sift(seen);
        } else if (looked instanceof TicketLookup.Result.Failed failed) {
            if (failed.setUp()) {
                control.stopSending(failed.reason());
            }
            drop(old, new NotSent(failed.reason()));
        }
    }

    private void sift(TicketLookup.Result.Seen seen) {
        Sieve sieve = new Sieve(settings.alreadyTicketed(), settings.skipResolved());
        replaceEach(draft -> sift(draft, seen, sieve));
    }

    private Optional<TicketDraft> sift(TicketDraft draft, TicketLookup.Result.Seen seen, Sieve sieve) {
        List<Finding> stay = new ArrayList<>();
        for (Finding finding : draft.findings()) {
            Finding now = seen.of(finding);
            Optional<TicketOutcome.Skipped> out = sieve.leaveOut(now);
            if (out.isPresent()) {
                settle(draft, List.of(now), asWanted(out.get()));
            } else {
                stay.add(now);
            }
        }
        return stay.isEmpty() ? Optional.empty() : Optional.of(draft.withFindings(stay));
    }

    private void drop(List<Finding> findings, TicketOutcome outcome) {
        dropEach(findings.stream().collect(Collectors.toMap(Finding::id, finding -> outcome)));
    }

    private void dropEach(Map<String, TicketOutcome> outcomes) {
        if (outcomes.isEmpty()) {
            return;
        }
        replaceEach(draft -> {
            List<Finding> stay = new ArrayList<>();
            for (Finding finding : draft.findings()) {
                TicketOutcome outcome = outcomes.get(finding.id());
                if (outcome == null) {
                    stay.add(finding);
                } else {
                    settle(draft, List.of(finding), asWanted(outcome));
                }
            }
            return stay.isEmpty() ? Optional.empty() : Optional.of(draft.withFindings(stay));
        });
    }

    /** Where nothing is to be sent if anything has a ticket, what has one was not sent. */
    private TicketOutcome asWanted(TicketOutcome outcome) {
        return outcome instanceof TicketOutcome.Skipped skipped && settings.alreadyTicketed() == AlreadyTicketed.FAIL
                ? new NotSent("alreadyTicketed=fail: " + skipped.reason())
                : outcome;
    }

    private void render() {
        replaceEach(draft -> {
            try {
                TicketDraft written =
                        referred(parts.renderer().render(draft, exchange.asItCame(), exchange.overrides()));
                String refused = control.whyRefused(written.project());
                if (refused == null) {
                    planned.put(written, draft);
                    return Optional.of(written);
                }
                settle(written, written.findings(), new NotSent(refused));
            } catch (UnrenderableDraftException e) {
                settle(draft, draft.findings(), new NotSent(e.getMessage()));
            }
            return Optional.empty();
        });
    }

    private TicketDraft referred(TicketDraft written) {
        if (!settings.doubts().reference()) {
            return written;
        }
        String token = new TitleReference(parts.timing()).next();
        TicketDraft referred = TitleReference.on(written, token);
        references.put(referred, token);
        return referred;
    }

    /** Replaces drafts one by one, so that those settled on the way are not open any more if a later one throws. */
    private void replaceEach(Function<TicketDraft, Optional<TicketDraft>> step) {
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

    private boolean finish(Delivery delivery) {
        books.requested(ApiOperation.CREATE_TICKETS, delivery);
        parts.knowledge().heard(delivery, parts.timing().now());
        delivery.answer().ifPresent(this::heed);
        boolean refused = !open.isEmpty()
                && delivery.answer().filter(this::mayPassInParts).isPresent();
        if (refused) {
            claims.notMade(
                    open.stream().flatMap(draft -> draft.findingIds().stream()).toList());
        } else {
            account(delivery);
        }
        return refused;
    }

    private boolean mayPassInParts(Answer answer) {
        return Refusal.isAboutData(answer)
                || Refusal.isAboutSize(answer)
                || Refusal.refusesProject(answer) && projects().size() > 1;
    }

    /** These drafts may be on a case. */
    void inDoubt(Map<TicketDraft, String> reasons, Delivery delivery) {
        reasons.forEach((draft, reason) -> settleOrDoubt(
                draft, draft.findings(), new TicketOutcome.Unknown(reason, requestId(delivery)), delivery));
        open = open.stream().filter(draft -> !reasons.containsKey(draft)).toList();
    }

    /** Settles what is open by what an answer means. */
    void account(Delivery delivery) {
        List<DraftOutcome> outcomes;
        try {
            outcomes = parts.correlator().correlate(open, delivery);
        } catch (RuntimeException | Error e) {
            // A fault of ours, and the run waits for this batch: what cannot be told is in doubt.
            TicketOutcome unknown = new TicketOutcome.Unknown(
                    "the answer was not understood: " + Displayed.clipped(e.toString(), 300), requestId(delivery));
            open.forEach(draft -> settleOrDoubt(draft, draft.findings(), unknown, delivery));
            open = List.of();
            return;
        }
        String suspects = suspects();
        for (DraftOutcome decided : outcomes) {
            decided.parts()
                    .forEach(part ->
                            settleOrDoubt(decided.draft(), part.findings(), named(part.outcome(), suspects), delivery));
        }
        open = List.of();
    }

    /** Datadog does not say which finding it does not know; the look before may have shown which. */
    private static TicketOutcome named(TicketOutcome outcome, String suspects) {
        if (outcome instanceof TicketOutcome.Rejected rejected && !rejected.setUp() && !suspects.isEmpty()) {
            return new TicketOutcome.Rejected(
                    rejected.status(), rejected.reason() + suspects, rejected.requestId(), false);
        }
        return outcome;
    }

    private String suspects() {
        List<String> unseen = open.stream()
                .flatMap(draft -> draft.findings().stream())
                .filter(Finding::wasLookedUpInVain)
                .map(Finding::id)
                .toList();
        if (unseen.isEmpty()) {
            return "";
        }
        return "; the search just before did not find "
                + String.join(", ", unseen.subList(0, Math.min(5, unseen.size())))
                + (unseen.size() > 5 ? " and " + (unseen.size() - 5) + " more" : "");
    }

    private static String requestId(Delivery delivery) {
        return delivery.answer().orElse(null) instanceof Answer.Received received ? received.requestId() : null;
    }

    /** Waits for the look on the sender's thread, which has its turn already and would lose it otherwise. */
    private TicketLookup.Result lookNow(List<Finding> findings) {
        CompletableFuture<TicketLookup.Result> looked = new CompletableFuture<>();
        parts.lookup().look(findings, control.flights(), books, looked::complete);
        return looked.join();
    }

    /** What a refusal says about the run as a whole. */
    private void heed(Answer answer) {
        if (Refusal.refusesKeys(answer)) {
            control.stopSending("not sent, for the keys were refused: see what was rejected");
        }
        Set<String> projects = projects();
        if (Refusal.refusesProject(answer) && projects.size() == 1) {
            String project = projects.iterator().next();
            control.stopProject(
                    project,
                    "not sent, for Datadog does not know the project " + Displayed.clipped(project, 80)
                            + ": see what was rejected");
        }
    }

    private Set<String> projects() {
        return open.stream().map(TicketDraft::project).collect(Collectors.toSet());
    }

    /** What is not told may still be found out. */
    private void settleOrDoubt(TicketDraft draft, List<Finding> findings, TicketOutcome outcome, Delivery delivery) {
        made(outcome).ifPresent(parts.knowledge()::made);
        SendEvidence sent = evidence.get(draft);
        if (sent == null || !mayBeFoundOut(outcome)) {
            settle(draft, findings, outcome);
            return;
        }
        Instant endedAt = parts.timing().now();
        doubts.add(new Doubt(
                asPlanned(draft),
                draft,
                findings,
                outcome,
                sent,
                delivery.sentAt().orElse(endedAt),
                endedAt));
    }

    private static Optional<CreatedCase> made(TicketOutcome outcome) {
        if (outcome instanceof TicketOutcome.Ticketed ticketed) {
            return Optional.of(ticketed.ticket());
        }
        return outcome instanceof TicketOutcome.CaseOnly caseOnly ? Optional.of(caseOnly.ticket()) : Optional.empty();
    }

    private boolean mayBeFoundOut(TicketOutcome outcome) {
        boolean undecided = outcome instanceof TicketOutcome.CaseOnly caseOnly
                && !caseOnly.ticket().hasFailed();
        return settings.doubts().onUnknown() != OnUnknown.PARK
                && (undecided || outcome.kind() == TicketOutcome.Kind.UNKNOWN);
    }

    /** What the answer does not tell, and is worth finding out; settled with {@link #settle}. */
    List<Doubt> doubts() {
        return doubts;
    }

    /** What was known when a draft left, by what is known now of Datadog's clock. */
    SendEvidence evidence(TicketDraft written, Delivery delivery) {
        SendEvidence sent = evidence.get(written);
        return delivery.sentAt()
                .map(at -> sent.notBefore(parts.knowledge().notBefore(at)))
                .orElse(sent);
    }

    void settleAll(TicketOutcome outcome) {
        open.forEach(draft -> settle(draft, draft.findings(), outcome));
        open = List.of();
    }

    /** Enters an outcome into the books and the ledger. */
    void settle(TicketDraft draft, List<Finding> findings, TicketOutcome outcome) {
        claims.settled(findings, outcome);
        books.settled(ReportEntry.ofDraft(outcome, draft, findings));
    }
}
