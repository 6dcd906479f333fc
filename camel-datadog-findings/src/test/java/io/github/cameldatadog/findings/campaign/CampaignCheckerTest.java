package io.github.cameldatadog.findings.campaign;

import static io.github.cameldatadog.findings.campaign.HandMadeRun.entry;
import static io.github.cameldatadog.findings.campaign.HandMadeRun.report;
import static io.github.cameldatadog.findings.campaign.HandMadeRun.ticketedOn;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.cameldatadog.findings.testkit.fault.Fault;
import io.github.cameldatadog.findings.ticket.SkipReason;
import io.github.cameldatadog.findings.ticket.TicketOutcome;
import io.github.cameldatadog.findings.ticket.TicketReport;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Each rule of the campaign can be broken: records that were never made break them, and others that come close do not. */
class CampaignCheckerTest {

    private static final TicketOutcome NOT_SENT = new TicketOutcome.NotSent("stopped");
    private static final TicketOutcome UNKNOWN = new TicketOutcome.Unknown("no answer", null);

    private final HandMadeRun run = new HandMadeRun();

    private void breaks(Class<? extends CampaignRule> rule) {
        assertThat(CampaignChecker.check(run.record()))
                .extracting(Violation::rule)
                .containsOnly(rule.getSimpleName());
    }

    private void breaksNothing() {
        assertThat(CampaignChecker.check(run.record())).isEmpty();
    }

    private TicketReport oneTicketed() {
        return report(1, entry(ticketedOn("c1"), "a"));
    }

    /** One exchange looks, makes a ticket and says so. */
    private void oneTicket() {
        run.search(0, "a", "OPEN");
        run.made("c1", run.create(0), "a");
        run.exchange(0, oneTicketed(), "a");
    }

    @Test
    void aTicketThatIsToldOfIsWell() {
        oneTicket();
        breaksNothing();
    }

    @Test
    void aRequestAgainstTheSpecificationIsFound() {
        oneTicket();
        run.invalidRequest(0);
        breaks(OnlyValidRequests.class);
    }

    // ---- deliveries

    @ParameterizedTest
    @ValueSource(ints = {0, 2})
    void aDeliveryThatIsNotCalledBackOnceIsFound(int callbacks) {
        run.made("c1", run.create(0), "a");
        run.add(new ExchangeRecord(0, Map.of(), List.of("a"), 0, false, 1, callbacks, oneTicketed(), null));
        breaks(EveryDeliveryIsAnswered.class);
    }

    @Test
    void aFailureWithoutAnExceptionIsFound() {
        TicketReport failed = report(1, entry(NOT_SENT, "a"));
        run.add(new ExchangeRecord(0, Map.of(), List.of("a"), 0, false, 1, 1, failed, null));
        breaks(EveryDeliveryIsAnswered.class);
    }

    @Test
    void anExceptionForNothingIsFound() {
        run.made("c1", run.create(0), "a");
        Exception unexpected = new IllegalStateException("what");
        run.add(new ExchangeRecord(0, Map.of(), List.of("a"), 0, false, 1, 1, oneTicketed(), unexpected));
        breaks(EveryDeliveryIsAnswered.class);
    }

    @Test
    void anExchangeThatCameTooLateIsWell() {
        run.stop();
        Exception stopping = new IllegalStateException("The route is stopping");
        run.add(new ExchangeRecord(0, Map.of(), List.of("a"), 0, false, 1, 1, null, stopping));
        breaksNothing();
    }

    // ---- twice

    @Test
    void aSecondTicketOfTheSameExchangeIsFound() {
        oneTicket();
        run.made("c2", run.create(0), "a");
        breaks(AtMostOneTicket.class);
    }

    @Test
    void exchangesKnowNothingOfEachOther() {
        oneTicket();
        run.made("c2", run.create(1), "a");
        run.exchange(1, report(1, entry(ticketedOn("c2"), "a")), "a");
        breaksNothing();
    }

    // ---- lost

    @Test
    void aFindingThatNoReportTellsOfIsFound() {
        run.exchange(0, report(1, entry(NOT_SENT, "a")), "a", "b");
        breaks(NothingIsLost.class);
    }

    @Test
    void aFindingThatIsToldOfTwiceIsFound() {
        run.exchange(0, report(2, entry(NOT_SENT, "a"), entry(NOT_SENT, "a")), "a", "b");
        breaks(NothingIsLost.class);
    }

    @Test
    void booksThatDoNotBalanceAreFound() {
        run.exchange(0, report(2, entry(NOT_SENT, "a")), "a");
        breaks(NothingIsLost.class);
    }

    @Test
    void aRepeatedFindingIsToldOfAsOftenAsItCame() {
        TicketOutcome duplicate = new TicketOutcome.Skipped(SkipReason.DUPLICATE, "again");
        run.made("c1", run.create(0), "a");
        run.exchange(0, report(2, entry(ticketedOn("c1"), "a"), entry(duplicate, "a")), "a", "a");
        breaksNothing();
    }

    // ---- untrue

    @Test
    void aTicketThatIsNotThereIsFound() {
        run.create(0);
        run.exchange(0, oneTicketed(), "a");
        breaks(ReportsAreTrue.class);
    }

    @Test
    void aTicketWithoutTheFindingIsFound() {
        run.made("c1", run.create(0), "b");
        run.exchange(0, report(2, entry(ticketedOn("c1"), "a", "b")), "a", "b");
        breaks(ReportsAreTrue.class);
    }

    @Test
    void theTicketOfAnotherExchangeIsFound() {
        run.made("c1", run.create(1), "a");
        run.exchange(1, oneTicketed(), "a");
        run.exchange(0, oneTicketed(), "a");
        breaks(ReportsAreTrue.class);
    }

    @Test
    void somethingNotSentThatIsOnATicketIsFound() {
        run.made("c1", run.create(0), "a");
        run.exchange(0, report(1, entry(NOT_SENT, "a")), "a");
        breaks(ReportsAreTrue.class);
    }

    @Test
    void somethingRejectedThatIsOnATicketIsFound() {
        run.made("c1", run.create(0), "a");
        run.exchange(0, report(1, entry(new TicketOutcome.Rejected(404, "gone", null, false), "a")), "a");
        breaks(ReportsAreTrue.class);
    }

    @Test
    void requestsThatNoReportTellsOfAreFound() {
        run.create(0);
        run.stop();
        run.add(new ExchangeRecord(
                0, Map.of(), List.of("a"), 0, false, 1, 1, null, new IllegalStateException("The route is stopping")));
        breaks(ReportsAreTrue.class);
    }

    // ---- taken off

    @Test
    void whatTheLastLookShowedIsNotTakenOff() {
        run.putByOthers("theirs", "a");
        run.search(0, "a", "OPEN", "theirs");
        takeOffTheirs();
        breaks(NothingIsTakenOff.class);
    }

    @Test
    void whatGotThereAfterTheLastLookIsARace() {
        run.search(0, "a", "OPEN");
        run.putByOthers("theirs", "a");
        takeOffTheirs();
        breaksNothing();
        assertThat(NothingIsTakenOff.races(run.record(), false)).isOne();
        assertThat(NothingIsTakenOff.races(run.record(), true)).isZero();
    }

    @Test
    void whatIsShownOnAClosedCaseMayBeTakenOff() {
        run.putByOthers("theirs", "a");
        run.search(0, "a", "CLOSED", "theirs");
        takeOffTheirs();
        breaksNothing();
    }

    @Test
    void onlyTheLastLookCounts() {
        run.search(0, "a", "OPEN");
        run.putByOthers("theirs", "a");
        run.search(0, "a", "OPEN", "theirs");
        takeOffTheirs();
        breaks(NothingIsTakenOff.class);
    }

    @Test
    void theLookOfAnotherExchangeDoesNotCount() {
        run.putByOthers("theirs", "a");
        run.search(1, "a", "OPEN", "theirs");
        takeOffTheirs();
        breaksNothing();
    }

    @Test
    void whoeverAsksForItMayMove() {
        run.putByOthers("theirs", "a");
        run.search(0, "a", "OPEN", "theirs");
        long create = run.create(0);
        run.takenOff("theirs", create, "a");
        run.made("c1", create, "a");
        run.exchange(0, Map.of("alreadyTicketed", "move"), oneTicketed(), "a");
        breaksNothing();
    }

    private void takeOffTheirs() {
        long create = run.create(0);
        run.takenOff("theirs", create, "a");
        run.made("c1", create, "a");
        run.exchange(0, oneTicketed(), "a");
    }

    // ---- doubt

    private void oneInDoubt(int status, Fault fault) {
        run.create(0, status, fault);
        run.exchange(0, report(1, entry(UNKNOWN, "a")), "a");
    }

    @Test
    void doubtAfterAClearAnswerIsFound() {
        oneInDoubt(404, Fault.none());
        breaks(DoubtHasACause.class);
    }

    @Test
    void doubtAfterAFaultThatHidesNothingIsFound() {
        oneInDoubt(429, Fault.tooManyRequests());
        breaks(DoubtHasACause.class);
    }

    @Test
    void doubtAfterAFaultOfAnotherExchangeIsFound() {
        run.create(1, 0, Fault.resetAfterEffect());
        oneInDoubt(404, Fault.none());
        breaks(DoubtHasACause.class);
    }

    @Test
    void doubtAfterAFaultThatMayHideAnEffectIsWell() {
        oneInDoubt(0, Fault.resetBefore());
        breaksNothing();
    }

    @Test
    void doubtBecauseOfOthersIsWell() {
        run.putByOthers("theirs", "a");
        oneInDoubt(404, Fault.none());
        breaksNothing();
    }

    // ---- limits

    private void sixCreatesOfWhichTheLastIsOneTooMany(Fault fault) {
        for (int i = 0; i < 6; i++) {
            run.made("c" + i, run.createUnderALimit(0), "f" + i);
        }
        run.create(0, 429, fault);
        run.exchange(0, report(0));
    }

    @Test
    void aRequestThatIsOneTooManyIsFound() {
        sixCreatesOfWhichTheLastIsOneTooMany(Fault.none());
        breaks(WithinTheRateLimit.class);
    }

    @Test
    void aRequestThatIsOneTooManyBeforeTheLimitIsKnownIsWell() {
        for (int i = 0; i < 6; i++) {
            run.made("c" + i, run.create(0), "f" + i);
        }
        run.create(0, 429, Fault.none());
        run.exchange(0, report(0));
        breaksNothing();
    }

    @Test
    void aRefusalThatWasMadeUpIsWell() {
        sixCreatesOfWhichTheLastIsOneTooMany(Fault.tooManyRequests());
        breaksNothing();
    }

    @Test
    void aRequestThatIsOneTooManyBecauseOfOthersIsWell() {
        run.deed(Deed.What.USE_UP_CREATES);
        sixCreatesOfWhichTheLastIsOneTooMany(Fault.none());
        breaksNothing();
    }

    @Test
    void whatOthersUseOfAnotherLimitDoesNotCount() {
        run.deed(Deed.What.USE_UP_SEARCHES);
        sixCreatesOfWhichTheLastIsOneTooMany(Fault.none());
        breaks(WithinTheRateLimit.class);
    }
}
