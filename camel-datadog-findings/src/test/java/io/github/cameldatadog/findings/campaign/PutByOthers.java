package io.github.cameldatadog.findings.campaign;

import io.github.cameldatadog.findings.testkit.Operation;
import io.github.cameldatadog.findings.testkit.history.Attachment;
import io.github.cameldatadog.findings.testkit.history.History;
import io.github.cameldatadog.findings.ticket.TicketOutcome;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Somebody else put a finding that a request of ours named on a case that is no older than the request. Where nobody asked for
 * references, nothing tells it from the case that the request was to make if it is another one of ours, with the same title; or
 * if Datadog writes the title, and no answer has told yet who we are.
 */
final class PutByOthers {

    /** Datadog tells time in whole seconds, and a case may be older by the tolerance of clocks, and by the length of the way. */
    private static final Duration NO_OLDER = Duration.ofSeconds(4);

    private PutByOthers() {}

    /** What happened, as if the exchange had put findings itself where others put them on such a case. */
    static History asIfByUs(ExchangeRecord exchange, CampaignRecord record) {
        History server = record.server();
        List<Attachment> attachments = new ArrayList<>(server.attachments());
        whereTakenForOurs(exchange, record).forEach(one -> attachments.add(asIfByUs(exchange, one, record)));
        return new History(server.requests(), server.cases(), attachments);
    }

    private static Set<Attachment> whereTakenForOurs(ExchangeRecord exchange, CampaignRecord record) {
        if (exchange.has("reference", "true")) {
            return Set.of();
        }
        return record.server().attachments().stream()
                .filter(one -> one.kind() == Attachment.Kind.ATTACHED
                        && one.requestNumber().isEmpty())
                .filter(one -> isSaidToBeOn(one, exchange) && isOnCaseLikeOurs(one, exchange, record))
                .collect(Collectors.toSet());
    }

    /** What was rejected, say, stays so, though somebody else put it on a case of ours. */
    private static boolean isSaidToBeOn(Attachment put, ExchangeRecord exchange) {
        return exchange.findings(outcome -> outcome instanceof TicketOutcome.Ticketed ticketed
                                && ticketed.ticket().id().equals(put.caseId())
                        || outcome instanceof TicketOutcome.CaseOnly caseOnly
                                && caseOnly.ticket().id().equals(put.caseId()))
                .anyMatch(put.findingId()::equals);
    }

    private static boolean isOnCaseLikeOurs(Attachment put, ExchangeRecord exchange, CampaignRecord record) {
        Optional<Instant> sent = record.requestsOf(exchange)
                .filter(one -> one.operation() == Operation.CREATE)
                .filter(one -> one.request().findingIds().contains(put.findingId()))
                .map(one -> one.request().receivedAt())
                .findFirst();
        return sent.isPresent()
                && record.server().cases().stream()
                        .filter(one -> one.id().equals(put.caseId()))
                        .filter(one -> one.ours() || nothingTellsWhose(put, exchange, record))
                        .anyMatch(one -> !one.createdAt().isBefore(sent.get().minus(NO_OLDER)));
    }

    private static boolean nothingTellsWhose(Attachment put, ExchangeRecord exchange, CampaignRecord record) {
        return !exchange.options().containsKey("title")
                && record.server().requests(Operation.CREATE).stream()
                        .noneMatch(one -> one.status() / 100 == 2
                                && record.lifeOf(one) == exchange.life()
                                && !CampaignFaults.mayHideAnEffect(one.fault())
                                && one.request().receivedAt().isBefore(put.at()));
    }

    private static Attachment asIfByUs(ExchangeRecord exchange, Attachment put, CampaignRecord record) {
        long request = record.requestsOf(exchange).findFirst().orElseThrow().number();
        return new Attachment(
                put.findingId(),
                put.caseId(),
                put.caseKey(),
                put.kind(),
                put.at(),
                put.actor(),
                true,
                Optional.of(request));
    }
}
