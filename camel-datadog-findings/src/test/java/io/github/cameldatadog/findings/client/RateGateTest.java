package io.github.cameldatadog.findings.client;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.cameldatadog.findings.client.RateGate.Pass;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.RejectedExecutionException;
import org.junit.jupiter.api.Test;

class RateGateTest {

    private static final Duration SECOND = Duration.ofSeconds(1);

    private final VirtualTiming timing = new VirtualTiming();
    private final RateGate gate = new RateGate(timing);
    private final List<Pass> passes = new ArrayList<>();

    @Test
    void letsOnlyAFewLeaveBeforeTheFirstAnswerHasToldAnything() {
        queue(10);

        assertThat(passes).hasSize(4);
        assertThat(gate.waiting()).isEqualTo(6);
        assertThat(gate.inFlight()).isEqualTo(4);
    }

    @Test
    void letsAllLeaveWhereAnswersNeverTellALimit() {
        queue(10);
        passes.get(0).settle(RateLimitHeaders.none());

        assertThat(passes).hasSize(10);
        assertThat(gate.limit()).isEmpty();
        assertThat(gate.remaining()).isEmpty();
    }

    @Test
    void stopsBeforeTheLimitIsPassedAndCountsWhatIsInFlight() {
        queue(10);
        passes.get(0).settle(told(10, 5, 60));

        assertThat(passes)
                .as("five remain, three of which may be used by those in flight")
                .hasSize(6);
        assertThat(gate.limit()).hasValue(10);
        assertThat(gate.remaining()).hasValue(0);
    }

    @Test
    void doesNotBelieveAnOlderAnswerThatTellsAHigherFigure() {
        queue(12);
        passes.get(3).settle(told(20, 2, 60));
        int before = passes.size();
        passes.get(0).settle(told(20, 5, 60));
        passes.get(1).settle(told(20, 4, 60));
        passes.get(2).settle(told(20, 3, 60));

        assertThat(before).isEqualTo(4);
        assertThat(passes).as("the newest figure, 2, allows for two").hasSize(6);
    }

    @Test
    void followsTheFigureDownWhenOthersUseTheLimitToo() {
        queue(1);
        passes.get(0).settle(told(100, 80, 60));
        queue(1);
        passes.get(1).settle(told(100, 0, 60));
        queue(1);

        assertThat(passes).hasSize(2);
        assertThat(gate.remaining()).hasValue(0);
    }

    @Test
    void neverStartsMoreThanTheLimitInAWindowThoughTheFigureDoesNotFall() {
        queue(1);
        for (int i = 0; i < 20; i++) {
            passes.get(passes.size() - 1).settle(told(5, 4, 60));
            queue(1);
        }

        assertThat(passes).hasSize(5);
    }

    @Test
    void countsARequestThatGotNoAnswer() {
        queue(1);
        passes.get(0).settle(told(10, 2, 60));
        queue(2);
        passes.get(1).lose();
        passes.get(2).lose();
        queue(1);

        assertThat(passes).hasSize(3);
    }

    @Test
    void doesNotCountARequestThatNeverLeft() {
        queue(1);
        passes.get(0).settle(told(10, 1, 60));
        queue(3);
        passes.get(1).giveBack();
        passes.get(2).giveBack();

        assertThat(passes).hasSize(4);
    }

    @Test
    void doesNotCountWhatNeverLeftAgainstTheLimitEither() {
        queue(1);
        passes.get(0).settle(told(5, 4, 60));
        for (int i = 0; i < 20; i++) {
            queue(1);
            passes.get(passes.size() - 1).giveBack();
        }

        assertThat(passes).hasSize(21);
        assertThat(gate.remaining()).hasValue(4);
    }

    @Test
    void aPassCountsOnceHoweverOftenItIsUsed() {
        queue(1);
        passes.get(0).settle(told(10, 1, 60));
        queue(3);
        passes.get(1).settle(told(10, 0, 60));
        passes.get(1).giveBack();
        passes.get(1).lose();

        assertThat(gate.inFlight()).isZero();
        assertThat(passes).hasSize(2);
    }

    @Test
    void opensWithTheKnownLimitWhenTheWindowIsOver() {
        queue(1);
        passes.get(0).settle(told(5, 0, 60));
        queue(10);
        timing.advance(Duration.ofSeconds(60));
        int beforeTheEnd = passes.size();
        timing.advance(SECOND);

        assertThat(beforeTheEnd).isEqualTo(1);
        assertThat(passes).hasSize(1 + 5);
    }

    @Test
    void countsWhatIsStillInFlightFromTheLastWindowAgainstTheNext() {
        queue(3);
        passes.get(0).settle(told(5, 2, 60));
        queue(10);
        timing.advance(Duration.ofSeconds(61));

        assertThat(passes).hasSize(3 + 3);
    }

    @Test
    void aLateAnswerOfTheLastWindowDoesNotLowerTheNext() {
        queue(1);
        passes.get(0).settle(told(5, 4, 60));
        timing.advance(Duration.ofSeconds(50));
        queue(10);
        timing.advance(Duration.ofSeconds(11));
        int withOneInFlight = passes.size();
        passes.get(1).settle(told(5, 0, 8));

        assertThat(withOneInFlight).isEqualTo(5 + 1);
        assertThat(passes).hasSize(5 + 2);
    }

    @Test
    void aLate429OfTheLastWindowDoesNotCloseTheNext() {
        queue(1);
        passes.get(0).settle(told(5, 4, 60));
        timing.advance(Duration.ofSeconds(50));
        queue(10);
        timing.advance(Duration.ofSeconds(11));
        passes.get(1).refuse(told(5, 0, 8), Duration.ofSeconds(1));

        assertThat(passes).hasSize(5 + 2);
    }

    @Test
    void aLateAnswerDoesNotLowerANextWindowThatWasHeardOfEither() {
        queue(1);
        passes.get(0).settle(told(5, 3, 60));
        timing.advance(Duration.ofSeconds(55));
        queue(10);
        timing.advance(Duration.ofSeconds(6));
        passes.get(3).settle(told(5, 4, 60));
        int before = passes.size();
        passes.get(1).settle(told(5, 0, 4));

        assertThat(gate.limit()).hasValue(5);
        assertThat(passes).hasSize(before + 1);
    }

    @Test
    void aLate429DoesNotCloseANextWindowThatWasHeardOf() {
        queue(1);
        passes.get(0).settle(told(5, 3, 60));
        timing.advance(Duration.ofSeconds(55));
        queue(10);
        timing.advance(Duration.ofSeconds(6));
        passes.get(3).settle(told(5, 4, 60));
        int before = passes.size();
        passes.get(1).refuse(told(5, 0, 4), SECOND);

        assertThat(passes).hasSize(before + 1);
    }

    @Test
    void believesALowerFigureThoughTheServerContradictsItselfAboutTheEnd() {
        queue(1);
        passes.get(0).settle(told(5, 4, 60));
        timing.advance(SECOND);
        queue(1);
        passes.get(1).settle(told(5, 0, 10));
        queue(1);

        assertThat(passes).hasSize(2);
    }

    @Test
    void usesAllOfTheLimitWhereNoEndIsTold() {
        for (int remaining = 4; remaining >= 0; remaining--) {
            queue(1);
            passes.get(passes.size() - 1).settle(toldWithoutPeriod(OptionalInt.of(5), remaining, Optional.empty()));
        }
        queue(1);

        assertThat(passes).hasSize(5);
    }

    @Test
    void opensForOneAloneWhereNoLimitIsToldButOnlyWhatRemains() {
        queue(1);
        passes.get(0).settle(toldWithoutPeriod(OptionalInt.empty(), 0, Optional.of(Duration.ofSeconds(10))));
        queue(5);
        timing.advance(Duration.ofSeconds(11));

        assertThat(passes).hasSize(2);
    }

    @Test
    void countsARequestInTheNextWindowWhoseAnswerTookTooLongToTellWhichItWas() {
        queue(2);
        passes.get(0).settle(told(5, 1, 60));
        queue(10);
        timing.advance(Duration.ofSeconds(61));
        passes.get(1).settle(told(5, 4, 60));

        assertThat(passes).hasSize(2 + 4);
    }

    @Test
    void aRequestAnsweredBeforeTheSwitchAndCountedInTheNextWindowCountsThere() {
        queue(1);
        passes.get(0).settle(told(3, 2, 60));
        timing.advance(Duration.ofMillis(60_500));
        queue(1);
        passes.get(1).settle(told(3, 2, 60));
        timing.advance(Duration.ofSeconds(1));
        queue(5);

        assertThat(passes).hasSize(2 + 2);
    }

    @Test
    void countsARequestWithoutAnAnswerInTheNextWindowWhereItMayBeOfThat() {
        queue(1);
        passes.get(0).settle(told(3, 2, 60));
        timing.advance(Duration.ofMillis(59_500));
        queue(1);
        passes.get(1).lose();
        timing.advance(Duration.ofSeconds(2));
        queue(5);

        assertThat(passes).hasSize(2 + 2);
    }

    @Test
    void doesNotCountARequestWithoutAnAnswerInTheNextWindowWhereItWasOverBefore() {
        queue(1);
        passes.get(0).settle(told(3, 2, 60));
        timing.advance(Duration.ofSeconds(58));
        queue(1);
        passes.get(1).lose();
        timing.advance(Duration.ofSeconds(3));
        queue(5);

        assertThat(passes).hasSize(2 + 3);
    }

    @Test
    void usesALimitOfOneInEachWindow() {
        SlowServer server = new SlowServer(1, Duration.ofSeconds(60), Duration.ofMillis(1500));
        gate.acquire(Runnable::run, server::send);
        timing.advance(Duration.ofSeconds(30));
        for (int i = 0; i < 20; i++) {
            gate.acquire(Runnable::run, server::send);
        }
        timing.advance(Duration.ofSeconds(10 * 60));

        assertThat(server.refused).isZero();
        assertThat(server.counted).as("one in each of eleven windows").isEqualTo(11);
    }

    @Test
    void aRequestThatLeftAtTheEndOfAWindowAndIsCountedInTheNextClosesTheGateForAllOfThatNext() {
        queue(1);
        passes.get(0).settle(told(1, 0, 30));
        timing.advance(Duration.ofSeconds(89));
        queue(2);
        timing.advance(Duration.ofSeconds(2));
        passes.get(1).settle(told(1, 0, 59));
        timing.advance(Duration.ofSeconds(58));
        int withinItsWindow = passes.size();
        timing.advance(Duration.ofSeconds(62));

        assertThat(withinItsWindow).isEqualTo(2);
        assertThat(passes).hasSize(3);
    }

    @Test
    void anAnswerOfALaterWindowOpensTheGateBeforeItsOwnReckoningDoes() {
        queue(1);
        passes.get(0).settle(told(5, 1, 10));
        timing.advance(Duration.ofMillis(10_200));
        queue(10);
        int stillOfTheFirst = passes.size();
        passes.get(1).settle(told(5, 4, 60));

        assertThat(stillOfTheFirst).isEqualTo(2);
        assertThat(passes).hasSize(2 + 4);
    }

    @Test
    void opensForOneRequestAloneAfterA429() {
        queue(3);
        passes.forEach(pass -> pass.refuse(told(5, 0, 20), Duration.ZERO));
        queue(4);
        timing.advance(Duration.ofSeconds(20));
        int whileClosed = passes.size();
        timing.advance(SECOND);
        int testing = passes.size();
        passes.get(3).settle(told(5, 4, 60));

        assertThat(whileClosed).isEqualTo(3);
        assertThat(testing).isEqualTo(4);
        assertThat(passes).hasSize(7);
    }

    /** A gateway's answer, say, tells as little as the 429 did. */
    @Test
    void letsOnlyAFewLeaveAtATimeWhereThereIsALimitThatNobodyHasTold() {
        queue(1);
        passes.get(0).refuse(RateLimitHeaders.none(), SECOND);
        queue(20);
        timing.advance(SECOND);
        passes.get(1).settle(RateLimitHeaders.none());
        assertThat(passes).as("four in flight").hasSize(6);

        passes.get(2).settle(RateLimitHeaders.none());
        assertThat(passes).hasSize(7);

        passes.get(3).settle(told(100, 50, 60));
        assertThat(passes).as("the limit is known").hasSize(21);
    }

    @Test
    void staysWithOneRequestAtATimeUntilTheWaterWasTested() {
        queue(1);
        passes.get(0).refuse(told(5, 0, 20), Duration.ZERO);
        queue(4);
        timing.advance(Duration.ofSeconds(21));
        passes.get(1).lose();
        int afterNoAnswer = passes.size();
        passes.get(2).giveBack();
        int afterOneThatNeverLeft = passes.size();
        passes.get(3).refuse(told(5, 0, 20), Duration.ZERO);

        assertThat(afterNoAnswer).isEqualTo(3);
        assertThat(afterOneThatNeverLeft).isEqualTo(4);
        assertThat(passes).as("closed again").hasSize(4);
    }

    @Test
    void staysClosedForTheCallersWaitWhereA429TellsNothing() {
        queue(1);
        passes.get(0).refuse(RateLimitHeaders.none(), Duration.ofMillis(700));
        queue(1);
        timing.advance(Duration.ofMillis(699));
        int before = passes.size();
        timing.advance(Duration.ofMillis(1));

        assertThat(before).isEqualTo(1);
        assertThat(passes).hasSize(2);
    }

    @Test
    void staysClosedForTheCallersWaitWhereA429AsksForNone() {
        queue(1);
        passes.get(0).refuse(told(5, 0, 0), Duration.ofSeconds(4));
        queue(1);
        timing.advance(Duration.ofSeconds(4));

        assertThat(passes).hasSize(1);
    }

    @Test
    void aShorterWaitDoesNotOpenWhatALongerOneClosed() {
        queue(2);
        passes.get(0).refuse(told(5, 0, 30), Duration.ZERO);
        passes.get(1).refuse(RateLimitHeaders.none(), Duration.ofSeconds(1));
        queue(1);
        timing.advance(Duration.ofSeconds(29));

        assertThat(passes).hasSize(2);
    }

    @Test
    void aShorterBackOffDoesNotOpenWhatALongerOneClosed() {
        queue(2);
        passes.get(0).refuse(RateLimitHeaders.none(), Duration.ofSeconds(10));
        passes.get(1).refuse(RateLimitHeaders.none(), Duration.ofSeconds(1));
        queue(1);
        timing.advance(Duration.ofSeconds(9));
        int whileClosed = passes.size();
        timing.advance(SECOND);

        assertThat(whileClosed).isEqualTo(2);
        assertThat(passes).hasSize(3);
    }

    @Test
    void anAnswerToAnEarlierRequestIsNoTestOfTheWater() {
        queue(3);
        passes.get(0).refuse(told(5, 0, 20), Duration.ZERO);
        queue(5);
        timing.advance(Duration.ofSeconds(21));
        passes.get(1).settle(RateLimitHeaders.none());

        assertThat(passes).as("only the one that tests it").hasSize(4);
    }

    @Test
    void opensInTimeWhereNeitherResetNorPeriodIsTold() {
        queue(1);
        passes.get(0)
                .settle(new RateLimitHeaders(
                        OptionalInt.of(5),
                        Optional.empty(),
                        OptionalInt.of(0),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty()));
        queue(5);
        timing.advance(Duration.ofSeconds(61));

        assertThat(passes).as("one tests the water, for the end was a guess").hasSize(2);
    }

    @Test
    void opensAgainThoughAllRequestsOfAWindowWentWithoutAnAnswer() {
        queue(1);
        passes.get(0).settle(told(3, 0, 60));
        queue(10);
        timing.advance(Duration.ofSeconds(61));
        List.copyOf(passes).subList(1, 4).forEach(Pass::lose);
        int spent = passes.size();
        timing.advance(Duration.ofSeconds(60));

        assertThat(spent).isEqualTo(4);
        assertThat(passes).hasSize(7);
    }

    @Test
    void servesInTheOrderOfComingAndPassesOverWhoLeft() {
        List<String> served = new ArrayList<>();
        queue(4);
        gate.acquire(Runnable::run, pass -> served.add("first"));
        Waiting second = gate.acquire(Runnable::run, pass -> served.add("second"));
        gate.acquire(Runnable::run, pass -> served.add("third"));

        assertThat(second.cancel()).isTrue();
        assertThat(second.cancel()).isFalse();
        passes.get(0).settle(RateLimitHeaders.none());

        assertThat(served).containsExactly("first", "third");
    }

    @Test
    void whoWasServedCannotLeaveAnyMore() {
        Waiting waiting = gate.acquire(Runnable::run, passes::add);

        assertThat(waiting.cancel()).isFalse();
        assertThat(gate.inFlight()).isEqualTo(1);
    }

    @Test
    void leavesNoAlarmBehindWhenNobodyWaits() {
        queue(1);
        passes.get(0).settle(told(5, 0, 60));
        Waiting waiting = gate.acquire(Runnable::run, passes::add);
        int whileWaiting = timing.pending();
        waiting.cancel();

        assertThat(whileWaiting).isEqualTo(1);
        assertThat(timing.pending()).isZero();
    }

    @Test
    void servesAlsoWhereTheExecutorRefusesSoThatNobodyWaitsForEver() {
        gate.acquire(
                task -> {
                    throw new RejectedExecutionException("shut down");
                },
                passes::add);

        assertThat(passes).hasSize(1);
    }

    @Test
    void oneThatThrowsDoesNotCostTheNextItsTurn() {
        Thread thread = Thread.currentThread();
        List<Throwable> uncaught = new ArrayList<>();
        Thread.UncaughtExceptionHandler before = thread.getUncaughtExceptionHandler();
        thread.setUncaughtExceptionHandler((where, thrown) -> uncaught.add(thrown));
        try {
            queue(4);
            gate.acquire(Runnable::run, pass -> {
                throw new IllegalStateException("mine");
            });
            queue(1);
            passes.get(0).settle(RateLimitHeaders.none());
        } finally {
            thread.setUncaughtExceptionHandler(before);
        }

        assertThat(passes).hasSize(5);
        assertThat(uncaught).hasSize(1);
    }

    @Test
    void keepsCreatingAndSearchingApart() {
        RateGates gates = new RateGates(timing);
        RateGate create = gates.gate("datadoghq.com", "a1", ApiOperation.CREATE_TICKETS);

        assertThat(gates.gate("datadoghq.com", "a1", ApiOperation.CREATE_TICKETS))
                .isSameAs(create);
        assertThat(gates.gate("datadoghq.com", "a1", ApiOperation.SEARCH_FINDINGS))
                .isNotSameAs(create);
        assertThat(gates.gate("datadoghq.com", "b2", ApiOperation.CREATE_TICKETS))
                .isNotSameAs(create);
        assertThat(gates.gate("datadoghq.eu", "a1", ApiOperation.CREATE_TICKETS))
                .isNotSameAs(create);
        assertThat(gates.all()).hasSize(4);
    }

    private void queue(int requests) {
        for (int i = 0; i < requests; i++) {
            gate.acquire(Runnable::run, passes::add);
        }
    }

    /** Counts in windows of its own clock; requests and answers are under way for some time. */
    private final class SlowServer {
        private final int limit;
        private final Duration period;
        private final Duration underWay;
        private long window;
        private int used;
        private int counted;
        private int refused;

        SlowServer(int limit, Duration period, Duration underWay) {
            this.limit = limit;
            this.period = period;
            this.underWay = underWay;
        }

        void send(Pass pass) {
            timing.after(underWay, () -> count(pass));
        }

        private void count(Pass pass) {
            Duration now = timing.passed();
            used = now.dividedBy(period) == window ? used + 1 : 1;
            window = now.dividedBy(period);
            if (used > limit) {
                refused++;
            } else {
                counted++;
            }
            long left = period.multipliedBy(window + 1).minus(now).toSeconds();
            timing.after(underWay, () -> pass.settle(told(limit, Math.max(0, limit - used), (int) left)));
        }
    }

    private static RateLimitHeaders toldWithoutPeriod(OptionalInt limit, int remaining, Optional<Duration> reset) {
        return new RateLimitHeaders(
                limit, Optional.empty(), OptionalInt.of(remaining), reset, Optional.empty(), Optional.empty());
    }

    private static RateLimitHeaders told(int limit, int remaining, int resetSeconds) {
        return new RateLimitHeaders(
                OptionalInt.of(limit),
                Optional.of(Duration.ofSeconds(60)),
                OptionalInt.of(remaining),
                Optional.of(Duration.ofSeconds(resetSeconds)),
                Optional.empty(),
                Optional.of("findings"));
    }
}
