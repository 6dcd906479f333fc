package io.github.cameldatadog.findings.internal;

import io.github.cameldatadog.findings.client.OwnershipProof;
import io.github.cameldatadog.findings.ticket.TicketLedger;
import io.github.cameldatadog.findings.ticket.TicketLedger.Intent;
import io.github.cameldatadog.findings.ticket.TicketLedger.Scope;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.function.Supplier;

/**
 * The ledger as an endpoint uses it.
 *
 * @param reticket whether a closed ticket of ours does not stand in the way of another
 * @param looks whether what is in doubt is looked for
 * @param intentIds gives an id that nobody else has, at each call
 * @param inquiries who is finding out what was left in doubt, in all the context
 * @param later takes what the ledger could not be told, and tells it when it can
 * @param undo takes what undoes a call that failed and may have had an effect, and does it when it can
 */
record LedgerOfEndpoint(
        TicketLedger ledger,
        Scope scope,
        boolean reticket,
        boolean looks,
        Supplier<String> intentIds,
        OngoingInquiries inquiries,
        Consumer<Runnable> later,
        Consumer<Runnable> undo) {

    /**
     * The claims of one batch.
     *
     * @param wasLookedFor whether its exchange has looked for a finding that was in doubt, by its id
     */
    Claims claims(String holder, OwnershipProof proof, Predicate<String> wasLookedFor) {
        return new Claims(ledger, intent(holder), reticket, looks, proof, wasLookedFor, later, undo);
    }

    Intent intent(String holder) {
        return new Intent(scope, intentIds.get(), holder);
    }
}
