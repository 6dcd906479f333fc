package io.github.cameldatadog.findings.internal;

import io.github.cameldatadog.findings.ticket.Displayed;
import io.github.cameldatadog.findings.ticket.TicketLedger;
import io.github.cameldatadog.findings.ticket.TicketLedger.Scope;
import java.util.Map;
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
    private final Map<Part, LookAtStart> looks = new ConcurrentHashMap<>();

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
            LOG.info(
                    "What is sent to {} ({}) is remembered by {}",
                    scope.site(),
                    scope.organisation(),
                    shown(ledger.ledger()));
            return;
        }
        LOG.info(
                "What is sent to {} ({}) is remembered in memory, until the context {} stops",
                scope.site(),
                scope.organisation(),
                context.getName());
        Set<String> others = registered();
        if (!others.isEmpty()) {
            LOG.warn(
                    "Ledgers are in the registry, and an endpoint uses none of them: {}. Only one that is the only one, and is"
                            + " there before the component, is found by its type: name it with the option ledger, as ledger=#{}",
                    others,
                    others.iterator().next());
        }
    }

    private static String shown(TicketLedger ledger) {
        try {
            return Displayed.clipped(String.valueOf(ledger), 200);
        } catch (RuntimeException e) { // its own, and no reason not to start
            LOG.debug("A ledger cannot tell what it is", e);
            return ledger.getClass().getName();
        }
    }

    private Set<String> registered() {
        try {
            return new TreeSet<>(
                    context.getRegistry().findByTypeWithName(TicketLedger.class).keySet());
        } catch (RuntimeException e) { // a bean that cannot be made, and that nobody needs here
            LOG.debug("Ledgers in the registry cannot be told", e);
            return Set.of();
        }
    }

    /** Begins to look for what was left in doubt, unless somebody has since the context started, in this part of a ledger. */
    void lookAtStart(LedgerOfEndpoint ledger, LookAtStart look) {
        if (looks.putIfAbsent(Part.of(ledger), look) == null) {
            look.begin(ledger.ledger().aliveEvery());
        }
    }

    /** Nobody looks any more, until all is new. */
    void endLooks(String reason) {
        looks.values().forEach(look -> look.end(reason));
    }

    /** The context has stopped: with its next start all is new. */
    void clear() {
        told.clear();
        looks.clear();
    }
}
