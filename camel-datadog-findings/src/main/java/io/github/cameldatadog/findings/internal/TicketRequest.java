package io.github.cameldatadog.findings.internal;

import io.github.cameldatadog.findings.client.Answer;
import io.github.cameldatadog.findings.client.ApiOperation;
import io.github.cameldatadog.findings.client.Delivery;
import io.github.cameldatadog.findings.client.DraftOutcome;
import io.github.cameldatadog.findings.client.Flight;
import io.github.cameldatadog.findings.client.Refusal;
import io.github.cameldatadog.findings.client.RequestObserver;
import io.github.cameldatadog.findings.client.WireAttempt;
import io.github.cameldatadog.findings.internal.DoubtSettings.OnUnknown;
import io.github.cameldatadog.findings.ticket.CreatedCase;
import io.github.cameldatadog.findings.ticket.Displayed;
import io.github.cameldatadog.findings.ticket.Finding;
import io.github.cameldatadog.findings.ticket.SendEvidence;
import io.github.cameldatadog.findings.ticket.TicketDraft;
import io.github.cameldatadog.findings.ticket.TicketOutcome;
import io.github.cameldatadog.findings.ticket.TicketOutcome.NotSent;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiConsumer;
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
    private final Claims claims;
    private final OpenDrafts open;
    private final RequestPreparation preparation;

    /** What the answer does not tell, and is worth finding out. */
    private final List<Doubt> doubts = new ArrayList<>();

    TicketRequest(
            List<TicketDraft> drafts,
            RunParts parts,
            TicketSettings settings,
            RunControl control,
            RunExchange exchange,
            Claims claims) {
        this.parts = parts;
        this.settings = settings;
        this.books = exchange.books();
        this.control = control;
        this.claims = claims;
        this.open = new OpenDrafts(drafts, books, claims, settings.alreadyTicketed(), control);
        this.preparation = new RequestPreparation(open, parts, settings, control, exchange, claims);
    }

    /**
     * Starts.
     *
     * @param whenDone is told, once, how it went, and whether the drafts in {@link #open()} were refused and are left to it;
     *     else all is in the books
     */
    Flight start(BiConsumer<Delivery, Boolean> whenDone) {
        return parts.creates()
                .watchedBy(new RequestObserver() {
                    @Override
                    public void attempted(WireAttempt attempt) {
                        if (attempt.retry().isPresent()) {
                            notMade(); // others may have it, if it has to wait for its next turn for too long
                        }
                    }
                })
                .deliver(
                        ApiOperation.CREATE_TICKETS,
                        preparation::prepare,
                        delivery -> whenDone.accept(delivery, finish(delivery)));
    }

    /** The drafts that are not in the books yet, as they were sent. */
    List<TicketDraft> open() {
        return open.drafts();
    }

    /** A draft as it was before it was rendered, with the findings it was sent with. */
    TicketDraft asPlanned(TicketDraft written) {
        return preparation.asPlanned(written);
    }

    /** Plans without sending. */
    void rehearse() {
        try {
            preparation.render();
        } catch (RuntimeException | Error e) {
            settleAll(new NotSent("the draft could not be made: " + Displayed.clipped(e.toString(), 300)));
        }
        open.settleAll(new TicketOutcome.Planned());
    }

    /** Nothing of it was sent, and nothing will be. */
    void giveUp(String reason) {
        settleAll(new NotSent(reason));
    }

    private boolean finish(Delivery delivery) {
        books.requested(ApiOperation.CREATE_TICKETS, delivery);
        parts.knowledge().heard(delivery, parts.timing().now());
        delivery.answer().ifPresent(this::heed);
        boolean refused = !open.isEmpty()
                && delivery.answer().filter(this::mayPassInParts).isPresent();
        if (!refused) {
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
    void inDoubt(Map<TicketDraft, String> reasons, Map<String, Finding> seen, Delivery delivery) {
        reasons.forEach((draft, reason) -> {
            List<Finding> now = draft.findings().stream()
                    .map(finding -> seen.getOrDefault(finding.id(), finding))
                    .toList();
            settleOrDoubt(draft, now, new TicketOutcome.Unknown(reason, requestId(delivery)), true, delivery);
        });
        open.remove(reasons::containsKey);
    }

    /** What is left was refused, and nothing shows that it was made all the same: it may be sent otherwise. */
    void notMade() {
        claims.notMade(open.findingIds());
    }

    /** What a look after the refusal shows is heeded as any look is: nobody is to be taken off a case that it shows. */
    void heed(Map<String, Finding> seen) {
        Sieve sieve = new Sieve(settings.alreadyTicketed(), settings.skipResolved());
        preparation.haveShrunk(open.sift(finding -> seen.getOrDefault(finding.id(), finding), sieve::leaveOut));
    }

    /** Settles what is open by what an answer means. */
    void account(Delivery delivery) {
        List<DraftOutcome> outcomes;
        try {
            outcomes = parts.correlator().correlate(open.drafts(), delivery);
        } catch (RuntimeException | Error e) {
            // A fault of ours, and the run waits for this batch: what cannot be told is in doubt.
            TicketOutcome unknown = new TicketOutcome.Unknown(
                    "the answer was not understood: " + Displayed.clipped(e.toString(), 300), requestId(delivery));
            open.drafts().forEach(draft -> settleOrDoubt(draft, draft.findings(), unknown, false, delivery));
            open.remove(draft -> true);
            return;
        }
        String suspects = suspects();
        boolean tookEffect = outcomes.stream()
                .flatMap(decided -> decided.parts().stream())
                .anyMatch(part -> made(part.outcome()).isPresent());
        for (DraftOutcome decided : outcomes) {
            decided.parts()
                    .forEach(part -> settleOrDoubt(
                            decided.draft(), part.findings(), named(part.outcome(), suspects), tookEffect, delivery));
        }
        open.remove(draft -> true);
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
        List<String> unseen = open.findings().stream()
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
        return open.drafts().stream().map(TicketDraft::project).collect(Collectors.toSet());
    }

    /**
     * What is not told may still be found out.
     *
     * @param tookEffect whether anything of the request is known to have been made
     */
    private void settleOrDoubt(
            TicketDraft draft, List<Finding> findings, TicketOutcome outcome, boolean tookEffect, Delivery delivery) {
        made(outcome).ifPresent(parts.knowledge()::made);
        Optional<SendEvidence> sent = preparation.evidence(draft);
        if (sent.isEmpty() || !mayBeFoundOut(outcome)) {
            settle(draft, findings, outcome);
            return;
        }
        Instant endedAt = parts.timing().now();
        doubts.add(new Doubt(
                asPlanned(draft),
                draft,
                findings,
                outcome,
                new Doubt.Request(this, tookEffect),
                sent.get(),
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
        SendEvidence sent = preparation.evidence(written).orElseThrow();
        return delivery.sentAt()
                .map(at -> sent.notBefore(parts.knowledge().notBefore(at)))
                .orElse(sent);
    }

    void settleAll(TicketOutcome outcome) {
        open.settleAll(outcome);
    }

    /** Enters an outcome into the books and the ledger. */
    void settle(TicketDraft draft, List<Finding> findings, TicketOutcome outcome) {
        open.settle(draft, findings, outcome);
    }
}
