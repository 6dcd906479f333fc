package io.github.cameldatadog.findings.campaign;

import java.util.LinkedHashMap;
import java.util.Map;

/** Chooses the options of an endpoint. */
final class SendingOptions {

    private final Chance chance;
    private final boolean lookIsSure;
    private final boolean calm;
    private final boolean comesAgain;
    private final Map<String, String> options = new LinkedHashMap<>();

    private SendingOptions(Chance chance, boolean lookIsSure, boolean calm, boolean comesAgain) {
        this.calm = calm;
        this.chance = chance;
        this.lookIsSure = lookIsSure;
        this.comesAgain = comesAgain;
    }

    /**
     * Options by chance.
     *
     * @param lookIsSure whether a look is to be always made, and answered
     * @param calm whether nothing is to end early
     * @param comesAgain whether other exchanges sent the same findings before
     */
    static Map<String, String> by(Chance chance, boolean lookIsSure, boolean calm, boolean comesAgain) {
        SendingOptions one = new SendingOptions(chance, lookIsSure, calm, comesAgain);
        one.choose();
        return one.options;
    }

    private void choose() {
        if (chance.oneIn(20)) {
            add("dryRun", true);
        }
        add("groupBy", chance.pick("none", "finding", "rule.id", "severity", "rule.id,service.name"));
        add("findingsPerTicket", chance.pick(1, 3, 10, 50));
        add("ticketsPerRequest", chance.pick(1, 2, 10, 50));
        add("maxOpenGroups", chance.pick(1, 5, 10_000));
        add("maxInFlight", chance.pick(1, 2, 4, 9));
        add("alreadyTicketed", chance.pick("skip", "skip", "skip", "move", "fail"));
        add("resolvedFindings", chance.pick("skip", "skip", "send"));
        add("requestTimeout", chance.pick(2_000, 20_000, 60_000));
        add("maxRetries", chance.pick(0, 2, 10));
        add("retryBudget", chance.pick(0, 3_000, 300_000));
        add("validateFirst", chance.pick(true, false));
        add("priority", chance.pick("severity", "P2"));
        chooseLooks();
        chooseWhatDoubtMeans();
        if (!lookIsSure && !calm && chance.oneIn(4)) {
            add("exchangeTimeout", chance.pick(500, 10_000, 120_000));
        }
        if (chance.oneIn(3)) {
            add("throwExceptionOnFailure", false);
        }
        if (chance.oneIn(2)) {
            add("title", "${body.size} x ${body.field('severity')}");
        }
    }

    private void chooseLooks() {
        if (lookIsSure) {
            add("lookupTickets", chance.pick("missing", "always"));
        } else if (chance.oneIn(3)) {
            add("lookupTickets", chance.pick("missing", "always", "never"));
        }
        if (chance.oneIn(3)) {
            add("payloadMaxAge", chance.pick(0, 1_000, 30_000));
        }
    }

    private void chooseWhatDoubtMeans() {
        add("onUnknown", chance.pick("reconcile", "reconcile", "resend", "park"));
        if (chance.oneIn(2)) {
            add("reconcileWindow", chance.pick(0, 5_000, 120_000, 600_000));
        }
        if (chance.oneIn(3)) {
            add("reference", true);
        }
        if (chance.oneIn(comesAgain ? 1 : 3)) {
            add("reticket", true);
        }
    }

    private void add(String name, Object value) {
        options.put(name, String.valueOf(value));
    }
}
