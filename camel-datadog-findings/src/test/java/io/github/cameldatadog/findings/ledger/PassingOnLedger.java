package io.github.cameldatadog.findings.ledger;

import io.github.cameldatadog.findings.ticket.TicketLedger;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** A ledger that passes everything on to another one: what a test's ledger does otherwise it overrides. */
public class PassingOnLedger implements TicketLedger {

    private final TicketLedger real;

    public PassingOnLedger(TicketLedger real) {
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
        real.notMade(intent, findingIds);
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
        real.settle(intent, settlements);
    }

    @Override
    public Optional<Duration> aliveEvery() {
        return real.aliveEvery();
    }

    @Override
    public void alive() {
        real.alive();
    }
}
