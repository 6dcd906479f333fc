package io.github.cameldatadog.findings.campaign;

import io.github.cameldatadog.findings.testkit.history.Attachment;
import io.github.cameldatadog.findings.ticket.SkipReason;
import io.github.cameldatadog.findings.ticket.TicketOutcome;
import java.time.Instant;
import java.util.List;

/** What was skipped as already ticketed had been put on a case, by us or by others, before the exchange ended. */
final class AlreadyTicketedIsOnACase implements CampaignRule {

    @Override
    public List<String> brokenIn(CampaignRecord record) {
        return record.exchanges().stream()
                .flatMap(one -> one.findings(AlreadyTicketedIsOnACase::saysSo)
                        .filter(id -> !hadBeenPutOnACase(id, one, record))
                        .map(id -> "exchange " + one.number() + ": " + id + " had been put on no case"))
                .toList();
    }

    private static boolean saysSo(TicketOutcome outcome) {
        return outcome instanceof TicketOutcome.Skipped skipped && skipped.why() == SkipReason.ALREADY_TICKETED;
    }

    private static boolean hadBeenPutOnACase(String findingId, ExchangeRecord exchange, CampaignRecord record) {
        Instant ended = exchange.atWork().get(exchange.atWork().size() - 1).to();
        return record.server().attachments().stream()
                .filter(one ->
                        one.kind() == Attachment.Kind.ATTACHED && !one.at().isAfter(ended))
                .anyMatch(one -> one.findingId().equals(findingId));
    }
}
