package io.github.cameldatadog.findings;

import static io.github.cameldatadog.findings.testkit.assertions.DatadogAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.cameldatadog.findings.ledger.JdbcTicketLedger;
import io.github.cameldatadog.findings.ledger.LedgerDesk;
import io.github.cameldatadog.findings.testkit.Operation;
import io.github.cameldatadog.findings.testkit.fault.Fault;
import io.github.cameldatadog.findings.ticket.SkipReason;
import io.github.cameldatadog.findings.ticket.TicketLedger.State;
import io.github.cameldatadog.findings.ticket.TicketReport;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.h2.jdbcx.JdbcConnectionPool;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.JdbcTemplate;

/** The ledger has thrown away that findings had a ticket: they are looked up before they are sent, whatever the options say. */
class PurgedFindingsTest {

    private static final String NEVER_LOOKING = "ledger=#ledger&report=all&title=Ports&lookupTickets=never";

    private final JdbcConnectionPool database =
            JdbcConnectionPool.create("jdbc:h2:mem:purged;DB_CLOSE_DELAY=-1", "sa", "");
    private final JdbcTicketLedger ledger = new JdbcTicketLedger(database);
    private final LedgerDesk desk = new LedgerDesk(ledger);
    private final VirtualRoute route = new VirtualRoute(Map.of("ledger", ledger));

    @AfterEach
    void close() {
        assertThat(route.history()).receivedOnlyValidRequests();
        route.close();
        new JdbcTemplate(database).execute("SHUTDOWN");
        database.dispose();
    }

    private List<String> ticketedLongAgo(int count) {
        List<String> ids = route.openFindings(count);
        assertThat(route.report(ids, NEVER_LOOKING).ticketed()).isEqualTo(count);
        new JdbcTemplate(database)
                .update("UPDATE datadog_findings_ledger SET since = DATEADD(DAY, -31, CURRENT_TIMESTAMP)");
        assertThat(desk.purge(Duration.ofDays(30))).isEqualTo(count);
        return ids;
    }

    @Test
    void whatStillHasItsTicketDoesNotGetAnother() {
        List<String> old = ticketedLongAgo(3);
        List<String> fresh = route.openFindings(2);

        TicketReport report =
                route.report(Stream.of(old, fresh).flatMap(List::stream).toList(), NEVER_LOOKING);

        assertThat(report.skipped(SkipReason.ALREADY_TICKETED))
                .as(report::table)
                .isEqualTo(3);
        assertThat(report.ticketed()).isEqualTo(2);
        assertThat(route.history()).createdAtMostOneTicketPerFinding().detachedNothing();
        assertThat(route.history().requests(Operation.SEARCH)).hasSize(1);
    }

    @Test
    void whatHasNoTicketAnyMoreGetsOne() {
        List<String> old = ticketedLongAgo(3);
        route.inWorld(world -> world.casesOf(old.get(0))
                .forEach(one -> world.actor("colleague").close(one.id())));

        TicketReport report = route.report(old, NEVER_LOOKING);

        assertThat(report.ticketed()).as(report::table).isEqualTo(3);
        assertThat(desk.find(old.get(0)).get(0).state()).isEqualTo(State.TICKETED);
    }

    @Test
    void whatCannotBeLookedUpIsNotSent() {
        List<String> old = ticketedLongAgo(3);
        List<String> fresh = route.openFindings(2);
        route.faults().always(Operation.SEARCH, Fault.status(503));

        TicketReport report =
                route.report(Stream.of(old, fresh).flatMap(List::stream).toList(), NEVER_LOOKING);

        assertThat(report.notSent()).as(report::table).isEqualTo(3);
        assertThat(report.ticketed()).isEqualTo(2);
        assertThat(desk.find(old.get(0)).get(0).state()).isEqualTo(State.PURGED);
    }
}
