package io.github.cameldatadog.findings.internal;

import io.github.cameldatadog.findings.client.ApiOperation;
import io.github.cameldatadog.findings.client.ApiRequest;
import io.github.cameldatadog.findings.client.CreateTicketsCodec;
import io.github.cameldatadog.findings.ticket.Displayed;
import io.github.cameldatadog.findings.ticket.Finding;
import io.github.cameldatadog.findings.ticket.SendEvidence;
import io.github.cameldatadog.findings.ticket.TicketDraft;
import io.github.cameldatadog.findings.ticket.TicketLedger;
import io.github.cameldatadog.findings.ticket.TicketOutcome;
import io.github.cameldatadog.findings.ticket.TicketOutcome.NotSent;
import java.time.Instant;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * Makes a request out of drafts when its turn has come: looks up what was looked up too long ago, has the ledger claim the
 * findings, renders what is left, and marks it as being sent. What falls out on the way is settled.
 */
final class RequestPreparation {

    /** A look that takes longer than what is seen may be old would never be enough. */
    private static final int MOST_LOOKS = 3;

    private final OpenDrafts open;
    private final RunParts parts;
    private final TicketSettings settings;
    private final RunControl control;
    private final RunExchange exchange;
    private final Claims claims;

    /** The drafts as they were before they were rendered, by the rendered ones. */
    private final Map<TicketDraft, TicketDraft> planned = new IdentityHashMap<>();

    /** The tokens in the titles, by the rendered drafts. */
    private final Map<TicketDraft, String> references = new IdentityHashMap<>();

    /** What was known of the drafts when they left, by the rendered ones. */
    private final Map<TicketDraft, SendEvidence> evidence = new IdentityHashMap<>();

    private boolean isPrepared;
    private boolean lookFailed;

    RequestPreparation(
            OpenDrafts open,
            RunParts parts,
            TicketSettings settings,
            RunControl control,
            RunExchange exchange,
            Claims claims) {
        this.open = open;
        this.parts = parts;
        this.settings = settings;
        this.control = control;
        this.exchange = exchange;
        this.claims = claims;
    }

    /**
     * The request; empty if nothing is left to send. Each attempt has its own: an earlier one was certainly not processed, and
     * while it waited for the next, what it said may have changed, and others may have taken over what it had claimed.
     */
    Optional<ApiRequest> prepare() {
        if (isPrepared) {
            open.replaceEach(written -> Optional.of(asPlanned(written)));
        }
        isPrepared = true;
        return prepareNow();
    }

    private Optional<ApiRequest> prepareNow() {
        if (control.whyStopped() == null) {
            freshen();
            Sieve sieve = sieve();
            open.sift(finding -> finding, sieve::leaveOut);
        }
        if (control.whyStopped() == null && claim()) {
            renderAndMarkAsSending();
        }
        if (control.whyStopped() != null) {
            open.settleAll(new NotSent(control.whyStopped()));
        }
        return open.isEmpty()
                ? Optional.empty()
                : Optional.of(new ApiRequest(ApiOperation.CREATE_TICKETS, CreateTicketsCodec.write(open.drafts())));
    }

    /** A draft as it was before it was rendered, with the findings it was sent with. */
    TicketDraft asPlanned(TicketDraft written) {
        return planned.get(written).withFindings(written.findings());
    }

    /** Drafts that were sent have shrunk: what is known of them holds for what is left. */
    void haveShrunk(Map<TicketDraft, TicketDraft> before) {
        before.forEach((left, written) -> {
            planned.put(left, planned.get(written));
            evidence.put(left, evidence.get(written));
        });
    }

    /** What was known when a draft left; empty if it did not. */
    Optional<SendEvidence> evidence(TicketDraft written) {
        return Optional.ofNullable(evidence.get(written));
    }

    /**
     * Has the ledger claim what is left; false if it cannot be asked, for then nothing is sent. What had a ticket of which the
     * ledger has thrown away the rest is looked up, whatever the options say.
     */
    private boolean claim() {
        try {
            Set<String> toLookUp = claim(parts.lookup()::isSeenLately);
            if (!toLookUp.isEmpty()) {
                look(open.findings().stream()
                        .filter(finding -> toLookUp.contains(finding.id()))
                        .toList());
                claim(finding ->
                        toLookUp.contains(finding.id()) || parts.lookup().isSeenLately(finding));
            }
            return true;
        } catch (Throwable e) { // a ledger in another language may throw anything
            open.settleAll(ledgerFailed(e));
            return false;
        }
    }

    private Set<String> claim(Predicate<Finding> isLookedUp) {
        Claims.Claimed claimed = claims.claim(open.findings(), isLookedUp);
        open.settleEach(claimed.lost());
        return claimed.toLookUp();
    }

    private static NotSent ledgerFailed(Throwable e) {
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
                open.replaceEach(draft -> Optional.of(planned.get(draft)));
                open.settleEach(lost);
                render();
            }
        } catch (Throwable e) { // likewise
            open.settleAll(ledgerFailed(e));
        }
    }

    private List<TicketLedger.Sending> departures() {
        Instant notBefore = parts.knowledge().notBefore(parts.timing().now());
        return open.drafts().stream()
                .map(draft -> {
                    SendEvidence sent = new SendEvidence(
                            notBefore,
                            draft.baseline(),
                            draft.project(),
                            draft.title(),
                            references.get(draft),
                            parts.knowledge().users());
                    evidence.put(draft, sent);
                    return new TicketLedger.Sending(draft.findingIds(), sent);
                })
                .toList();
    }

    /**
     * Looks up again what was looked up too long ago, for the gate may have made the batch wait; and again, for that look may
     * have had to wait, too.
     */
    private void freshen() {
        if (parts.lookup().isOff()) {
            return;
        }
        for (int round = 0; round < MOST_LOOKS; round++) {
            List<Finding> old =
                    open.findings().stream().filter(parts.lookup()::isOld).toList();
            if (old.isEmpty()) {
                return;
            }
            look(old);
        }
    }

    private void look(List<Finding> old) {
        lookFailed = false;
        for (int from = 0; from < old.size() && !open.isEmpty() && !lookFailed; from += Chunk.MOST) {
            apply(lookNow(old.subList(from, Math.min(old.size(), from + Chunk.MOST))), old);
        }
    }

    private Sieve sieve() {
        return new Sieve(settings.alreadyTicketed(), settings.skipResolved());
    }

    private void apply(TicketLookup.Result looked, List<Finding> old) {
        if (looked instanceof TicketLookup.Result.Seen seen) {
            open.sift(seen::of, sieve()::leaveOut);
        } else if (looked instanceof TicketLookup.Result.Failed failed) {
            lookFailed = true;
            if (failed.setUp()) {
                control.stopSending(failed.reason());
            }
            TicketOutcome notSent = new NotSent(failed.reason());
            open.settleEach(old.stream().collect(Collectors.toMap(Finding::id, finding -> notSent)));
        }
    }

    /** Writes what the drafts say; those that cannot be written are settled. */
    void render() {
        open.replaceEach(draft -> {
            try {
                TicketDraft written =
                        referred(parts.renderer().render(draft, exchange.asItCame(), exchange.overrides()));
                String refused = control.whyRefused(written.project());
                if (refused == null) {
                    planned.put(written, draft);
                    return Optional.of(written);
                }
                open.settle(written, written.findings(), new NotSent(refused));
            } catch (UnrenderableDraftException e) {
                open.settle(draft, draft.findings(), new NotSent(e.getMessage()));
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

    /** Waits for the look on the sender's thread, which has its turn already and would lose it otherwise. */
    private TicketLookup.Result lookNow(List<Finding> findings) {
        CompletableFuture<TicketLookup.Result> looked = new CompletableFuture<>();
        parts.lookup().look(findings, control.flights(), exchange.books(), looked::complete);
        return looked.join();
    }
}
