package io.github.cameldatadog.findings.campaign;

import io.github.cameldatadog.findings.testkit.history.Attachment;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * We take nothing off an open case that the index showed when the exchange last looked. What got onto a case between that look
 * and the request, or was not shown by it, is lost to ours: that cannot be avoided, and is counted.
 */
final class NothingIsTakenOff implements CampaignRule {

    @Override
    public List<String> brokenIn(CampaignRecord record) {
        Looks looks = new Looks(record);
        return takenOff(record)
                .filter(one -> wasShown(one, record, looks))
                .map(one -> one + ", where the exchange's last look had shown it")
                .toList();
    }

    /**
     * How many findings were taken off a case that the last look did not show.
     *
     * @param ofOurs whether off cases that we made, else off those of others
     */
    static long races(CampaignRecord record, boolean ofOurs) {
        Looks looks = new Looks(record);
        return takenOff(record)
                .filter(one -> isOurs(one, record) == ofOurs && !wasShown(one, record, looks))
                .count();
    }

    private static boolean isOurs(Attachment one, CampaignRecord record) {
        return record.server().cases().stream()
                .anyMatch(made -> made.ours() && made.id().equals(one.caseId()));
    }

    private static Stream<Attachment> takenOff(CampaignRecord record) {
        Predicate<Attachment> byChoice =
                one -> exchangeOf(one, record).filter(NothingIsTakenOff::moves).isPresent();
        return record.server().attachments().stream()
                .filter(one -> one.kind() == Attachment.Kind.DETACHED)
                .filter(one -> exchangeOf(one, record).isPresent())
                .filter(byChoice.negate());
    }

    private static boolean moves(ExchangeRecord exchange) {
        return exchange.has("alreadyTicketed", "move");
    }

    private static Optional<ExchangeRecord> exchangeOf(Attachment one, CampaignRecord record) {
        return one.requestNumber().flatMap(record.wire()::of).flatMap(entry -> record.exchanges().stream()
                .filter(exchange -> exchange.number() == entry.exchange())
                .findFirst());
    }

    private static boolean wasShown(Attachment off, CampaignRecord record, Looks looks) {
        WireLog.Entry create =
                record.wire().of(off.requestNumber().orElseThrow()).orElseThrow();
        return looks.openCasesBefore(create, off.findingId()).contains(off.caseId());
    }
}
