package io.github.cameldatadog.findings.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.cameldatadog.findings.ticket.TicketLedger;
import io.github.cameldatadog.findings.ticket.TicketLedger.End;
import io.github.cameldatadog.findings.ticket.TicketLedger.Intent;
import io.github.cameldatadog.findings.ticket.TicketLedger.Settlement;
import io.github.cameldatadog.findings.ticket.TicketLedger.State;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What an idempotent repository can do, and what it cannot. Two ledgers on one repository are two processes. */
class IdempotentTicketLedgerTest extends TicketLedgerContract {

    private final FailingRepository repository = new FailingRepository();

    @Override
    TicketLedger ledger() {
        return new IdempotentTicketLedger(repository, clock);
    }

    /** A ticket before does not yield here, so there is none to be remembered. */
    @Override
    @Test
    void theTicketBeforeStaysRememberedIfTheOneThatFollowsItWasNotMade() {
        TicketLedger ledger = ledger();
        ledger.settle(intent(), List.of(end(End.TICKETED, "a")));

        assertThat(ledger.claim(intent(), List.of(new TicketLedger.Wanted("a", Set.of("case-1"), true))))
                .containsOnlyKeys("a");
    }

    /** Likewise. */
    @Override
    @Test
    void theTicketBeforeStandsAgainOnceTheClaimOfWhoWantedAnotherIsOver() {
        TicketLedger ledger = ledger();
        ledger.settle(intent(), List.of(end(End.TICKETED, "a")));
        List<TicketLedger.Wanted> another = List.of(new TicketLedger.Wanted("a", Set.of("case-1"), true));
        assertThat(ledger.claim(intent(), another)).containsOnlyKeys("a");

        clock.putForward(LONGER_THAN_A_CLAIM);

        assertThat(ledger.claim(intent(), another)).containsOnlyKeys("a");
    }

    /** It is not known on which case a finding is. */
    @Override
    @Test
    void aTicketWhoseCaseIsClosedYieldsToWhoeverSawThat() {
        TicketLedger ledger = ledger();
        ledger.settle(intent(), List.of(end(End.TICKETED, "a")));

        assertThat(ledger.claim(intent(), List.of(new TicketLedger.Wanted("a", Set.of("case-1"), true))))
                .containsOnlyKeys("a");
    }

    @Test
    void whatOneProcessHasBegunAnotherDoesNotSend() {
        TicketLedger one = ledger();
        Intent intent = intent();
        one.claim(intent, wanted("claimed", "sending", "ticketed"));
        one.sending(intent, draft("sending", "ticketed"));
        one.settle(intent, List.of(end(End.TICKETED, "ticketed")));

        var held = ledger().claim(intent(), wanted("claimed", "sending", "ticketed", "new"));

        assertThat(held).containsOnlyKeys("claimed", "sending", "ticketed");
        assertThat(held.values())
                .as("more than that somebody began is not known")
                .allSatisfy(why -> assertThat(why.state()).isEqualTo(State.IN_DOUBT));
    }

    @Test
    void whatOneProcessFreedAnotherSends() {
        TicketLedger one = ledger();
        Intent intent = intent();
        one.claim(intent, wanted("a", "b"));
        one.settle(intent, List.of(end(End.FREE, "a", "b")));

        assertThat(ledger().claim(intent(), wanted("a", "b"))).isEmpty();
    }

    @Test
    void whatStrangersFreeStaysHeld() {
        TicketLedger one = ledger();
        one.claim(intent(), wanted("a"));

        one.settle(intent(), List.of(end(End.FREE, "a")));

        assertThat(ledger().claim(intent(), wanted("a"))).containsOnlyKeys("a");
    }

    @Test
    void whatWasInDoubtForSoLongThatThisProcessForgotItIsNotSentAgain() {
        TicketLedger ledger = ledger();
        Intent intent = intent();
        ledger.claim(intent, wanted("a"));
        ledger.sending(intent, draft("a"));
        ledger.settle(intent, List.of(end(End.IN_DOUBT, "a")));
        clock.putForward(InMemoryTicketLedger.DEFAULT_MEMORY.plusSeconds(1));

        assertThat(ledger.claim(intent(), wanted("a"))).containsOnlyKeys("a");
    }

    @Test
    void whoRemovesTheKeyFreesTheFinding() {
        ledger().claim(intent(), wanted("a"));

        repository.remove(IdempotentTicketLedger.key(SCOPE, "a"));

        assertThat(ledger().claim(intent(), wanted("a"))).isEmpty();
    }

    @Test
    void whatCouldNotBeFreedAtFirstIsFreedByWhoeverTriesAgain() {
        TicketLedger one = ledger();
        Intent intent = intent();
        one.claim(intent, wanted("a", "b"));
        List<Settlement> free = List.of(end(End.FREE, "a", "b"));
        repository.failsAtRemoval(1);
        assertThatThrownBy(() -> one.settle(intent, free)).hasMessage("removal 1");

        one.settle(intent, free);

        assertThat(ledger().claim(intent(), wanted("a", "b"))).isEmpty();
    }

    @Test
    void aClaimThatFailsMidwayLeavesNothingClaimed() {
        TicketLedger one = ledger();
        repository.failsAtAddition(3);
        assertThatThrownBy(() -> one.claim(intent(), wanted("a", "b", "c", "d")))
                .hasMessage("addition 3");

        Intent next = intent();
        assertThat(one.claim(next, wanted("a", "b", "c", "d"))).as("here").isEmpty();
        one.settle(next, List.of(end(End.FREE, "a", "b", "c", "d")));
        assertThat(ledger().claim(intent(), wanted("a", "b", "c", "d")))
                .as("in another process")
                .isEmpty();
    }

    @Test
    void aClaimThatFailsMidwayKeepsWhatItsIntentHadBefore() {
        TicketLedger one = ledger();
        Intent intent = intent();
        one.claim(intent, wanted("before"));
        repository.failsAtAddition(3);
        assertThatThrownBy(() -> one.claim(intent, wanted("before", "a", "b"))).hasMessage("addition 3");

        assertThat(one.claim(intent(), wanted("before"))).containsOnlyKeys("before");
        assertThat(ledger().claim(intent(), wanted("before", "a", "b"))).containsOnlyKeys("before");
    }

    @Test
    void whatAFailedClaimCannotGiveBackAnotherExchangeOfTheProcessGetsLater() {
        TicketLedger one = ledger();
        repository.failsAtAddition(3);
        repository.failsAtRemoval(1);
        assertThatThrownBy(() -> one.claim(intent(), wanted("a", "b", "c")))
                .hasMessage("addition 3")
                .satisfies(thrown -> assertThat(thrown.getSuppressed())
                        .singleElement()
                        .satisfies(suppressed -> assertThat(suppressed).hasMessage("removal 1")));
        assertThat(ledger().claim(intent(), wanted("a", "b", "c"))).containsOnlyKeys("a");
        clock.putForward(LONGER_THAN_A_CLAIM);

        Intent later = intent();
        assertThat(one.claim(later, wanted("a"))).isEmpty();
        one.settle(later, List.of(end(End.FREE, "a")));
        assertThat(ledger().claim(intent(), wanted("a"))).isEmpty();
    }
}
