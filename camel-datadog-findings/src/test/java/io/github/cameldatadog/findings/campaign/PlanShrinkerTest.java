package io.github.cameldatadog.findings.campaign;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.cameldatadog.findings.client.Answer;
import io.github.cameldatadog.findings.client.ApiRequest;
import io.github.cameldatadog.findings.client.DatadogTransport;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class PlanShrinkerTest {

    private static final long SEED = 7;

    /** A proxy that sends requests twice. */
    private record Repeating(DatadogTransport wire) implements DatadogTransport {
        @Override
        public Answer send(ApiRequest request, Duration requestTimeout) {
            wire.send(request, requestTimeout);
            return wire.send(request, requestTimeout);
        }

        @Override
        public void close() {
            wire.close();
        }
    }

    private static CampaignOutcome run(CampaignPlan plan) throws Exception {
        return CampaignRun.of(plan, Repeating::new);
    }

    @Test
    void whatIsLeftOfAPlanIsWhatThePersonHasToSee() throws Exception {
        CampaignOutcome failed = run(PlanGenerator.plan(SEED));
        assertThat(failed.violations()).first().extracting(Violation::rule).isEqualTo("AtMostOneTicket");

        CampaignOutcome shrunk = PlanShrinker.shrink(failed, PlanShrinkerTest::run);

        assertThat(shrunk.failsAs(failed)).isTrue();
        assertThat(shrunk.plan().conditions()).isEqualTo(Conditions.PLAIN);
        assertThat(shrunk.plan().setUp()).isEqualTo(SetUp.ALONE);
        assertThat(shrunk.plan().crashes()).isEmpty();
        assertThat(shrunk.plan().sendings()).singleElement().satisfies(one -> {
            assertThat(one.findings()).isOne();
            assertThat(one.options()).isEmpty();
            assertThat(one.redeliveries()).isZero();
        });
        assertThat(shrunk.plan().faults()).isEmpty();
        assertThat(shrunk.plan().outages()).isEmpty();
        assertThat(shrunk.plan().deeds()).isEmpty();
        assertThat(shrunk.plan().stops()).isEmpty();
        assertThat(FailedSeed.told(failed, shrunk))
                .contains("Seed 7 breaks AtMostOneTicket")
                .contains("-DdatadogFindings.seed=7")
                .contains("CREATE f")
                .contains("begins")
                .contains("was put on");
    }

    @Test
    void shrinkingAgainComesToTheSame() throws Exception {
        CampaignOutcome failed = run(PlanGenerator.plan(SEED));
        assertThat(PlanShrinker.shrink(failed, PlanShrinkerTest::run).plan())
                .isEqualTo(PlanShrinker.shrink(failed, PlanShrinkerTest::run).plan());
    }

    @Test
    void whatIsNeededStays() throws Exception {
        CampaignPlan plan = PlanGenerator.plan(SEED);
        int needed = plan.faults().get(plan.faults().size() / 2).nth();
        CampaignOutcome shrunk = PlanShrinker.shrink(
                failing(plan),
                smaller -> smaller.faults().stream().anyMatch(one -> one.nth() == needed)
                                && smaller.sendings().stream().anyMatch(one -> one.findings() >= 3)
                        ? failing(smaller)
                        : holding(smaller));
        assertThat(shrunk.plan().faults())
                .singleElement()
                .extracting(PlannedFault::nth)
                .isEqualTo(needed);
        assertThat(shrunk.plan().sendings())
                .singleElement()
                .extracting(Sending::findings)
                .isEqualTo(3);
    }

    @Test
    void deathsAndNodesThatAreNeededStay() throws Exception {
        CampaignPlan plan =
                PlanGenerator.plan(SEED).with(new SetUp(true, 2, true)).withCrashes(List.of(crash(3), crash(5)));
        CampaignOutcome shrunk = PlanShrinker.shrink(
                failing(plan),
                smaller -> smaller.setUp().nodes() == 2 && smaller.crashes().contains(crash(5))
                        ? failing(smaller)
                        : holding(smaller));
        assertThat(shrunk.plan().crashes()).containsExactly(crash(5));
        assertThat(shrunk.plan().setUp()).isEqualTo(new SetUp(true, 2, false));
    }

    private static Crash crash(int nth) {
        return new Crash(0, new Crash.AtLedgerCall(nth, true), false, Duration.ZERO, false);
    }

    @Test
    void anotherFailureIsNotTakenForTheSame() throws Exception {
        CampaignPlan plan = PlanGenerator.plan(SEED);
        CampaignOutcome shrunk = PlanShrinker.shrink(
                failing(plan),
                smaller -> new CampaignOutcome(smaller, List.of(new Violation("Other", "")), null, null));
        assertThat(shrunk.plan()).isEqualTo(plan);
    }

    @Test
    void theEffortHasABound() throws Exception {
        AtomicInteger runs = new AtomicInteger();
        PlanShrinker.shrink(failing(PlanGenerator.plan(SEED)), smaller -> {
            runs.incrementAndGet();
            return smaller.faults().size() % 2 == 0 ? failing(smaller) : holding(smaller);
        });
        assertThat(runs.get()).isLessThanOrEqualTo(300);
    }

    private static CampaignOutcome failing(CampaignPlan plan) {
        return new CampaignOutcome(plan, List.of(new Violation("Rule", "broken")), null, null);
    }

    private static CampaignOutcome holding(CampaignPlan plan) {
        return new CampaignOutcome(plan, List.of(), null, null);
    }
}
