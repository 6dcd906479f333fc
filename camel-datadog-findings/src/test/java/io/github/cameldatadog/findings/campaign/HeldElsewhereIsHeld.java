package io.github.cameldatadog.findings.campaign;

import io.github.cameldatadog.findings.ticket.TicketOutcome;
import java.util.List;

/** What is held elsewhere had come to another exchange as well, which was worked on at the same time. */
final class HeldElsewhereIsHeld implements CampaignRule {

    @Override
    public List<String> brokenIn(CampaignRecord record) {
        return record.exchanges().stream()
                .flatMap(one -> one.findings(TicketOutcome.Kind.HELD_ELSEWHERE)
                        .filter(id -> record.exchanges().stream()
                                .noneMatch(other -> other.cameIn().contains(id) && overlap(one, other)))
                        .map(id -> "exchange " + one.number() + ": " + id + " is held by nobody else"))
                .toList();
    }

    /** The last delivery may have come to a stopped route; then the report tells of one before. */
    private static boolean overlap(ExchangeRecord one, ExchangeRecord other) {
        return one.number() != other.number()
                && one.atWork().stream()
                        .anyMatch(span -> other.atWork().stream().anyMatch(span::overlaps));
    }
}
