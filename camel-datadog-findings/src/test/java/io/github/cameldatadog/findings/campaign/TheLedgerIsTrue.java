package io.github.cameldatadog.findings.campaign;

import io.github.cameldatadog.findings.ledger.SimulatedDatabase.Entry;
import io.github.cameldatadog.findings.testkit.history.Attachment;
import io.github.cameldatadog.findings.ticket.TicketOutcome;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * What a ledger in a database says in the end has happened: a finding that it knows on a case was put there, one that a report
 * calls ticketed is known to it, and nothing is on its way any more with a node that lives. What it could not be told before
 * the node was stopped it does not know.
 */
final class TheLedgerIsTrue implements CampaignRule {

    @Override
    public List<String> brokenIn(CampaignRecord record) {
        if (record.ledger().isEmpty()) {
            return List.of();
        }
        Stream<String> untrue = record.ledger().entrySet().stream()
                .filter(one -> !isTrue(one, record))
                .map(one -> one.getKey() + " is " + one.getValue() + " in the ledger");
        return Stream.concat(untrue, record.ledgerWasDown() ? Stream.empty() : forgotten(record))
                .toList();
    }

    private static boolean isTrue(Map.Entry<String, Entry> one, CampaignRecord record) {
        Entry entry = one.getValue();
        return switch (entry.state()) {
            case "TICKETED", "CASE_ONLY" -> wasPutOn(entry.caseId(), one.getKey(), record);
            case "IN_DOUBT" -> true;
            case "CLAIMED", "SENDING" ->
                mayStillLook(record)
                        || couldNotTellBeforeItsEnd(record)
                        || record.lives().get(Integer.parseInt(entry.process())).isDead();
            default -> false;
        };
    }

    /** Those of a start may, where it is kept from it. */
    private static boolean mayStillLook(CampaignRecord record) {
        return record.conditions().searchLimit() < 1_000
                || record.outages().stream().anyMatch(one -> !one.kind().isOfLedger());
    }

    /** A ledger that was down is told when it can be, unless nobody is there to tell it. */
    private static boolean couldNotTellBeforeItsEnd(CampaignRecord record) {
        return record.ledgerWasDown() && record.stopped();
    }

    private static boolean wasPutOn(String caseId, String findingId, CampaignRecord record) {
        return record.server().attachments().stream()
                .anyMatch(one -> one.kind() == Attachment.Kind.ATTACHED
                        && one.findingId().equals(findingId)
                        && one.caseId().equals(caseId));
    }

    private static Stream<String> forgotten(CampaignRecord record) {
        return record.exchanges().stream().flatMap(one -> one.findings(TicketOutcome.Kind.TICKETED)
                .filter(id -> !record.ledger().containsKey(id))
                .map(id -> "exchange " + one.number() + ": " + id + " is ticketed, and not in the ledger"));
    }
}
