package io.github.cameldatadog.findings;

import static io.github.cameldatadog.findings.testkit.assertions.DatadogAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.cameldatadog.findings.client.Timing;
import io.github.cameldatadog.findings.testkit.Operation;
import io.github.cameldatadog.findings.testkit.SimulatedDatadog;
import io.github.cameldatadog.findings.testkit.fault.Fault;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.health.HealthCheck;
import org.apache.camel.health.HealthCheck.State;
import org.apache.camel.health.HealthCheckHelper;
import org.apache.camel.health.HealthCheckRegistry;
import org.apache.camel.health.HealthCheckRepository;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Whether Datadog takes the API key, as a check of readiness. */
class KeyHealthCheckTest {

    private final SimulatedDatadog datadog = SimulatedDatadog.start();
    private final ShiftedTiming timing = new ShiftedTiming();
    private final RouteToDatadog route = new RouteToDatadog(datadog, options -> {}, Map.of("timing", (Timing) timing));

    @AfterEach
    void stop() {
        route.close();
        timing.close();
        datadog.close();
    }

    private void routes(boolean enabled, String... endpoints) throws Exception {
        HealthCheckRegistry registry = HealthCheckRegistry.get(route.context());
        HealthCheckRepository producers = (HealthCheckRepository) registry.resolveById("producers");
        registry.register(producers);
        producers.setEnabled(enabled);
        route.context().addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                for (String endpoint : endpoints) {
                    from("direct:" + endpoint).routeId(endpoint).to("datadog-findings:servicenowTickets?" + endpoint);
                }
            }
        });
    }

    private HealthCheckRepository producers() {
        return HealthCheckRegistry.get(route.context())
                .getRepository("producers")
                .orElseThrow();
    }

    private HealthCheck.Result ready() {
        Collection<HealthCheck.Result> results = HealthCheckHelper.invokeReadiness(route.context()).stream()
                .filter(result -> result.getCheck() instanceof DatadogFindingsHealthCheck)
                .toList();
        assertThat(results).hasSize(1);
        return results.iterator().next();
    }

    private int asked() {
        return datadog.history().requests(Operation.VALIDATE).size();
    }

    @Test
    void itIsOffUnlessChecksOfProducersAreOn() throws Exception {
        routes(false, "title=a");

        assertThat(HealthCheckHelper.invokeReadiness(route.context()))
                .noneMatch(result -> result.getCheck() instanceof DatadogFindingsHealthCheck);
        assertThat(asked()).isZero();
    }

    @Test
    void theComponentSwitchesItOff() throws Exception {
        route.context()
                .getComponent("datadog-findings", DatadogFindingsComponent.class)
                .setHealthCheckProducerEnabled(false);
        routes(true, "title=a");

        assertThat(HealthCheckHelper.isResultsUp(HealthCheckHelper.invokeReadiness(route.context(), "full"), true))
                .as("ready")
                .isTrue();
        assertThat(asked()).isZero();
    }

    @Test
    void aGoodKeyIsUpAndItIsAskedOnceInFiveMinutesForAllEndpoints() throws Exception {
        routes(true, "title=a", "title=b", "title=c");

        HealthCheck.Result first = ready();
        ready();
        timing.putForward(Duration.ofMinutes(5).minusSeconds(30));
        ready();

        assertThat(first.getState()).isEqualTo(State.UP);
        assertThat(first.getDetails()).containsEntry("datadog.apiKey", "GOOD");
        assertThat(asked()).isEqualTo(1);

        timing.putForward(Duration.ofSeconds(31));
        ready();

        assertThat(asked()).isEqualTo(2);
    }

    @Test
    void onlyTheApiKeyIsSent() throws Exception {
        routes(true, "title=a");

        ready();

        var request = datadog.history().requests(Operation.VALIDATE).get(0).request();
        assertThat(request.method()).isEqualTo("GET");
        assertThat(request.header("DD-API-KEY")).contains(SimulatedDatadog.API_KEY);
        assertThat(request.header("DD-APPLICATION-KEY")).isEmpty();
    }

    @Test
    void aRefusedKeyIsDownUntilItIsReplacedAndShowsNoKey() throws Exception {
        routes(true, "title=a");
        datadog.replaceApiKey("another-key-that-is-good");

        HealthCheck.Result refused = ready();

        assertThat(refused.getState()).isEqualTo(State.DOWN);
        assertThat(refused.getMessage().orElseThrow()).contains("403", datadog.baseUrl(), "site");
        assertThat(refused.getDetails().toString() + refused.getMessage())
                .doesNotContain(SimulatedDatadog.API_KEY, SimulatedDatadog.APPLICATION_KEY);

        route.context()
                .getComponent("datadog-findings", DatadogFindingsComponent.class)
                .getConfiguration()
                .setApiKey("another-key-that-is-good");

        assertThat(ready().getState()).isEqualTo(State.UP);
        assertThat(asked()).isEqualTo(2);
    }

    static Stream<Fault> nothingThatSpeaksOfTheKey() {
        return Stream.of(
                Fault.tooManyRequests(),
                Fault.status(500),
                Fault.htmlPage(503),
                Fault.status(401),
                Fault.status(404),
                Fault.redirect(302, "https://elsewhere.example/"),
                Fault.resetBefore(),
                Fault.closeBefore(),
                Fault.cutAnswer());
    }

    @ParameterizedTest
    @MethodSource("nothingThatSpeaksOfTheKey")
    void whatSaysNothingOfTheKeyIsNotDown(Fault fault) throws Exception {
        routes(true, "title=a");
        datadog.faults().always(Operation.VALIDATE, fault);

        HealthCheck.Result result = ready();

        assertThat(result.getState()).isEqualTo(State.UP);
        assertThat(result.getDetails()).containsEntry("datadog.apiKey", "NOT_KNOWN");
        assertThat(result.getDetails().get("datadog.answer").toString()).isNotBlank();
    }

    @Test
    void aDatadogThatCannotBeReachedIsNotDown() throws Exception {
        routes(true, "title=a");
        datadog.refuseConnections();

        assertThat(ready().getState()).isEqualTo(State.UP);
    }

    @Test
    void anAnswerThatDoesNotComeHoldsNobodyUpForLong() throws Exception {
        routes(true, "title=a&requestTimeout=700");
        datadog.faults().always(Operation.VALIDATE, Fault.hang());

        HealthCheck.Result result = CompletableFuture.supplyAsync(this::ready).get(5, TimeUnit.SECONDS);

        assertThat(result.getState()).isEqualTo(State.UP);
        assertThat(result.getDetails().get("datadog.answer").toString()).contains("700 ms");
    }

    @Test
    void aSpentRateLimitDoesNotHoldItUpAndItSpendsNone() throws Exception {
        routes(true, "title=a&lookupTickets=never&requestTimeout=700");
        datadog.rateLimit(1, Duration.ofHours(1), Operation.CREATE);
        route.report(datadog.addFindings(1), "title=a&lookupTickets=never&requestTimeout=700");

        assertThat(ready().getState()).isEqualTo(State.UP);

        assertThat(asked()).isEqualTo(1);
        assertThat(datadog).receivedRequests(Operation.CREATE, 1);
    }

    @Test
    void itIsOneForEachKeyAndGoesWithTheLastProducer() throws Exception {
        routes(true, "title=a", "title=b", "title=c&apiKey=another-key");
        assertThat(producers().stream().map(HealthCheck::getId))
                .containsExactlyInAnyOrder(
                        "producer:datadog-findings-" + datadog.baseUrl(),
                        "producer:datadog-findings-" + datadog.baseUrl() + "-2");

        for (String gone : List.of("title=a", "title=c&apiKey=another-key")) {
            route.context().getRouteController().stopRoute(gone);
        }

        assertThat(producers().stream().map(HealthCheck::getId))
                .containsExactly("producer:datadog-findings-" + datadog.baseUrl());

        route.context().getRouteController().stopRoute("title=b");

        assertThat(producers().stream()).isEmpty();
    }

    @Test
    void itSaysNothingOfLiveness() throws Exception {
        routes(true, "title=a");
        datadog.replaceApiKey("another-key-that-is-good");

        assertThat(HealthCheckHelper.invokeLiveness(route.context()))
                .noneMatch(result -> result.getCheck() instanceof DatadogFindingsHealthCheck);
    }
}
