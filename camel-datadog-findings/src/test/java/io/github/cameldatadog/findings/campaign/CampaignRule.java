package io.github.cameldatadog.findings.campaign;

import java.util.List;

/** What must hold in every run, whatever happens. Looks at what is known from outside the component, and at nothing else. */
@FunctionalInterface
interface CampaignRule {

    /** In what the rule is broken, in words; empty if it holds. */
    List<String> brokenIn(CampaignRecord record);
}
