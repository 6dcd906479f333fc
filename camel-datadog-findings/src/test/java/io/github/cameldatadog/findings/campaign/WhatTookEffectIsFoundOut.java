package io.github.cameldatadog.findings.campaign;

import io.github.cameldatadog.findings.testkit.Operation;
import io.github.cameldatadog.findings.testkit.fault.FaultEffect;
import io.github.cameldatadog.findings.testkit.history.Attachment;
import io.github.cameldatadog.findings.ticket.TicketOutcome;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * A finding that was put on a ticket is not Unknown to the exchange that put it there, where that could be found out: the index
 * shows all within {@code reconcileWindow}, all searches of the exchange were answered, nobody else did anything with its
 * findings, and nothing ended early or took effect late. Limits and pauses need no margin: the last look is never made before
 * the window is over, and is waited for.
 */
final class WhatTookEffectIsFoundOut implements CampaignRule {

    @Override
    public List<String> brokenIn(CampaignRecord record) {
        return record.exchanges().stream()
                .filter(one -> mustFindOut(one, record))
                .flatMap(one -> one.findings(TicketOutcome.Kind.UNKNOWN)
                        .filter(putOnTickets(one, record)::contains)
                        .map(id -> "exchange " + one.number() + ": " + id + " is on a ticket, and unknown"))
                .toList();
    }

    /** How many findings were put on a ticket by a request whose answer may not have told, where it must be found out. */
    static long foundOut(CampaignRecord record) {
        return record.exchanges().stream()
                .filter(one -> mustFindOut(one, record))
                .mapToLong(one -> putOnTickets(one, record).stream()
                        .filter(id -> mayHaveBeenHidden(id, one, record))
                        .count())
                .sum();
    }

    private static boolean mayHaveBeenHidden(String findingId, ExchangeRecord exchange, CampaignRecord record) {
        return record.requestsOf(exchange)
                .filter(one -> one.tookEffect() && CampaignFaults.mayHideAnEffect(one.fault()))
                .anyMatch(one -> one.request().findingIds().contains(findingId));
    }

    private static Set<String> putOnTickets(ExchangeRecord exchange, CampaignRecord record) {
        Set<String> put = new HashSet<>();
        for (Attachment one : record.server().attachments()) {
            boolean byIt = one.requestNumber()
                    .filter(request -> record.wire().isOf(exchange.number(), request))
                    .isPresent();
            if (byIt && one.kind() == Attachment.Kind.ATTACHED) {
                put.add(one.findingId());
            }
        }
        return put;
    }

    private static boolean mustFindOut(ExchangeRecord exchange, CampaignRecord record) {
        return !record.stopped()
                && record.outages().isEmpty()
                && record.conditions().refusedInHundred() == 0
                && !exchange.options().containsKey("exchangeTimeout")
                && (exchange.options().containsKey("title")
                        || exchange.options().containsKey("reference"))
                && exchange.window()
                        .filter(window -> longestLag(exchange, record).compareTo(window) <= 0)
                        .isPresent()
                && searchesWereAnswered(exchange, record)
                && nothingWasLate(exchange, record)
                && nobodyElseWasThere(exchange, record);
    }

    private static Duration longestLag(ExchangeRecord exchange, CampaignRecord record) {
        return exchange.cameIn().stream()
                .map(record.conditions()::lagOf)
                .max(Duration::compareTo)
                .orElse(Duration.ZERO);
    }

    private static boolean searchesWereAnswered(ExchangeRecord exchange, CampaignRecord record) {
        return record.requestsOf(exchange)
                .filter(one -> one.operation() == Operation.SEARCH)
                .allMatch(one -> one.status() == 200 && one.fault().isNone());
    }

    private static boolean nothingWasLate(ExchangeRecord exchange, CampaignRecord record) {
        return record.requestsOf(exchange).noneMatch(one -> one.fault().effect().kind() == FaultEffect.Kind.LATE);
    }

    private static boolean nobodyElseWasThere(ExchangeRecord exchange, CampaignRecord record) {
        Set<String> ids = Set.copyOf(exchange.cameIn());
        return record.deeds().stream().noneMatch(deed -> ids.contains(deed.findingId()));
    }
}
