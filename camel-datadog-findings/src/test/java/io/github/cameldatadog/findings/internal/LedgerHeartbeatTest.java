package io.github.cameldatadog.findings.internal;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.cameldatadog.findings.client.VirtualTiming;
import io.github.cameldatadog.findings.ledger.InMemoryTicketLedger;
import io.github.cameldatadog.findings.ticket.TicketLedger;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What a ledger could not be told is told when it can be. */
class LedgerHeartbeatTest {

    private final VirtualTiming timing = new VirtualTiming();
    private final TicketLedger ledger = new InMemoryTicketLedger(timing::now);
    private final LedgerHeartbeat heartbeat = new LedgerHeartbeat(timing, Runnable::run);
    private final List<String> told = new ArrayList<>();

    @Test
    void whatComesWhileTheRestIsToldIsToldToo() {
        heartbeat.later(ledger, () -> {
            told.add("first");
            heartbeat.later(ledger, () -> told.add("second"));
        });

        timing.advance(Duration.ofSeconds(15));
        assertThat(told).containsExactly("first");
        timing.advance(Duration.ofSeconds(15));

        assertThat(told).containsExactly("first", "second");
        assertThat(timing.pending()).isZero();
    }

    @Test
    void nothingIsWaitedForWhenItIsStopped() {
        heartbeat.later(ledger, () -> told.add("told"));

        heartbeat.stop();

        assertThat(told).containsExactly("told");
        assertThat(timing.pending()).isZero();
    }
}
