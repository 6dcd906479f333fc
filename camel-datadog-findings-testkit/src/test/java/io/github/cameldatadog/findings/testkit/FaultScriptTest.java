package io.github.cameldatadog.findings.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.cameldatadog.findings.testkit.fault.Fault;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class FaultScriptTest {

    private SimulatedDatadog datadog;
    private DatadogClient client;

    @BeforeEach
    void start() {
        datadog = SimulatedDatadog.start();
        client = new DatadogClient(datadog);
    }

    @AfterEach
    void stop() {
        datadog.close();
    }

    private int list() throws IOException {
        return client.list("").statusCode();
    }

    @Test
    void aScriptIsTakenStepByStepByTheRequestsOfItsOperation() throws IOException {
        datadog.faults()
                .next(Operation.LIST, Fault.status(503), Fault.none())
                .next(Operation.LIST, Fault.status(502))
                .next(Operation.CREATE, Fault.status(500));

        assertThat(List.of(list(), client.search("").statusCode(), list(), list(), list()))
                .containsExactly(503, 200, 200, 502, 200);
        assertThat(datadog.faults().remaining(Operation.CREATE)).isEqualTo(1);
        assertThat(datadog.faults().remaining(Operation.LIST)).isZero();
    }

    @Test
    void whatIsAlwaysSoEndsOnlyWhenCleared() throws IOException {
        datadog.faults().always(Operation.LIST, Fault.status(503));

        assertThat(List.of(list(), list())).containsOnly(503);
        datadog.faults().clear();
        assertThat(list()).isEqualTo(200);
    }

    @Test
    void aRuleLooksAtTheRequest() throws IOException {
        List<String> ids = datadog.addFindings(2);
        datadog.faults()
                .when(
                        request -> request.findingIds().contains(ids.get(1)),
                        Fault.error(422, "Unprocessable Entity", "not this one"));

        assertThat(client.createFor(List.of(ids.get(0))).statusCode()).isEqualTo(201);
        assertThat(client.createFor(List.of(ids.get(0)), List.of(ids.get(1))).statusCode())
                .isEqualTo(422);
    }

    @Test
    void theScriptComesBeforeRulesAndRulesBeforeWhatIsAlwaysSo() throws IOException {
        datadog.faults()
                .always(Operation.LIST, Fault.status(500))
                .when(request -> request.operation() == Operation.LIST, Fault.status(502))
                .next(Operation.LIST, Fault.status(503));

        assertThat(List.of(list(), list())).containsExactly(503, 502);
    }

    @Test
    void chanceRepeatsItselfForTheSameSeed() throws IOException {
        List<List<Integer>> runs = new ArrayList<>();
        for (long seed : new long[] {7, 7, 8}) {
            datadog.faults().clear().chance(seed, 0.4, Fault.status(502), Fault.status(503));
            List<Integer> run = new ArrayList<>();
            for (int i = 0; i < 40; i++) {
                run.add(list());
            }
            runs.add(run);
        }

        assertThat(runs.get(0)).isEqualTo(runs.get(1)).isNotEqualTo(runs.get(2)).contains(200, 502, 503);
        assertThat(runs.get(0).stream().filter(status -> status > 200).count()).isBetween(6L, 28L);
    }

    @Test
    void chanceOfOneOperationSparesTheOthers() throws IOException {
        datadog.faults().chance(Operation.SEARCH, 1, 1.0, Fault.status(503));

        assertThat(client.search("").statusCode()).isEqualTo(503);
        assertThat(list()).isEqualTo(200);
    }

    @Test
    void aProbabilityOutsideOfZeroToOneIsRefused() {
        assertThatThrownBy(() -> datadog.faults().chance(1, 1.5, Fault.status(500)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("0 to 1");
        assertThatThrownBy(() -> datadog.faults().chance(1, 0.5)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void theHistoryNamesTheFaultThatBefellARequest() throws IOException {
        datadog.faults().next(Operation.LIST, Fault.htmlPage(502));
        list();

        assertThat(datadog.history().requests().get(0).fault()).hasToString("htmlPage(502)");
        assertThat(datadog.history().requests().get(0).status()).isEqualTo(502);
    }

    @Test
    void aRequestThatMeetsAFaultIsCheckedAllTheSame() throws IOException {
        datadog.faults().next(Operation.CREATE, Fault.status(503));
        client.create("{}");

        assertThat(datadog.history().requests().get(0).request().valid()).isFalse();
    }
}
