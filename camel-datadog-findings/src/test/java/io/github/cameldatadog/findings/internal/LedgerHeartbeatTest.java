package io.github.cameldatadog.findings.internal;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.cameldatadog.findings.client.VirtualTiming;
import io.github.cameldatadog.findings.ledger.InMemoryTicketLedger;
import io.github.cameldatadog.findings.ledger.PassingOnLedger;
import io.github.cameldatadog.findings.ticket.TicketLedger;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
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

    private void neverTold() {
        throw new IllegalStateException("the ledger does not take it");
    }

    @Test
    void whatCannotBeToldKeepsNothingElseBack() {
        heartbeat.later(ledger, this::neverTold);
        heartbeat.later(ledger, this::neverTold);
        heartbeat.later(ledger, () -> told.add("second"));
        heartbeat.later(ledger, () -> told.add("third"));

        timing.advance(Duration.ofSeconds(60));

        assertThat(told).containsExactly("second", "third");
    }

    @Test
    void whatCannotBeToldKeepsNothingElseBackWhenItIsStopped() {
        heartbeat.later(ledger, this::neverTold);
        heartbeat.later(ledger, () -> told.add("second"));

        heartbeat.stop();

        assertThat(told).containsExactly("second");
    }

    /** As when a queue delivers again and again while the ledger is down for hours. */
    @Test
    void ofManyCallsThatFailedOnlyTheFirstAreToBeUndone() {
        for (int call = 0; call < 2_000; call++) {
            heartbeat.undo(ledger, () -> told.add("undone"));
        }
        heartbeat.later(ledger, () -> told.add("told"));

        timing.advance(Duration.ofSeconds(15));

        assertThat(told).hasSize(1_001).endsWith("told");
    }

    /** It is taken for dead else, and others take over what it holds. */
    @Test
    void aSignOfLifeWaitsForNothingThatIsToBeTold() {
        Queue<Runnable> tasks = new ArrayDeque<>();
        List<Instant> alive = new ArrayList<>();
        TicketLedger beating = new PassingOnLedger(ledger) {
            @Override
            public Optional<Duration> aliveEvery() {
                return Optional.of(Duration.ofSeconds(15));
            }

            @Override
            public void alive() {
                alive.add(timing.now());
            }
        };
        LedgerHeartbeat busy = new LedgerHeartbeat(timing, tasks::add);
        busy.of(beating);
        busy.later(beating, () -> {
            told.add("once");
            timing.advance(Duration.ofMinutes(1)); // that is how long it takes
            while (!tasks.isEmpty()) {
                tasks.remove().run();
            }
        });

        timing.advance(Duration.ofSeconds(15));
        tasks.remove().run();

        assertThat(alive).hasSize(3);
        assertThat(told).containsExactly("once");
    }

    @Test
    void nothingIsWaitedForWhenItIsStopped() {
        heartbeat.later(ledger, () -> told.add("told"));

        heartbeat.stop();

        assertThat(told).containsExactly("told");
        assertThat(timing.pending()).isZero();
    }
}
