package io.github.cameldatadog.findings;

import static io.github.cameldatadog.findings.testkit.assertions.DatadogAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.cameldatadog.findings.ledger.InMemoryTicketLedger;
import io.github.cameldatadog.findings.ledger.PassingOnLedger;
import io.github.cameldatadog.findings.testkit.Operation;
import io.github.cameldatadog.findings.testkit.SimulatedDatadog;
import io.github.cameldatadog.findings.testkit.fault.Fault;
import io.github.cameldatadog.findings.ticket.SkipReason;
import io.github.cameldatadog.findings.ticket.TicketLedger;
import io.github.cameldatadog.findings.ticket.TicketReport;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** A context starts, takes over what was left in doubt, and the same findings come in at that very moment. */
class TakeoverAtStartTest {

    private static final String PLAN = "ledger=#ledger&report=all&title=Ports&lookupTickets=never";

    @Test
    void workWaitsFromTheMomentOfTheTakeover() {
        TicketLedger ledger = new InMemoryTicketLedger(Instant::now);
        try (SimulatedDatadog datadog = SimulatedDatadog.start()) {
            datadog.faults().next(Operation.CREATE, Fault.resetAfterEffect());
            List<String> ids;
            try (RouteToDatadog first = new RouteToDatadog(datadog, options -> {}, Map.of("ledger", ledger))) {
                ids = first.openFindings(3);
                assertThat(RouteToDatadog.reportOf(first.send(ids, PLAN)).unknown())
                        .isEqualTo(3);
            }
            try (RouteToDatadog next =
                    new RouteToDatadog(datadog, options -> {}, Map.of("ledger", new SlowTakeover(ledger)))) {
                TicketReport report = next.report(ids, PLAN + "&onUnknown=reconcile");

                assertThat(report.skipped(SkipReason.ALREADY_TICKETED))
                        .as(report::table)
                        .isEqualTo(3);
            }
            assertThat(datadog).createdAtMostOneTicketPerFinding();
        }
    }

    /** A ledger that takes its time to tell what was taken over, until somebody else claims findings. */
    private static final class SlowTakeover extends PassingOnLedger {

        private final CountDownLatch takenOver = new CountDownLatch(1);
        private final CountDownLatch claimed = new CountDownLatch(1);

        SlowTakeover(TicketLedger real) {
            super(real);
        }

        private static void await(CountDownLatch latch) {
            try {
                latch.await(1, TimeUnit.SECONDS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }

        @Override
        public List<InDoubt> takeOverAny(Intent intent, int most) {
            List<InDoubt> taken = super.takeOverAny(intent, most);
            takenOver.countDown();
            await(claimed);
            return taken;
        }

        @Override
        public List<InDoubt> takeOver(Intent intent, Collection<String> findingIds) {
            await(takenOver);
            return super.takeOver(intent, findingIds);
        }

        @Override
        public Map<String, Held> claim(Intent intent, Collection<Wanted> wanted) {
            claimed.countDown();
            return super.claim(intent, wanted);
        }
    }
}
