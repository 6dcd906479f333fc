package io.github.cameldatadog.findings.campaign;

import java.util.ArrayList;
import java.util.List;

/** Checks a run against all rules. */
final class CampaignChecker {

    private static final List<CampaignRule> RULES = List.of(
            new OnlyValidRequests(),
            new EveryDeliveryIsAnswered(),
            new AtMostOneTicket(),
            new NothingIsLost(),
            new ReportsAreTrue(),
            new NothingIsTakenOff(),
            new LooksAreFresh(),
            new DoubtHasACause(),
            new WhatTookEffectIsFoundOut(),
            new WhatTheDeadMadeIsFoundOut(),
            new TheLedgerIsTrue(),
            new HeldElsewhereIsHeld(),
            new AlreadyTicketedIsOnACase(),
            new WithinTheRateLimit());

    private CampaignChecker() {}

    /** The rules that are broken, in the order of the list above. */
    static List<Violation> check(CampaignRecord record) {
        List<Violation> violations = new ArrayList<>();
        for (CampaignRule rule : RULES) {
            rule.brokenIn(record)
                    .forEach(
                            what -> violations.add(new Violation(rule.getClass().getSimpleName(), what)));
        }
        return violations;
    }
}
