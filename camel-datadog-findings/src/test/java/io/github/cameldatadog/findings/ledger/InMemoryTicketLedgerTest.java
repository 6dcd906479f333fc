package io.github.cameldatadog.findings.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.github.cameldatadog.findings.ticket.TicketLedger;
import io.github.cameldatadog.findings.ticket.TicketLedger.End;
import io.github.cameldatadog.findings.ticket.TicketLedger.Intent;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class InMemoryTicketLedgerTest extends TicketLedgerContract {

    private final InMemoryTicketLedger ledger = new InMemoryTicketLedger(clock, Duration.ofHours(1), 3);

    @Override
    TicketLedger ledger() {
        return new InMemoryTicketLedger(clock);
    }

    @Test
    void anEndIsForgottenAfterItsTime() {
        ledger.settle(intent(), List.of(end(End.TICKETED, "a"), end(End.CASE_ONLY, "b")));
        clock.putForward(Duration.ofMinutes(60));
        assertThat(ledger.claim(intent(), wanted("a", "b"))).containsOnlyKeys("a", "b");

        clock.putForward(Duration.ofSeconds(1));
        assertThat(ledger.claim(intent(), wanted("a", "b"))).isEmpty();
    }

    @Test
    void theOldestTicketsAreForgottenWhereTheyAreTooMany() {
        ledger.settle(intent(), List.of(end(End.TICKETED, "a", "b", "c")));
        ledger.settle(intent(), List.of(end(End.TICKETED, "a")));
        ledger.settle(intent(), List.of(end(End.TICKETED, "d")));

        assertThat(ledger.claim(intent(), wanted("a", "b", "c", "d"))).containsOnlyKeys("a", "c", "d");
    }

    @Test
    void manyTicketsDoNotMakeItForgetADoubt() {
        Intent doubtful = intent();
        ledger.claim(doubtful, wanted("x"));
        ledger.sending(doubtful, draft("x"));
        ledger.settle(doubtful, List.of(end(End.IN_DOUBT, "x")));

        ledger.settle(intent(), List.of(end(End.TICKETED, "a", "b", "c", "d", "e")));

        assertThat(ledger.claim(intent(), wanted("x"))).containsOnlyKeys("x");
    }

    @Test
    void whatIsOnItsWayIsNeverForgotten() {
        Intent sender = intent();
        ledger.claim(sender, wanted("a", "b", "c", "d", "e"));
        ledger.sending(sender, draft("a", "b", "c", "d", "e"));
        ledger.settle(intent(), List.of(end(End.TICKETED, "f", "g", "h", "i")));
        clock.putForward(Duration.ofDays(365));

        assertThat(ledger.claim(intent(), wanted("a", "b", "c", "d", "e"))).containsOnlyKeys("a", "b", "c", "d", "e");
    }

    @Test
    void boundsThatKeepNothingAreRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new InMemoryTicketLedger(clock, Duration.ZERO, 1))
                .withMessageContaining("more than no time");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new InMemoryTicketLedger(clock, Duration.ofHours(1), 0))
                .withMessageContaining("1 finding or more");
    }
}
