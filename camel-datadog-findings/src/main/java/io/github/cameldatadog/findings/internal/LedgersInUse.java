package io.github.cameldatadog.findings.internal;

import io.github.cameldatadog.findings.ticket.Displayed;
import io.github.cameldatadog.findings.ticket.TicketLedger;
import io.github.cameldatadog.findings.ticket.TicketLedger.Scope;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.camel.CamelContext;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The parts of ledgers that the endpoints of a context use. Safe for use by several threads. */
final class LedgersInUse {

    private static final Logger LOG = LoggerFactory.getLogger(LedgersInUse.class);

    private final CamelContext context;
    private final Set<Part> told = ConcurrentHashMap.newKeySet();
    private final Set<Part> looked = ConcurrentHashMap.newKeySet();

    LedgersInUse(CamelContext context) {
        this.context = context;
    }

    private record Part(TicketLedger ledger, Scope scope) {
        static Part of(LedgerOfEndpoint ledger) {
            return new Part(ledger.ledger(), ledger.scope());
        }
    }

    /**
     * Tells the log, once for each, where it is remembered what was sent: whoever has set up a file or a database sees whether
     * it is in use.
     *
     * @param isInMemory whether it is the one that the context has if there is no other
     */
    void tell(LedgerOfEndpoint ledger, boolean isInMemory) {
        if (!told.add(Part.of(ledger))) {
            return;
        }
        Scope scope = ledger.scope();
        if (!isInMemory) {
            String shown = Displayed.clipped(String.valueOf(ledger.ledger()), 200);
            LOG.info("What is sent to {} ({}) is remembered by {}", scope.site(), scope.organisation(), shown);
            return;
        }
        LOG.info(
                "What is sent to {} ({}) is remembered in memory, until the context {} stops",
                scope.site(),
                scope.organisation(),
                context.getName());
        Set<String> unused = new TreeSet<>(
                context.getRegistry().findByTypeWithName(TicketLedger.class).keySet());
        if (!unused.isEmpty()) {
            LOG.warn(
                    "Ledgers in the registry that are not used: {}. Only one that is the only one, and is there before the"
                            + " component, is found by its type: name it with the option ledger, as ledger=#{}",
                    unused,
                    unused.iterator().next());
        }
    }

    /** Whether nobody has asked that yet, of this part of a ledger: whoever is the first looks for what was left in doubt. */
    boolean isFirstOf(LedgerOfEndpoint ledger) {
        return looked.add(Part.of(ledger));
    }

    /** Takes that back: the next one is the first. */
    void nobodyLooked(LedgerOfEndpoint ledger) {
        looked.remove(Part.of(ledger));
    }

    /** The context has stopped: with its next start all is new. */
    void clear() {
        told.clear();
        looked.clear();
    }
}
