package io.github.cameldatadog.findings;

import static io.github.cameldatadog.findings.testkit.assertions.DatadogAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.cameldatadog.findings.testkit.Operation;
import io.github.cameldatadog.findings.testkit.SimulatedDatadog;
import io.github.cameldatadog.findings.testkit.fault.Fault;
import io.github.cameldatadog.findings.testkit.history.CaseRecord;
import io.github.cameldatadog.findings.testkit.history.ReceivedRequest;
import io.github.cameldatadog.findings.ticket.Finding;
import io.github.cameldatadog.findings.ticket.ReportEntry;
import io.github.cameldatadog.findings.ticket.TicketDraft;
import io.github.cameldatadog.findings.ticket.TicketOutcome;
import io.github.cameldatadog.findings.ticket.TicketReport;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Datadog refuses a whole request for one finding or one text in it: the rest of it gets its tickets all the same. */
class IsolationTest {

    private static final String UNSEEN = "report=all&lookupTickets=never&title=${body.size} findings";

    private final SimulatedDatadog datadog = SimulatedDatadog.start();
    private final RouteToDatadog route = new RouteToDatadog(datadog);

    @AfterEach
    void close() {
        route.close();
        datadog.close();
    }

    @ParameterizedTest
    @CsvSource({"0,true", "1249,true", "2499,true", "0,false", "1249,false", "2499,false"})
    void oneFindingThatIsGoneCostsAFewRequestsAndNoOtherItsTicket(int which, boolean indexTells) {
        List<String> ids = route.openFindings(2_500);
        String gone = ids.get(which);
        if (!indexTells) {
            datadog.holdIndex();
        }
        datadog.removeFinding(gone);

        TicketReport report = reportOf(ids, UNSEEN);

        assertThat(report.ticketed()).isEqualTo(2_499);
        assertThat(problems(report)).containsExactly(List.of(gone));
        assertThat(report.problems().get(0).outcome().reason()).contains("finding not found");
        // Searching by halves is one request to create on each of twelve levels, and as many looks where it is refused.
        assertThat(report.requests().creates() + report.requests().searches() - 1)
                .as("requests beyond the first")
                .isLessThanOrEqualTo(indexTells ? 24 : 36);
        assertThat(report.requests().creates() - 1).isLessThanOrEqualTo(24);
        assertThat(datadog.history().tickets()).hasSizeLessThanOrEqualTo(indexTells ? 50 : 56);
        assertTitlesCount();
        assertThat(datadog).createdAtMostOneTicketPerFinding().detachedNothing();
        TrueBooks.of(report, datadog.history()).holdFor(ids, 0);
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void aHundredFindingsThatAreGoneAreBoundedAndNothingOfTheRestIsLost(boolean indexTells) {
        List<String> ids = route.openFindings(2_500);
        List<String> gone =
                IntStream.range(0, 100).mapToObj(i -> ids.get(i * 25)).toList();
        if (!indexTells) {
            datadog.holdIndex();
        }
        gone.forEach(datadog::removeFinding);

        TicketReport report = reportOf(ids, UNSEEN);

        assertThat(report.requests().creates()).isLessThanOrEqualTo(101);
        TrueBooks.of(report, datadog.history()).holdFor(ids, 0);
        Set<String> left = new HashSet<>(ids);
        left.removeAll(gone);
        for (int again = 0; again < 30 && report.notSent() > 0; again++) {
            report = reportOf(report.remaining(), UNSEEN);
        }
        assertThat(report.notSent()).isZero();
        assertThat(datadog)
                .ticketedOnly(left)
                .createdAtMostOneTicketPerFinding()
                .detachedNothing();
        assertTitlesCount();
    }

    @Test
    void whatTheIndexDoesNotShowComesLastSoThatTheBoundHitsNoOther() {
        List<String> ids = route.openFindings(2_500);
        IntStream.range(0, 100).mapToObj(i -> ids.get(i * 25)).forEach(datadog::removeFinding);

        TicketReport report = reportOf(ids, UNSEEN);

        assertThat(report.ticketed()).isEqualTo(2_400);
        assertThat(report.rejected() + report.notSent()).isEqualTo(100);
        assertThat(report.problems())
                .filteredOn(entry -> entry.outcome().kind() == TicketOutcome.Kind.NOT_SENT)
                .allSatisfy(
                        entry -> assertThat(entry.outcome().reason()).contains("100 requests with parts of that one"));
    }

    @Test
    void aFindingThatIsOnlyNotInTheIndexYetGetsItsTicket() {
        List<String> ids = new ArrayList<>(route.openFindings(20));
        datadog.holdIndex();
        ids.addAll(route.openFindings(3));
        String gone = ids.remove(5);
        datadog.removeFinding(gone);
        ids.add(gone);

        TicketReport report = reportOf(ids, UNSEEN);

        assertThat(report.ticketed()).isEqualTo(22);
        assertThat(problems(report)).containsExactly(List.of(gone));
    }

    @Test
    void aTextThatIsRefusedRefusesOnlyItsDraft() {
        List<String> ids = route.openFindings(40);
        datadog.faults()
                .when(holds("\"title\":\"bad\""), Fault.error(422, "Unprocessable Entity", "title is not allowed"));
        List<TicketDraft> drafts = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            drafts.add(draft(ids.subList(2 * i, 2 * i + 2)).withTitle(i == 7 ? "bad" : "good"));
        }

        TicketReport report = reportOf(drafts, "report=all&lookupTickets=never");

        assertThat(report.ticketed()).isEqualTo(38);
        assertThat(problems(report)).containsExactly(ids.subList(14, 16));
        assertThat(report.problems().get(0).outcome().reason()).contains("422", "title is not allowed");
        assertThat(datadog.history().tickets()).hasSize(19);
    }

    @Test
    void aRequestThatIsTooLargeIsMadeInParts() {
        List<String> ids = route.openFindings(40);
        datadog.faults().when(request -> isCreateOf(request, 6), Fault.htmlPage(413));

        TicketReport report = reportOf(ids, UNSEEN + "&findingsPerTicket=1");

        assertThat(report.ticketed()).isEqualTo(40);
        assertThat(datadog.history().tickets()).hasSize(40);
    }

    @Test
    void anUnknownProjectStopsItsOwnDraftsAndNoOthers() {
        List<String> ids = route.openFindings(6);
        List<TicketDraft> drafts = new ArrayList<>();
        for (int i = 0; i < 6; i++) {
            drafts.add(draft(ids.subList(i, i + 1))
                    .withProject(i % 2 == 0 ? "project-of-nobody" : SimulatedDatadog.PROJECT_ID));
        }

        TicketReport report = reportOf(drafts, "report=all");

        assertThat(report.ticketed()).isEqualTo(3);
        assertThat(report.rejected()).isEqualTo(3);
        assertThat(report.problems())
                .extracting(entry -> entry.draft().project())
                .containsOnly("project-of-nobody");
        assertThat(datadog).receivedRequests(Operation.CREATE, 3);
    }

    @Test
    void whatARefusedPartMadeAllTheSameIsNeverSentAgain() {
        List<String> ids = route.openFindings(40);
        datadog.faults()
                .next(
                        Operation.CREATE,
                        Fault.error(404, "Not Found", "finding not found"),
                        Fault.partialEffect(3, 404),
                        Fault.none(),
                        Fault.partialEffect(1, 404));

        TicketReport report = reportOf(ids, UNSEEN + "&findingsPerTicket=2");

        assertThat(report.unknown()).isEqualTo(8);
        assertThat(report.ticketed()).isEqualTo(32);
        assertThat(datadog).createdAtMostOneTicketPerFinding().detachedNothing();
        TrueBooks.of(report, datadog.history()).holdFor(ids, 0);
    }

    @Test
    void withoutPermissionToSearchIsolationGoesOnByHalves() {
        List<String> ids = route.openFindings(200);
        datadog.withdrawPermission(Operation.SEARCH);
        datadog.removeFinding(ids.get(77));

        TicketReport report = reportOf(ids, UNSEEN);

        assertThat(report.ticketed()).isEqualTo(199);
        assertThat(problems(report)).containsExactly(List.of(ids.get(77)));
    }

    @Test
    void whereTheKeysAreRefusedOnTheWayWhatIsLeftIsNotSent() {
        List<String> ids = route.openFindings(200);
        datadog.removeFinding(ids.get(77));
        datadog.holdIndex();
        datadog.faults().next(Operation.CREATE, Fault.none(), Fault.htmlPage(403));

        TicketReport report = reportOf(ids, UNSEEN);

        assertThat(report.ticketed()).isZero();
        assertThat(report.rejected()).isEqualTo(100);
        assertThat(report.notSent()).isEqualTo(100);
        TrueBooks.of(report, datadog.history()).holdFor(ids, 0);
    }

    private TicketReport reportOf(Object body, String options) {
        return RouteToDatadog.reportOf(route.send(body, options));
    }

    private static List<List<String>> problems(TicketReport report) {
        return report.problems().stream().map(ReportEntry::findingIds).toList();
    }

    private static TicketDraft draft(List<String> ids) {
        return TicketDraft.of(ids.stream().map(Finding::ofId).toList());
    }

    private static Predicate<ReceivedRequest> holds(String text) {
        return request ->
                request.operation() == Operation.CREATE && request.body().contains(text);
    }

    private static boolean isCreateOf(ReceivedRequest request, int least) {
        JsonNode data = request.operation() == Operation.CREATE ? request.json().path("data") : null;
        return data != null && data.size() >= least;
    }

    private void assertTitlesCount() {
        for (CaseRecord ticket : datadog.history().tickets()) {
            assertThat(ticket.title()).isEqualTo(ticket.findingIds().size() + " findings");
        }
    }
}
