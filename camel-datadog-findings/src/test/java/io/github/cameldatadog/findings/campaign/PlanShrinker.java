package io.github.cameldatadog.findings.campaign;

import io.github.cameldatadog.findings.BodyKind;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.UnaryOperator;

/**
 * Leaves out of a plan that fails whatever is not needed for the same rule to be broken, so that a person can follow what is
 * left. Bounded, and the same each time.
 */
final class PlanShrinker {

    private static final int MOST_RUNS = 300;

    private final Runs runs;
    private final CampaignOutcome original;
    private CampaignOutcome best;
    private int left = MOST_RUNS;

    /** Runs a plan. */
    @FunctionalInterface
    interface Runs {
        CampaignOutcome of(CampaignPlan plan) throws Exception;
    }

    private PlanShrinker(CampaignOutcome failed, Runs runs) {
        this.original = failed;
        this.best = failed;
        this.runs = runs;
    }

    /** The outcome of the smallest plan that was found to fail as this one did. */
    static CampaignOutcome shrink(CampaignOutcome failed, Runs runs) throws Exception {
        PlanShrinker shrinker = new PlanShrinker(failed, runs);
        CampaignOutcome before;
        do {
            before = shrinker.best;
            shrinker.round();
        } while (shrinker.best != before && shrinker.left > 0);
        return shrinker.best;
    }

    private void round() throws Exception {
        leaveOut(CampaignPlan::sendings, CampaignPlan::withSendings);
        leaveOut(CampaignPlan::crashes, CampaignPlan::withCrashes);
        simplifySetUp();
        leaveOut(CampaignPlan::stops, CampaignPlan::withStops);
        leaveOut(CampaignPlan::outages, CampaignPlan::withOutages);
        leaveOut(CampaignPlan::deeds, CampaignPlan::withDeeds);
        leaveOut(CampaignPlan::faults, CampaignPlan::withFaults);
        simplifyConditions();
        for (int i = 0; i < best.plan().sendings().size(); i++) {
            simplifySending(i);
        }
    }

    private boolean holds(CampaignPlan smaller) throws Exception {
        if (left == 0 || smaller.equals(best.plan())) {
            return false;
        }
        left--;
        CampaignOutcome outcome = runs.of(smaller);
        boolean same = outcome.failsAs(original);
        if (same) {
            best = outcome;
        }
        return same;
    }

    /** First halves, then quarters, and so on to single ones. */
    private <T> void leaveOut(
            Function<CampaignPlan, List<T>> part, BiFunction<CampaignPlan, List<T>, CampaignPlan> with)
            throws Exception {
        for (int size = part.apply(best.plan()).size(); size > 0; size /= 2) {
            int from = 0;
            while (from < part.apply(best.plan()).size()) {
                List<T> fewer = new ArrayList<>(part.apply(best.plan()));
                fewer.subList(from, Math.min(fewer.size(), from + size)).clear();
                if (!holds(with.apply(best.plan(), fewer))) {
                    from += size;
                }
            }
        }
    }

    /** One context remembers for itself no longer than it lives, and for nobody else: then nothing dies. */
    private void simplifySetUp() throws Exception {
        if (holds(best.plan().withCrashes(List.of()).with(SetUp.ALONE))) {
            return;
        }
        holds(best.plan().with(best.plan().setUp().withNodes(1)));
        holds(best.plan().with(best.plan().setUp().withNames(false)));
    }

    private void simplifyConditions() throws Exception {
        List<UnaryOperator<Conditions>> simpler = List.of(
                all -> Conditions.PLAIN,
                all -> all.withIndexLag(Duration.ZERO),
                all -> all.withSlowFindings(0, Duration.ZERO, 0),
                all -> all.withRefused(0),
                all -> all.withLimits(Conditions.NO_LIMIT, all.searchLimit()),
                all -> all.withLimits(all.createLimit(), Conditions.NO_LIMIT),
                all -> all.withOneProject(false));
        for (UnaryOperator<Conditions> step : simpler) {
            holds(best.plan().with(step.apply(best.plan().conditions())));
        }
    }

    private void simplifySending(int index) throws Exception {
        List<UnaryOperator<Sending>> simpler = List.of(
                all -> all.withOptions(Map.of()),
                all -> all.withRedeliveries(0),
                all -> all.withBody(BodyKind.LIST_OF_IDS, 0),
                all -> all.withAfter(Duration.ZERO),
                all -> all.withFindings(all.first(), all.findings(), 0));
        for (UnaryOperator<Sending> step : simpler) {
            holds(with(index, step));
        }
        for (String option : List.copyOf(sending(index).options().keySet())) {
            holds(with(index, all -> all.withOptions(without(option, all.options()))));
        }
        takeFewerFindings(index);
    }

    private static Map<String, String> without(String option, Map<String, String> options) {
        Map<String, String> fewer = new TreeMap<>(options);
        fewer.remove(option);
        return fewer;
    }

    /** Off the end, then off the beginning: as many as can be. */
    private void takeFewerFindings(int index) throws Exception {
        for (int fewer = sending(index).findings() / 2; fewer > 0; fewer /= 2) {
            int by = fewer;
            while (sending(index).findings() > by
                    && holds(with(
                            index,
                            all -> all.withFindings(
                                    all.first(),
                                    all.findings() - by,
                                    Math.min(all.repeated(), all.findings() - by))))) {
                // as long as it helps
            }
            while (sending(index).findings() > by
                    && holds(with(
                            index,
                            all -> all.withFindings(
                                    all.first() + by,
                                    all.findings() - by,
                                    Math.min(all.repeated(), all.findings() - by))))) {
                // as long as it helps
            }
        }
    }

    private Sending sending(int index) {
        return best.plan().sendings().get(index);
    }

    private CampaignPlan with(int index, UnaryOperator<Sending> step) {
        List<Sending> sendings = new ArrayList<>(best.plan().sendings());
        sendings.set(index, step.apply(sendings.get(index)));
        return best.plan().withSendings(sendings);
    }
}
