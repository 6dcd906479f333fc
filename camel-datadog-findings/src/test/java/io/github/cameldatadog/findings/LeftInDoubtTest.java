package io.github.cameldatadog.findings;

import static io.github.cameldatadog.findings.testkit.assertions.DatadogAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.cameldatadog.findings.VirtualRoute.Sending;
import io.github.cameldatadog.findings.ledger.ForgetfulLedger;
import io.github.cameldatadog.findings.ledger.InMemoryTicketLedger;
import io.github.cameldatadog.findings.ledger.LedgerProcess;
import io.github.cameldatadog.findings.ledger.PassingOnLedger;
import io.github.cameldatadog.findings.testkit.Operation;
import io.github.cameldatadog.findings.testkit.fault.Fault;
import io.github.cameldatadog.findings.ticket.SkipReason;
import io.github.cameldatadog.findings.ticket.TicketLedger;
import io.github.cameldatadog.findings.ticket.TicketLedger.Held;
import io.github.cameldatadog.findings.ticket.TicketLedger.Intent;
import io.github.cameldatadog.findings.ticket.TicketLedger.Scope;
import io.github.cameldatadog.findings.ticket.TicketLedger.State;
import io.github.cameldatadog.findings.ticket.TicketLedger.Wanted;
import io.github.cameldatadog.findings.ticket.TicketReport;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.h2.jdbcx.JdbcConnectionPool;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.JdbcTemplate;

/** A process died and left findings in doubt in the ledger: its successor finds out before it works on them. */
class LeftInDoubtTest {

    private static final AtomicInteger DATABASES = new AtomicInteger();
    private static final Scope SCOPE = new Scope("http://127.0.0.1:1", "default");

    /** How the dead process sends. It does not look for what no answer told, for it does not live that long. */
    private static final String DEAD = "ledger=#dead&onUnknown=park&title=Ports";

    private static final String NEXT = "ledger=#next&report=all&title=Ports";

    /** Without a look before sending: that would have to be lucky, for the index lags. */
    private static final String RESEND = "&onUnknown=resend&lookupTickets=never";

    private final JdbcConnectionPool database = JdbcConnectionPool.create(
            "jdbc:h2:mem:left" + DATABASES.incrementAndGet() + ";DB_CLOSE_DELAY=-1", "sa", "");
    private final TicketLedger dead = new ForgetfulLedger(LedgerProcess.of(database, "node", "first"));
    private final TicketLedger next = LedgerProcess.of(database, "node", "second");
    private final TicketLedger memory = new InMemoryTicketLedger(Instant::now);
    /** Each time that it is asked for what is in doubt there is one finding more. */
    private final TicketLedger growing = new PassingOnLedger(next) {
        private final List<String> more = new ArrayList<>();

        @Override
        public List<InDoubt> takeOver(Intent intent, Collection<String> findingIds) {
            List<InDoubt> taken = super.takeOver(intent, findingIds).stream()
                    .map(one -> new InDoubt(
                            one.request(),
                            Stream.concat(one.findingIds().stream(), more.stream())
                                    .toList(),
                            one.evidence(),
                            one.wasLookedFor(),
                            one.tookEffect()))
                    .toList();
            more.add("another-finding-" + more.size());
            return taken;
        }
    };

    /** When it is asked at first, the one before it is not taken to be gone yet. */
    private final Early early = new Early(next);

    private static final class Early extends PassingOnLedger {
        private int asked;

        Early(TicketLedger real) {
            super(real);
        }

        @Override
        public List<InDoubt> takeOverAny(Intent intent, int most) {
            return ++asked == 1 ? List.of() : super.takeOverAny(intent, most);
        }
    }

    /** Takes over, and then breaks, so that nobody hears of it; the first time. */
    private final TicketLedger losing = new PassingOnLedger(next) {
        private boolean hasLost;

        @Override
        public List<InDoubt> takeOver(Intent intent, Collection<String> findingIds) {
            return lost(super.takeOver(intent, findingIds));
        }

        @Override
        public List<InDoubt> takeOverAny(Intent intent, int most) {
            return lost(super.takeOverAny(intent, most));
        }

        private synchronized List<InDoubt> lost(List<InDoubt> taken) {
            if (!hasLost && !taken.isEmpty()) {
                hasLost = true;
                throw new IllegalStateException("The database is down");
            }
            return taken;
        }
    };

    /** When it is asked at first, whoever sent the findings is not taken to be gone yet; but is when they are claimed. */
    private final TicketLedger late = new PassingOnLedger(next) {
        private boolean asked;

        @Override
        public synchronized List<InDoubt> takeOver(Intent intent, Collection<String> findingIds) {
            boolean isFirst = !asked;
            asked = true;
            return isFirst ? List.of() : super.takeOver(intent, findingIds);
        }
    };

    private final VirtualRoute route = new VirtualRoute(Map.of(
            "dead", dead, "next", next, "memory", memory, "growing", growing, "early", early, "losing", losing, "late",
            late));

    @AfterEach
    void close() {
        assertThat(route.history()).receivedOnlyValidRequests();
        route.close();
        database.dispose();
    }

    private long creates() {
        return route.history().requests(Operation.CREATE).size();
    }

    private State stateOf(String id) {
        Intent stranger = new Intent(SCOPE, "stranger", "stranger");
        Held held =
                next.claim(stranger, List.of(new Wanted(id, Set.of(), false))).get(id);
        return held == null ? null : held.state();
    }

    @Test
    void whatTheDeadProcessMadeIsFoundAndNotSentAgain() {
        List<String> ids = route.openFindings(6);
        route.inWorld(world -> world.indexLag(Duration.ofSeconds(20)));
        route.report(ids, DEAD);

        TicketReport report = route.report(ids, NEXT + "&lookupTickets=never");

        assertThat(report.skipped(SkipReason.ALREADY_TICKETED))
                .as(report::table)
                .isEqualTo(6);
        assertThat(report.isBalanced()).isTrue();
        assertThat(creates()).isEqualTo(1);
        assertThat(stateOf(ids.get(0))).isEqualTo(State.TICKETED);
    }

    @Test
    void whatCannotBeFoundStaysInDoubtAndIsNotSentAgain() {
        List<String> ids = route.openFindings(6);
        route.faults().next(Operation.CREATE, Fault.closeBefore());
        route.report(ids, DEAD);

        TicketReport report = route.report(ids, NEXT);

        assertThat(report.unknown()).as(report::table).isEqualTo(6);
        assertThat(route.sinceStart()).isGreaterThan(Duration.ofMinutes(2));
        assertThat(creates()).isEqualTo(1);
        assertThat(stateOf(ids.get(0))).isEqualTo(State.IN_DOUBT);
    }

    @Test
    void whatWasLookedForInVainIsLookedAtOnceMoreWithoutWaiting() {
        List<String> ids = route.openFindings(6);
        route.faults().next(Operation.CREATE, Fault.lateEffect());
        route.report(ids, DEAD);
        route.report(ids, NEXT);
        route.releaseLateEffects();
        Duration before = route.sinceStart();

        TicketReport report = route.report(ids, NEXT + "&lookupTickets=never");

        assertThat(report.skipped(SkipReason.ALREADY_TICKETED))
                .as(report::table)
                .isEqualTo(6);
        assertThat(route.sinceStart()).isLessThan(before.plusSeconds(30));
        assertThat(creates()).isEqualTo(1);
    }

    @Test
    void whatWasNotMadeIsSentIfThatIsWantedOnceTheIndexShowsWhatCameLater() {
        List<String> ids = route.openFindings(3);
        List<String> others = route.openFindings(3);
        route.faults().next(Operation.CREATE, Fault.closeBefore());
        route.report(ids, DEAD);
        Sending again = route.send(ids, NEXT + "&onUnknown=resend");
        route.pass(Duration.ofSeconds(30));
        route.report(others, NEXT);

        route.awaitEndOf(again);

        assertThat(again.report().ticketed()).as(again.report()::table).isEqualTo(3);
        assertThat(route.history()).createdAtMostOneTicketPerFinding();
        assertThat(creates()).isEqualTo(3);
    }

    /** Any finding on a case forbids sending any of its draft, also those that come again without it. */
    @Test
    void whatWasSentTogetherIsFoundOutTogether() {
        List<String> ids = route.openFindings(4);
        List<String> others = route.openFindings(2);
        // The index shows the two that come again without their case for long, and the others on it.
        route.inWorld(world -> ids.subList(0, 2).forEach(id -> world.indexLag(id, Duration.ofDays(1))));
        route.report(ids, DEAD);
        Sending again = route.send(ids.subList(0, 2), NEXT + "&onUnknown=resend&lookupTickets=never");
        route.pass(Duration.ofSeconds(30));
        route.report(others, NEXT);

        route.awaitEndOf(again);

        assertThat(again.report().unknown()).as(again.report()::table).isEqualTo(2);
        assertThat(stateOf(ids.get(3))).isEqualTo(State.TICKETED);
        assertThat(route.history()).createdAtMostOneTicketPerFinding();
    }

    /** Sends findings to where what was not made is sent again, while the index shows others that came later. */
    private TicketReport resent(List<String> ids) {
        return resent(ids, NEXT);
    }

    private TicketReport resent(List<String> ids, String plan) {
        List<String> others = route.openFindings(2);
        Sending again = route.send(ids, plan + RESEND);
        route.pass(Duration.ofSeconds(30));
        route.report(others, NEXT);
        route.awaitEndOf(again);
        return again.report();
    }

    private void theIndexDoesNotShow(String id) {
        route.inWorld(world -> world.indexLag(id, Duration.ofDays(1)));
    }

    /** That one is on a case was found out when the other one had not come yet, or had come and was looked for in vain. */
    @Test
    void whatWasSentTogetherIsNotSentAgainAlsoByThoseWhoComeLater() {
        List<String> ids = route.openFindings(2);
        theIndexDoesNotShow(ids.get(0));
        route.report(ids, DEAD);
        route.report(ids, NEXT);
        assertThat(stateOf(ids.get(1))).isEqualTo(State.TICKETED);

        TicketReport report = resent(ids.subList(0, 1));

        assertThat(report.unknown()).as(report::table).isEqualTo(1);
        assertThat(route.history()).createdAtMostOneTicketPerFinding();
    }

    @Test
    void whatAnAnswerToldOfSomeHoldsForTheOthersOfTheRequestToo() {
        List<String> ids = route.openFindings(2);
        theIndexDoesNotShow(ids.get(0));
        route.faults().next(Operation.CREATE, Fault.missingInsight(0));
        TicketReport first = route.report(ids, NEXT + RESEND);
        assertThat(first.unknown()).as(first::table).isEqualTo(1);
        assertThat(stateOf(ids.get(0))).isEqualTo(State.IN_DOUBT);

        TicketReport report = resent(ids.subList(0, 1));

        assertThat(report.unknown()).as(report::table).isEqualTo(1);
        assertThat(route.history()).createdAtMostOneTicketPerFinding();
    }

    @Test
    void noTicketOfARequestIsSentAgainOnceAnotherOneOfItIsKnownToHaveBeenMade() {
        List<String> ids = route.openFindings(2);
        theIndexDoesNotShow(ids.get(0));
        route.report(List.of(), NEXT); // its start finds nothing yet
        route.report(ids, DEAD + "&findingsPerTicket=1");
        assertThat(creates()).as("two tickets with one request").isEqualTo(1);
        route.report(ids.subList(1, 2), NEXT + "&lookupTickets=never");
        assertThat(stateOf(ids.get(1))).isEqualTo(State.TICKETED);

        TicketReport report = resent(ids.subList(0, 1));

        assertThat(report.unknown()).as(report::table).isEqualTo(1);
        assertThat(route.history()).createdAtMostOneTicketPerFinding();
    }

    @Test
    void whatIsNotSentAgainForThatReasonWasLookedForInVainAllTheSame() {
        List<String> ids = route.openFindings(2);
        theIndexDoesNotShow(ids.get(0));
        route.report(ids, DEAD);
        route.report(ids, NEXT);
        resent(ids.subList(0, 1));
        Duration before = route.sinceStart();

        TicketReport report = route.report(ids.subList(0, 1), NEXT + "&lookupTickets=never");

        assertThat(report.unknown()).as(report::table).isEqualTo(1);
        assertThat(route.sinceStart()).isLessThan(before.plusSeconds(30));
    }

    /** One exchange looks for one ticket of the request; while it looks, another one finds the other ticket. */
    @Test
    void whatIsFoundOutOfARequestMeanwhileHoldsForThoseWhoAreLooking() {
        List<String> ids = route.openFindings(2);
        List<String> others = route.openFindings(2);
        theIndexDoesNotShow(ids.get(0));
        route.report(List.of(), NEXT); // its start finds nothing yet
        route.report(ids, DEAD + "&findingsPerTicket=1");
        Sending again = route.send(ids.subList(0, 1), NEXT + RESEND);
        route.pass(Duration.ofSeconds(10));
        route.report(ids.subList(1, 2), NEXT + "&lookupTickets=never");
        assertThat(stateOf(ids.get(1))).isEqualTo(State.TICKETED);
        route.report(others, NEXT);

        route.awaitEndOf(again);

        assertThat(again.report().unknown()).as(again.report()::table).isEqualTo(1);
        assertThat(stateOf(ids.get(0))).isEqualTo(State.IN_DOUBT);
        assertThat(route.history()).createdAtMostOneTicketPerFinding();
    }

    /** The ledger says that there is more on the ticket than was looked for. */
    @Test
    void nothingIsSentAgainOfATicketOfWhichNotAllWasLookedFor() {
        List<String> ids = route.openFindings(1);
        route.faults().next(Operation.CREATE, Fault.closeBefore());
        route.report(ids, DEAD);

        TicketReport report = resent(ids, "ledger=#growing&report=all&title=Ports");

        assertThat(report.unknown()).as(report::table).isEqualTo(1);
        assertThat(stateOf(ids.get(0))).isEqualTo(State.IN_DOUBT);
    }

    @Test
    void whatWasOnlyClaimedIsSent() {
        List<String> ids = route.openFindings(3);
        Intent gone = new Intent(SCOPE, "gone", "exchange gone");
        dead.claim(gone, ids.stream().map(id -> new Wanted(id, Set.of(), false)).toList());

        TicketReport report = route.report(ids, NEXT);

        assertThat(report.ticketed()).as(report::table).isEqualTo(3);
    }

    @Test
    void whoeverDoesNotLookLeavesItInDoubt() {
        List<String> ids = route.openFindings(3);
        route.inWorld(world -> world.indexLag(Duration.ofMinutes(1)));
        route.report(ids, DEAD);

        TicketReport report = route.report(ids, NEXT + "&onUnknown=park");

        assertThat(report.unknown()).as(report::table).isEqualTo(3);
        assertThat(creates()).isEqualTo(1);
        assertThat(stateOf(ids.get(0))).isEqualTo(State.IN_DOUBT);
    }

    /** Nobody sends the findings again: the start of an endpoint that uses the ledger is enough. */
    @Test
    void aStartFindsOutWhatIsInDoubt() {
        List<String> ids = route.openFindings(3);
        route.inWorld(world -> world.indexLag(Duration.ofSeconds(20)));
        route.report(ids, DEAD);
        route.report(List.of(), NEXT);

        route.pass(Duration.ofMinutes(1));

        assertThat(stateOf(ids.get(0))).isEqualTo(State.TICKETED);
    }

    /** As of a node without a name that is started again at once. */
    @Test
    void aStartFindsOutToWhatOneLeftThatDiedJustBefore() {
        List<String> ids = route.openFindings(3);
        route.report(ids, DEAD);
        route.report(List.of(), "ledger=#early&title=Ports");

        route.pass(Duration.ofSeconds(50));
        assertThat(stateOf(ids.get(0))).isEqualTo(State.IN_DOUBT);
        route.pass(Duration.ofMinutes(1));

        assertThat(stateOf(ids.get(0))).isEqualTo(State.TICKETED);
    }

    /** Nobody has looked, and who sends them again is to look: that they are unknown would be the end of it. */
    @Test
    void whatComesToBeInDoubtWhileABatchIsAtWorkIsLookedForWhenItComesAgain() {
        List<String> ids = route.openFindings(3);
        route.report(List.of(), "ledger=#late&title=Ports"); // its start finds nothing yet
        route.report(ids, DEAD);

        TicketReport first = route.report(ids, "ledger=#late&title=Ports&lookupTickets=never");
        TicketReport again = route.report(ids, "ledger=#late&title=Ports&lookupTickets=never");

        assertThat(first.heldElsewhere()).as(first::table).isEqualTo(3);
        assertThat(again.skipped(SkipReason.ALREADY_TICKETED)).as(again::table).isEqualTo(3);
        assertThat(creates()).isEqualTo(1);
    }

    /** They come and go with each exchange, where nothing keeps them. */
    @Test
    void aStartIsOneForAllProducersAndOutlivesThem() {
        List<String> ids = route.openFindings(3);
        route.report(ids, DEAD);
        for (int exchange = 0; exchange < 3; exchange++) {
            route.report(List.of(), "ledger=#early&title=Ports");
            route.stopProducers();
        }
        assertThat(early.asked).isOne();

        route.pass(Duration.ofMinutes(2));

        assertThat(early.asked).isEqualTo(2);
        assertThat(stateOf(ids.get(0))).isEqualTo(State.TICKETED);
    }

    /** Those who work on it would have to wait for it, and others be told that somebody is at work on it. */
    @Test
    void whatWasLookedForIsLeftAloneWhenAStartLooksOnceMore() {
        List<String> ids = route.openFindings(2);
        for (String id : ids) {
            route.faults().next(Operation.CREATE, Fault.closeBefore());
            route.report(List.of(id), DEAD);
        }
        new JdbcTemplate(database)
                .update(
                        "UPDATE datadog_findings_ledger SET state = 'IN_DOUBT', looked_for = TRUE WHERE finding_id = ?",
                        ids.get(0));
        route.report(List.of(), "ledger=#early&title=Ports");

        route.pass(Duration.ofSeconds(90));

        assertThat(stateOf(ids.get(0))).isEqualTo(State.IN_DOUBT);
        assertThat(stateOf(ids.get(1))).as("it is being looked for").isEqualTo(State.SENDING);
    }

    /** The ledger has nothing to look for it by. */
    @Test
    void whatHasLostItsDraftStaysInDoubtAndHoldsNobodyUp() {
        List<String> ids = route.openFindings(2);
        route.report(ids.subList(0, 1), DEAD);
        new JdbcTemplate(database).update("DELETE FROM datadog_findings_draft");

        TicketReport report = route.report(ids, NEXT + "&lookupTickets=never");

        assertThat(report.unknown()).as(report::table).isEqualTo(1);
        assertThat(report.ticketed()).isEqualTo(1);
        assertThat(stateOf(ids.get(0))).isEqualTo(State.IN_DOUBT);
    }

    /** It is held by a living process that does not know of it: nobody else can take it over. */
    private void isLetGo(List<String> ids) {
        String plan = "ledger=#losing&title=Ports&lookupTickets=never";
        assertThat(route.report(ids, plan).heldElsewhere()).isEqualTo(3);

        route.pass(Duration.ofSeconds(16));

        assertThat(stateOf(ids.get(0))).isEqualTo(State.IN_DOUBT);
        assertThat(route.report(ids, plan).skipped(SkipReason.ALREADY_TICKETED)).isEqualTo(3);
    }

    @Test
    void whatAStartTookOverWithoutHearingOfItIsLetGo() {
        List<String> ids = route.openFindings(3);
        route.report(ids, DEAD);
        isLetGo(ids);
    }

    @Test
    void whatABatchTookOverWithoutHearingOfItIsLetGo() {
        List<String> ids = route.openFindings(3);
        route.report(List.of(), "ledger=#losing&title=Ports"); // its start finds nothing yet
        route.report(ids, DEAD);
        isLetGo(ids);
    }

    /** An endpoint that does not look is no start for those that do. */
    @Test
    void aStartThatDoesNotLookLeavesThatToTheNext() {
        List<String> ids = route.openFindings(3);
        route.report(ids, DEAD);
        route.report(List.of(), NEXT + "&onUnknown=park");
        route.report(List.of(), NEXT);

        route.pass(Duration.ofMinutes(1));

        assertThat(stateOf(ids.get(0))).isEqualTo(State.TICKETED);
    }

    @Test
    void workOnTheFindingsWaitsWhileAStartFindsOut() {
        List<String> ids = route.openFindings(3);
        route.inWorld(world -> world.indexLag(Duration.ofSeconds(20)));
        route.report(ids, DEAD);
        route.report(List.of(), NEXT);
        route.pass(Duration.ofSeconds(1));
        assertThat(stateOf(ids.get(0))).as("it is at it").isEqualTo(State.SENDING);

        TicketReport report = route.report(ids, NEXT + "&lookupTickets=never");

        assertThat(report.skipped(SkipReason.ALREADY_TICKETED))
                .as(report::table)
                .isEqualTo(3);
        assertThat(creates()).isEqualTo(1);
    }

    @Test
    void anExchangeWhoseTimeIsOverDoesNotWaitForWhatAStartFindsOut() {
        List<String> ids = route.openFindings(3);
        route.inWorld(world -> world.indexLag(Duration.ofSeconds(40)));
        route.report(ids, DEAD);
        route.report(List.of(), NEXT);
        route.pass(Duration.ofSeconds(1));
        assertThat(stateOf(ids.get(0))).as("it is at it").isEqualTo(State.SENDING);
        Duration before = route.sinceStart();

        TicketReport report = route.report(ids, NEXT + "&lookupTickets=never&exchangeTimeout=5000");

        assertThat(report.notSent()).as(report::table).isEqualTo(3);
        assertThat(route.sinceStart()).isLessThan(before.plusSeconds(6));
        route.pass(Duration.ofMinutes(1));
        assertThat(stateOf(ids.get(0))).as("what the start found out").isEqualTo(State.TICKETED);
        assertThat(creates()).isEqualTo(1);
    }

    /** What an exchange had no time for is not taken for looked for: the next one waits for the index. */
    @Test
    void anExchangeThatEndsMeanwhileLeavesItToTheNext() {
        List<String> ids = route.openFindings(3);
        route.inWorld(world -> world.indexLag(Duration.ofSeconds(40)));
        route.report(ids, DEAD);
        TicketReport hurried = route.report(ids, NEXT + "&exchangeTimeout=10000");
        assertThat(hurried.notSent()).as(hurried::table).isEqualTo(3);

        TicketReport second = route.report(ids, NEXT);

        assertThat(creates()).isEqualTo(1);
        assertThat(second.skipped(SkipReason.ALREADY_TICKETED))
                .as(second::table)
                .isEqualTo(3);
    }

    /** Its own doubt, too, with the ledger in memory. */
    @Test
    void anExchangeThatEndsBeforeItFoundOutLeavesItToTheNext() {
        List<String> ids = route.openFindings(3);
        route.inWorld(world -> world.indexLag(Duration.ofSeconds(40)));
        route.faults().next(Operation.CREATE, Fault.resetAfterEffect());
        String plan = "ledger=#memory&report=all&title=Ports";
        TicketReport hurried = route.report(ids, plan + "&exchangeTimeout=10000");
        assertThat(hurried.unknown()).as(hurried::table).isEqualTo(3);

        TicketReport second = route.report(ids, plan);

        assertThat(creates()).isEqualTo(1);
        assertThat(second.skipped(SkipReason.ALREADY_TICKETED))
                .as(second::table)
                .isEqualTo(3);
    }

    /** Each batch has some of the findings of one draft: none is held elsewhere by another batch of the same exchange. */
    @Test
    void batchesThatShareADraftInDoubtWaitForOneAnother() {
        List<String> ids = route.openFindings(13);
        route.faults().next(Operation.CREATE, Fault.closeBefore());
        route.report(ids, DEAD);
        route.report(ids, NEXT);
        long searches = route.history().requests(Operation.SEARCH).size();

        TicketReport report = route.report(ids, NEXT + "&findingsPerTicket=3&ticketsPerRequest=1&lookupTickets=never");

        assertThat(report.unknown()).as(report::table).isEqualTo(13);
        assertThat(route.history().requests(Operation.SEARCH))
                .as("looked for once")
                .hasSize((int) searches + 1);
        assertThat(creates()).isEqualTo(1);
    }

    @Test
    void aDryRunTakesNothingOver() {
        List<String> ids = route.openFindings(3);
        route.report(ids, DEAD);

        TicketReport report = route.report(ids, NEXT + "&dryRun=true&lookupTickets=never");

        assertThat(report.planned()).as(report::table).isEqualTo(3);
        assertThat(stateOf(ids.get(0))).isEqualTo(State.IN_DOUBT);
    }

    /** Somebody has changed the ledger by hand, say: nobody waits for ever, and nothing is sent. */
    @Test
    void whatCannotBeUnderstoodStaysInDoubtAndHoldsNobodyUp() {
        List<String> ids = route.openFindings(2);
        route.report(ids, DEAD);
        new JdbcTemplate(database).update("UPDATE datadog_findings_draft SET title = ''");

        TicketReport report = route.report(ids, NEXT + "&lookupTickets=never");

        assertThat(report.unknown()).as(report::table).isEqualTo(2);
        assertThat(creates()).isEqualTo(1);
        assertThat(stateOf(ids.get(0))).isEqualTo(State.IN_DOUBT);
    }
}
