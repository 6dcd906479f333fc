package io.github.cameldatadog.findings.campaign;

import io.github.cameldatadog.findings.testkit.Operation;
import io.github.cameldatadog.findings.testkit.history.Attachment;
import io.github.cameldatadog.findings.testkit.history.RequestRecord;
import io.github.cameldatadog.findings.ticket.TicketOutcome;
import java.util.List;

/**
 * No finding is Unknown unless a fault may have hidden what a request of ours that named it made, or somebody else put a
 * finding that the request named on a case, which then cannot be told from ours; or something was stopped; or a node died that
 * was about to send it, or could not tell its ledger. What one exchange left in doubt is in doubt for the others, too.
 */
final class DoubtHasACause implements CampaignRule {

    @Override
    public List<String> brokenIn(CampaignRecord record) {
        if (record.stopped()) {
            return List.of();
        }
        return record.exchanges().stream()
                .flatMap(one -> one.findings(TicketOutcome.Kind.UNKNOWN)
                        .filter(id -> !hasACause(id, record))
                        .map(id -> "exchange " + one.number() + ": " + id + " is unknown for no cause"))
                .toList();
    }

    private static boolean hasACause(String findingId, CampaignRecord record) {
        // What a ledger could not be told, others take to be in doubt when they hear no more of whoever is to tell it.
        return record.wasLeftBeingSent(findingId)
                || record.ledgerWasDown()
                || record.server().requests(Operation.CREATE).stream()
                        .filter(one -> one.request().findingIds().contains(findingId))
                        .anyMatch(one -> CampaignFaults.mayHideAnEffect(one.fault()) || othersInterfered(one, record));
    }

    private static boolean othersInterfered(RequestRecord request, CampaignRecord record) {
        List<String> named = request.request().findingIds();
        return record.server().attachments().stream()
                .filter(one -> one.kind() == Attachment.Kind.ATTACHED
                        && one.requestNumber().isEmpty())
                .anyMatch(one -> named.contains(one.findingId()));
    }
}
