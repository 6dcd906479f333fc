package io.github.cameldatadog.findings;

import static io.github.cameldatadog.findings.testkit.assertions.DatadogAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.cameldatadog.findings.ledger.InMemoryTicketLedger;
import io.github.cameldatadog.findings.ledger.PassingOnLedger;
import io.github.cameldatadog.findings.testkit.Operation;
import io.github.cameldatadog.findings.testkit.fault.Fault;
import io.github.cameldatadog.findings.ticket.TicketLedger.Held;
import io.github.cameldatadog.findings.ticket.TicketLedger.Intent;
import io.github.cameldatadog.findings.ticket.TicketLedger.Scope;
import io.github.cameldatadog.findings.ticket.TicketLedger.State;
import io.github.cameldatadog.findings.ticket.TicketLedger.Wanted;
import io.github.cameldatadog.findings.ticket.TicketReport;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The ledger cannot be told how a batch ended: it is told when it is there again, for nobody else knows. */
class LedgerOutageTest {

    private static final Scope SCOPE = new Scope("http://127.0.0.1:1", "default");

    private final Breaking quiet = new Breaking(Optional.empty());
    private final Breaking beating = new Breaking(Optional.of(Duration.ofSeconds(15)));
    private final Losing losing = new Losing();
    private final VirtualRoute route = new VirtualRoute(Map.of("quiet", quiet, "beating", beating, "losing", losing));

    @AfterEach
    void close() {
        route.close();
    }

    /** Breaks when something is sent, until it is mended. */
    private static final class Breaking extends PassingOnLedger {
        private final Optional<Duration> aliveEvery;
        private volatile boolean isBroken;
        private int broken;

        Breaking(Optional<Duration> aliveEvery) {
            super(new InMemoryTicketLedger(Instant::now));
            this.aliveEvery = aliveEvery;
        }

        @Override
        public Set<String> sending(Intent intent, List<Sending> drafts) {
            Set<String> lost = super.sending(intent, drafts);
            isBroken = true;
            return lost;
        }

        private void check() {
            if (isBroken) {
                broken++;
                throw new IllegalStateException("The database is down");
            }
        }

        @Override
        public void notMade(Intent intent, Collection<String> findingIds) {
            check();
            super.notMade(intent, findingIds);
        }

        @Override
        public void settle(Intent intent, List<Settlement> settlements) {
            check();
            super.settle(intent, settlements);
        }

        @Override
        public Optional<Duration> aliveEvery() {
            return aliveEvery;
        }

        @Override
        public void alive() {
            check();
        }

        private State stateOf(String id) {
            Held held = claim(new Intent(SCOPE, "stranger", "stranger"), List.of(new Wanted(id, Set.of(), false)))
                    .get(id);
            return held == null ? null : held.state();
        }
    }

    /** Breaks so that nobody hears what it did, or before it does anything. */
    private static final class Losing extends PassingOnLedger {
        private int claimsToLose;
        private int notMadeToFail;

        Losing() {
            super(new InMemoryTicketLedger(Instant::now));
        }

        @Override
        public Map<String, Held> claim(Intent intent, Collection<Wanted> wanted) {
            Map<String, Held> held = super.claim(intent, wanted);
            if (claimsToLose-- > 0) {
                throw new IllegalStateException("The database is down");
            }
            return held;
        }

        @Override
        public void notMade(Intent intent, Collection<String> findingIds) {
            if (notMadeToFail-- > 0) {
                throw new IllegalStateException("The database is down");
            }
            super.notMade(intent, findingIds);
        }
    }

    /** Another exchange would be told that this one is at work on it, until the claim runs out. */
    @Test
    void whatWasClaimedWithoutHearingOfItIsFreed() {
        List<String> ids = route.openFindings(2);
        losing.claimsToLose = 1;

        assertThat(route.report(ids, "title=a&ledger=#losing").notSent()).isEqualTo(2);

        assertThat(route.report(ids, "title=a&ledger=#losing").ticketed()).isEqualTo(2);
    }

    /** It is on its way by itself, for all that the ledger knows. */
    @Test
    void nobodyIsKeptBackByOneself() {
        List<String> ids = route.openFindings(1);
        losing.notMadeToFail = 2;
        route.faults().next(Operation.CREATE, Fault.status(429, "text/plain", "later"));

        TicketReport report = route.report(ids, "title=a&ledger=#losing");

        assertThat(report.notSent()).as(report::table).isEqualTo(1);
        assertThat(route.report(ids, "title=a&ledger=#losing").ticketed()).isEqualTo(1);
    }

    private Breaking ledger(String name) {
        return name.equals("quiet") ? quiet : beating;
    }

    @ParameterizedTest
    @ValueSource(strings = {"quiet", "beating"})
    void whatWasTicketedIsToldLater(String name) {
        List<String> ids = route.openFindings(2);
        TicketReport report = route.report(ids, "title=a&ledger=#" + name);
        assertThat(report.ticketed()).isEqualTo(2);
        route.pass(Duration.ofMinutes(1));
        assertThat(ledger(name).stateOf(ids.get(0))).isEqualTo(State.SENDING);

        ledger(name).isBroken = false;
        route.pass(Duration.ofSeconds(16));

        assertThat(ledger(name).stateOf(ids.get(0))).isEqualTo(State.TICKETED);
        assertThat(ledger(name).stateOf(ids.get(1))).isEqualTo(State.TICKETED);
    }

    @ParameterizedTest
    @ValueSource(strings = {"quiet", "beating"})
    void whatWasRefusedIsFreeThen(String name) {
        List<String> ids = route.openFindings(1);
        route.faults().always(Operation.CREATE, Fault.status(400, "text/plain", "no"));
        assertThat(route.report(ids, "title=a&ledger=#" + name).rejected()).isEqualTo(1);

        ledger(name).isBroken = false;
        route.pass(Duration.ofSeconds(16));

        assertThat(ledger(name).stateOf(ids.get(0))).isNull();
    }

    /** Each call may take as long as a database is waited for. */
    @Test
    void aLedgerThatIsDownIsWaitedForOnceABatch() {
        TicketReport report = route.report(route.openFindings(2), "title=a&ledger=#quiet");

        assertThat(report.ticketed()).isEqualTo(2);
        assertThat(quiet.broken).isOne();
    }

    @Test
    void whatIsLeftIsToldWhenTheContextStops() {
        List<String> ids = route.openFindings(1);
        assertThat(route.report(ids, "title=a&ledger=#quiet").ticketed()).isEqualTo(1);
        quiet.isBroken = false;

        route.close();

        assertThat(quiet.stateOf(ids.get(0))).isEqualTo(State.TICKETED);
    }
}
