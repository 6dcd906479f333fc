package io.github.cameldatadog.findings.campaign;

import io.github.cameldatadog.findings.testkit.fault.FaultEffect;
import io.github.cameldatadog.findings.testkit.history.Attachment;
import io.github.cameldatadog.findings.testkit.history.History;
import io.github.cameldatadog.findings.testkit.history.RequestRecord;
import io.github.cameldatadog.findings.ticket.TicketOutcome;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What an exchange with {@code onUnknown=resend} cannot know before it sends again: what a request did, or the index shows,
 * only when {@code reconcileWindow} was over, though the index showed what was made later; or what others took off again.
 */
final class HiddenEffects {

    private static final Set<TicketOutcome.Kind> KEPT_FROM_IT =
            EnumSet.of(TicketOutcome.Kind.NOT_SENT, TicketOutcome.Kind.SKIPPED, TicketOutcome.Kind.HELD_ELSEWHERE);

    private HiddenEffects() {}

    /** Whether the last look before sending again may have shown nothing of this. */
    static boolean couldNotBeSeen(Attachment put, CampaignRecord record) {
        RequestRecord request = record.request(put.requestNumber().orElseThrow());
        return shortestWindow(request, record)
                .filter(window -> wasHiddenFor(window, put, request, record) || wasTakenOffByOthers(put, record))
                .isPresent();
    }

    /** Of those who may decide that it is to be sent again: whoever sent it, and whoever took the doubt over from another. */
    private static Optional<Duration> shortestWindow(RequestRecord request, CampaignRecord record) {
        return record.exchanges().stream()
                .filter(one -> one.has("onUnknown", "resend"))
                .filter(one -> record.wire().isOf(one.number(), request.number()) || mayTakeOver(one, request, record))
                .flatMap(one -> one.window().stream())
                .min(Comparator.naturalOrder());
    }

    /** With a ledger that outlives it, a doubt is found out by whoever comes next with any finding of its draft, or starts. */
    private static boolean mayTakeOver(ExchangeRecord other, RequestRecord request, CampaignRecord record) {
        return other.life() > 0
                || other.cameIn().stream().anyMatch(request.request().findingIds()::contains);
    }

    private static boolean wasHiddenFor(Duration window, Attachment put, RequestRecord request, CampaignRecord record) {
        boolean late = request.fault().effect().kind() == FaultEffect.Kind.LATE;
        boolean slow = record.conditions()
                        .lagOf(put.findingId())
                        .compareTo(record.conditions().shortestLag())
                > 0;
        Instant shown = put.at().plus(record.conditions().lagOf(put.findingId()));
        Instant over = request.request().receivedAt().plus(window);
        return (late || slow) && (!shown.isBefore(over) || record.indexStoodStill());
    }

    private static boolean wasTakenOffByOthers(Attachment put, CampaignRecord record) {
        return record.server().attachments().stream()
                .filter(one -> one.kind() == Attachment.Kind.DETACHED
                        && one.requestNumber().isEmpty())
                .anyMatch(one ->
                        one.findingId().equals(put.findingId()) && one.caseId().equals(put.caseId()));
    }

    /** Whether the exchange looked when the window was over, was shown the finding, and never on the case that it is on. */
    static boolean wasLookedFor(Attachment put, Attachment again, CampaignRecord record) {
        WireLog.Entry first =
                record.wire().of(put.requestNumber().orElseThrow()).orElseThrow();
        WireLog.Entry second =
                record.wire().of(again.requestNumber().orElseThrow()).orElseThrow();
        Looks looks = new Looks(record);
        return first.exchange() != second.exchange()
                || !record.exchangeOf(first.request()).has("onUnknown", "resend")
                || looks.hadShownSince(endOfWindow(put, record), second, put.findingId())
                        && !looks.hadShown(second, put.findingId(), put.caseId());
    }

    /** It is over no sooner than that. */
    private static Instant endOfWindow(Attachment put, CampaignRecord record) {
        long request = put.requestNumber().orElseThrow();
        return record.request(request)
                .request()
                .receivedAt()
                .plus(record.exchangeOf(request).window().orElseThrow());
    }

    /** What an exchange did and could not see, and sent again; as if somebody else had done it. */
    static History withoutWhatWasSentAgain(ExchangeRecord exchange, CampaignRecord record) {
        History server = record.server();
        List<Attachment> attachments = server.attachments().stream()
                .map(one -> wasSentAgain(one, exchange, record) ? asIfByOthers(one) : one)
                .toList();
        return new History(server.requests(), server.cases(), attachments);
    }

    private static boolean wasSentAgain(Attachment put, ExchangeRecord exchange, CampaignRecord record) {
        return put.kind() == Attachment.Kind.ATTACHED
                && put.requestNumber()
                        .filter(request -> record.wire().isOf(exchange.number(), request))
                        .isPresent()
                && couldNotBeSeen(put, record)
                && (wasNamedAgain(put, exchange, record) || wasFreeToBeSentAgain(put, exchange, record));
    }

    private static Attachment asIfByOthers(Attachment put) {
        return new Attachment(
                put.findingId(),
                put.caseId(),
                put.caseKey(),
                put.kind(),
                put.at(),
                put.actor(),
                false,
                Optional.empty());
    }

    /** How many requests with {@code onUnknown=resend} named what one of the same exchange had named that left it in doubt. */
    static long namedAgain(CampaignRecord record) {
        return record.exchanges().stream()
                .filter(one -> one.has("onUnknown", "resend"))
                .mapToLong(one -> namedAgain(one, record))
                .sum();
    }

    private static long namedAgain(ExchangeRecord exchange, CampaignRecord record) {
        Set<String> inDoubt = new HashSet<>();
        long again = 0;
        for (RequestRecord one : record.requestsOf(exchange).toList()) {
            List<String> named = one.request().findingIds();
            again += named.stream().anyMatch(inDoubt::contains) ? 1 : 0;
            if (CampaignFaults.mayHideAnEffect(one.fault())) {
                inDoubt.addAll(named);
            }
        }
        return again;
    }

    /** Something else kept it from being sent again: its outcome is that of the second time all the same. */
    private static boolean wasFreeToBeSentAgain(Attachment put, ExchangeRecord exchange, CampaignRecord record) {
        Looks looks = new Looks(record);
        return exchange.has("onUnknown", "resend")
                && exchange.findings(one -> KEPT_FROM_IT.contains(one.kind())).anyMatch(put.findingId()::equals)
                && looks.hadShownSince(endOfWindow(put, record), exchange.number(), put.findingId())
                && !looks.hadShown(exchange.number(), put.findingId(), put.caseId());
    }

    private static boolean wasNamedAgain(Attachment put, ExchangeRecord exchange, CampaignRecord record) {
        return record.requestsOf(exchange)
                .anyMatch(one -> one.number() > put.requestNumber().orElseThrow()
                        && one.request().findingIds().contains(put.findingId()));
    }
}
