package io.github.cameldatadog.findings.campaign;

import io.github.cameldatadog.findings.testkit.Operation;
import io.github.cameldatadog.findings.testkit.history.Attachment;
import java.util.List;
import java.util.Set;

/**
 * No finding is Unknown unless a fault may have hidden what a request of its exchange made, something was stopped, or somebody
 * else put one of the exchange's findings on a case meanwhile, which then cannot be told from ours.
 */
final class DoubtHasACause implements CampaignRule {

    @Override
    public List<String> brokenIn(CampaignRecord record) {
        return record.exchanges().stream()
                .filter(one -> one.report() != null && one.report().unknown() > 0)
                .filter(one -> !record.stopped() && !metAnAmbiguousFault(one, record) && !othersWere(one, record))
                .map(one -> "exchange " + one.number() + ": " + one.report().unknown()
                        + " findings are unknown for no cause")
                .toList();
    }

    private static boolean metAnAmbiguousFault(ExchangeRecord exchange, CampaignRecord record) {
        return record.requestsOf(exchange)
                .filter(one -> one.operation() == Operation.CREATE)
                .anyMatch(one -> CampaignFaults.mayHideAnEffect(one.fault()));
    }

    private static boolean othersWere(ExchangeRecord exchange, CampaignRecord record) {
        Set<String> ids = Set.copyOf(exchange.cameIn());
        return record.server().attachments().stream()
                .filter(one -> one.kind() == Attachment.Kind.ATTACHED && ids.contains(one.findingId()))
                .anyMatch(one -> one.requestNumber()
                        .filter(request -> record.wire().isOf(exchange.number(), request))
                        .isEmpty());
    }
}
