package io.github.cameldatadog.findings.campaign;

import java.util.List;

/**
 * What a run came to.
 *
 * @param violations the rules that were broken
 * @param record all that is known of it, at its end
 * @param trace what happened, in words that are the same for the same plan
 */
record CampaignOutcome(CampaignPlan plan, List<Violation> violations, CampaignRecord record, CampaignTrace trace) {

    /** The same failure is one in which the same rule is broken first. */
    boolean failsAs(CampaignOutcome other) {
        return !violations.isEmpty()
                && violations.get(0).rule().equals(other.violations.get(0).rule());
    }
}
