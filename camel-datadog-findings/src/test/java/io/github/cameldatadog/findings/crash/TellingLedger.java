package io.github.cameldatadog.findings.crash;

import io.github.cameldatadog.findings.ledger.PassingOnLedger;
import io.github.cameldatadog.findings.ticket.TicketLedger;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** A ledger that tells which moments are reached with it, and waits there for leave to go on. */
final class TellingLedger extends PassingOnLedger {

    private final MomentPort.Teller teller;

    TellingLedger(TicketLedger real, MomentPort.Teller teller) {
        super(real);
        this.teller = teller;
    }

    @Override
    public Map<String, Held> claim(Intent intent, Collection<Wanted> wanted) {
        Map<String, Held> held = super.claim(intent, wanted);
        tell(
                Moment.CLAIMED,
                wanted.stream()
                        .map(Wanted::findingId)
                        .filter(id -> !held.containsKey(id))
                        .toList());
        return held;
    }

    @Override
    public Set<String> sending(Intent intent, List<Sending> drafts) {
        List<String> ids =
                drafts.stream().flatMap(draft -> draft.findingIds().stream()).toList();
        tell(Moment.DEPARTING, ids);
        Set<String> lost = super.sending(intent, drafts);
        tell(Moment.SENDING, ids.stream().filter(id -> !lost.contains(id)).toList());
        return lost;
    }

    @Override
    public List<InDoubt> takeOver(Intent intent, Collection<String> findingIds) {
        return told(super.takeOver(intent, findingIds));
    }

    @Override
    public List<InDoubt> takeOverAny(Intent intent, int most) {
        return told(super.takeOverAny(intent, most));
    }

    private List<InDoubt> told(List<InDoubt> taken) {
        tell(
                Moment.TAKEN_OVER,
                taken.stream().flatMap(draft -> draft.findingIds().stream()).toList());
        return taken;
    }

    /** Several ends are written one by one, so that there is a moment between them. */
    @Override
    public void settle(Intent intent, List<Settlement> settlements) {
        tell(Moment.SETTLING, ids(settlements));
        if (settlements.size() > 1) {
            List<Settlement> some = settlements.subList(0, settlements.size() / 2);
            super.settle(intent, some);
            tell(Moment.HALF_SETTLED, ids(some));
        }
        super.settle(intent, settlements);
        tell(Moment.SETTLED, ids(settlements));
    }

    private static List<String> ids(List<Settlement> settlements) {
        return settlements.stream().flatMap(end -> end.findingIds().stream()).toList();
    }

    private void tell(Moment moment, List<String> findingIds) {
        if (!findingIds.isEmpty()) {
            teller.tell(moment, findingIds);
        }
    }
}
