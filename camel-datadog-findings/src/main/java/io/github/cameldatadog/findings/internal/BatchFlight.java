package io.github.cameldatadog.findings.internal;

import io.github.cameldatadog.findings.client.Answer;
import io.github.cameldatadog.findings.client.Delivery;
import io.github.cameldatadog.findings.client.OwnershipProof;
import io.github.cameldatadog.findings.internal.BatchParts.Part;
import io.github.cameldatadog.findings.internal.RefusedDrafts.Cut;
import io.github.cameldatadog.findings.ticket.Batch;
import io.github.cameldatadog.findings.ticket.Displayed;
import io.github.cameldatadog.findings.ticket.TicketDraft;
import io.github.cameldatadog.findings.ticket.TicketOutcome.NotSent;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * One batch on its way. It takes one request; or several, one after the other, where Datadog refuses what is in it, for one
 * finding that is gone makes it refuse all that are sent with it, and it does not say which. That is bounded; what is left at
 * the bound is NotSent.
 */
final class BatchFlight {

    private final Batch batch;
    private final RunParts parts;
    private final TicketSettings settings;
    private final RunControl control;
    private final RunExchange exchange;
    private final Claims claims;
    private final LeftInDoubt left;
    private final List<Doubt> doubts = new ArrayList<>();
    private BatchParts requests;
    private boolean resent;

    /** How many requests were made because the first was refused. */
    private int more = -1;

    private Answer refusal;

    /** @param left finds out what was left in doubt of the exchange's findings */
    BatchFlight(
            Batch batch,
            RunParts parts,
            TicketSettings settings,
            RunControl control,
            RunExchange exchange,
            LeftInDoubt left) {
        this.left = left;
        this.batch = batch;
        this.parts = parts;
        this.settings = settings;
        this.control = control;
        this.exchange = exchange;
        this.requests = new BatchParts(batch.drafts());
        this.claims =
                parts.ledger().claims(exchange.label(), new OwnershipProof(parts.knowledge()), left::hasLookedFor);
    }

    /** Starts; {@code whenSettled} runs once, when all is in the books. */
    void start(Runnable whenSettled) {
        List<String> ids = batch.drafts().stream()
                .flatMap(draft -> draft.findingIds().stream())
                .toList();
        left.settle(ids, () -> goOn(whenSettled));
    }

    private void goOn(Runnable whenSettled) {
        claims.write();
        Optional<Part> next = requests.next();
        while (next.isPresent() && ++more > BatchParts.MOST) {
            giveUpAtTheBound(next.get());
            next = requests.next();
        }
        if (next.isPresent()) {
            send(next.get(), whenSettled);
        } else if (!doubts.isEmpty()) {
            findOut(whenSettled);
        } else {
            claims.finish();
            whenSettled.run();
        }
    }

    /** What no answer told is looked up; what was certainly not made may be sent again, once. */
    private void findOut(Runnable whenSettled) {
        List<Doubt> now = List.copyOf(doubts);
        doubts.clear();
        Reconciliation.Settling settling = requestOf(List.of())::settle;
        new Reconciliation(parts, exchange.books(), control, settings.doubts(), !resent, settling).start(now, again -> {
            if (!again.isEmpty()) {
                resend(again);
            }
            goOn(whenSettled);
        });
    }

    private void resend(List<Doubt> again) {
        resent = true;
        more = -1;
        claims.notMade(again.stream()
                .flatMap(doubt -> doubt.written().findingIds().stream())
                .toList());
        requests = new BatchParts(again.stream().map(Doubt::again).toList());
    }

    /** Plans without sending. */
    void rehearse() {
        requestOf(batch.drafts()).rehearse();
    }

    /** Nothing of it was sent, and nothing will be. */
    void giveUp(String reason) {
        requestOf(batch.drafts()).giveUp(reason);
    }

    private void giveUpAtTheBound(Part part) {
        requests.release(part);
        requestOf(part.drafts())
                .giveUp("Datadog refused the request it was in, and " + BatchParts.MOST
                        + " requests with parts of that one did not tell for which finding: send what is left again");
    }

    private TicketRequest requestOf(List<TicketDraft> drafts) {
        return new TicketRequest(drafts, parts, settings, control, exchange, claims);
    }

    private void send(Part part, Runnable whenSettled) {
        TicketRequest request = requestOf(part.drafts());
        control.flights()
                .launch(landed -> request.start((delivery, refused) -> {
                    landed.run();
                    if (refused) {
                        look(part, request, delivery, whenSettled);
                    } else {
                        conclude(part, delivery);
                        doubts.addAll(request.doubts());
                        goOn(whenSettled);
                    }
                }));
    }

    private void conclude(Part part, Delivery delivery) {
        if (delivery.answer().orElse(null) instanceof Answer.Received received && received.status() / 100 == 2) {
            requests.passed(part, refusal);
        } else {
            requests.release(part);
        }
    }

    /** Datadog may have made some of the tickets before it refused the request: one look tells. */
    private void look(Part part, TicketRequest request, Delivery delivery, Runnable whenSettled) {
        refusal = delivery.answer().orElseThrow();
        requests.refused(part);
        RefusalLook look = new RefusalLook(parts, exchange.books(), control, sent -> request.evidence(sent, delivery));
        look.at(request.open(), requests.holdsSeveral(), result -> {
            try {
                request.inDoubt(result.onNewCases(), result.seen(), delivery);
                request.heed(result.seen());
                request.notMade();
                cut(part, request, delivery, result);
            } catch (RuntimeException | Error e) {
                request.settleAll(new NotSent("the work failed: " + Displayed.clipped(e.toString(), 300)));
                requests.release(part);
            }
            doubts.addAll(request.doubts());
            goOn(whenSettled);
        });
    }

    private void cut(Part part, TicketRequest request, Delivery delivery, RefusalLook.Result result) {
        Cut cut = howToCut(request, result);
        if (cut instanceof Cut.None) {
            request.account(delivery);
        }
        requests.cut(part, cut);
    }

    private Cut howToCut(TicketRequest request, RefusalLook.Result result) {
        if (request.open().isEmpty()) {
            return new Cut.None();
        }
        RefusedDrafts left = refusedDrafts(request, result);
        // What is left may pass without those that are in doubt now.
        return result.onNewCases().isEmpty() ? left.cut() : new Cut.Apart(List.of(left.drafts()));
    }

    private RefusedDrafts refusedDrafts(TicketRequest request, RefusalLook.Result result) {
        return new RefusedDrafts(
                request.open().stream().map(request::asPlanned).toList(),
                request.open().stream().map(TicketDraft::project).toList(),
                refusal,
                result.unseen());
    }
}
