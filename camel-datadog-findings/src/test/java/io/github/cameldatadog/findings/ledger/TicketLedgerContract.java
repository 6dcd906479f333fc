package io.github.cameldatadog.findings.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.cameldatadog.findings.ticket.CaseReference;
import io.github.cameldatadog.findings.ticket.SendEvidence;
import io.github.cameldatadog.findings.ticket.TicketLedger;
import io.github.cameldatadog.findings.ticket.TicketLedger.End;
import io.github.cameldatadog.findings.ticket.TicketLedger.Held;
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
        return Arrays.stream(ids).map(id -> new Wanted(id, Set.of())).toList();
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
        ledger.claim(intent, wanted("a"));

        assertThat(ledger.claim(intent(), wanted("a"))).containsOnlyKeys("a");
    }

    @Test
    void whatIsBeingSentIsNeverTakenOver() {
        TicketLedger ledger = ledger();
        Intent intent = intent();
        ledger.claim(intent, wanted("a"));
        ledger.sending(intent, draft("a"));
        clock.putForward(LONGER_THAN_A_CLAIM.multipliedBy(1_000));

        assertThat(heldAgainstStrangers(ledger, "a").state()).isEqualTo(State.SENDING);
        assertThat(heldAgainstStrangers(ledger, "a").evidence()).isEqualTo(EVIDENCE);
    }

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

        assertThat(ledger.claim(intent(), List.of(new Wanted("a", Set.of("another")))))
                .containsOnlyKeys("a");
        assertThat(ledger.claim(intent(), List.of(new Wanted("b", Set.of("case-1")))))
                .containsOnlyKeys("b");
        assertThat(ledger.claim(intent(), List.of(new Wanted("a", Set.of("case-1")))))
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
