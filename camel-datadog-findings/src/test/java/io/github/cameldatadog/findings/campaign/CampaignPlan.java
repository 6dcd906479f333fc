package io.github.cameldatadog.findings.campaign;

import java.util.List;

/**
 * All that happens in one run of the campaign, apart from the order of threads and the lengths of ways, which the seed decides.
 * A run takes it as it is, so that parts of it can be left out to see whether the run still fails.
 *
 * @param setUp where that is
 * @param sendings the exchanges
 * @param faults what goes wrong with single requests
 * @param outages what goes wrong for a while
 * @param deeds what others do
 * @param stops what is stopped while exchanges are worked on
 * @param crashes which nodes die; for ledgers in a database alone
 */
record CampaignPlan(
        long seed,
        SetUp setUp,
        Conditions conditions,
        List<Sending> sendings,
        List<PlannedFault> faults,
        List<Outage> outages,
        List<Deed> deeds,
        List<Stop> stops,
        List<Crash> crashes) {

    CampaignPlan with(Conditions others) {
        return new CampaignPlan(seed, setUp, others, sendings, faults, outages, deeds, stops, crashes);
    }

    CampaignPlan withSendings(List<Sending> others) {
        return new CampaignPlan(seed, setUp, conditions, List.copyOf(others), faults, outages, deeds, stops, crashes);
    }

    CampaignPlan withFaults(List<PlannedFault> others) {
        return new CampaignPlan(seed, setUp, conditions, sendings, List.copyOf(others), outages, deeds, stops, crashes);
    }

    CampaignPlan withOutages(List<Outage> others) {
        return new CampaignPlan(seed, setUp, conditions, sendings, faults, List.copyOf(others), deeds, stops, crashes);
    }

    CampaignPlan withDeeds(List<Deed> others) {
        return new CampaignPlan(
                seed, setUp, conditions, sendings, faults, outages, List.copyOf(others), stops, crashes);
    }

    CampaignPlan withStops(List<Stop> others) {
        return new CampaignPlan(
                seed, setUp, conditions, sendings, faults, outages, deeds, List.copyOf(others), crashes);
    }

    CampaignPlan withCrashes(List<Crash> others) {
        return new CampaignPlan(seed, setUp, conditions, sendings, faults, outages, deeds, stops, List.copyOf(others));
    }

    CampaignPlan with(SetUp other) {
        return new CampaignPlan(seed, other, conditions, sendings, faults, outages, deeds, stops, crashes);
    }

    /** How many findings the exchanges draw from. */
    int findings() {
        return sendings.stream()
                .mapToInt(one -> one.first() + one.findings())
                .max()
                .orElse(0);
    }

    @Override
    public String toString() {
        StringBuilder text = new StringBuilder("seed " + seed + ", " + setUp + ", " + conditions);
        for (List<?> part : List.of(sendings, faults, outages, deeds, stops, crashes)) {
            part.forEach(one -> text.append("\n  ").append(one));
        }
        return text.toString();
    }
}
