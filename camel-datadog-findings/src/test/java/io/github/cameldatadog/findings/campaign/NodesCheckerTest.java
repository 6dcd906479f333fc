package io.github.cameldatadog.findings.campaign;

import static io.github.cameldatadog.findings.campaign.HandMadeRun.entry;
import static io.github.cameldatadog.findings.campaign.HandMadeRun.report;
import static io.github.cameldatadog.findings.campaign.HandMadeRun.ticketedOn;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.cameldatadog.findings.testkit.fault.Fault;
import io.github.cameldatadog.findings.ticket.SkipReason;
import io.github.cameldatadog.findings.ticket.TicketOutcome;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** As {@link CampaignCheckerTest}, where nodes share a ledger and die. */
class NodesCheckerTest {

    private static final TicketOutcome UNKNOWN = new TicketOutcome.Unknown("no answer", null);
    private static final TicketOutcome HELD = new TicketOutcome.HeldElsewhere("somebody is at work on it");
    private static final TicketOutcome ALREADY =
            new TicketOutcome.Skipped(SkipReason.ALREADY_TICKETED, "already on a case");
    private static final Map<String, String> TITLED = Map.of("title", "Ports");

    private final HandMadeRun run = new HandMadeRun();

    private void breaks(Class<? extends CampaignRule> rule) {
        assertThat(CampaignChecker.check(run.record()))
                .extracting(Violation::rule)
                .containsOnly(rule.getSimpleName());
    }

    private void breaksNothing() {
        assertThat(CampaignChecker.check(run.record())).isEmpty();
    }

    /** A node makes a ticket, and dies before it hears of it. */
    private void dies(Map<String, String> options) {
        int first = run.life(0, true);
        run.made("c1", run.create(0, 201, Fault.resetAfterEffect()), "a");
        run.died(0, first, options, "a");
        run.dies(first, "a");
    }

    /** The node starts anew, and what it had not finished comes again. */
    private void comesAgain(Map<String, String> options, TicketOutcome outcome) {
        run.pass(Duration.ofSeconds(1));
        int second = run.life(0, true);
        run.exchangeNow(1000, second, options, report(1, entry(outcome, "a")), "a");
    }

    @Test
    void nobodyHearsOfWhatDied() {
        dies(TITLED);
        comesAgain(TITLED, ALREADY);
        run.inLedger("a", "TICKETED", "c1", 1);
        breaksNothing();
        assertThat(WhatTheDeadMadeIsFoundOut.foundOut(run.record())).isOne();
    }

    // ---- twice

    @Test
    void aSecondTicketAfterADeathIsFound() {
        dies(TITLED);
        run.life(0, true);
        run.made("c2", run.create(1000), "a");
        run.exchangeNow(1000, 1, TITLED, report(1, entry(ticketedOn("c2"), "a")), "a");
        run.inLedger("a", "TICKETED", "c2", 1);
        breaks(AtMostOneTicket.class);
    }

    @Test
    void aSecondTicketByAnotherNodeIsFound() {
        run.life(0, true);
        run.life(1, true);
        run.made("c1", run.create(0), "a");
        run.exchangeNow(0, 0, Map.of(), report(1, entry(ticketedOn("c1"), "a")), "a");
        run.made("c2", run.create(1), "a");
        run.exchangeNow(1, 1, Map.of(), report(1, entry(ticketedOn("c2"), "a")), "a");
        run.inLedger("a", "TICKETED", "c2", 1);
        breaks(AtMostOneTicket.class);
    }

    /** What a dead node had on the wire takes effect some time after that, and its successor has sent it again. */
    private void tookEffectAfter(Duration until, String onUnknown) {
        int first = run.life(0, true);
        long sent = run.create(0, 0, Fault.lateEffect());
        run.died(0, first, Map.of(), "a");
        run.dies(first, "a");
        run.life(0, true);
        run.pass(until);
        run.made("c1", sent, "a");
        run.made("c2", run.create(1000), "a");
        run.exchangeNow(1000, 1, Map.of("onUnknown", onUnknown), report(1, entry(ticketedOn("c2"), "a")), "a");
        run.inLedger("a", "TICKETED", "c2", 1);
    }

    @Test
    void whatTookEffectAfterTheSuccessorsWindowCannotBeSeen() {
        tookEffectAfter(Duration.ofMinutes(3), "resend");
        breaksNothing();
        assertThat(AtMostOneTicket.unavoidable(run.record())).isOne();
    }

    @Test
    void whatTookEffectWithinTheSuccessorsWindowMustNotBeSentAgain() {
        tookEffectAfter(Duration.ofMinutes(1), "resend");
        breaks(AtMostOneTicket.class);
    }

    @Test
    void aSuccessorThatDoesNotSendAgainHasNoExcuse() {
        tookEffectAfter(Duration.ofMinutes(3), "reconcile");
        breaks(AtMostOneTicket.class);
    }

    // ---- doubt

    @Test
    void whatTheDeadMadeMustNotStayUnknown() {
        dies(TITLED);
        comesAgain(TITLED, UNKNOWN);
        run.inLedger("a", "TICKETED", "c1", 1);
        breaks(WhatTheDeadMadeIsFoundOut.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"IN_DOUBT", "none"})
    void theLedgerHasToComeToKnowWhatTheDeadMade(String state) {
        dies(TITLED);
        comesAgain(TITLED, ALREADY);
        run.inLedger("b", "IN_DOUBT", null, 1);
        if (!state.equals("none")) {
            run.inLedger("a", state, null, 1);
        }
        breaks(WhatTheDeadMadeIsFoundOut.class);
    }

    private void isLeftInDoubt(Map<String, String> optionsOfTheDead, Map<String, String> options) {
        dies(optionsOfTheDead);
        comesAgain(options, UNKNOWN);
        run.inLedger("a", "IN_DOUBT", null, 1);
    }

    @Test
    void whatNothingProvesStaysUnknown() {
        isLeftInDoubt(Map.of(), TITLED);
        breaksNothing();
    }

    @Test
    void whoeverDoesNotLookFindsNothingOutOfTheDead() {
        isLeftInDoubt(TITLED, Map.of("onUnknown", "park"));
        breaksNothing();
    }

    @Test
    void whatTheIndexShowsTooLateStaysUnknown() {
        run.conditions(Conditions.PLAIN.withIndexLag(Duration.ofMinutes(10)));
        isLeftInDoubt(TITLED, TITLED);
        breaksNothing();
    }

    private void startsBeforeTheDeathIsKnown() {
        int first = run.life(0, false);
        run.made("c1", run.create(0, 201, Fault.resetAfterEffect()), "a");
        run.died(0, first, TITLED, "a");
        run.dies(first, "a");
        run.life(0, false);
        run.exchangeNow(1000, 1, TITLED, report(1, entry(HELD, "a")), "a");
    }

    @Test
    void aNodeThatStartsBeforeTheDeathIsKnownFindsOutLater() {
        startsBeforeTheDeathIsKnown();
        run.inLedger("a", "TICKETED", "c1", 1);
        breaksNothing();
    }

    @Test
    void aNodeThatStartsBeforeTheDeathIsKnownHasToFindOutLater() {
        startsBeforeTheDeathIsKnown();
        run.inLedger("a", "SENDING", null, 0);
        breaks(WhatTheDeadMadeIsFoundOut.class);
    }

    @Test
    void doubtAboutWhatTheDeadHadOnlyClaimedIsFound() {
        int first = run.life(0, true);
        run.died(0, first, Map.of(), "a", "b");
        run.dies(first, "b");
        comesAgain(Map.of(), UNKNOWN);
        breaks(DoubtHasACause.class);
    }

    @Test
    void doubtAboutWhatTheDeadWereAboutToSendIsWell() {
        int first = run.life(0, true);
        run.died(0, first, Map.of(), "a");
        run.dies(first, "a");
        comesAgain(Map.of(), UNKNOWN);
        breaksNothing();
    }

    // ---- held

    private void isHeldAfter(Duration time, int node, boolean named) {
        int first = run.life(0, named);
        run.died(0, first, Map.of(), "a");
        run.dies(first);
        run.pass(time);
        int second = run.life(node, named);
        run.exchangeNow(1, second, Map.of(), report(1, entry(HELD, "a")), "a");
    }

    @Test
    void theDeadHoldWhatTheyClaimedAslongAsNobodyKnows() {
        isHeldAfter(Duration.ofSeconds(59), 1, true);
        breaksNothing();
    }

    @Test
    void theDeadHoldNothingAfterAMinute() {
        isHeldAfter(Duration.ofSeconds(61), 1, true);
        breaks(HeldElsewhereIsHeld.class);
    }

    @Test
    void theDeadHoldNothingAgainstTheirSuccessor() {
        isHeldAfter(Duration.ofSeconds(1), 0, true);
        breaks(HeldElsewhereIsHeld.class);
    }

    @Test
    void aSuccessorWithoutANameIsAStranger() {
        isHeldAfter(Duration.ofSeconds(1), 0, false);
        breaksNothing();
    }

    private void isHeldAfterADoubtAbout(String... draft) {
        run.create(0, 0, Fault.resetBefore(), draft);
        run.exchange(0, report(1, entry(UNKNOWN, "a")), "a");
        run.pass(Duration.ofSeconds(1));
        run.exchangeNow(1, 0, Map.of(), report(2, entry(HELD, "a"), entry(UNKNOWN, "b")), "a", "b");
    }

    @Test
    void aSearchForADraftHoldsItsFindingsAgainstOtherBatchesOfTheSameExchange() {
        isHeldAfterADoubtAbout("a", "b");
        breaksNothing();
        assertThat(HeldElsewhereIsHeld.byTheirOwnSearch(run.record())).isOne();
    }

    @Test
    void aSearchForOneFindingHoldsItAgainstNobodyOfTheSameExchange() {
        run.create(0, 0, Fault.resetBefore(), "b");
        isHeldAfterADoubtAbout("a");
        breaks(HeldElsewhereIsHeld.class);
    }

    private void startsAndAnotherNodeComes(Duration later) {
        run.life(0, true);
        int other = run.life(1, true);
        run.died(0, 0, TITLED, "a");
        run.dies(0, "a");
        run.pass(Duration.ofMinutes(2));
        run.life(0, true);
        run.pass(later);
        run.exchangeNow(1, other, TITLED, report(1, entry(HELD, "a")), "a");
    }

    @Test
    void aNodeThatStartsHoldsWhatItLooksFor() {
        startsAndAnotherNodeComes(Duration.ofMinutes(1));
        breaksNothing();
    }

    @Test
    void aNodeThatStartsHoldsNothingWhenItHasLooked() {
        startsAndAnotherNodeComes(Duration.ofMinutes(5));
        breaks(HeldElsewhereIsHeld.class);
    }

    @Test
    void whatTheLedgerCouldNotBeToldIsHeldForLonger() {
        run.outage(Outage.Kind.LEDGER_DOWN);
        isHeldAfter(Duration.ofMinutes(10), 1, true);
        breaksNothing();
        assertThat(HeldElsewhereIsHeld.whileTheLedgerWasDown(run.record())).isOne();
    }

    // ---- the ledger

    private void ticketed() {
        run.life(0, true);
        run.search(0, "a", "OPEN");
        run.made("c1", run.create(0), "a");
        run.exchange(0, report(1, entry(ticketedOn("c1"), "a")), "a");
    }

    @Test
    void aLedgerThatSaysWhatHappenedIsWell() {
        ticketed();
        run.inLedger("a", "TICKETED", "c1", 0);
        breaksNothing();
    }

    @Test
    void aLedgerThatNamesACaseWhichItIsNotOnIsFound() {
        ticketed();
        run.inLedger("a", "TICKETED", "c2", 0);
        breaks(TheLedgerIsTrue.class);
    }

    @Test
    void aLedgerThatForgetsATicketIsFound() {
        ticketed();
        run.inLedger("b", "IN_DOUBT", null, 0);
        breaks(TheLedgerIsTrue.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"CLAIMED", "SENDING", "FREE"})
    void whatIsStuckInTheLedgerIsFound(String state) {
        run.life(0, true);
        run.inLedger("a", state, null, 0);
        breaks(TheLedgerIsTrue.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"CLAIMED", "SENDING"})
    void whatIsStuckForItCouldNotBeToldBeforeTheEndIsWell(String state) {
        run.life(0, true);
        run.outage(Outage.Kind.LEDGER_CUT_OFF);
        run.stop();
        run.inLedger("a", state, null, 0);
        breaksNothing();
    }

    @ParameterizedTest
    @ValueSource(strings = {"CLAIMED", "SENDING"})
    void whatIsStuckThoughItCouldBeToldIsFound(String state) {
        run.life(0, true);
        run.outage(Outage.Kind.LEDGER_CUT_OFF);
        run.inLedger("a", state, null, 0);
        breaks(TheLedgerIsTrue.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"CLAIMED", "SENDING"})
    void whatTheDeadLeftIsStillThere(String state) {
        run.life(0, true);
        run.dies(0);
        run.inLedger("a", state, null, 0);
        breaksNothing();
    }

    // ---- limits

    private void sixUnderALimitAndOneTooMany(int lifeOfTheLast) {
        run.life(0, true);
        run.life(1, true);
        run.exchangeNow(0, 0, Map.of(), report(0));
        run.exchangeNow(1, 1, Map.of(), report(0));
        for (int i = 0; i < 6; i++) {
            run.made("c" + i, run.createUnderALimit(0), "f" + i);
        }
        run.create(lifeOfTheLast, 429, Fault.none());
    }

    @Test
    void aRequestThatIsOneTooManyForItsOwnNodeIsFound() {
        sixUnderALimitAndOneTooMany(0);
        breaks(WithinTheRateLimit.class);
    }

    @Test
    void aRequestThatIsOneTooManyBecauseOfAnotherNodeIsWell() {
        sixUnderALimitAndOneTooMany(1);
        breaksNothing();
    }
}
