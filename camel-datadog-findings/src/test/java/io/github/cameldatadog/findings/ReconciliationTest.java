package io.github.cameldatadog.findings;

import static io.github.cameldatadog.findings.testkit.assertions.DatadogAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.cameldatadog.findings.VirtualRoute.Sending;
import io.github.cameldatadog.findings.testkit.CaseKind;
import io.github.cameldatadog.findings.testkit.Operation;
import io.github.cameldatadog.findings.testkit.RateLimitHeaders;
import io.github.cameldatadog.findings.testkit.SimulatedDatadog;
import io.github.cameldatadog.findings.testkit.core.World;
import io.github.cameldatadog.findings.testkit.fault.Fault;
import io.github.cameldatadog.findings.testkit.history.CaseRecord;
import io.github.cameldatadog.findings.testkit.history.RequestRecord;
import io.github.cameldatadog.findings.ticket.ReportEntry;
import io.github.cameldatadog.findings.ticket.SkipReason;
import io.github.cameldatadog.findings.ticket.TicketOutcome;
import io.github.cameldatadog.findings.ticket.TicketReport;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What becomes of findings of which no answer told whether they are on a ticket. */
class ReconciliationTest {

    private static final String PLAN = "report=all&findingsPerTicket=2&title=Ports";
    private static final Duration WINDOW = Duration.ofMinutes(2);

    private final VirtualRoute route = new VirtualRoute();

    @AfterEach
    void close() {
        assertThat(route.history()).receivedOnlyValidRequests().createdAtMostOneTicketPerFinding();
        route.close();
    }

    private void holds(TicketReport report, List<String> ids) {
        TrueBooks.of(report, route.history()).holdFor(ids, 0);
    }

    private long creates() {
        return route.history().requests(Operation.CREATE).size();
    }

    private static List<String> reasons(TicketReport report) {
        return report.problems().stream().map(entry -> entry.outcome().reason()).toList();
    }

    /** Has every search show nothing of these findings. */
    private void hideFromSearch(String... ids) {
        route.faults().always(Operation.SEARCH, Fault.missingRows(ids));
    }

    /** A ticket of ours that is made later than what is in doubt, by which can be seen how far the index has come. */
    private Sending ticketMadeLater(Duration delay) {
        List<String> other = route.openFindings(1);
        route.pass(delay);
        return route.send(other, PLAN);
    }

    static Stream<Fault> effectWithoutAnswer() {
        return Stream.of(
                Fault.resetAfterEffect(),
                Fault.closeAfterEffect(),
                Fault.hangAfterEffect(),
                Fault.htmlPage(502).afterEffect(),
                Fault.statusAfterEffect(504),
                Fault.cutAnswer(),
                Fault.cutChunkedAnswer(),
                Fault.garbage(),
                Fault.successStatus(204),
                Fault.missingCase(0),
                Fault.missingInsight(1),
                Fault.lateEffect(Duration.ofSeconds(70)));
    }

    @ParameterizedTest
    @MethodSource("effectWithoutAnswer")
    void whatWasMadeIsFoundAndCountsAsTicketed(Fault fault) {
        List<String> ids = route.openFindings(6);
        route.faults().next(Operation.CREATE, fault);

        TicketReport report = route.report(ids, PLAN);

        assertThat(report.ticketed()).as(report::table).isEqualTo(6);
        holds(report, ids);
        assertThat(creates()).isEqualTo(1);
    }

    @Test
    void itIsFoundAsSoonAsTheIndexShowsIt() {
        List<String> ids = route.openFindings(6);
        route.inWorld(world -> world.indexLag(Duration.ofSeconds(40)));
        route.faults().next(Operation.CREATE, Fault.resetAfterEffect());

        TicketReport report = route.report(ids, PLAN);

        assertThat(report.ticketed()).as(report::table).isEqualTo(6);
        assertThat(route.sinceStart()).isBetween(Duration.ofSeconds(40), Duration.ofSeconds(80));
    }

    @Test
    void aRequestWithManyTicketsTakesFewSearchesUntilTheyAreThere() {
        List<String> ids = route.openFindings(500);
        route.inWorld(world -> world.indexLag(Duration.ofSeconds(40)));
        route.faults().next(Operation.CREATE, Fault.resetAfterEffect());

        TicketReport report = route.report(ids, "report=all&findingsPerTicket=10&title=Ports");

        assertThat(report.ticketed()).as(report::table).isEqualTo(500);
        assertThat(route.history().requests(Operation.SEARCH))
                .as("5 before sending, one at a time while nothing is there, 5 for all of it")
                .hasSizeLessThan(5 + 8 + 6);
    }

    @Test
    void whatTheIndexDoesNotShowInTimeStaysUnknownAndIsNotSentAgain() {
        List<String> ids = route.openFindings(6);
        route.inWorld(world -> world.indexLag(Duration.ofMinutes(10)));
        route.faults().next(Operation.CREATE, Fault.resetAfterEffect());

        TicketReport report = route.report(ids, PLAN);

        assertThat(report.unknown()).as(report::table).isEqualTo(6);
        assertThat(reasons(report))
                .allMatch(reason -> reason.contains("looked up until reconcileWindow was over, 120 s"));
        assertThat(route.sinceStart()).isBetween(WINDOW, WINDOW.plusSeconds(10));

        TicketReport again = route.report(ids, PLAN);
        assertThat(again.unknown()).as(again::table).isEqualTo(6);
        assertThat(reasons(again)).allMatch(reason -> reason.contains("may have put it on a ticket"));

        route.pass(Duration.ofMinutes(10));
        TicketReport atLast = route.report(ids, PLAN);
        assertThat(atLast.skipped(SkipReason.ALREADY_TICKETED))
                .as(atLast::table)
                .isEqualTo(6);
        assertThat(creates()).isEqualTo(1);
    }

    @Test
    void whatWasInDoubtAndIsShownOnAClosedCaseOfOursLaterIsNotSentAgain() {
        List<String> ids = route.openFindings(1);
        route.inWorld(world -> world.indexLag(Duration.ofMinutes(10)));
        route.faults().next(Operation.CREATE, Fault.resetAfterEffect());
        assertThat(route.report(ids, PLAN).unknown()).isEqualTo(1);
        route.inWorld(world -> close(world, ids.get(0)));
        route.pass(Duration.ofMinutes(20));

        TicketReport report = route.report(ids, PLAN);

        assertThat(report.skipped(SkipReason.ALREADY_TICKETED))
                .as(report::table)
                .isEqualTo(1);
    }

    private static void close(World world, String findingId) {
        for (CaseRecord one : world.casesOf(findingId)) {
            world.actor("colleague").close(one.id());
        }
    }

    @Test
    void whatWasNotMadeStaysUnknownForNothingProvesIt() {
        List<String> ids = route.openFindings(6);
        route.faults().next(Operation.CREATE, Fault.resetBefore());

        TicketReport report = route.report(ids, PLAN);

        assertThat(report.unknown()).as(report::table).isEqualTo(6);
        assertThat(creates()).isEqualTo(1);
    }

    @Test
    void parkedFindingsAreUnknownAtOnce() {
        List<String> ids = route.openFindings(2);
        route.faults().next(Operation.CREATE, Fault.resetAfterEffect());

        TicketReport report = route.report(ids, PLAN + "&onUnknown=park");

        assertThat(report.unknown()).isEqualTo(2);
        assertThat(route.sinceStart()).isLessThan(Duration.ofSeconds(2));
    }

    @Test
    void aCaseThatWasClosedMeanwhileIsOursAllTheSame() {
        List<String> ids = route.openFindings(2);
        route.inWorld(world -> world.indexLag(Duration.ofSeconds(20)));
        route.faults().next(Operation.CREATE, Fault.resetAfterEffect());
        route.later(Duration.ofSeconds(5), world -> close(world, ids.get(0)));

        TicketReport report = route.report(ids, PLAN + "&onUnknown=resend");

        assertThat(report.ticketed()).as(report::table).isEqualTo(2);
        assertThat(creates()).isEqualTo(1);
    }

    @Test
    void aCaseWhoseServiceNowTicketFailedIsACaseOnly() {
        List<String> ids = route.openFindings(4);
        route.faults().next(Operation.CREATE, Fault.serviceNowFailed(1).delivered(Fault.cutAnswer()));

        TicketReport report = route.report(ids, PLAN);

        assertThat(report.ticketed()).as(report::table).isEqualTo(2);
        assertThat(report.caseOnly()).as(report::table).isEqualTo(2);
        holds(report, ids);
    }

    @Test
    void anUndecidedServiceNowTicketIsWaitedForUntilTheWindowIsOver() {
        List<String> ids = route.openFindings(2);
        route.faults().next(Operation.CREATE, Fault.serviceNowPending());

        TicketReport report = route.report(ids, PLAN);

        assertThat(report.caseOnly()).as(report::table).isEqualTo(2);
        assertThat(route.sinceStart()).isGreaterThanOrEqualTo(WINDOW);
        holds(report, ids);
    }

    @Test
    void aFailedServiceNowTicketIsNotWaitedFor() {
        List<String> ids = route.openFindings(2);
        route.faults().next(Operation.CREATE, Fault.serviceNowFailed());

        TicketReport report = route.report(ids, PLAN);

        assertThat(report.caseOnly()).as(report::table).isEqualTo(2);
        assertThat(route.sinceStart()).isLessThan(Duration.ofSeconds(3));
    }

    @ParameterizedTest
    @ValueSource(strings = {"reconcile", "resend"})
    void aCaseThatAColleagueMadeMeanwhileIsNotTakenForOurs(String onUnknown) {
        List<String> ids = route.openFindings(2);
        route.faults().next(Operation.CREATE, Fault.resetBefore());
        route.later(Duration.ofSeconds(3), world -> world.actor("colleague")
                .attachToNewCase(CaseKind.SERVICENOW, "By hand", ids.subList(0, 1)));
        Sending doubtful = route.send(ids, PLAN + "&onUnknown=" + onUnknown);
        Sending later = ticketMadeLater(Duration.ofSeconds(10));

        route.awaitEndOf(doubtful, later);

        TicketReport report = doubtful.report();
        assertThat(report.unknown()).as(report::table).isEqualTo(2);
        assertThat(reasons(report)).anyMatch(reason -> reason.contains("nothing proves that this request made it"));
        assertThat(route.history().requests(Operation.CREATE))
                .filteredOn(request -> request.request().findingIds().contains(ids.get(1)))
                .as("a finding of the draft is on a new case: nothing of it is sent again")
                .hasSize(1);
    }

    @Test
    void aColleaguesCaseWithOurTitleIsNotTakenForOursOnceItIsKnownWhoWeAre() {
        route.report(route.openFindings(1), PLAN);
        List<String> ids = route.openFindings(1);
        route.faults().next(Operation.CREATE, Fault.resetBefore());
        route.later(Duration.ofSeconds(3), world -> world.actor("colleague")
                .attachToNewCase(CaseKind.SERVICENOW, "Ports", ids));

        TicketReport report = route.report(ids, PLAN);

        assertThat(report.unknown()).as(report::table).isEqualTo(1);
    }

    @Test
    void aCaseOfOursFromTheSecondBeforeIsKnownByTheLookAndNotTakenForTheNewOne() {
        List<String> ids = route.openFindings(1);
        route.report(ids, PLAN);
        route.inWorld(world -> close(world, ids.get(0)));
        route.faults().next(Operation.CREATE, Fault.resetBefore());

        TicketReport report = route.report(ids, PLAN + "&reticket=true");

        assertThat(creates()).isEqualTo(2);
        assertThat(report.unknown()).as(report::table).isEqualTo(1);
    }

    // ---- resend

    @Test
    void whatCertainlyWasNotMadeIsSentAgain() {
        List<String> ids = route.openFindings(6);
        route.faults().next(Operation.CREATE, Fault.resetBefore());
        Sending doubtful = route.send(ids, PLAN + "&onUnknown=resend");
        Sending later = ticketMadeLater(Duration.ofSeconds(30));

        route.awaitEndOf(doubtful, later);

        TicketReport report = doubtful.report();
        assertThat(report.ticketed()).as(report::table).isEqualTo(6);
        holds(report, ids);
        assertThat(creates()).isEqualTo(3);
        assertThat(route.sinceStart()).isGreaterThan(WINDOW);
    }

    @Test
    void whatCannotBeSentAgainSinceItsProjectIsRefusedStaysUnknown() {
        List<String> ids = route.openFindings(4);
        route.faults().next(Operation.CREATE, Fault.lateEffect(), Fault.error(404, "Not Found", "project not found"));
        Sending doubtful = route.send(ids, PLAN + "&onUnknown=resend&ticketsPerRequest=1");
        Sending later = ticketMadeLater(Duration.ofSeconds(90));

        route.awaitEndOf(doubtful, later);
        route.releaseLateEffects();

        TicketReport report = doubtful.report();
        assertThat(report.unknown()).as(report::table).isEqualTo(2);
        assertThat(report.rejected()).as(report::table).isEqualTo(2);
        assertThat(reasons(report)).anyMatch(reason -> reason.contains("no whole answer"));
        holds(report, ids);
    }

    @Test
    void nothingIsSentAgainWhereNothingShowsHowFarTheIndexHasCome() {
        List<String> ids = route.openFindings(2);
        route.report(route.openFindings(1), PLAN);
        route.faults().next(Operation.CREATE, Fault.resetBefore());

        TicketReport report = route.report(ids, PLAN + "&onUnknown=resend");

        assertThat(report.unknown()).as(report::table).isEqualTo(2);
        assertThat(creates()).isEqualTo(2);
    }

    @Test
    void nothingIsSentAgainWhileTheIndexHasNotComeSoFar() {
        List<String> ids = route.openFindings(2);
        route.inWorld(world -> world.indexLag(Duration.ofMinutes(5)));
        route.faults().next(Operation.CREATE, Fault.resetAfterEffect());
        Sending doubtful = route.send(ids, PLAN + "&onUnknown=resend");
        Sending later = ticketMadeLater(Duration.ofSeconds(30));

        route.awaitEndOf(doubtful, later);

        assertThat(doubtful.report().unknown()).isEqualTo(2);
        assertThat(creates()).isEqualTo(2);
    }

    @Test
    void aMissingRowIsNoProofThatAFindingIsOnNoCase() {
        List<String> ids = route.openFindings(2);
        route.faults().next(Operation.CREATE, Fault.resetAfterEffect());
        hideFromSearch(ids.get(0), ids.get(1));
        Sending doubtful = route.send(ids, PLAN + "&onUnknown=resend");
        Sending later = ticketMadeLater(Duration.ofSeconds(30));

        route.awaitEndOf(doubtful, later);

        assertThat(doubtful.report().unknown())
                .as(() -> doubtful.report().table())
                .isEqualTo(2);
        assertThat(creates()).isEqualTo(2);
    }

    @Test
    void oneMissingRowKeepsItsWholeDraftFromBeingSentAgain() {
        List<String> ids = route.openFindings(2);
        route.faults().next(Operation.CREATE, Fault.resetBefore());
        hideFromSearch(ids.get(1));
        Sending doubtful = route.send(ids, PLAN + "&onUnknown=resend&lookupTickets=never");
        Sending later = ticketMadeLater(Duration.ofSeconds(30));

        route.awaitEndOf(doubtful, later);

        assertThat(doubtful.report().unknown()).isEqualTo(2);
    }

    @Test
    void whereOneFindingOfADraftIsOnItsCaseTheOthersAreNotSentAgain() {
        List<String> ids = route.openFindings(2);
        route.inWorld(world -> ids.forEach(id -> world.indexLag(id, Duration.ofMinutes(10))));
        route.faults().next(Operation.CREATE, Fault.missingInsight(0));
        Sending doubtful = route.send(ids, PLAN + "&onUnknown=resend");
        Sending later = ticketMadeLater(Duration.ofSeconds(30));

        route.awaitEndOf(doubtful, later);

        assertThat(doubtful.report().ticketed()).isEqualTo(1);
        assertThat(doubtful.report().unknown()).isEqualTo(1);
        assertThat(creates()).isEqualTo(2);
    }

    @Test
    void whatTakesEffectWithinTheWindowIsNotSentAgain() {
        List<String> ids = route.openFindings(2);
        route.faults().next(Operation.CREATE, Fault.lateEffect(Duration.ofSeconds(100)));
        Sending doubtful = route.send(ids, PLAN + "&onUnknown=resend&requestTimeout=2s");
        Sending later = ticketMadeLater(Duration.ofSeconds(10));

        route.awaitEndOf(doubtful, later);

        assertThat(doubtful.report().ticketed())
                .as(() -> doubtful.report().table())
                .isEqualTo(2);
        assertThat(creates()).isEqualTo(2);
    }

    @Test
    void whatIsSentAgainAndIsInDoubtAgainIsNotSentAThirdTime() {
        List<String> ids = route.openFindings(2);
        route.faults().when(request -> request.findingIds().contains(ids.get(0)), Fault.resetBefore());
        Sending doubtful = route.send(ids, PLAN + "&onUnknown=resend");
        for (int minute = 0; minute < 10; minute++) {
            route.pass(Duration.ofMinutes(1));
            route.awaitEndOf(route.send(route.openFindings(1), PLAN));
        }

        assertThat(doubtful.hasEnded()).isTrue();
        assertThat(doubtful.report().unknown()).isEqualTo(2);
        assertThat(route.history().requests(Operation.CREATE))
                .filteredOn(request -> request.request().findingIds().contains(ids.get(0)))
                .hasSize(2);
    }

    @Test
    void whereOneDraftOfARequestWasMadeTheOthersAreNotSentAgain() {
        List<String> ids = route.openFindings(4);
        route.inWorld(world -> ids.subList(2, 4).forEach(id -> world.indexLag(id, Duration.ofMinutes(10))));
        route.faults().next(Operation.CREATE, Fault.resetAfterEffect());
        Sending doubtful = route.send(ids, PLAN + "&onUnknown=resend");
        Sending later = ticketMadeLater(Duration.ofSeconds(10));

        route.awaitEndOf(doubtful, later);

        assertThat(doubtful.report().ticketed()).isEqualTo(2);
        assertThat(doubtful.report().unknown()).isEqualTo(2);
    }

    @Test
    void nothingIsSentAgainThatALookShowsOnACaseOfOthersHoweverOldThatIs() {
        List<String> ids = route.openFindings(2);
        String theirs = caseOfAColleague();
        route.pass(Duration.ofSeconds(10));
        route.faults().next(Operation.CREATE, Fault.resetBefore());
        route.later(Duration.ofSeconds(3), world -> world.actor("colleague").attach(ids.get(1), theirs));
        Sending doubtful = route.send(ids, PLAN + "&onUnknown=resend");
        Sending later = ticketMadeLater(Duration.ofSeconds(10));

        route.awaitEndOf(doubtful, later);

        assertThat(doubtful.report().unknown()).isEqualTo(2);
        assertThat(route.history()).detachedNothing();
    }

    private String caseOfAColleague() {
        List<String> other = route.openFindings(1);
        String[] made = new String[1];
        route.inWorld(
                world -> made[0] = world.actor("colleague").attachToNewCase(CaseKind.SERVICENOW, "By hand", other));
        return made[0];
    }

    @Test
    void whatWasResolvedMeanwhileIsNotSentAgain() {
        List<String> ids = route.openFindings(2);
        route.faults().next(Operation.CREATE, Fault.resetBefore());
        route.later(
                Duration.ofSeconds(3), world -> world.change(ids.get(1), fields -> fields.put("status", "resolved")));
        Sending doubtful = route.send(ids, PLAN + "&onUnknown=resend");
        Sending later = ticketMadeLater(Duration.ofSeconds(10));

        route.awaitEndOf(doubtful, later);

        assertThat(doubtful.report().ticketed()).isEqualTo(1);
        assertThat(doubtful.report().skipped(SkipReason.RESOLVED)).isEqualTo(1);
    }

    @Test
    void whatTheLookAfterARefusalShowedStaysSeen() {
        List<String> ids = route.openFindings(2);
        route.faults().next(Operation.CREATE, Fault.partialEffect(1, 404));
        Sending doubtful = route.send(ids, PLAN + "&onUnknown=resend");
        while (route.history().requests(Operation.SEARCH).size() < 2) {
            route.pass(Duration.ofMillis(10));
        }
        route.inWorld(world -> ids.forEach(id -> world.actor("colleague").detach(id)));
        Sending later = ticketMadeLater(Duration.ofSeconds(10));

        route.awaitEndOf(doubtful, later);

        assertThat(doubtful.report().ticketed())
                .as(() -> doubtful.report().table())
                .isEqualTo(2);
    }

    @Test
    void whereTicketsAreMadeAllTheTimeItIsSentAgainToo() {
        List<String> ids = route.openFindings(2);
        route.inWorld(world -> world.indexLag(Duration.ofSeconds(20)));
        route.pass(Duration.ofSeconds(30));
        route.faults().next(Operation.CREATE, Fault.resetBefore());
        Sending doubtful = route.send(ids, PLAN + "&onUnknown=resend");
        while (!doubtful.hasEnded()) {
            route.send(route.openFindings(1), PLAN + "&lookupTickets=never");
            route.pass(Duration.ofSeconds(1));
        }

        assertThat(doubtful.report().ticketed())
                .as(() -> doubtful.report().table())
                .isEqualTo(2);
    }

    // ---- searches that fail

    @Test
    void aSearchThatWasDownIsNotSaidToHaveShownNoCase() {
        List<String> ids = route.openFindings(2);
        route.faults().next(Operation.CREATE, Fault.resetAfterEffect());
        route.faults().always(Operation.SEARCH, Fault.status(503));

        TicketReport report = route.report(ids, PLAN + "&lookupTickets=never");

        assertThat(reasons(report))
                .allMatch(reason -> reason.contains("nothing could be found out before reconcileWindow was over"))
                .allMatch(reason -> reason.contains("503"));
    }

    @Test
    void aSearchThatIsDownForMostOfTheWindowIsAskedAgain() {
        List<String> ids = route.openFindings(2);
        route.faults().next(Operation.CREATE, Fault.resetAfterEffect());
        Sending doubtful = route.send(ids, PLAN + "&lookupTickets=never&maxRetries=1");
        route.faults().always(Operation.SEARCH, Fault.status(503));
        route.pass(Duration.ofSeconds(100));
        route.faults().clear();

        route.awaitEndOf(doubtful);

        assertThat(doubtful.report().ticketed())
                .as(() -> doubtful.report().table())
                .isEqualTo(2);
    }

    @Test
    void aSearchThatIsDownForEverLeavesThemUnknownAndTheExchangeEnds() {
        List<String> ids = route.openFindings(2);
        route.faults().next(Operation.CREATE, Fault.resetAfterEffect());
        route.faults().always(Operation.SEARCH, Fault.status(503));

        TicketReport report = route.report(ids, PLAN + "&lookupTickets=never&maxRetries=1");

        assertThat(report.unknown()).as(report::table).isEqualTo(2);
        assertThat(route.sinceStart()).isBetween(WINDOW, WINDOW.multipliedBy(3));
    }

    @Test
    void keysThatMayNotSearchEndItAtOnce() {
        List<String> ids = route.openFindings(2);
        route.faults().next(Operation.CREATE, Fault.resetAfterEffect());
        route.inWorld(world -> world.permission(SimulatedDatadog.APPLICATION_KEY, Operation.SEARCH, false));

        TicketReport report = route.report(ids, PLAN + "&lookupTickets=never");

        assertThat(report.unknown()).as(report::table).isEqualTo(2);
        assertThat(reasons(report)).allMatch(reason -> reason.contains("security_monitoring_findings_read"));
        assertThat(route.sinceStart()).isLessThan(Duration.ofSeconds(5));
    }

    @Test
    void aCaseOnceSeenStaysSeenThoughALaterSearchDoesNotShowIt() {
        List<String> ids = route.openFindings(2);
        route.faults()
                .next(Operation.CREATE, Fault.serviceNowPending().delivered(Fault.cutAnswer()))
                .next(Operation.SEARCH, Fault.none(), Fault.none(), Fault.none())
                .always(Operation.SEARCH, Fault.missingRows(ids.toArray(String[]::new)));

        TicketReport report = route.report(ids, PLAN);

        assertThat(report.caseOnly()).as(report::table).isEqualTo(2);
    }

    @Test
    void theEndOfTheExchangesTimeEndsTheSearchingToo() {
        List<String> ids = route.openFindings(2);
        route.inWorld(world -> world.indexLag(Duration.ofMinutes(1)));
        route.faults().next(Operation.CREATE, Fault.resetAfterEffect());

        TicketReport report = route.report(ids, PLAN + "&exchangeTimeout=20s");

        assertThat(report.unknown()).as(report::table).isEqualTo(2);
        assertThat(reasons(report)).allMatch(reason -> reason.contains("exchangeTimeout"));
        assertThat(route.sinceStart()).isLessThan(Duration.ofSeconds(22));
    }

    @Test
    void refusedKeysOfAnotherRequestDoNotKeepFromFindingOut() {
        List<String> ids = route.openFindings(4);
        route.inWorld(world -> world.indexLag(Duration.ofSeconds(20)));
        route.faults().next(Operation.CREATE, Fault.resetAfterEffect(), Fault.errorStrings(403, "Forbidden"));

        TicketReport report = route.report(ids, PLAN + "&ticketsPerRequest=1&maxInFlight=1");

        assertThat(report.ticketed() + report.rejected()).as(report::table).isEqualTo(4);
        assertThat(report.ticketed()).as(report::table).isEqualTo(2);
        holds(report, ids);
    }

    // ---- refused, and made all the same

    @Test
    void whatWasMadeOfARefusedRequestIsTicketedAndTheRestIsSent() {
        List<String> ids = route.openFindings(6);
        route.faults().next(Operation.CREATE, Fault.partialEffect(1, 404));

        TicketReport report = route.report(ids, PLAN);

        assertThat(report.ticketed()).as(report::table).isEqualTo(6);
        holds(report, ids);
    }

    @Test
    void aRefusedRequestIsLookedAtThoughTheKeysOfAnotherAreRefusedMeanwhile() {
        List<String> ids = route.openFindings(4);
        // The look after the refusal has to wait until after the keys were refused.
        route.inWorld(world -> world.rateLimit(List.of(Operation.SEARCH), 1, Duration.ofSeconds(20)));
        route.faults()
                .next(
                        Operation.CREATE,
                        Fault.partialEffect(1, 404),
                        Fault.errorStrings(403, "Forbidden").delayed(Duration.ofSeconds(5)));

        TicketReport report = route.report(ids, PLAN + "&ticketsPerRequest=1&maxInFlight=2");

        assertThat(report.ticketed()).as(report::table).isEqualTo(2);
        assertThat(report.rejected()).as(report::table).isEqualTo(2);
        holds(report, ids);
    }

    @Test
    void whatTheLookAfterARefusalShowsOnACaseOfOthersIsLeftThere() {
        List<String> ids = route.openFindings(3);
        List<String> other = route.openFindings(1);
        String[] theirs = new String[1];
        route.inWorld(
                world -> theirs[0] = world.actor("colleague").attachToNewCase(CaseKind.SERVICENOW, "By hand", other));
        route.pass(Duration.ofSeconds(10));
        route.inWorld(world -> {
            world.indexLag(ids.get(2), Duration.ofMinutes(5));
            world.remove(ids.get(2));
        });
        // Between the look, which takes a fifth of a second, and the arrival of the request.
        route.later(Duration.ofMillis(150), world -> world.actor("colleague").attach(ids.get(1), theirs[0]));

        TicketReport report = route.report(ids, "report=all&title=Ports");

        assertThat(report.skipped(SkipReason.ALREADY_TICKETED))
                .as(report::table)
                .isEqualTo(1);
        assertThat(report.ticketed()).as(report::table).isEqualTo(1);
        assertThat(report.rejected()).as(report::table).isEqualTo(1);
        assertThat(route.history()).detachedNothing();
    }

    @Test
    void whatOthersDoWhileARequestWaitsAfterA429IsLookedAt() {
        List<String> ids = route.openFindings(2);
        String theirs = caseOfAColleague();
        route.inWorld(world -> {
            world.rateLimit(List.of(Operation.CREATE), 1, Duration.ofSeconds(280));
            world.useUp(Operation.CREATE, 1);
        });
        route.pass(Duration.ofSeconds(1));
        route.later(Duration.ofSeconds(5), world -> world.actor("colleague").attach(ids.get(0), theirs));

        TicketReport report = route.report(ids, "report=all&payloadMaxAge=10s&title=${body.size} findings");

        assertThat(report.skipped(SkipReason.ALREADY_TICKETED))
                .as(report::table)
                .isEqualTo(1);
        assertThat(report.tickets().get(0).draft().title()).isEqualTo("1 findings");
        assertThat(route.history()).detachedNothing();
    }

    @Test
    void aLookThatFailedOnceIsMadeAgainBeforeARepetition() {
        List<String> ids = route.openFindings(150);
        String theirs = caseOfAColleague();
        route.inWorld(world -> world.rateLimit(List.of(Operation.CREATE), 100, Duration.ofSeconds(60)));
        route.faults()
                .next(
                        Operation.SEARCH,
                        Fault.none(),
                        Fault.delay(Duration.ofSeconds(8)),
                        Fault.status(503),
                        Fault.status(503))
                .next(Operation.CREATE, Fault.tooManyRequests());
        route.later(Duration.ofSeconds(20), world -> world.actor("colleague").attach(ids.get(40), theirs));

        TicketReport report = route.report(ids, "report=all&payloadMaxAge=5s&maxRetries=1");

        assertThat(report.notSent()).as(report::table).isEqualTo(50);
        assertThat(report.skipped(SkipReason.ALREADY_TICKETED))
                .as(report::table)
                .isEqualTo(1);
        assertThat(report.ticketed()).as(report::table).isEqualTo(99);
        assertThat(route.history()).detachedNothing();
    }

    // ---- the reference

    @Test
    void aReferenceIsInEachTitleAndNoTwoAreTheSame() {
        List<String> ids = route.openFindings(6);

        TicketReport report = route.report(ids, PLAN + "&reference=true");

        assertThat(report.ticketed()).isEqualTo(6);
        assertThat(route.history().cases().stream().map(CaseRecord::title))
                .hasSize(3)
                .doesNotHaveDuplicates()
                .allMatch(title -> title.matches("Ports \\[ref [a-z2-9]{8}]"));
    }

    @Test
    void withoutATitleOfItsOwnATicketWithAReferenceSaysHowManyFindingsItHas() {
        TicketReport report = route.report(route.openFindings(2), "report=all&reference=true");

        assertThat(report.tickets().get(0).draft().title()).matches("2 security findings \\[ref [a-z2-9]{8}]");
    }

    @Test
    void byItsReferenceACaseIsFoundAndAnotherOfOursIsNotTakenForIt() {
        List<String> ids = route.openFindings(2);
        route.faults().next(Operation.CREATE, Fault.resetAfterEffect());

        TicketReport report = route.report(ids, PLAN + "&reference=true");

        assertThat(report.ticketed()).as(report::table).isEqualTo(2);
        holds(report, ids);
    }

    // ---- many at once

    @Test
    void manyRequestsInDoubtAreAllFoundOut() {
        List<String> ids = route.openFindings(40);
        route.inWorld(world -> world.indexLag(Duration.ofSeconds(15)));
        route.faults().always(Operation.CREATE, Fault.resetAfterEffect());

        TicketReport report = route.report(ids, PLAN + "&ticketsPerRequest=2");

        assertThat(report.ticketed()).as(report::table).isEqualTo(40);
        holds(report, ids);
        assertThat(creates()).isEqualTo(10);
    }

    @Test
    void theBooksTellHowManySearchesItTook() {
        List<String> ids = route.openFindings(2);
        route.faults().next(Operation.CREATE, Fault.resetAfterEffect());

        TicketReport report = route.report(ids, PLAN);

        long searches = route.history().requests(Operation.SEARCH).size();
        assertThat(report.requests().searches()).isEqualTo(searches).isGreaterThan(1);
    }

    @Test
    void redeliveryDoesNotTouchWhatStayedUnknown() {
        List<String> ids = route.openFindings(2);
        route.faults().next(Operation.CREATE, Fault.resetBefore());
        Sending first = route.send(ids, PLAN);
        route.awaitEndOf(first);
        assertThat(first.report().unknown()).isEqualTo(2);

        TicketReport report = route.redeliver(first);

        assertThat(report.unknown()).as(report::table).isEqualTo(2);
        assertThat(creates()).isEqualTo(1);
    }

    /** Whoever took it over has ended, and lives: nobody else would ever have it. */
    @Test
    void whatAnotherLeftInDoubtIsInDoubtAgainWhenTheSearchForItIsCutShort() {
        List<String> ids = route.openFindings(2);
        route.faults().next(Operation.CREATE, Fault.resetBefore());
        assertThat(route.report(ids, PLAN).unknown()).isEqualTo(2);
        assertThat(route.report(ids, PLAN + "&onUnknown=resend&exchangeTimeout=500")
                        .ticketed())
                .isZero();

        TicketReport report = route.report(ids, PLAN);

        assertThat(report.unknown()).as(report::table).isEqualTo(2);
    }

    /** The body tells of no case and nothing is looked up before sending: only the look after the refusal shows it. */
    @Test
    void redeliveryDoesNotForgetWhatALookHasShown() {
        List<String> ids = route.openFindings(3);
        route.inWorld(world -> {
            world.actor("colleague").attachToNewCase(CaseKind.SERVICENOW, "By hand", List.of(ids.get(1)));
            world.remove(ids.get(2));
        });
        route.pass(Duration.ofSeconds(10));
        route.faults().next(Operation.CREATE, Fault.none(), Fault.tooManyRequests(RateLimitHeaders.ABSENT));
        Sending first = route.send(ids, "lookupTickets=never&maxRetries=0&title=Ports");
        route.awaitEndOf(first);
        assertThat(first.report().notSent()).as(first.report()::table).isEqualTo(1);

        TicketReport report = route.redeliver(first);

        assertThat(report.received()).as(report::table).isEqualTo(3);
        assertThat(report.ticketed()).isEqualTo(1);
        assertThat(report.rejected()).isEqualTo(1);
        assertThat(report.skipped(SkipReason.ALREADY_TICKETED)).isEqualTo(1);
        assertThat(route.history()).detachedNothing();
    }

    @Test
    void theLastSearchAsksForEveryFindingOfWhatIsStillInDoubt() {
        List<String> ids = route.openFindings(120);
        route.faults().next(Operation.CREATE, Fault.resetAfterEffect());
        route.inWorld(world -> world.indexLag(Duration.ofSeconds(5)));
        // The one that is asked for on behalf of its draft is taken away meanwhile.
        route.later(Duration.ofSeconds(1), world -> IntStream.range(0, 12)
                .mapToObj(i -> ids.get(i * 10))
                .forEach(id -> world.actor("colleague").detach(id)));

        TicketReport report = route.report(ids, "report=all&findingsPerTicket=10&title=Ports");

        assertThat(report.ticketed()).as(report::table).isEqualTo(108);
        assertThat(report.unknown()).as(report::table).isEqualTo(12);
        List<ReportEntry> unknown = report.problems();
        assertThat(unknown).extracting(entry -> entry.outcome().kind()).containsOnly(TicketOutcome.Kind.UNKNOWN);
        List<RequestRecord> creates = route.history().requests(Operation.CREATE);
        assertThat(creates).hasSize(1);
    }
}
