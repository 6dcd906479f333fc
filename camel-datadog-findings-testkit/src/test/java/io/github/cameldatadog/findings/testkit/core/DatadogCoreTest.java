package io.github.cameldatadog.findings.testkit.core;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.cameldatadog.findings.testkit.Operation;
import io.github.cameldatadog.findings.testkit.SimulatedDatadog;
import io.github.cameldatadog.findings.testkit.fault.Fault;
import io.github.cameldatadog.findings.testkit.fault.FaultDelivery;
import io.github.cameldatadog.findings.testkit.finding.FindingGenerator;
import io.github.cameldatadog.findings.testkit.finding.FindingSize;
import io.github.cameldatadog.findings.testkit.finding.SimulatedFinding;
import io.github.cameldatadog.findings.testkit.http.HttpCall;
import io.github.cameldatadog.findings.testkit.http.HttpHeader;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** The core by itself, as a simulation in virtual time drives it. */
class DatadogCoreTest {

    private static final Instant START = Instant.parse("2026-03-04T05:06:07Z");

    private static DatadogCore core(long seed, InstantSource clock) {
        return new DatadogCore(
                SimulatedDatadog.builder().seed(seed).clock(clock).settings());
    }

    private static List<String> addFindings(DatadogCore core, int count) {
        List<SimulatedFinding> findings =
                new FindingGenerator(1, START.toEpochMilli()).generate(count, FindingSize.SMALL);
        return core.inWorld(world -> {
            findings.forEach(world::add);
            return findings.stream().map(SimulatedFinding::id).toList();
        });
    }

    private static HttpCall create(List<String> findingIds) {
        StringBuilder body = new StringBuilder("{\"data\":[");
        for (String id : findingIds) {
            body.append(body.length() > 9 ? "," : "")
                    .append("{\"type\":\"servicenow_tickets\",\"relationships\":{\"findings\":{\"data\":[{\"id\":\"")
                    .append(id)
                    .append("\",\"type\":\"findings\"}]},\"project\":{\"data\":{\"id\":\"")
                    .append(SimulatedDatadog.PROJECT_ID)
                    .append("\",\"type\":\"projects\"}}}}");
        }
        List<HttpHeader> headers = List.of(
                new HttpHeader("dd-api-key", SimulatedDatadog.API_KEY),
                new HttpHeader("dd-application-key", SimulatedDatadog.APPLICATION_KEY),
                new HttpHeader("content-type", "application/json"));
        byte[] bytes = body.append("]}").toString().getBytes(StandardCharsets.UTF_8);
        return new HttpCall("POST", "/api/v2/security/findings/servicenow_tickets", headers, bytes);
    }

    @Test
    void theSameSeedClockAndRequestsLeadToTheSameAnswers() {
        List<String> runs = new ArrayList<>();
        for (long seed : new long[] {1, 1, 2}) {
            DatadogCore core = core(seed, InstantSource.fixed(START));
            core.faults().chance(3, 0.3, Fault.status(503), Fault.serviceNowFailed(1));
            List<String> ids = addFindings(core, 60);
            StringBuilder run = new StringBuilder();
            for (int i = 0; i < 60; i += 10) {
                Decision decision = core.receive(create(ids.subList(i, i + 10)));
                var answer = decision.answer().orElseThrow();
                run.append(answer.status()).append(answer.headers()).append(answer.bodyText());
            }
            runs.add(run.toString());
        }

        assertThat(runs.get(0)).isEqualTo(runs.get(1)).isNotEqualTo(runs.get(2));
    }

    @Test
    void aDecisionSaysHowLongToWaitAndWhatToDoThen() {
        DatadogCore core = core(1, InstantSource.fixed(START));
        core.latency((operation, tickets) -> Duration.ofMillis(400L * tickets));
        core.faults()
                .next(
                        Operation.CREATE,
                        Fault.none(),
                        Fault.trickle(Duration.ofSeconds(2)).delayed(Duration.ofSeconds(3)),
                        Fault.resetBefore().delayed(Duration.ofSeconds(5)));
        List<String> ids = addFindings(core, 2);

        Decision plain = core.receive(create(ids));
        assertThat(plain.delay()).isEqualTo(Duration.ofMillis(800));
        assertThat(plain.delivery().shape()).isEqualTo(FaultDelivery.Shape.WHOLE);
        Decision slow = core.receive(create(ids));
        assertThat(slow.delay()).isEqualTo(Duration.ofMillis(3_800));
        assertThat(slow.delivery().interval()).isEqualTo(Duration.ofSeconds(2));
        Decision reset = core.receive(create(ids));
        assertThat(reset.delay()).isEqualTo(Duration.ofSeconds(5));
        assertThat(reset.answer()).isEmpty();
    }

    @Test
    void aLateEffectIsLeftToWhoeverDrivesTheTime() {
        DatadogCore core = core(1, InstantSource.fixed(START));
        core.faults().next(Operation.CREATE, Fault.lateEffect(Duration.ofMinutes(5)), Fault.lateEffect());
        List<String> ids = addFindings(core, 2);

        Decision timed = core.receive(create(ids.subList(0, 1)));
        Decision held = core.receive(create(ids.subList(1, 2)));
        assertThat(timed.lateEffectAfter()).contains(Duration.ofMinutes(5));
        assertThat(held.lateEffectAfter()).isEmpty();
        assertThat(core.history().cases()).isEmpty();

        core.effectuate(timed.requestNumber());
        core.effectuate(timed.requestNumber());
        assertThat(core.history().cases()).hasSize(1);
        assertThat(core.releaseLateEffects()).isEqualTo(1);
        assertThat(core.history().cases()).hasSize(2);
    }

    @Test
    void requestsFromManyThreadsAreAllRecordedAndTakeEffectOnce() {
        DatadogCore core = core(1, InstantSource.system());
        List<String> ids = addFindings(core, 400);
        Set<Integer> statuses = ConcurrentHashMap.newKeySet();

        IntStream.range(0, 400)
                .parallel()
                .forEach(i -> statuses.add(core.receive(create(ids.subList(i, i + 1)))
                        .answer()
                        .orElseThrow()
                        .status()));

        assertThat(statuses).containsExactly(201);
        assertThat(core.history().requests()).hasSize(400);
        assertThat(core.history().cases()).extracting("key").hasSize(400).doesNotHaveDuplicates();
        assertThat(core.history().attachments()).hasSize(400);
    }

    @Test
    void longAnswersAreNotKept() {
        DatadogCore core = core(1, InstantSource.fixed(START));
        List<SimulatedFinding> large = new FindingGenerator(1, 0).generate(150, FindingSize.REALISTIC);
        core.inWorld(world -> {
            large.forEach(world::add);
            return null;
        });
        List<HttpHeader> headers = List.of(
                new HttpHeader("DD-API-KEY", SimulatedDatadog.API_KEY),
                new HttpHeader("DD-APPLICATION-KEY", SimulatedDatadog.APPLICATION_KEY));
        HttpCall call = new HttpCall("GET", "/api/v2/security/findings?page%5Blimit%5D=150", headers, new byte[0]);

        assertThat(core.receive(call).answer().orElseThrow().bodyLength()).isGreaterThan(1_000_000);
        var kept = core.history().requests().get(0).answer().orElseThrow();
        assertThat(kept.status()).isEqualTo(200);
        assertThat(kept.bodyLength()).isZero();
    }
}
