package io.github.cameldatadog.findings.internal;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.cameldatadog.findings.client.Timing;
import io.github.cameldatadog.findings.ledger.InMemoryTicketLedger;
import io.github.cameldatadog.findings.ticket.TicketLedger;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import org.junit.jupiter.api.Test;

/** What a ledger could not be told is told when it can be. */
class LedgerHeartbeatTest {

    private final Queue<Runnable> waiting = new ArrayDeque<>();
    private final Timing timing = new Timing() {
        @Override
        public Instant now() {
            return Instant.EPOCH;
        }

        @Override
        public long nanoTime() {
            return 0;
        }

        @Override
        public Wait after(Duration delay, Runnable task) {
            waiting.add(task);
            return () -> waiting.remove(task);
        }

        @Override
        public double random() {
            return 0;
        }
    };

    private final TicketLedger ledger = new InMemoryTicketLedger(timing::now);
    private final LedgerHeartbeat heartbeat = new LedgerHeartbeat(timing, Runnable::run);
    private final List<String> told = new ArrayList<>();

    @Test
    void whatComesWhileTheRestIsToldIsToldToo() {
        heartbeat.later(ledger, () -> {
            told.add("first");
            heartbeat.later(ledger, () -> told.add("second"));
        });

        waiting.remove().run();
        assertThat(told).containsExactly("first");
        waiting.remove().run();

        assertThat(told).containsExactly("first", "second");
        assertThat(waiting).isEmpty();
    }

    @Test
    void nothingIsWaitedForWhenItIsStopped() {
        heartbeat.later(ledger, () -> told.add("told"));

        heartbeat.stop();

        assertThat(told).containsExactly("told");
        assertThat(waiting).isEmpty();
    }
}
