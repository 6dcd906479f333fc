package io.github.cameldatadog.findings.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.cameldatadog.findings.ticket.CaseReference;
import io.github.cameldatadog.findings.ticket.SendEvidence;
import io.github.cameldatadog.findings.ticket.TicketLedger;
import io.github.cameldatadog.findings.ticket.TicketLedger.End;
import io.github.cameldatadog.findings.ticket.TicketLedger.Held;
import io.github.cameldatadog.findings.ticket.TicketLedger.InDoubt;
import io.github.cameldatadog.findings.ticket.TicketLedger.Intent;
import io.github.cameldatadog.findings.ticket.TicketLedger.Scope;
import io.github.cameldatadog.findings.ticket.TicketLedger.Sending;
import io.github.cameldatadog.findings.ticket.TicketLedger.Settlement;
import io.github.cameldatadog.findings.ticket.TicketLedger.State;
import io.github.cameldatadog.findings.ticket.TicketLedger.Wanted;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What every ledger keeps to, wherever it is. */
abstract class TicketLedgerContract {

    static final Duration LONGER_THAN_A_CLAIM = Duration.ofMinutes(6);
    static final Scope SCOPE = new Scope("datadoghq.eu", "acme");
    static final CaseReference CASE = new CaseReference("case-1", "SEC-1");
    static final SendEvidence EVIDENCE =
            new SendEvidence(Instant.parse("2026-03-01T09:59:58Z"), Set.of("old"), "project", "Title", null);

    static final SendEvidence OTHER_EVIDENCE =
            new SendEvidence(Instant.parse("2026-03-01T09:59:59Z"), Set.of(), "project", null, "[x]");

    final SetClock clock = new SetClock();
    private int intents;

    /** An empty ledger that goes by {@link #clock}. */
    abstract TicketLedger ledger();

    Intent intent() {
        return intent(SCOPE);
    }

    Intent intent(Scope scope) {
        return new Intent(scope, "intent-" + ++intents, "exchange " + intents);
    }

    static List<Wanted> wanted(String... ids) {
        return Arrays.stream(ids).map(id -> new Wanted(id, Set.of(), false)).toList();
    }

    static Settlement end(End end, String... ids) {
        return new Settlement(end, List.of(ids), end == End.TICKETED || end == End.CASE_ONLY ? CASE : null);
    }

    static List<Sending> draft(String... ids) {
        return List.of(new Sending(List.of(ids), EVIDENCE));
    }

    /** Why one finding is not free for a stranger; null if it is. Frees what the question itself claimed. */
    Held heldAgainstStrangers(TicketLedger ledger, String id) {
        Intent stranger = intent();
        Held held = ledger.claim(stranger, wanted(id)).get(id);
        ledger.settle(stranger, List.of(end(End.FREE, id)));
        return held;
    }

    @Test
    void whatNobodyKnowsIsFree() {
        assertThat(ledger().claim(intent(), wanted("a", "b"))).isEmpty();
    }

    @Test
    void whatOneHasClaimedAnotherDoesNotGet() {
        TicketLedger ledger = ledger();
        Intent first = intent();
        ledger.claim(first, wanted("a", "b"));

        Map<String, Held> held = ledger.claim(intent(), wanted("b", "c"));

        assertThat(held).containsOnlyKeys("b");
        assertThat(held.get("b").state()).isEqualTo(State.CLAIMED);
        assertThat(held.get("b").holder()).isEqualTo(first.holder());
        assertThat(held.get("b").since()).isEqualTo(clock.instant());
    }

    @Test
    void aRepeatedClaimRecognisesItself() {
        TicketLedger ledger = ledger();
        Intent intent = intent();
        ledger.claim(intent, wanted("a"));

        assertThat(ledger.claim(intent, wanted("a", "b"))).isEmpty();
    }

    @Test
    void theSameIdElsewhereIsAnotherFinding() {
        TicketLedger ledger = ledger();
        ledger.claim(intent(), wanted("a"));

        assertThat(ledger.claim(intent(new Scope("datadoghq.com", "acme")), wanted("a")))
                .isEmpty();
        assertThat(ledger.claim(intent(new Scope("datadoghq.eu", "other")), wanted("a")))
                .isEmpty();
    }

    @Test
    void aClaimThatIsNotRenewedIsTakenOverAndThenItsFindingsMustNotBeSent() {
        TicketLedger ledger = ledger();
        Intent slow = intent();
        ledger.claim(slow, wanted("a", "b"));
        clock.putForward(LONGER_THAN_A_CLAIM);
        Intent quick = intent();

        assertThat(ledger.claim(quick, wanted("a"))).isEmpty();

        assertThat(ledger.sending(slow, draft("a", "b"))).containsExactly("a");
        assertThat(ledger.sending(quick, draft("a"))).isEmpty();
    }

    @Test
    void aRenewedClaimIsNotTakenOver() {
        TicketLedger ledger = ledger();
        Intent intent = intent();
        ledger.claim(intent, wanted("a"));
        clock.putForward(LONGER_THAN_A_CLAIM);
        ledger.alive();
        ledger.claim(intent, wanted("a"));

        assertThat(ledger.claim(intent(), wanted("a"))).containsOnlyKeys("a");
    }

    @Test
    void whatIsBeingSentIsNeverClaimedNorTakenOverWhileTheSenderLives() {
        TicketLedger ledger = ledger();
        Intent intent = intent();
        ledger.claim(intent, wanted("a"));
        ledger.sending(intent, draft("a"));
        clock.putForward(LONGER_THAN_A_CLAIM.multipliedBy(1_000));
        ledger.alive();

        assertThat(heldAgainstStrangers(ledger, "a").state()).isEqualTo(State.SENDING);
        assertThat(heldAgainstStrangers(ledger, "a").evidence()).isEqualTo(EVIDENCE);
        assertThat(ledger.takeOver(intent(), List.of("a"))).isEmpty();
        assertThat(ledger.takeOverAny(intent(), 10)).isEmpty();
    }

    // ---- taken over

    static List<Sending> twoDrafts() {
        return List.of(new Sending(List.of("a", "b"), EVIDENCE), new Sending(List.of("c"), OTHER_EVIDENCE));
    }

    /** Findings a and b are on one draft, and c on another of the same request; nobody found out what became of them. */
    private Intent leavesInDoubt(TicketLedger ledger) {
        Intent gone = intent();
        ledger.claim(gone, wanted("a", "b", "c"));
        ledger.sending(gone, twoDrafts());
        ledger.settle(gone, List.of(end(End.IN_DOUBT, "a", "b", "c")));
        return gone;
    }

    @Test
    void whatIsInDoubtIsTakenOverByTheWholeDraft() {
        TicketLedger ledger = ledger();
        leavesInDoubt(ledger);

        List<InDoubt> taken = ledger.takeOver(intent(), List.of("b", "x"));

        assertThat(taken).hasSize(1);
        assertThat(taken.get(0).findingIds()).containsExactlyInAnyOrder("a", "b");
        assertThat(taken.get(0).evidence()).isEqualTo(EVIDENCE);
        assertThat(taken.get(0).wasLookedFor()).isTrue();
        assertThat(heldAgainstStrangers(ledger, "a").state()).isEqualTo(State.SENDING);
        assertThat(heldAgainstStrangers(ledger, "c").state()).isEqualTo(State.IN_DOUBT);
    }

    @Test
    void whatIsInDoubtIsTakenOverWhicheverItIsUpToSoManyDrafts() {
        TicketLedger ledger = ledger();
        leavesInDoubt(ledger);
        ledger.settle(intent(), List.of(end(End.TICKETED, "t")));

        assertThat(ledger.takeOverAny(intent(new Scope("datadoghq.com", "acme")), 10))
                .isEmpty();
        List<InDoubt> first = ledger.takeOverAny(intent(), 1);
        List<InDoubt> second = ledger.takeOverAny(intent(), 10);

        assertThat(first).hasSize(1);
        assertThat(second).hasSize(1);
        List<InDoubt> both = List.of(first.get(0), second.get(0));
        assertThat(both).flatExtracting(InDoubt::findingIds).containsExactlyInAnyOrder("a", "b", "c");
        assertThat(both)
                .extracting(InDoubt::request)
                .as("sent with one request")
                .containsOnly(both.get(0).request());
        assertThat(ledger.takeOverAny(intent(), 10)).isEmpty();
    }

    @Test
    void whatIsTakenOverNobodyElseTakesOver() {
        TicketLedger ledger = ledger();
        leavesInDoubt(ledger);

        assertThat(ledger.takeOver(intent(), List.of("a"))).hasSize(1);
        assertThat(ledger.takeOver(intent(), List.of("a"))).isEmpty();
    }

    @Test
    void whoeverTakesOverOnceMoreRecognisesItself() {
        TicketLedger ledger = ledger();
        leavesInDoubt(ledger);
        Intent next = intent();
        ledger.takeOver(next, List.of("a"));

        List<InDoubt> again = ledger.takeOver(next, List.of("a"));

        assertThat(again).hasSize(1);
        assertThat(again.get(0).findingIds()).containsExactlyInAnyOrder("a", "b");
        assertThat(again.get(0).evidence()).isEqualTo(EVIDENCE);
        assertThat(again.get(0).wasLookedFor()).as("nobody has looked since").isTrue();
        assertThat(heldAgainstStrangers(ledger, "c").state()).isEqualTo(State.IN_DOUBT);
    }

    /** Also where meanwhile there is more, and what would be looked for first. */
    @Test
    void whoeverTakesOverWhicheverItIsOnceMoreGetsTheSame() {
        TicketLedger ledger = ledger();
        leavesInDoubt(ledger);
        Intent next = intent();
        List<InDoubt> first = ledger.takeOverAny(next, 1);
        Intent hurried = intent();
        ledger.claim(hurried, wanted("x"));
        ledger.sending(hurried, draft("x"));
        ledger.settle(hurried, List.of(end(End.LEFT, "x")));

        List<InDoubt> again = ledger.takeOverAny(next, 1);

        assertThat(again).hasSize(1);
        assertThat(again.get(0).findingIds())
                .containsExactlyInAnyOrderElementsOf(first.get(0).findingIds());
        assertThat(ledger.takeOverAny(intent(), 10)).as("the others").hasSize(2);
    }

    @Test
    void whoeverWasTakenOverIsFencedButForTellingOfACase() {
        TicketLedger ledger = ledger();
        Intent before = leavesInDoubt(ledger);
        ledger.takeOver(intent(), List.of("a"));

        ledger.notMade(before, List.of("a", "b"));
        ledger.settle(before, List.of(end(End.FREE, "a"), end(End.TICKETED, "b")));

        assertThat(ledger.sending(before, draft("a", "b"))).containsExactlyInAnyOrder("a", "b");
        assertThat(heldAgainstStrangers(ledger, "a").state()).isEqualTo(State.SENDING);
        assertThat(heldAgainstStrangers(ledger, "b").state()).isEqualTo(State.TICKETED);
    }

    @Test
    void whatNobodyHadTimeToLookForIsLeftToTheNext() {
        TicketLedger ledger = ledger();
        leavesInDoubt(ledger);
        Intent hurried = intent();
        ledger.takeOver(hurried, List.of("a", "c"));

        ledger.settle(hurried, List.of(end(End.LEFT, "a", "b")));

        assertThat(heldAgainstStrangers(ledger, "a").state()).isEqualTo(State.IN_DOUBT);
        assertThat(heldAgainstStrangers(ledger, "a").evidence()).isEqualTo(EVIDENCE);
        assertThat(ledger.sending(hurried, draft("a"))).containsExactly("a");
        List<InDoubt> taken = ledger.takeOver(intent(), List.of("a", "c"));
        assertThat(taken).hasSize(1);
        assertThat(taken.get(0).findingIds()).containsExactlyInAnyOrder("a", "b");
        assertThat(taken.get(0).wasLookedFor()).isFalse();
    }

    @Test
    void whatTheOneThatTookItOverSettlesHolds() {
        TicketLedger ledger = ledger();
        leavesInDoubt(ledger);
        Intent next = intent();
        ledger.takeOver(next, List.of("a", "c"));

        ledger.settle(next, List.of(end(End.TICKETED, "a"), end(End.IN_DOUBT, "b"), end(End.FREE, "c")));

        assertThat(heldAgainstStrangers(ledger, "a").on()).isEqualTo(CASE);
        assertThat(heldAgainstStrangers(ledger, "b").state()).isEqualTo(State.IN_DOUBT);
        assertThat(heldAgainstStrangers(ledger, "b").evidence()).isEqualTo(EVIDENCE);
        assertThat(heldAgainstStrangers(ledger, "c")).isNull();
    }

    @Test
    void theTicketBeforeStaysRememberedIfTheOneThatFollowsItWasNotMade() {
        TicketLedger ledger = ledger();
        ledger.settle(intent(), List.of(end(End.TICKETED, "a")));
        Intent second = intent();
        ledger.claim(second, List.of(new Wanted("a", Set.of("case-1"), true)));
        ledger.sending(second, draft("a"));
        ledger.notMade(second, List.of("a"));

        ledger.settle(second, List.of(end(End.FREE, "a")));

        Held held = heldAgainstStrangers(ledger, "a");
        assertThat(held.state()).isEqualTo(State.TICKETED);
        assertThat(held.on()).isEqualTo(CASE);
    }

    /** Whoever wanted another ticket gave up, or died, before it sent anything. */
    @Test
    void theTicketBeforeStandsAgainOnceTheClaimOfWhoWantedAnotherIsOver() {
        TicketLedger ledger = ledger();
        ledger.settle(intent(), List.of(end(End.TICKETED, "a", "b")));
        Instant ticketedAt = clock.instant();
        List<Wanted> another =
                List.of(new Wanted("a", Set.of("case-1"), true), new Wanted("b", Set.of("case-1"), true));
        assertThat(ledger.claim(intent(), another)).isEmpty();

        clock.putForward(LONGER_THAN_A_CLAIM);

        Map<String, Held> held = ledger.claim(intent(), wanted("a", "b"));
        assertThat(held).containsOnlyKeys("a", "b");
        assertThat(held.get("a").state()).isEqualTo(State.TICKETED);
        assertThat(held.get("a").on()).isEqualTo(CASE);
        assertThat(held.get("a").since()).isEqualTo(ticketedAt);
        assertThat(ledger.claim(intent(), another)).isEmpty();
    }

    @Test
    void evidenceIsKeptToTheLetter() {
        TicketLedger ledger = ledger();
        Intent intent = intent();
        SendEvidence odd = new SendEvidence(
                Instant.parse("2026-03-01T09:59:58.123456Z"),
                Set.of("a b", "c\nd", "'quoted\"", "\u00e4\\n"),
                "project",
                "Line\nbreak, 'quotes', \u4e2d\u6587 and \ud83d\ude00" + ", long".repeat(2_000),
                "[ref]",
                Set.of("user-1", "user-2"));
        ledger.claim(intent, wanted("a"));
        ledger.sending(intent, List.of(new Sending(List.of("a"), odd)));

        assertThat(heldAgainstStrangers(ledger, "a").evidence()).isEqualTo(odd);
    }

    // ---- a request is taken whole

    private static InDoubt takenOver(TicketLedger ledger, Intent intent, String id) {
        List<InDoubt> taken = ledger.takeOver(intent, List.of(id));
        assertThat(taken).hasSize(1);
        return taken.get(0);
    }

    @Test
    void whatIsOnACaseTellsThatItsRequestTookEffect() {
        TicketLedger ledger = ledger();
        leavesInDoubt(ledger);
        Intent next = intent();
        assertThat(takenOver(ledger, next, "a").tookEffect()).isFalse();

        ledger.settle(next, List.of(end(End.TICKETED, "a"), end(End.IN_DOUBT, "b")));

        assertThat(takenOver(ledger, intent(), "b").tookEffect())
                .as("on the same draft")
                .isTrue();
        assertThat(takenOver(ledger, intent(), "c").tookEffect())
                .as("on another draft of the request")
                .isTrue();
    }

    @Test
    void aCaseWithoutATicketTellsThatItsRequestTookEffectToo() {
        TicketLedger ledger = ledger();
        Intent intent = intent();
        ledger.claim(intent, wanted("a", "b", "c"));
        ledger.sending(intent, twoDrafts());

        ledger.settle(intent, List.of(end(End.CASE_ONLY, "c"), end(End.IN_DOUBT, "a", "b")));

        assertThat(takenOver(ledger, intent(), "a").tookEffect()).isTrue();
    }

    @Test
    void whoeverTellsOfACaseTellsThatItsRequestTookEffectAlsoLate() {
        TicketLedger ledger = ledger();
        Intent before = leavesInDoubt(ledger);
        Intent looking = intent();
        takenOver(ledger, looking, "a");

        ledger.settle(before, List.of(end(End.TICKETED, "c")));

        assertThat(takenOver(ledger, looking, "a").tookEffect())
                .as("whoever has taken it over is told when it asks once more")
                .isTrue();
    }

    @Test
    void whatAnotherRequestMadeTellsNothing() {
        TicketLedger ledger = ledger();
        Intent intent = intent();
        ledger.claim(intent, wanted("a", "b", "c"));
        ledger.sending(intent, draft("a"));
        ledger.sending(intent, draft("b"));

        ledger.settle(intent, List.of(end(End.IN_DOUBT, "a"), end(End.TICKETED, "b")));

        assertThat(takenOver(ledger, intent(), "a").tookEffect()).isFalse();
    }

    @Test
    void whatWasNotMadeAndIsSentAnewIsAnotherRequest() {
        TicketLedger ledger = ledger();
        Intent intent = intent();
        ledger.claim(intent, wanted("a", "b", "c"));
        ledger.sending(intent, twoDrafts());
        ledger.notMade(intent, List.of("c"));
        ledger.sending(intent, draft("c"));

        ledger.settle(intent, List.of(end(End.IN_DOUBT, "c"), end(End.TICKETED, "a", "b")));

        assertThat(takenOver(ledger, intent(), "c").tookEffect()).isFalse();
    }

    // ---- sent once

    @Test
    void oneIntentDoesNotSendTheSameTwiceByClaimingItAgain() {
        TicketLedger ledger = ledger();
        Intent intent = intent();
        ledger.claim(intent, wanted("a"));
        ledger.sending(intent, draft("a"));

        assertThat(ledger.claim(intent, wanted("a")).get("a").state()).isEqualTo(State.SENDING);
        assertThat(ledger.sending(intent, draft("a")))
                .as("a repeated commit recognises itself")
                .isEmpty();
    }

    @Test
    void whatWasNeverClaimedMustNotBeSent() {
        assertThat(ledger().sending(intent(), draft("a"))).containsExactly("a");
    }

    @Test
    void whatWasCertainlyNotMadeIsClaimedAgainAndMayBeSent() {
        TicketLedger ledger = ledger();
        Intent intent = intent();
        ledger.claim(intent, wanted("a"));
        ledger.sending(intent, draft("a"));

        ledger.notMade(intent, List.of("a"));

        assertThat(heldAgainstStrangers(ledger, "a").state()).isEqualTo(State.CLAIMED);
        assertThat(ledger.claim(intent, wanted("a"))).isEmpty();
        assertThat(ledger.sending(intent, draft("a"))).isEmpty();
    }

    @Test
    void whatIsFreedIsFree() {
        TicketLedger ledger = ledger();
        Intent intent = intent();
        ledger.claim(intent, wanted("a", "b"));
        ledger.sending(intent, draft("b"));

        ledger.settle(intent, List.of(end(End.FREE, "a", "b")));

        assertThat(ledger.claim(intent(), wanted("a", "b"))).isEmpty();
    }

    @Test
    void whatHasATicketIsHeldByItsCase() {
        TicketLedger ledger = ledger();
        Intent intent = intent();
        ledger.claim(intent, wanted("a", "b"));
        ledger.sending(intent, draft("a", "b"));
        ledger.settle(intent, List.of(end(End.TICKETED, "a"), end(End.CASE_ONLY, "b")));

        Held ticketed = heldAgainstStrangers(ledger, "a");
        assertThat(ticketed.state()).isEqualTo(State.TICKETED);
        assertThat(ticketed.on()).isEqualTo(CASE);
        assertThat(heldAgainstStrangers(ledger, "b").state()).isEqualTo(State.CASE_ONLY);
    }

    @Test
    void aTicketWhoseCaseIsClosedYieldsToWhoeverSawThat() {
        TicketLedger ledger = ledger();
        ledger.settle(intent(), List.of(end(End.TICKETED, "a"), end(End.CASE_ONLY, "b")));

        assertThat(ledger.claim(intent(), List.of(new Wanted("a", Set.of("another"), true))))
                .containsOnlyKeys("a");
        assertThat(ledger.claim(intent(), List.of(new Wanted("b", Set.of("case-1"), true))))
                .containsOnlyKeys("b");
        assertThat(ledger.claim(intent(), List.of(new Wanted("a", Set.of("case-1"), true))))
                .isEmpty();
    }

    @Test
    void whatIsInDoubtStaysHeldWithItsEvidence() {
        TicketLedger ledger = ledger();
        Intent intent = intent();
        ledger.claim(intent, wanted("a"));
        ledger.sending(intent, draft("a"));

        ledger.settle(intent, List.of(end(End.IN_DOUBT, "a")));

        Held held = heldAgainstStrangers(ledger, "a");
        assertThat(held.state()).isEqualTo(State.IN_DOUBT);
        assertThat(held.evidence()).isEqualTo(EVIDENCE);
        assertThat(ledger.claim(intent, wanted("a")))
                .as("nor does its own intent send it again")
                .containsOnlyKeys("a");
    }

    @Test
    void anAnswerThatComesLateIsAFactAndOtherEndsHoldForOnesOwnAlone() {
        TicketLedger ledger = ledger();
        Intent late = intent();
        Intent holder = intent();
        ledger.claim(holder, wanted("a", "b", "c"));

        ledger.settle(late, List.of(end(End.TICKETED, "a"), end(End.FREE, "b"), end(End.IN_DOUBT, "c")));
        ledger.notMade(late, List.of("b"));

        assertThat(heldAgainstStrangers(ledger, "a").state()).isEqualTo(State.TICKETED);
        assertThat(ledger.sending(holder, draft("a", "b", "c")))
                .as("what was taken away by a fact")
                .containsExactly("a");
    }

    @Test
    void ofManyWhoWantTheSameEachFindingGoesToOne() throws Exception {
        TicketLedger ledger = ledger();
        String[] ids = IntStream.range(0, 200).mapToObj(i -> "f" + i).toArray(String[]::new);
        List<Callable<Integer>> claimants = IntStream.range(0, 8)
                .mapToObj(i -> intent())
                .map(intent -> (Callable<Integer>)
                        () -> 200 - ledger.claim(intent, wanted(ids)).size())
                .toList();
        ExecutorService threads = Executors.newFixedThreadPool(8);
        try {
            int granted = 0;
            for (Future<Integer> one : threads.invokeAll(claimants)) {
                granted += one.get();
            }
            assertThat(granted).isEqualTo(200);
        } finally {
            threads.shutdownNow();
        }
    }
}
