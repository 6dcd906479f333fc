package io.github.cameldatadog.findings.campaign;

import java.util.List;

/**
 * All that happens in one run of the campaign, apart from the order of threads and the lengths of ways, which the seed decides.
 * A run takes it as it is, so that parts of it can be left out to see whether the run still fails.
 *
 * @param sendings the exchanges
 * @param faults what goes wrong with single requests
 * @param outages what goes wrong for a while
 * @param deeds what others do
 * @param stops what is stopped while exchanges are worked on
 */
record CampaignPlan(
        long seed,
        Conditions conditions,
        List<Sending> sendings,
        List<PlannedFault> faults,
        List<Outage> outages,
        List<Deed> deeds,
        List<Stop> stops) {

    CampaignPlan with(Conditions others) {
        return new CampaignPlan(seed, others, sendings, faults, outages, deeds, stops);
    }

    CampaignPlan withSendings(List<Sending> others) {
        return new CampaignPlan(seed, conditions, List.copyOf(others), faults, outages, deeds, stops);
    }

    CampaignPlan withFaults(List<PlannedFault> others) {
        return new CampaignPlan(seed, conditions, sendings, List.copyOf(others), outages, deeds, stops);
    }

    CampaignPlan withOutages(List<Outage> others) {
        return new CampaignPlan(seed, conditions, sendings, faults, List.copyOf(others), deeds, stops);
    }

    CampaignPlan withDeeds(List<Deed> others) {
        return new CampaignPlan(seed, conditions, sendings, faults, outages, List.copyOf(others), stops);
    }

    CampaignPlan withStops(List<Stop> others) {
        return new CampaignPlan(seed, conditions, sendings, faults, outages, deeds, List.copyOf(others));
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
        StringBuilder text = new StringBuilder("seed " + seed + ", " + conditions);
        for (List<?> part : List.of(sendings, faults, outages, deeds, stops)) {
            part.forEach(one -> text.append("\n  ").append(one));
        }
        return text.toString();
    }
}
