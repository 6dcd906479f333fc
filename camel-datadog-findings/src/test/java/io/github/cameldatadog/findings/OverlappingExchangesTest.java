package io.github.cameldatadog.findings;

import static io.github.cameldatadog.findings.testkit.assertions.DatadogAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.cameldatadog.findings.VirtualRoute.Sending;
import io.github.cameldatadog.findings.ledger.InMemoryTicketLedger;
import io.github.cameldatadog.findings.testkit.Operation;
import io.github.cameldatadog.findings.testkit.RateLimitHeaders;
import io.github.cameldatadog.findings.testkit.core.World;
import io.github.cameldatadog.findings.testkit.fault.Fault;
import io.github.cameldatadog.findings.testkit.history.CaseRecord;
import io.github.cameldatadog.findings.ticket.Remaining;
import io.github.cameldatadog.findings.ticket.ReportEntry;
import io.github.cameldatadog.findings.ticket.SkipReason;
import io.github.cameldatadog.findings.ticket.TicketLedger;
import io.github.cameldatadog.findings.ticket.TicketOutcome.Kind;
import io.github.cameldatadog.findings.ticket.TicketReport;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.sql.SQLException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Findings that come more than once, in exchanges that overlap or follow each other before the index shows what was made. */
class OverlappingExchangesTest {

    private static final String PLAN = "report=all&findingsPerTicket=2&title=Ports";
    private static final Duration LAG = Duration.ofMinutes(5);

    private VirtualRoute route = new VirtualRoute();

    @AfterEach
    void close() {
        assertThat(route.history()).receivedOnlyValidRequests();
        route.close();
    }

    private void closeCaseOf(World world, String findingId) {
        for (CaseRecord one : world.casesOf(findingId)) {
            world.actor("colleague").close(one.id());
        }
    }

    private long creates() {
        return route.history().requests(Operation.CREATE).size();
    }

    private void isTrue(TicketReport report) {
        assertThat(report.isBalanced()).isTrue();
    }

    @Test
    void ofTwoExchangesWithTheSameFindingsOneMakesTheTicketsAndTheOtherSaysSo() {
        List<String> ids = route.openFindings(6);
        route.inWorld(world -> world.indexLag(LAG));
        route.faults().next(Operation.CREATE, Fault.delay(Duration.ofSeconds(20)));
        Sending one = route.send(ids, PLAN);
        route.pass(Duration.ofSeconds(5));
        Sending other = route.send(ids, PLAN);

        route.awaitEndOf(one, other);

        assertThat(one.report().ticketed()).isEqualTo(6);
        assertThat(other.report().heldElsewhere())
                .as(() -> other.report().table())
                .isEqualTo(6);
        assertThat(other.exchange().getException()).isInstanceOf(TicketsNotCreatedException.class);
        assertThat(other.exchange().getMessage().getHeader(DatadogFindingsConstants.HELD_ELSEWHERE))
                .isEqualTo(6L);
        assertThat(creates()).isEqualTo(1);
        isTrue(other.report());
        assertThat(route.history()).createdAtMostOneTicketPerFinding();
    }

    @Test
    void whatWasHeldElsewhereRemainsAndIsDoneWhenItIsSentAgain() {
        List<String> ids = route.openFindings(2);
        route.inWorld(world -> world.indexLag(LAG));
        route.faults().next(Operation.CREATE, Fault.delay(Duration.ofSeconds(20)));
        Sending one = route.send(ids, PLAN);
        route.pass(Duration.ofSeconds(5));
        Sending other = route.send(ids, PLAN);
        route.awaitEndOf(one, other);

        List<Remaining> remaining = other.report().remaining();
        assertThat(remaining).flatMap(Remaining::findingIds).containsExactlyElementsOf(ids);
        assertThat(route.report(remaining, PLAN).skipped(SkipReason.ALREADY_TICKETED))
                .isEqualTo(2);

        TicketReport redelivered = route.redeliver(other);
        assertThat(redelivered.skipped(SkipReason.ALREADY_TICKETED))
                .as(redelivered::table)
                .isEqualTo(2);
        assertThat(creates()).isEqualTo(1);
    }

    @Test
    void aQueryThatIsRepeatedBeforeTheIndexShowsTheTicketsMakesNoOthers() {
        List<String> ids = route.openFindings(6);
        route.inWorld(world -> world.indexLag(LAG));
        route.report(ids, PLAN);

        for (int i = 0; i < 10; i++) {
            route.pass(Duration.ofMinutes(1));
            TicketReport again = route.report(ids, PLAN);
            assertThat(again.skipped(SkipReason.ALREADY_TICKETED)).isEqualTo(6);
            assertThat(again.wentWell()).isTrue();
        }
        assertThat(creates()).isEqualTo(1);
    }

    @Test
    void ofWhatIsPartlyHeldTheRestIsSentAndItsTitleCountsIt() {
        List<String> ids = route.openFindings(6);
        route.inWorld(world -> world.indexLag(LAG));
        route.report(ids.subList(0, 3), "report=all");

        TicketReport report = route.report(ids, "report=all&title=${body.size} findings");

        assertThat(report.ticketed()).as(report::table).isEqualTo(3);
        assertThat(report.tickets().get(0).draft().title()).isEqualTo("3 findings");
        assertThat(report.tickets()).flatMap(ReportEntry::findingIds).containsExactlyElementsOf(ids.subList(3, 6));
    }

    @ParameterizedTest
    @ValueSource(strings = {"alreadyTicketed=move", "alreadyTicketed=move&lookupTickets=always"})
    void movingNeverTakesAFindingOffATicketOfOurs(String options) {
        List<String> ids = route.openFindings(4);
        route.report(ids, PLAN);

        TicketReport report = route.report(ids, PLAN + "&" + options);

        assertThat(report.skipped(SkipReason.ALREADY_TICKETED))
                .as(report::table)
                .isEqualTo(4);
        assertThat(route.history()).createdAtMostOneTicketPerFinding().detachedNothing();
    }

    @Test
    void movingNeverTakesAFindingOffACaseOfOursWhoseTicketFailed() {
        List<String> ids = route.openFindings(2);
        route.faults().next(Operation.CREATE, Fault.serviceNowFailed());
        assertThat(route.report(ids, PLAN).caseOnly()).isEqualTo(2);

        TicketReport report = route.report(ids, PLAN + "&alreadyTicketed=move");

        assertThat(report.skipped(SkipReason.ALREADY_TICKETED))
                .as(report::table)
                .isEqualTo(2);
    }

    @Test
    void whereNothingIsToBeSentIfAnythingHasATicketWhatTheLedgerKnowsCountsToo() {
        List<String> ids = route.openFindings(2);
        route.inWorld(world -> world.indexLag(LAG));
        route.report(ids, PLAN);

        TicketReport report = route.report(ids, PLAN + "&alreadyTicketed=fail");

        assertThat(report.notSent()).as(report::table).isEqualTo(2);
        assertThat(creates()).isEqualTo(1);
    }

    // ---- tickets that were closed

    @Test
    void aFindingWhoseTicketWasClosedGetsAnotherOnlyIfThatIsWanted() {
        List<String> ids = route.openFindings(2);
        route.report(ids, PLAN);
        route.inWorld(world -> closeCaseOf(world, ids.get(0)));

        TicketReport unwanted = route.report(ids, PLAN);
        assertThat(unwanted.skipped(SkipReason.ALREADY_TICKETED))
                .as(unwanted::table)
                .isEqualTo(2);

        TicketReport wanted = route.report(ids, PLAN + "&reticket=true");
        assertThat(wanted.ticketed()).as(wanted::table).isEqualTo(2);
        TicketReport again = route.report(ids, PLAN + "&reticket=true");
        assertThat(again.ticketed()).as("the new ticket is open").isZero();
    }

    @Test
    void aClosedTicketYieldsOnlyOnceTheIndexShowsItClosed() {
        List<String> ids = route.openFindings(2);
        route.inWorld(world -> world.indexLag(LAG));
        route.report(ids, PLAN);
        route.inWorld(world -> closeCaseOf(world, ids.get(0)));

        assertThat(route.report(ids, PLAN + "&reticket=true").ticketed()).isZero();
        route.pass(LAG.plusSeconds(1));
        assertThat(route.report(ids, PLAN + "&reticket=true").ticketed()).isEqualTo(2);
    }

    /** Its case may have been opened again since. */
    @Test
    void aPayloadFromLongAgoIsNoProofThatATicketIsClosed() {
        List<String> ids = route.openFindings(1);
        route.report(ids, PLAN);
        String ticket = route.history().tickets().get(0).id();
        Map<String, Object> payload = Map.of(
                "finding_id",
                ids.get(0),
                "workflow",
                Map.of("integrations", Map.of("cases", Map.of("id", ticket, "key", "SEC-1", "status", "CLOSED"))));

        TicketReport report = route.report(List.of(payload), PLAN + "&reticket=true&lookupTickets=never");

        assertThat(report.skipped(SkipReason.ALREADY_TICKETED))
                .as(report::table)
                .isEqualTo(1);
    }

    @Test
    void aResolvedFindingGetsNoOtherTicket() {
        List<String> ids = route.openFindings(2);
        route.report(ids, PLAN);
        route.inWorld(world -> {
            closeCaseOf(world, ids.get(0));
            ids.forEach(id -> world.change(id, fields -> fields.put("status", "resolved")));
        });

        TicketReport report = route.report(ids, PLAN + "&reticket=true&resolvedFindings=send");

        assertThat(report.skipped(SkipReason.ALREADY_TICKETED))
                .as(report::table)
                .isEqualTo(2);
    }

    // ---- scopes, refusals, dry runs

    @Test
    void whatWasRefusedOrNotSentIsFreeForOthers() {
        List<String> ids = route.openFindings(2);
        route.faults()
                .next(Operation.CREATE, Fault.errorStrings(403, "Forbidden"), Fault.tooManyRequests(), Fault.none());
        assertThat(route.report(ids, PLAN).rejected()).isEqualTo(2);
        assertThat(route.report(ids, PLAN + "&maxRetries=0").notSent()).isEqualTo(2);

        assertThat(route.report(ids, PLAN).ticketed()).isEqualTo(2);
    }

    @Test
    void aDryRunClaimsNothing() {
        List<String> ids = route.openFindings(2);

        assertThat(route.report(ids, PLAN + "&dryRun=true").planned()).isEqualTo(2);
        assertThat(route.report(ids, PLAN).ticketed()).isEqualTo(2);
    }

    @Test
    void anotherOrganisationsFindingsAreOthers() {
        List<String> ids = route.openFindings(2);
        route.inWorld(world -> world.indexLag(LAG));
        route.report(ids, PLAN + "&ledgerScope=acme");

        assertThat(route.report(ids, PLAN + "&ledgerScope=acme").ticketed()).isZero();
        assertThat(route.report(ids, PLAN + "&ledgerScope=other").ticketed()).isEqualTo(2);
    }

    @Test
    void whileOneFindingIsLookedForThatMadeDatadogRefuseOthersDoNotSendTheRest() {
        List<String> ids = route.openFindings(6);
        route.inWorld(world -> {
            world.indexLag(LAG);
            world.remove(ids.get(3));
        });
        route.faults().next(Operation.CREATE, Fault.none(), Fault.delay(Duration.ofSeconds(20)));
        Sending one = route.send(ids, PLAN);
        route.pass(Duration.ofSeconds(5));
        Sending other = route.send(ids, PLAN);

        route.awaitEndOf(one, other);

        assertThat(one.report().ticketed()).as(() -> one.report().table()).isEqualTo(5);
        assertThat(route.history()).createdAtMostOneTicketPerFinding();
        assertThat(other.report().ticketed()).isZero();
    }

    @Test
    void nobodyTakesOverWhatWasRefusedAndMadeAllTheSameHoweverLongItIsLookedFor() {
        List<String> ids = route.openFindings(4);
        route.inWorld(world -> {
            world.indexLag(ids.get(1), Duration.ofMinutes(30));
            world.rateLimit(List.of(Operation.CREATE), 2, Duration.ofSeconds(300));
            world.useUp(Operation.CREATE, 1);
        });
        route.faults().next(Operation.CREATE, Fault.partialEffect(1, 404));
        route.pass(Duration.ofSeconds(20));
        Sending one = route.send(ids, PLAN);
        route.pass(Duration.ofSeconds(330));
        Sending other = route.send(ids.subList(1, 2), PLAN);

        route.awaitEndOf(one, other);

        assertThat(other.report().ticketed()).as(() -> other.report().table()).isZero();
        assertThat(route.history()).createdAtMostOneTicketPerFinding();
    }

    @Test
    void whatWasRefusedAndMadeAllTheSameIsKnownLaterByWhatWasSent() {
        List<String> ids = route.openFindings(2);
        route.inWorld(world -> world.indexLag(ids.get(1), Duration.ofMinutes(8)));
        route.faults().next(Operation.CREATE, Fault.partialEffect(1, 404));
        assertThat(route.report(ids, PLAN).unknown()).isEqualTo(1);
        route.pass(Duration.ofMinutes(10));
        route.inWorld(world -> closeCaseOf(world, ids.get(1)));
        route.pass(Duration.ofMinutes(10));

        TicketReport report = route.report(ids, PLAN);

        assertThat(report.skipped(SkipReason.ALREADY_TICKETED))
                .as(report::table)
                .isEqualTo(2);
    }

    @Test
    void whereTheLedgerKnowsOneOfThemWithATicketNothingIsSentIfThatIsWanted() {
        List<String> ids = route.openFindings(4);
        route.inWorld(world -> world.indexLag(LAG));
        route.report(ids.subList(0, 1), PLAN);

        TicketReport report = route.report(ids, PLAN + "&alreadyTicketed=fail");

        assertThat(report.notSent()).as(report::table).isEqualTo(4);
        assertThat(report.stopped()).contains("alreadyTicketed=fail");
        assertThat(creates()).isEqualTo(1);
    }

    @Test
    void aSecondTicketThatWasWantedButNotSentDoesNotMakeTheFirstForgotten() {
        List<String> ids = route.openFindings(2);
        route.report(ids, PLAN);
        route.inWorld(world -> closeCaseOf(world, ids.get(0)));
        route.faults().next(Operation.CREATE, Fault.tooManyRequests());
        assertThat(route.report(ids, PLAN + "&reticket=true&maxRetries=0").notSent())
                .isEqualTo(2);

        TicketReport report = route.report(ids, PLAN);

        assertThat(report.skipped(SkipReason.ALREADY_TICKETED))
                .as(report::table)
                .isEqualTo(2);
    }

    @Test
    void theSameAddressSpelledOtherwiseIsTheSamePlace() {
        List<String> ids = route.openFindings(2);
        route.inWorld(world -> world.indexLag(LAG));
        route.report(ids, PLAN);

        TicketReport report = route.report(ids, PLAN + "&baseUrl=http://127.0.0.1:1/");

        assertThat(report.skipped(SkipReason.ALREADY_TICKETED))
                .as(report::table)
                .isEqualTo(2);
    }

    // ---- ledgers of others

    /** A ledger in memory of which one method does as told. */
    private static TicketLedger ledger(String method, BiFunction<TicketLedger, Object[], Object> instead) {
        TicketLedger real = new InMemoryTicketLedger(InstantSource.system());
        return (TicketLedger) Proxy.newProxyInstance(
                TicketLedger.class.getClassLoader(), new Class<?>[] {TicketLedger.class}, (self, called, arguments) -> {
                    if (called.getName().equals(method)) {
                        return instead.apply(real, arguments);
                    }
                    try {
                        return called.invoke(real, arguments);
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                });
    }

    private void useLedger(TicketLedger ledger) {
        route.close();
        route = new VirtualRoute(Map.of("ledger", ledger));
    }

    private static Object down(TicketLedger real, Object[] arguments) {
        throw new IllegalStateException("the database is down");
    }

    @ParameterizedTest
    @ValueSource(strings = {"claim", "sending"})
    void aLedgerThatIsDownBeforeSendingKeepsFromSending(String method) {
        useLedger(ledger(method, OverlappingExchangesTest::down));
        List<String> ids = route.openFindings(4);

        TicketReport report = route.report(ids, PLAN);

        assertThat(report.notSent()).as(report::table).isEqualTo(4);
        assertThat(report.problems().get(0).outcome().reason()).contains("the database is down");
        assertThat(creates()).isZero();
    }

    @Test
    void aLedgerThatIsDownAfterSendingDoesNotChangeWhatBecameOfThem() {
        useLedger(ledger("settle", OverlappingExchangesTest::down));
        List<String> ids = route.openFindings(4);

        TicketReport report = route.report(ids, PLAN);

        assertThat(report.ticketed()).as(report::table).isEqualTo(4);
        TrueBooks.of(report, route.history()).holdFor(ids, 0);
    }

    /** It is told again before the next attempt, or it would take the findings to be on their way for ever. */
    @Test
    @SuppressWarnings("unchecked")
    void aLedgerThatDidNotHearThatARequestWasNotMadeIsToldAgain() {
        boolean[] heard = {false};
        useLedger(ledger("notMade", (real, arguments) -> {
            if (!heard[0]) {
                heard[0] = true;
                throw new IllegalStateException("no connection");
            }
            real.notMade((TicketLedger.Intent) arguments[0], (Collection<String>) arguments[1]);
            return null;
        }));
        List<String> ids = route.openFindings(4);
        route.faults().next(Operation.CREATE, Fault.tooManyRequests(RateLimitHeaders.ABSENT));

        TicketReport report = route.report(ids, PLAN);

        assertThat(report.ticketed()).as(report::table).isEqualTo(4);
        TrueBooks.of(report, route.history()).holdFor(ids, 0);
    }

    @SuppressWarnings("unchecked")
    private static <T extends Throwable> Object downInKotlin(Throwable thrown) throws T {
        throw (T) thrown;
    }

    @Test
    void aLedgerThatThrowsWhatItDoesNotDeclareStillLetsTheExchangeEnd() {
        useLedger(ledger(
                "claim",
                (real, arguments) ->
                        OverlappingExchangesTest.<RuntimeException>downInKotlin(new SQLException("no connection"))));

        TicketReport report = route.report(route.openFindings(2), PLAN);

        assertThat(report.notSent()).as(report::table).isEqualTo(2);
        assertThat(report.problems().get(0).outcome().reason()).contains("the ledger could not be asked");
    }

    @Test
    void aLedgerThatThrowsAnErrorAfterSendingStillLetsTheExchangeEnd() {
        useLedger(ledger("settle", (real, arguments) -> {
            throw new NoClassDefFoundError("driver");
        }));

        assertThat(route.report(route.openFindings(2), PLAN).ticketed()).isEqualTo(2);
    }

    @Test
    void aLedgerThatIsDownForAMomentIsToldAgain() {
        boolean[] wasDown = {false};
        useLedger(ledger("settle", (real, arguments) -> {
            if (!wasDown[0]) {
                wasDown[0] = true;
                throw new IllegalStateException("the database is restarting");
            }
            settle(real, arguments);
            return null;
        }));
        List<String> ids = route.openFindings(2);
        route.faults().next(Operation.CREATE, Fault.tooManyRequests());
        assertThat(route.report(ids, PLAN + "&maxRetries=0").notSent()).isEqualTo(2);

        assertThat(route.report(ids, PLAN).ticketed()).isEqualTo(2);
    }

    @SuppressWarnings("unchecked")
    private static void settle(TicketLedger real, Object[] arguments) {
        real.settle((TicketLedger.Intent) arguments[0], (List<TicketLedger.Settlement>) arguments[1]);
    }

    @Test
    void whatOthersTookOverMeanwhileIsNotSentAndTheTitleCountsTheRest() {
        boolean[] taken = {false};
        useLedger(ledger("sending", (real, arguments) -> {
            if (taken[0]) {
                return Set.of();
            }
            taken[0] = true;
            TicketLedger.Sending draft = (TicketLedger.Sending) ((List<?>) arguments[1]).get(0);
            return Set.of(draft.findingIds().get(0));
        }));
        List<String> ids = route.openFindings(4);

        TicketReport report = route.report(ids, "report=all&title=${body.size} findings");

        assertThat(report.heldElsewhere()).as(report::table).isEqualTo(1);
        assertThat(report.tickets().get(0).draft().title()).isEqualTo("3 findings");
        assertThat(route.history().cases().get(0).findingIds()).containsExactlyElementsOf(ids.subList(1, 4));
    }

    @Test
    void everyOutcomeOfExchangesThatShareFindingsIsAccountedFor() {
        List<String> ids = route.openFindings(100);
        route.inWorld(world -> world.indexLag(LAG));
        List<Sending> sendings = Stream.of(0, 10, 20, 30, 40)
                .map(from -> route.send(
                        ids.subList(from, from + 60), PLAN + "&ticketsPerRequest=5&throwExceptionOnFailure=false"))
                .toList();

        route.awaitEndOf(sendings.toArray(Sending[]::new));

        assertThat(sendings.stream().mapToLong(one -> one.report().ticketed()).sum())
                .as("each of the hundred once")
                .isEqualTo(100);
        assertThat(sendings).allSatisfy(one -> {
            isTrue(one.report());
            assertThat(one.report().count(Kind.TICKETED)
                            + one.report().count(Kind.HELD_ELSEWHERE)
                            + one.report().count(Kind.SKIPPED))
                    .isEqualTo(60);
        });
        assertThat(route.history()).createdAtMostOneTicketPerFinding();
    }
}
