package io.github.cameldatadog.findings.ledger;

import io.github.cameldatadog.findings.ticket.TicketLedger;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** A ledger that is never told how anything ended, as by a process that dies before. */
public final class ForgetfulLedger implements TicketLedger {

    private final TicketLedger real;

    public ForgetfulLedger(TicketLedger real) {
        this.real = real;
    }

    @Override
    public Map<String, Held> claim(Intent intent, Collection<Wanted> wanted) {
        return real.claim(intent, wanted);
    }

    @Override
    public Set<String> sending(Intent intent, List<Sending> drafts) {
        return real.sending(intent, drafts);
    }

    @Override
    public void notMade(Intent intent, Collection<String> findingIds) {
        throw new IllegalStateException("the process is gone");
    }

    @Override
    public List<InDoubt> takeOver(Intent intent, Collection<String> findingIds) {
        return real.takeOver(intent, findingIds);
    }

    @Override
    public List<InDoubt> takeOverAny(Intent intent, int most) {
        return real.takeOverAny(intent, most);
    }

    @Override
    public void settle(Intent intent, List<Settlement> settlements) {
        throw new IllegalStateException("the process is gone");
    }
}
