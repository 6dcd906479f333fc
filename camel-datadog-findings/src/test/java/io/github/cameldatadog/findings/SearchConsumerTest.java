package io.github.cameldatadog.findings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import io.github.cameldatadog.findings.testkit.ElementShape;
import io.github.cameldatadog.findings.testkit.Operation;
import io.github.cameldatadog.findings.testkit.SimulatedDatadog;
import io.github.cameldatadog.findings.testkit.fault.Fault;
import io.github.cameldatadog.findings.testkit.finding.SimulatedFinding;
import io.github.cameldatadog.findings.ticket.Finding;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.apache.camel.Exchange;
import org.apache.camel.health.HealthCheck;
import org.apache.camel.health.HealthCheckHelper;
import org.apache.camel.support.ScheduledPollConsumerHealthCheck;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code from("datadog-findings:search")}: what comes out of it, and when. */
@Timeout(120)
class SearchConsumerTest {

    private final SimulatedDatadog datadog = SimulatedDatadog.start();
    private SearchRoute route;

    @AfterEach
    void close() {
        if (route != null) {
            assertThat(route.openWalks()).as("walks that go on").isZero();
            route.close();
        }
        datadog.close();
    }

    private SearchRoute route(String options) {
        route = new SearchRoute(datadog, options);
        return route;
    }

    private List<String> openFindings(int count) {
        List<String> ids = datadog.addFindings(count);
        ids.forEach(id -> datadog.changeFinding(id, "status", "open"));
        return ids;
    }

    private long searches() {
        return datadog.history().requests(Operation.SEARCH).size();
    }

    @Test
    void allPagesComeEachAsAListAndEachFindingOnce() {
        List<String> ids = openFindings(25);
        route("query=*&pageSize=10").poll();

        assertThat(route.headers())
                .extracting(headers -> headers.get(DatadogFindingsConstants.FOUND))
                .containsExactly(10, 10, 5);
        assertThat(route.headers())
                .extracting(headers -> headers.get(DatadogFindingsConstants.PAGE))
                .containsExactly(1, 2, 3);
        assertThat(route.ids()).containsExactlyInAnyOrderElementsOf(ids);
        assertThat(searches()).isEqualTo(3);
        assertThat(datadog.history().requests(Operation.LIST))
                .as("the address that an answer names for its next page is not used")
                .isEmpty();
    }

    @Test
    void aFindingHasAllThatDatadogToldOfIt() {
        datadog.addFinding(SimulatedFinding.builderFor("def-000-abc~i-01")
                .severity("high")
                .title("Port open")
                .rule("def-000-abc", "No open ports")
                .service("shop")
                .field("resource_id", "r-1")
                .field("description", "Close **it**")
                .field("host.os.name", "ubuntu")
                .field("first_seen_at", 1_700_000_000_000L)
                .detectionChangedAt(1_700_000_100_000L)
                .tag("team:web")
                .build());
        route("query=*").poll();

        Finding finding = route.exchanges().get(0).get(0);
        assertThat(finding.severity().name()).isEqualTo("HIGH");
        assertThat(finding.title()).isEqualTo("Port open");
        assertThat(finding.status()).isEqualTo("open");
        assertThat(finding.type()).isEqualTo("misconfiguration");
        assertThat(finding.ruleId()).isEqualTo("def-000-abc");
        assertThat(finding.ruleName()).isEqualTo("No open ports");
        assertThat(finding.service()).isEqualTo("shop");
        assertThat(finding.resourceId()).isEqualTo("r-1");
        assertThat(finding.field("host.os.name")).isEqualTo("ubuntu");
        assertThat(finding.field("description")).isEqualTo("Close **it**");
        assertThat(finding.field("tags.team")).isEqualTo("web");
        assertThat(finding.firstSeenAt().orElseThrow()).hasToString("2023-11-14T22:13:20Z");
        assertThat(finding.changedAt().orElseThrow()).hasToString("2023-11-14T22:15:00Z");
        assertThat(finding.cases()).contains(List.of());
        assertThat(finding.casesReadAt()).isPresent();
    }

    @ParameterizedTest
    @EnumSource
    void bothShapesOfElementsAreRead(ElementShape shape) {
        datadog.elementShape(shape);
        String id = openFindings(1).get(0);
        datadog.actor("colleague").attachToNewCase(id);
        route("query=*").poll();

        Finding finding = route.exchanges().get(0).get(0);
        assertThat(finding.id()).isEqualTo(id);
        assertThat(finding.status()).isEqualTo("open");
        assertThat(finding.openCase()).isPresent();
        assertThat(finding.tags()).isNotEmpty();
    }

    @Test
    void oneFindingAnExchange() {
        List<String> ids = openFindings(5);
        route("query=*&deliver=finding&pageSize=2").poll();

        assertThat(route.exchanges())
                .hasSize(5)
                .allSatisfy(one -> assertThat(one).hasSize(1))
                .flatExtracting(one -> one)
                .extracting(Finding::id)
                .containsExactlyInAnyOrderElementsOf(ids);
    }

    @Test
    void allInOneExchangeThatFetchesItsPagesAsItIsRead() {
        List<String> ids = openFindings(25);
        route("query=*&deliver=all&pageSize=10").poll();

        List<List<Finding>> exchanges = route.exchanges();
        assertThat(exchanges).hasSize(1);
        assertThat(exchanges.get(0)).extracting(Finding::id).containsExactlyInAnyOrderElementsOf(ids);
    }

    @Test
    void onlyWhatTheQueryAsksForComes() {
        List<String> ids = openFindings(4);
        ids.subList(0, 3).forEach(id -> datadog.changeFinding(id, "severity", "low"));
        datadog.changeFinding(ids.get(3), "severity", "critical");

        route("query=RAW(@severity:critical @status:open)").poll();

        assertThat(route.ids()).containsExactly(ids.get(3));
    }

    @Test
    void whatIsOnAnOpenCaseIsLeftOutIfThatIsWanted() {
        List<String> ids = openFindings(3);
        datadog.actor("colleague").attachToNewCase(ids.get(0));
        String closed = datadog.actor("colleague").attachToNewCase(ids.get(1));
        datadog.actor("colleague").close(closed);

        route("query=*&unticketed=true").poll();

        assertThat(route.ids()).containsExactlyInAnyOrder(ids.get(1), ids.get(2));
    }

    @Test
    void noMoreThanWanted() {
        openFindings(25);
        route("query=*&pageSize=10&maxFindings=12").poll();

        assertThat(route.ids()).hasSize(12);
        assertThat(searches()).isEqualTo(2);
    }

    @ParameterizedTest
    @CsvSource({"@detection_changed_at,1", "-@detection_changed_at,-1"})
    void theOrderIsAsWanted(String sort, int direction) {
        openFindings(25);
        route("query=*&pageSize=10&sort=" + sort).poll();

        List<Finding> found = route.exchanges().stream().flatMap(List::stream).toList();
        assertThat(found)
                .hasSize(25)
                .isSortedAccordingTo((one, other) -> direction
                        * one.changedAt()
                                .orElseThrow()
                                .compareTo(other.changedAt().orElseThrow()));
    }

    @ParameterizedTest
    @ValueSource(strings = {"@detection_changed_at", "-@detection_changed_at"})
    void cursorsThatExpireLoseNothingAndRepeatNothing(String sort) {
        List<String> ids = openFindings(45);
        datadog.faults()
                .next(
                        Operation.SEARCH,
                        Fault.none(),
                        Fault.none(),
                        Fault.expiredCursor(),
                        Fault.none(),
                        Fault.expiredCursor());
        route("query=*&pageSize=10&sort=" + sort).poll();

        assertThat(route.ids()).containsExactlyInAnyOrderElementsOf(ids);
    }

    @Test
    void searchesThatFailAreRepeated() {
        List<String> ids = openFindings(45);
        datadog.faults()
                .next(
                        Operation.SEARCH,
                        Fault.status(503),
                        Fault.none(),
                        Fault.resetAfterEffect(),
                        Fault.cutAnswer(),
                        Fault.tooManyRequests());
        route("query=*&pageSize=10").poll();

        assertThat(route.ids()).containsExactlyInAnyOrderElementsOf(ids);
    }

    @Test
    void aQueryThatDatadogRefusesIsAnErrorThatSaysWhy() {
        route("query=RAW(@severity:(critical)&bridgeErrorHandler=true").poll();

        assertThat(route.failures()).hasSize(1);
        assertThat(route.failures().get(0))
                .hasMessageContaining("@severity:(critical")
                .hasMessageContaining("400")
                .isInstanceOfSatisfying(SearchFailedException.class, failed -> assertThat(failed.getHttpResponseCode())
                        .isEqualTo(400));
        assertThat(route.consumer().getErrorCounter()).isEqualTo(1);
        assertThat(searches()).as("it is not repeated").isEqualTo(1);
    }

    @Test
    void keysThatAreRefusedAreAnErrorThatSaysWhatToCheck() {
        datadog.withdrawPermission(Operation.SEARCH);
        route("query=*&bridgeErrorHandler=true").poll();

        assertThat(route.failures().get(0))
                .hasMessageContaining("security_monitoring_findings_read")
                .hasMessageNotContaining("lookupTickets")
                .hasMessageNotContaining(SimulatedDatadog.APPLICATION_KEY);
    }

    @Test
    void anExchangeThatFailsHarmsOnlyItselfAndItsFindingsComeAgain() {
        List<String> ids = openFindings(30);
        route("query=*&pageSize=10&greedy=true");
        int[] exchanges = {0};
        route.failsFor(some -> ++exchanges[0] == 2);
        route.poll();
        assertThat(route.ids()).hasSize(20);
        assertThat(exchanges[0]).as("greedy, but not after a failure").isEqualTo(3);

        route.failsFor(some -> ++exchanges[0] > 6);
        route.poll();

        assertThat(route.ids()).containsExactlyInAnyOrderElementsOf(ids);
    }

    /** A first poll may be a night away, and a clustered node may never have one. */
    @Test
    void theNodeIsReadyBeforeTheFirstPollAndNotAfterOneThatFailed() {
        route("query=*");
        assertThat(isReady()).isTrue();

        datadog.faults().always(Operation.SEARCH, Fault.status(400, "text/plain", "no"));
        route.poll();
        assertThat(isReady()).isFalse();
    }

    private boolean isReady() {
        ScheduledPollConsumerHealthCheck check =
                new ScheduledPollConsumerHealthCheck(route.consumer(), "consumer:" + SearchRoute.ROUTE);
        return HealthCheckHelper.isResultsUp(
                List.of(check.call(Map.of(HealthCheck.CHECK_KIND, HealthCheck.Kind.READINESS))), true);
    }

    @Test
    void anEmptyMessageComesIfNothingIsFoundAndThatIsWanted() {
        route("query=*&sendEmptyMessageWhenIdle=true").poll();

        assertThat(route.emptyMessages()).isEqualTo(1);
    }

    /** An exchange that failed is no idle poll. */
    @Test
    void noEmptyMessageComesAfterAFailure() {
        openFindings(3);
        route("query=*&sendEmptyMessageWhenIdle=true");
        route.failsFor(some -> true);
        route.poll();

        assertThat(route.emptyMessages()).isZero();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "pageSize=10;Option query is missing",
                "query=*&pageSize=151;Option pageSize=151",
                "query=*&pageSize=0;allowed are 1 to 150",
                "query=*&sort=severity;Option sort=severity is unknown: allowed are @detection_changed_at",
                "query=*&deliver=pages;allowed are page, finding, all",
                "query=*&maxFindings=-1;Option maxFindings=-1",
                "query=*&unticketd=true;did you mean unticketed"
            })
    void badOptionsAreRefusedAtStartUp(String options, String message) {
        assertThatThrownBy(() -> new SearchRoute(datadog, options)).hasStackTraceContaining(message);
    }

    @Test
    void stoppingAmidAWalkDoesNotWaitForAnAnswer() {
        openFindings(30);
        datadog.faults().next(Operation.SEARCH, Fault.none(), Fault.hang());
        route("query=*&pageSize=10");
        stopsAtOnceWhile(() -> searches() == 2);
        assertThat(route.ids()).hasSize(10);
    }

    @Test
    void stoppingDoesNotWaitForTheRateLimit() {
        openFindings(30);
        datadog.rateLimit(Operation.SEARCH, 1, Duration.ofMinutes(10));
        route("query=*&pageSize=10");
        stopsAtOnceWhile(
                () -> route.context().getEndpoints().iterator().next() instanceof DatadogFindingsEndpoint endpoint
                        && endpoint.getSearchesWaitingForRateLimit() == 1);
    }

    @Test
    void stoppingDoesNotWaitForARepetition() {
        openFindings(30);
        datadog.faults().next(Operation.SEARCH, Fault.none()).always(Operation.SEARCH, Fault.status(503));
        route("query=*&pageSize=10");
        stopsAtOnceWhile(() -> searches() >= 3);
    }

    /** Polls on another thread, and stops the route when the condition holds. */
    private void stopsAtOnceWhile(java.util.concurrent.Callable<Boolean> isAtIt) {
        Thread poll = new Thread(route::poll);
        poll.start();
        Awaitility.await().until(isAtIt);
        assertTimeoutPreemptively(Duration.ofSeconds(5), () -> {
            route.context().getRouteController().stopRoute(SearchRoute.ROUTE, 60, TimeUnit.SECONDS);
            poll.join();
        });
    }

    @Test
    void cronSchedulesComeFromQuartz() throws Exception {
        List<String> ids = openFindings(3);
        route = new SearchRoute(datadog, "query=*&scheduler=quartz&scheduler.cron=0/1+*+*+*+*+?", Map.of());
        Awaitility.await().until(() -> searches() > 0);
        route.context().getRouteController().stopRoute(SearchRoute.ROUTE);

        assertThat(route.ids()).containsAll(ids);
    }

    @Test
    void aFindingConvertsToMapTreeAndText() {
        String id = openFindings(1).get(0);
        route("query=*").poll();
        Finding finding = route.exchanges().get(0).get(0);

        var convert = route.context().getTypeConverter();
        assertThat(convert.convertTo(Map.class, finding))
                .containsEntry("finding_id", id)
                .containsKey("rule");
        assertThat(convert.convertTo(com.fasterxml.jackson.databind.JsonNode.class, finding)
                        .path("rule")
                        .path("id")
                        .asText())
                .isEqualTo(finding.ruleId());
        assertThat(convert.convertTo(String.class, finding)).contains("\"finding_id\":\"" + id + "\"");
    }

    @Test
    void theEndpointCountsWhatItFinds() {
        openFindings(25);
        route("query=*&pageSize=10").poll();

        DatadogFindingsEndpoint endpoint = route.consumer().getEndpoint();
        assertThat(endpoint.getFindingsFound()).isEqualTo(25);
        assertThat(endpoint.getSearchRequests()).isEqualTo(3);
    }

    @ParameterizedTest
    @CsvSource({
        "query=*,60000,MILLISECONDS",
        "query=*&delay=5000,5000,MILLISECONDS",
        "query=*&delay=5s,5000,MILLISECONDS",
        "query=*&timeUnit=SECONDS,60,SECONDS"
    })
    void aPollAMinuteUnlessSaidOtherwise(String options, long delay, TimeUnit unit) {
        route(options);

        assertThat(route.consumer().getDelay()).isEqualTo(delay);
        assertThat(route.consumer().getTimeUnit()).isEqualTo(unit);
    }

    @Test
    void onlyTheSearchConsumes() {
        assertThatThrownBy(() -> new SearchRoute(datadog, "query=*")
                        .context()
                        .getEndpoint("datadog-findings:servicenowTickets?project=p")
                        .createConsumer(Exchange::getMessage))
                .hasMessageContaining("only takes findings")
                .hasMessageContaining("datadog-findings:search?query=");
    }
}
