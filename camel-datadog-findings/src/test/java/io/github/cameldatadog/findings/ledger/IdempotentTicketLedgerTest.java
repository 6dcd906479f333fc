package io.github.cameldatadog.findings.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.cameldatadog.findings.ticket.TicketLedger;
import io.github.cameldatadog.findings.ticket.TicketLedger.End;
import io.github.cameldatadog.findings.ticket.TicketLedger.Intent;
import io.github.cameldatadog.findings.ticket.TicketLedger.State;
import java.util.List;
import java.util.Set;
import org.apache.camel.spi.IdempotentRepository;
import org.apache.camel.support.processor.idempotent.MemoryIdempotentRepository;
import org.junit.jupiter.api.Test;

/** What an idempotent repository can do, and what it cannot. Two ledgers on one repository are two processes. */
class IdempotentTicketLedgerTest extends TicketLedgerContract {

    private final IdempotentRepository repository = MemoryIdempotentRepository.memoryIdempotentRepository(10_000);

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
}
