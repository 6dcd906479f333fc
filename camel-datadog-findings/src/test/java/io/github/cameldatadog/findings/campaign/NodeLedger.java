package io.github.cameldatadog.findings.campaign;

import io.github.cameldatadog.findings.ticket.TicketLedger;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** A node's way to its ledger: one call after the other, and something may befall each. */
final class NodeLedger implements TicketLedger {

    private final TicketLedger real;
    private final Fate fate;
    private final Consumer<List<String>> marked;

    /** What befalls a call. */
    interface Fate {

        /** Before anything of it is done; throws if the database is not to be reached. */
        void before();

        /** Before a sign of life, likewise: no node dies of that. */
        void beforeSignOfLife();

        /** After it was committed; throws if the answer is lost. */
        void after();
    }

    /**
     * @param fate what befalls its calls
     * @param marked hears of the findings that are marked as being sent
     */
    NodeLedger(TicketLedger real, Fate fate, Consumer<List<String>> marked) {
        this.real = real;
        this.fate = fate;
        this.marked = marked;
    }

    private <T> T ask(Supplier<T> call) {
        fate.before();
        T answer = call.get();
        fate.after();
        return answer;
    }

    private void tell(Runnable call) {
        fate.before();
        call.run();
        fate.after();
    }

    @Override
    public Map<String, Held> claim(Intent intent, Collection<Wanted> wanted) {
        return ask(() -> real.claim(intent, wanted));
    }

    @Override
    public Set<String> sending(Intent intent, List<Sending> drafts) {
        return ask(() -> {
            drafts.forEach(draft -> marked.accept(draft.findingIds()));
            return real.sending(intent, drafts);
        });
    }

    @Override
    public void notMade(Intent intent, Collection<String> findingIds) {
        tell(() -> real.notMade(intent, findingIds));
    }

    @Override
    public List<InDoubt> takeOver(Intent intent, Collection<String> findingIds) {
        return ask(() -> real.takeOver(intent, findingIds));
    }

    @Override
    public List<InDoubt> takeOverAny(Intent intent, int most) {
        return ask(() -> real.takeOverAny(intent, most));
    }

    @Override
    public void settle(Intent intent, List<Settlement> settlements) {
        tell(() -> real.settle(intent, settlements));
    }

    @Override
    public Optional<Duration> aliveEvery() {
        return real.aliveEvery();
    }

    @Override
    public void alive() {
        fate.beforeSignOfLife();
        real.alive();
    }
}
