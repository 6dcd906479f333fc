package io.github.cameldatadog.findings.campaign;

import java.util.List;

/** Every request keeps to the specification. */
final class OnlyValidRequests implements CampaignRule {

    @Override
    public List<String> brokenIn(CampaignRecord record) {
        return record.server().requests().stream()
                .filter(one -> !one.request().valid())
                .map(one -> one.request().toString())
                .toList();
    }
}
