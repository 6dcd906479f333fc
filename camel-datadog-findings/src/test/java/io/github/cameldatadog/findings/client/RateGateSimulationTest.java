package io.github.cameldatadog.findings.client;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Random;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

/** The gate against a simulated server that counts requests in windows aligned to its own clock. */
class RateGateSimulationTest {

    @Property(tries = 2000)
    void neverPassesAKnownLimitAndServesEverybody(
            @ForAll @IntRange(min = 1, max = 40) int limit,
            @ForAll @IntRange(min = 10, max = 90) int periodSeconds,
            @ForAll @IntRange(min = 0, max = 89_999) int offsetMillis,
            @ForAll @IntRange(min = 1, max = 120) int requests,
            @ForAll boolean roundsUp,
            @ForAll boolean tellsPeriod,
            @ForAll long seed) {
        Simulation simulation =
                new Simulation(limit, periodSeconds, offsetMillis, requests, roundsUp, tellsPeriod, 0, seed);

        simulation.run();

        assertThat(simulation.refusedThoughKnown).isZero();
        assertThat(simulation.served).isEqualTo(requests);
        assertThat(simulation.gate.inFlight()).isZero();
        assertThat(simulation.gate.waiting()).isZero();
    }

    /** A request that was counted in the next window, though it was answered before this one was sure to be over. */
    @Example
    void countsWhatWasAnsweredLateInTheNextWindow() {
        Simulation simulation = new Simulation(2, 10, 2129, 24, false, true, 0, 0);

        simulation.run();

        assertThat(simulation.refusedThoughKnown).isZero();
    }

    @Property(tries = 1000)
    void servesEverybodyThoughOthersUseTheLimitAndAnswersGetLost(
            @ForAll @IntRange(min = 1, max = 20) int limit,
            @ForAll @IntRange(min = 10, max = 90) int periodSeconds,
            @ForAll @IntRange(min = 1, max = 60) int requests,
            @ForAll @IntRange(min = 1, max = 40) int percentOfTrouble,
            @ForAll long seed) {
        Simulation simulation = new Simulation(limit, periodSeconds, 500, requests, true, true, percentOfTrouble, seed);

        simulation.run();

        assertThat(simulation.served + simulation.lost).isEqualTo(requests);
        assertThat(simulation.gate.inFlight()).isZero();
    }

    @Property(tries = 500)
    void usesMostOfTheLimit(
            @ForAll @IntRange(min = 5, max = 40) int limit, @ForAll boolean roundsUp, @ForAll long seed) {
        Simulation simulation = new Simulation(limit, 60, 0, limit * 5, roundsUp, true, 0, seed);

        simulation.run();

        assertThat(simulation.timing.passed())
                .as("five windows' worth of requests")
                .isLessThan(Duration.ofSeconds(60 * 6 + 10));
    }

    private static final class Simulation {
        private final VirtualTiming timing = new VirtualTiming();
        private final RateGate gate = new RateGate(timing);
        private final Random random;
        private final int limit;
        private final long periodMillis;
        private final long offsetMillis;
        private final int requests;
        private final boolean roundsUp;
        private final boolean tellsPeriod;
        private final int percentOfTrouble;

        private long window = -1;
        private int used;
        private boolean known;
        private int served;
        private int lost;
        private int refusedThoughKnown;

        Simulation(
                int limit,
                int periodSeconds,
                int offsetMillis,
                int requests,
                boolean roundsUp,
                boolean tellsPeriod,
                int percentOfTrouble,
                long seed) {
            this.limit = limit;
            this.periodMillis = periodSeconds * 1000L;
            this.offsetMillis = offsetMillis;
            this.requests = requests;
            this.roundsUp = roundsUp;
            this.tellsPeriod = tellsPeriod;
            this.percentOfTrouble = percentOfTrouble;
            this.random = new Random(seed);
        }

        void run() {
            for (int i = 0; i < requests; i++) {
                timing.after(millis(random.nextInt(200_000)), this::queue);
            }
            long steps = 0;
            while (timing.runNext()) {
                assertThat(++steps).as("comes to an end").isLessThan(1_000_000);
            }
        }

        private void queue() {
            gate.acquire(Runnable::run, pass -> {
                boolean knownWhenLeaving = known;
                timing.after(millis(1 + random.nextInt(1500)), () -> process(pass, knownWhenLeaving));
            });
        }

        private void process(RateGate.Pass pass, boolean knownWhenLeaving) {
            long millis = timing.passed().toMillis() + offsetMillis;
            if (millis / periodMillis != window) {
                window = millis / periodMillis;
                used = 0;
            }
            if (trouble()) {
                used = Math.min(limit, used + 1 + random.nextInt(3));
            }
            boolean refused = used >= limit;
            used += refused ? 0 : 1;
            refusedThoughKnown += refused && knownWhenLeaving ? 1 : 0;
            RateLimitHeaders told = told(periodMillis - millis % periodMillis);
            timing.after(millis(1 + random.nextInt(1500)), () -> settle(pass, told, refused));
        }

        private void settle(RateGate.Pass pass, RateLimitHeaders told, boolean refused) {
            if (refused) {
                known = true;
                pass.refuse(told, Duration.ofMillis(250));
                queue();
            } else if (trouble()) {
                lost++;
                pass.lose();
            } else {
                known = true;
                served++;
                pass.settle(told);
            }
        }

        private RateLimitHeaders told(long millisLeft) {
            long seconds = roundsUp ? (millisLeft + 999) / 1000 : millisLeft / 1000;
            return new RateLimitHeaders(
                    OptionalInt.of(limit),
                    tellsPeriod ? Optional.of(millis(periodMillis)) : Optional.empty(),
                    OptionalInt.of(limit - used),
                    Optional.of(Duration.ofSeconds(seconds)),
                    Optional.empty(),
                    Optional.empty());
        }

        private boolean trouble() {
            return random.nextInt(100) < percentOfTrouble;
        }

        private static Duration millis(long millis) {
            return Duration.ofMillis(millis);
        }
    }
}
