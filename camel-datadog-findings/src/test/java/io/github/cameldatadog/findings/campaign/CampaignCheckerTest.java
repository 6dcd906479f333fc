package io.github.cameldatadog.findings.campaign;

import static io.github.cameldatadog.findings.campaign.HandMadeRun.entry;
import static io.github.cameldatadog.findings.campaign.HandMadeRun.report;
import static io.github.cameldatadog.findings.campaign.HandMadeRun.ticketedOn;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.cameldatadog.findings.testkit.fault.Fault;
import io.github.cameldatadog.findings.ticket.SkipReason;
import io.github.cameldatadog.findings.ticket.TicketOutcome;
import io.github.cameldatadog.findings.ticket.TicketReport;
import java.time.Duration;
import java.util.HashMap;
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
        run.add(new ExchangeRecord(
                0, Map.of(), List.of("a"), 0, false, 1, callbacks, oneTicketed(), null, run.sinceStart()));
        breaks(EveryDeliveryIsAnswered.class);
    }

    @Test
    void aFailureWithoutAnExceptionIsFound() {
        TicketReport failed = report(1, entry(NOT_SENT, "a"));
        run.add(new ExchangeRecord(0, Map.of(), List.of("a"), 0, false, 1, 1, failed, null, run.sinceStart()));
        breaks(EveryDeliveryIsAnswered.class);
    }

    @Test
    void anExceptionForNothingIsFound() {
        run.made("c1", run.create(0), "a");
        Exception unexpected = new IllegalStateException("what");
        run.add(new ExchangeRecord(
                0, Map.of(), List.of("a"), 0, false, 1, 1, oneTicketed(), unexpected, run.sinceStart()));
        breaks(EveryDeliveryIsAnswered.class);
    }

    @Test
    void anExchangeThatCameTooLateIsWell() {
        run.stop();
        Exception stopping = new IllegalStateException("The route is stopping");
        run.add(new ExchangeRecord(0, Map.of(), List.of("a"), 0, false, 1, 1, null, stopping, run.sinceStart()));
        breaksNothing();
    }

    // ---- twice

    @Test
    void aSecondTicketOfTheSameExchangeIsFound() {
        oneTicket();
        run.made("c2", run.create(0), "a");
        breaks(AtMostOneTicket.class);
    }

    private void twoTickets(Map<String, String> optionsOfTheSecond) {
        oneTicket();
        run.made("c2", run.create(1), "a");
        run.exchange(1, optionsOfTheSecond, report(1, entry(ticketedOn("c2"), "a")), "a");
    }

    @Test
    void aSecondTicketOfAnotherExchangeIsFound() {
        twoTickets(Map.of());
        breaks(AtMostOneTicket.class);
    }

    @Test
    void whoeverMovesMustNotMoveOffOurs() {
        twoTickets(Map.of("alreadyTicketed", "move"));
        breaks(AtMostOneTicket.class);
    }

    @Test
    void anotherTicketForAnOpenOneIsFound() {
        twoTickets(Map.of("reticket", "true"));
        breaks(AtMostOneTicket.class);
    }

    @Test
    void anotherTicketForAClosedOneIsFoundWhereNobodyAskedForIt() {
        run.deed(Deed.What.CLOSE_CASES, "a", "c1");
        twoTickets(Map.of());
        breaks(AtMostOneTicket.class);
    }

    @Test
    void anotherTicketBeforeTheFirstIsClosedIsFound() {
        twoTickets(Map.of("reticket", "true"));
        run.deed(Deed.What.CLOSE_CASES, "a", "c1");
        breaks(AtMostOneTicket.class);
    }

    @Test
    void anotherTicketForAClosedOneIsWellWhereItIsAskedFor() {
        run.deed(Deed.What.CLOSE_CASES, "a", "c1");
        twoTickets(Map.of("reticket", "true"));
        breaksNothing();
        assertThat(AtMostOneTicket.reopenings(run.record())).isOne();
    }

    /** A request takes effect after some time, and the finding is sent again some time after that. */
    private void sentAgain(String onUnknown, Fault fault, Duration until, Duration then) {
        long first = run.create(0, 0, fault);
        run.pass(until);
        run.made("c1", first, "a");
        run.pass(then);
        run.search(0, "a", "OPEN");
        run.made("c2", run.create(0), "a");
        run.exchange(0, Map.of("onUnknown", onUnknown), report(1, entry(ticketedOn("c2"), "a")), "a");
    }

    @Test
    void aTicketThatIsSentAgainIsFound() {
        sentAgain("resend", Fault.resetAfterEffect(), Duration.ZERO, Duration.ofMinutes(3));
        breaks(AtMostOneTicket.class);
    }

    @Test
    void aTicketThatIsSentAgainBeforeTheWindowIsOverIsFound() {
        sentAgain("resend", Fault.lateEffect(), Duration.ofSeconds(10), Duration.ZERO);
        breaks(AtMostOneTicket.class);
    }

    @Test
    void whoeverDoesNotAskForItMustNotSendAgain() {
        sentAgain("reconcile", Fault.lateEffect(), Duration.ofMinutes(3), Duration.ZERO);
        breaks(AtMostOneTicket.class);
    }

    @Test
    void whatTakesEffectAfterTheWindowCannotBeSeen() {
        sentAgain("resend", Fault.lateEffect(), Duration.ofMinutes(3), Duration.ZERO);
        breaksNothing();
        assertThat(AtMostOneTicket.unavoidable(run.record())).isOne();
    }

    @Test
    void whatTakesEffectAfterItWasSentAgainCannotBeSeen() {
        long first = run.create(0, 0, Fault.lateEffect());
        run.pass(Duration.ofMinutes(3));
        run.search(0, "a", "OPEN");
        run.made("c2", run.create(0), "a");
        run.made("c1", first, "a");
        run.exchange(0, Map.of("onUnknown", "resend"), report(1, entry(ticketedOn("c2"), "a")), "a");
        breaksNothing();
        assertThat(AtMostOneTicket.unavoidable(run.record())).isOne();
    }

    @Test
    void whatALookHasShownMustNotBeSentAgain() {
        long first = run.create(0, 0, Fault.lateEffect());
        run.pass(Duration.ofMinutes(3));
        run.made("c1", first, "a");
        run.search(0, "a", "CLOSED", "c1");
        run.made("c2", run.create(0), "a");
        run.exchange(0, Map.of("onUnknown", "resend"), report(1, entry(ticketedOn("c2"), "a")), "a");
        breaks(AtMostOneTicket.class);
    }

    @Test
    void whatNoLookShowsAtAllMustNotBeSentAgain() {
        long first = run.create(0, 0, Fault.lateEffect());
        run.search(0, "a", "OPEN");
        run.pass(Duration.ofMinutes(3));
        run.made("c1", first, "a");
        run.search(0, "b", "OPEN");
        run.made("c2", run.create(0), "a");
        run.exchange(0, Map.of("onUnknown", "resend"), report(1, entry(ticketedOn("c2"), "a")), "a");
        breaks(AtMostOneTicket.class);
    }

    @Test
    void whatTheIndexShowsForThisFindingAloneTooLateCannotBeSeen() {
        run.conditions(Conditions.PLAIN.withSlowFindings(100, Duration.ofMinutes(10), 0));
        sentAgain("resend", Fault.resetAfterEffect(), Duration.ZERO, Duration.ofMinutes(3));
        breaksNothing();
    }

    @Test
    void whatTheIndexShowsWithinTheWindowMustNotBeSentAgain() {
        run.conditions(Conditions.PLAIN.withSlowFindings(100, Duration.ofMinutes(1), 0));
        sentAgain("resend", Fault.resetAfterEffect(), Duration.ZERO, Duration.ofMinutes(3));
        breaks(AtMostOneTicket.class);
    }

    @Test
    void whatTheIndexShowsTooLateForAllMustNotBeSentAgain() {
        run.conditions(Conditions.PLAIN.withIndexLag(Duration.ofMinutes(10)));
        sentAgain("resend", Fault.resetAfterEffect(), Duration.ZERO, Duration.ofMinutes(3));
        breaks(AtMostOneTicket.class);
    }

    @Test
    void whatOthersTookOffCannotBeSeen() {
        run.made("c1", run.create(0, 0, Fault.resetAfterEffect()), "a");
        run.takenOffByOthers("c1", "a");
        run.pass(Duration.ofMinutes(3));
        run.search(0, "a", "OPEN");
        run.made("c2", run.create(0), "a");
        run.exchange(0, Map.of("onUnknown", "resend"), report(1, entry(ticketedOn("c2"), "a")), "a");
        breaksNothing();
    }

    @Test
    void aRefusalOfWhatWasSentAgainIsTrueOfTheSecondTime() {
        TicketOutcome gone = new TicketOutcome.Rejected(404, "gone", null, false);
        long first = run.create(0, 0, Fault.lateEffect());
        run.pass(Duration.ofMinutes(3));
        run.create(0, 404, Fault.none());
        run.made("c1", first, "a");
        run.exchange(0, Map.of("onUnknown", "resend"), report(1, entry(gone, "a")), "a");
        breaksNothing();
        assertThat(ReportsAreTrue.trueOfTheSecondTime(run.record())).isOne();
    }

    private void freeButNotSentAgain(Runnable lastLook) {
        freeButNotSentAgain(new TicketOutcome.NotSent("the project was refused meanwhile"), lastLook);
    }

    private void freeButNotSentAgain(TicketOutcome notSent, Runnable lastLook) {
        long first = run.create(0, 0, Fault.lateEffect());
        run.pass(Duration.ofMinutes(3));
        lastLook.run();
        run.made("c1", first, "a");
        run.exchange(0, Map.of("onUnknown", "resend"), report(1, entry(notSent, "a")), "a");
    }

    @Test
    void whatWasFreeToBeSentAgainIsNotSentWhereItWasKeptFromIt() {
        freeButNotSentAgain(() -> run.search(0, "a", "OPEN"));
        breaksNothing();
    }

    @Test
    void whatWasFreeToBeSentAgainIsSkippedWhereItWasResolvedMeanwhile() {
        TicketOutcome resolved = new TicketOutcome.Skipped(SkipReason.RESOLVED, "its status is resolved");
        freeButNotSentAgain(resolved, () -> run.search(0, "a", "OPEN"));
        breaksNothing();
    }

    @Test
    void whatNoLookShowedMustNotBeCalledNotSent() {
        freeButNotSentAgain(() -> run.search(0, "b", "OPEN"));
        breaks(ReportsAreTrue.class);
    }

    @Test
    void whatALookShowedOnTheCaseMustNotBeCalledNotSent() {
        freeButNotSentAgain(() -> run.search(0, "a", "CLOSED", "c1"));
        breaks(ReportsAreTrue.class);
    }

    @Test
    void whatTookEffectAfterTheWindowIsTicketedForThoseThatWereNotSentAgain() {
        TicketOutcome gone = new TicketOutcome.Rejected(404, "gone", null, false);
        long first = run.create(0, 0, Fault.lateEffect(), "a", "b");
        run.pass(Duration.ofMinutes(3));
        run.create(0, 404, Fault.none(), "a");
        run.made("c1", first, "a");
        run.made("c2", first, "b");
        TicketReport told = report(2, entry(gone, "a"), entry(ticketedOn("c2"), "b"));
        run.exchange(0, Map.of("onUnknown", "resend"), told, "a", "b");
        breaksNothing();
    }

    /** Nobody answers, and then somebody else puts the finding on another case of ours. */
    private void putOnAnotherOfOurs(Duration later, Map<String, String> options) {
        run.made("c1", run.create(0, "b"), "b");
        run.pass(later);
        run.create(0, 0, Fault.resetBefore());
        run.putByOthersOn("c1", "a");
        run.exchange(0, options, report(2, entry(ticketedOn("c1"), "a", "b")), "a", "b");
    }

    @Test
    void aCaseOfOursOnWhichOthersPutItIsTakenForTheOneThatWasToBeMade() {
        putOnAnotherOfOurs(Duration.ZERO, Map.of());
        breaksNothing();
        assertThat(ReportsAreTrue.trueOfWhatOthersPut(run.record())).isOne();
    }

    @Test
    void whatWasRejectedStaysSoThoughOthersPutItOnACaseOfOurs() {
        run.made("c1", run.create(0, "b"), "b");
        run.create(0, 0, Fault.resetBefore(), "a", "c");
        run.putByOthersOn("c1", "a");
        run.putByOthersOn("c1", "c");
        TicketOutcome gone = new TicketOutcome.Rejected(404, "gone", null, false);
        run.exchange(0, report(3, entry(ticketedOn("c1"), "a", "b"), entry(gone, "c")), "a", "b", "c");
        breaksNothing();
    }

    /** Nobody answers, and then somebody else puts the finding on a new case. */
    private void putOnACaseOfOthers(Map<String, String> options) {
        run.create(0, 0, Fault.resetBefore());
        run.putByOthers("theirs", "a");
        run.exchange(0, options, report(1, entry(ticketedOn("theirs"), "a")), "a");
    }

    @Test
    void aCaseOfOthersIsTakenForOursBeforeAnyAnswerHasToldWhoWeAre() {
        putOnACaseOfOthers(Map.of());
        breaksNothing();
    }

    @Test
    void aCaseOfOthersMustNotBeTakenForOursOnceItIsKnownWhoWeAre() {
        run.made("c1", run.create(0, "b"), "b");
        putOnACaseOfOthers(Map.of());
        breaks(ReportsAreTrue.class);
    }

    @Test
    void aCaseOfOthersMustNotBeTakenForOursWhereWeWriteTheTitle() {
        putOnACaseOfOthers(Map.of("title", "Ports"));
        breaks(ReportsAreTrue.class);
    }

    @Test
    void aCaseOfOursThatIsOlderMustNotBeTakenForTheOneThatWasToBeMade() {
        putOnAnotherOfOurs(Duration.ofSeconds(4), Map.of());
        breaks(ReportsAreTrue.class);
    }

    @Test
    void aCaseOfOursWithAnotherReferenceMustNotBeTakenForTheOneThatWasToBeMade() {
        putOnAnotherOfOurs(Duration.ZERO, Map.of("reference", "true"));
        breaks(ReportsAreTrue.class);
    }

    @Test
    void aRefusalOfWhatWasNotSentAgainIsUntrue() {
        TicketOutcome gone = new TicketOutcome.Rejected(404, "gone", null, false);
        long first = run.create(0, 0, Fault.lateEffect());
        run.pass(Duration.ofMinutes(3));
        run.made("c1", first, "a");
        run.exchange(0, Map.of("onUnknown", "resend"), report(1, entry(gone, "a")), "a");
        breaks(ReportsAreTrue.class);
    }

    // ---- old looks

    private void sentLater(Map<String, String> options, Duration later) {
        run.search(0, "a", "OPEN");
        run.pass(later);
        long request = run.create(0);
        run.made("c1", request, "a");
        run.exchange(0, options, report(1, entry(ticketedOn("c1"), "a")), "a");
    }

    @Test
    void aRequestThatLeavesOnAnOldLookIsFound() {
        sentLater(Map.of(), Duration.ofMinutes(6));
        breaks(LooksAreFresh.class);
    }

    @Test
    void aRequestMayLeaveOnALookThatIsNotTooOld() {
        sentLater(Map.of(), Duration.ofMinutes(4));
        breaksNothing();
    }

    @Test
    void howOldALookMayBeIsTheExchangesOwn() {
        sentLater(Map.of("payloadMaxAge", "30000"), Duration.ofMinutes(1));
        breaks(LooksAreFresh.class);
    }

    @Test
    void whoeverDoesNotLookHasNoOldLooks() {
        sentLater(Map.of("lookupTickets", "never"), Duration.ofMinutes(6));
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
                0,
                Map.of(),
                List.of("a"),
                0,
                false,
                1,
                1,
                null,
                new IllegalStateException("The route is stopping"),
                run.sinceStart()));
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
    void doubtAfterAFaultOfAnotherRequestIsFound() {
        run.create(0, 0, Fault.resetAfterEffect(), "b");
        oneInDoubt(404, Fault.none());
        breaks(DoubtHasACause.class);
    }

    @Test
    void doubtBecauseOfAnotherExchangesTicketIsFound() {
        run.made("c1", run.create(1), "a");
        oneInDoubt(404, Fault.none());
        breaks(DoubtHasACause.class);
    }

    @Test
    void doubtThatAnotherExchangeLeftIsWell() {
        run.create(1, 0, Fault.resetBefore());
        run.exchange(1, report(1, entry(UNKNOWN, "a")), "a");
        run.exchange(0, report(1, entry(UNKNOWN, "a")), "a");
        breaksNothing();
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

    @Test
    void doubtBecauseOthersPutSomethingElseOnACaseIsFound() {
        run.putByOthers("theirs", "b");
        oneInDoubt(404, Fault.none());
        breaks(DoubtHasACause.class);
    }

    // ---- found out

    /** It took effect, and the report does not know. */
    private void neverFoundOut(Fault fault, Map<String, String> options) {
        Map<String, String> titled = new HashMap<>(options);
        titled.put("title", "Ports");
        run.made("c1", run.create(0, 0, fault), "a");
        run.exchange(0, titled, report(1, entry(UNKNOWN, "a")), "a");
    }

    @Test
    void withoutATitleACaseNeedNotBeRecognised() {
        run.made("c1", run.create(0, 0, Fault.resetAfterEffect()), "a");
        run.exchange(0, Map.of(), report(1, entry(UNKNOWN, "a")), "a");
        breaksNothing();
    }

    @Test
    void whatTookEffectAndIsUnknownIsFound() {
        neverFoundOut(Fault.resetAfterEffect(), Map.of());
        breaks(WhatTookEffectIsFoundOut.class);
        assertThat(WhatTookEffectIsFoundOut.foundOut(run.record())).isOne();
    }

    @Test
    void whatTookEffectAndIsShownJustInTimeIsFound() {
        run.conditions(Conditions.PLAIN.withIndexLag(Duration.ofSeconds(5)));
        neverFoundOut(Fault.resetAfterEffect(), Map.of("onUnknown", "resend", "reconcileWindow", "5000"));
        breaks(WhatTookEffectIsFoundOut.class);
    }

    @Test
    void whatTheIndexShowsAfterTheWindowCannotBeFoundOut() {
        run.conditions(Conditions.PLAIN.withIndexLag(Duration.ofSeconds(6)));
        neverFoundOut(Fault.resetAfterEffect(), Map.of("reconcileWindow", "5000"));
        breaksNothing();
    }

    @Test
    void whoeverDoesNotLookFindsNothingOut() {
        neverFoundOut(Fault.resetAfterEffect(), Map.of("onUnknown", "park"));
        breaksNothing();
    }

    @Test
    void whatIsLateNeedNotBeFoundOut() {
        neverFoundOut(Fault.lateEffect(), Map.of());
        breaksNothing();
    }

    @Test
    void whoeverRunsOutOfTimeNeedNotFindOut() {
        neverFoundOut(Fault.resetAfterEffect(), Map.of("exchangeTimeout", "500"));
        breaksNothing();
    }

    @Test
    void whatDidNotTakeEffectNeedNotBeFoundOut() {
        oneInDoubt(0, Fault.resetBefore());
        breaksNothing();
    }

    @Test
    void whereTheSearchIsDownNothingIsFoundOut() {
        run.outage(Outage.Kind.SEARCH_DOWN);
        neverFoundOut(Fault.resetAfterEffect(), Map.of());
        breaksNothing();
    }

    @Test
    void whereOthersAreAtWorkOnAFindingItNeedNotBeFoundOut() {
        run.deed(Deed.What.CLOSE_CASES, "a", "c1");
        neverFoundOut(Fault.resetAfterEffect(), Map.of());
        breaksNothing();
    }

    @Test
    void whereOthersAreAtWorkOnAnotherFindingItIsToBeFoundOut() {
        run.deed(Deed.What.CLOSE_CASES, "b", "c1");
        neverFoundOut(Fault.resetAfterEffect(), Map.of());
        breaks(WhatTookEffectIsFoundOut.class);
    }

    // ---- held elsewhere, and already ticketed

    private static final TicketOutcome HELD = new TicketOutcome.HeldElsewhere("somebody is at work on it");
    private static final TicketOutcome ALREADY =
            new TicketOutcome.Skipped(SkipReason.ALREADY_TICKETED, "already on a case");

    @Test
    void whatIsHeldByNobodyIsFound() {
        run.exchange(0, report(1, entry(HELD, "a")), "a");
        breaks(HeldElsewhereIsHeld.class);
    }

    @Test
    void whatIsHeldByAnExchangeWithoutItIsFound() {
        run.exchange(0, report(1, entry(HELD, "a")), "a");
        run.exchange(1, report(1, entry(NOT_SENT, "b")), "b");
        breaks(HeldElsewhereIsHeld.class);
    }

    @Test
    void whatIsHeldByAnExchangeThatHasEndedIsFound() {
        run.exchange(1, report(1, entry(NOT_SENT, "a")), "a");
        run.pass(Duration.ofSeconds(1));
        Map<String, String> options = Map.of("throwExceptionOnFailure", "false");
        TicketReport told = report(1, entry(HELD, "a"));
        List<ExchangeRecord.Span> now = List.of(new ExchangeRecord.Span(run.now(), run.now()));
        run.add(new ExchangeRecord(0, options, List.of("a"), 0, false, 1, 1, told, null, now));
        breaks(HeldElsewhereIsHeld.class);
    }

    @Test
    void whatIsHeldByAnExchangeAtWorkIsWell() {
        run.exchange(0, report(1, entry(HELD, "a")), "a");
        run.exchange(1, report(1, entry(NOT_SENT, "a")), "a");
        breaksNothing();
    }

    @Test
    void whatIsPutOnACaseAfterItWasCalledTicketedIsFound() {
        run.exchange(0, report(1, entry(ALREADY, "a")), "a");
        run.putByOthers("theirs", "a");
        breaks(AlreadyTicketedIsOnACase.class);
    }

    @Test
    void whatOthersOrWePutOnACaseIsWell() {
        run.putByOthers("theirs", "b");
        oneTicket();
        run.exchange(1, report(2, entry(ALREADY, "a", "b")), "a", "b");
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
