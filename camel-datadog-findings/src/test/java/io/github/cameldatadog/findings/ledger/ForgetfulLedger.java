package io.github.cameldatadog.findings.ledger;

import io.github.cameldatadog.findings.ticket.TicketLedger;
import java.util.Collection;
import java.util.List;

/** A ledger that is never told how anything ended, as by a process that dies before. */
public final class ForgetfulLedger extends PassingOnLedger {

    public ForgetfulLedger(TicketLedger real) {
        super(real);
    }

    @Override
    public void notMade(Intent intent, Collection<String> findingIds) {
        throw new IllegalStateException("the process is gone");
    }

    @Override
    public void settle(Intent intent, List<Settlement> settlements) {
        throw new IllegalStateException("the process is gone");
    }
}
