package io.github.cameldatadog.findings.campaign;

import io.github.cameldatadog.findings.testkit.Operation;
import io.github.cameldatadog.findings.testkit.fault.Fault;
import java.time.Duration;
import java.util.Optional;

/** Something goes wrong for a while, counted from the run's start. */
record Outage(Kind kind, Duration from, Duration to) {

    /** What goes wrong. */
    enum Kind {
        SEARCH_DOWN(Operation.SEARCH, Fault.htmlPage(503)),
        SEARCH_LIMITED(Operation.SEARCH, Fault.tooManyRequests()),
        SEARCH_HANGS(Operation.SEARCH, Fault.hang()),
        SEARCH_RESETS(Operation.SEARCH, Fault.resetBefore()),
        CREATE_DOWN(Operation.CREATE, Fault.htmlPage(503)),
        CREATE_LIMITED(Operation.CREATE, Fault.tooManyRequests()),
        /** No connection comes about. */
        UNREACHABLE(null, null),
        /** Searches are answered with what was at its beginning. */
        INDEX_STANDS_STILL(null, null),
        /** The ledger's database, if it is in one. */
        LEDGER_DOWN(null, null),
        /** Likewise, for the first node alone. */
        LEDGER_CUT_OFF(null, null);

        private final Operation operation;
        private final Fault fault;

        Kind(Operation operation, Fault fault) {
            this.operation = operation;
            this.fault = fault;
        }

        boolean isOfLedger() {
            return this == LEDGER_DOWN || this == LEDGER_CUT_OFF;
        }
    }

    boolean isOn(Duration sinceStart) {
        return sinceStart.compareTo(from) >= 0 && sinceStart.compareTo(to) < 0;
    }

    /** What befalls a request of that operation; nothing if this is not about it. */
    Optional<Fault> of(Operation operation, Duration sinceStart) {
        return operation == kind.operation && isOn(sinceStart) ? Optional.of(kind.fault) : Optional.empty();
    }
}
