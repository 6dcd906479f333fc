package io.github.cameldatadog.findings.campaign;

import io.github.cameldatadog.findings.ledger.SimulatedDatabase.Entry;
import io.github.cameldatadog.findings.testkit.Operation;
import io.github.cameldatadog.findings.testkit.fault.FaultEffect;
import io.github.cameldatadog.findings.testkit.history.Attachment;
import io.github.cameldatadog.findings.testkit.history.RequestRecord;
import io.github.cameldatadog.findings.ticket.TicketOutcome;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * What an exchange had put on a ticket when its node died is found out by whoever comes later, when it is known that the node is
 * gone: it is unknown to no later exchange, and the ledger knows the ticket where a node was started since. That holds under the
 * conditions of {@link WhatTookEffectIsFoundOut}.
 */
final class WhatTheDeadMadeIsFoundOut implements CampaignRule {

    @Override
    public List<String> brokenIn(CampaignRecord record) {
        List<String> broken = new ArrayList<>();
        for (Attachment put : putByTheDead(record)) {
            record.exchanges().stream()
                    .filter(one -> !one.atWork().isEmpty() && knowsOfTheDeath(put, one, record))
                    .filter(one -> one.findings(TicketOutcome.Kind.UNKNOWN).anyMatch(put.findingId()::equals))
                    .forEach(one -> broken.add("exchange " + one.number() + ": " + put.findingId()
                            + " was put on a case by one that died, and is unknown"));
            if (wasLookedForByAStart(put, record) && !isKnown(put, record)) {
                broken.add(
                        put.findingId() + " was put on " + put.caseId() + " by one that died, and in the ledger it is "
                                + record.ledger().get(put.findingId()));
            }
        }
        return broken;
    }

    /** How many findings were found out that one that died had put on a case, where that has to be. */
    static long foundOut(CampaignRecord record) {
        return putByTheDead(record).stream()
                .filter(put -> wasLookedForByAStart(put, record))
                .count();
    }

    private static List<Attachment> putByTheDead(CampaignRecord record) {
        if (record.exchanges().stream().noneMatch(ExchangeRecord::died) || !isCalm(record)) {
            return List.of();
        }
        return EffectiveCreates.byFinding(record).values().stream()
                .flatMap(List::stream)
                .filter(put -> exchangeOf(put, record).died() && canBeProven(put, record))
                .toList();
    }

    private static ExchangeRecord exchangeOf(Attachment put, CampaignRecord record) {
        return record.exchangeOf(put.requestNumber().orElseThrow());
    }

    private static boolean isCalm(CampaignRecord record) {
        return !record.stopped()
                && record.outages().isEmpty()
                && record.conditions().refusedInHundred() == 0
                && record.server().requests(Operation.SEARCH).stream()
                        .allMatch(one -> one.status() == 200 && one.fault().isNone())
                && record.exchanges().stream().allMatch(one -> looksLongEnough(one, record));
    }

    private static boolean looksLongEnough(ExchangeRecord one, CampaignRecord record) {
        return !one.options().containsKey("exchangeTimeout")
                && !one.has("dryRun", "true")
                && one.window()
                        .filter(window -> longestLag(record).compareTo(window) <= 0)
                        .isPresent();
    }

    private static Duration longestLag(CampaignRecord record) {
        Set<String> all = new TreeSet<>();
        record.exchanges().forEach(one -> all.addAll(one.cameIn()));
        return all.stream()
                .map(record.conditions()::lagOf)
                .max(Duration::compareTo)
                .orElse(Duration.ZERO);
    }

    private static boolean canBeProven(Attachment put, CampaignRecord record) {
        ExchangeRecord dead = exchangeOf(put, record);
        RequestRecord request = record.request(put.requestNumber().orElseThrow());
        return (dead.options().containsKey("title") || dead.has("reference", "true"))
                && request.fault().effect().kind() != FaultEffect.Kind.LATE
                && record.deeds().stream()
                        .noneMatch(deed -> request.request().findingIds().contains(deed.findingId()));
    }

    private static boolean knowsOfTheDeath(Attachment put, ExchangeRecord later, CampaignRecord record) {
        return later.life() != exchangeOf(put, record).life()
                && !later.atWork().get(0).from().isBefore(goneFor(record.lifeOf(later), put, record));
    }

    private static Instant goneFor(NodeLife later, Attachment put, CampaignRecord record) {
        return record.lifeOf(exchangeOf(put, record)).heldUntil(later);
    }

    /** A node starts to look with its first endpoint, and looks once more when those are gone that died just before. */
    private static boolean wasLookedForByAStart(Attachment put, CampaignRecord record) {
        NodeLife dead = record.lifeOf(exchangeOf(put, record));
        return record.lives().stream()
                .filter(one -> one.number() > dead.number() && !one.isDead())
                .filter(one -> record.exchanges().stream().anyMatch(other -> other.life() == one.number()))
                .anyMatch(one -> one.looks()
                        .anyMatch(look -> !look.isBefore(goneFor(one, put, record))
                                && isNotHeldByAnother(look, one, dead, record)));
    }

    /** One that came between may have taken it over, and died over it: then it is taken to be at it for a while. */
    private static boolean isNotHeldByAnother(Instant look, NodeLife looking, NodeLife dead, CampaignRecord record) {
        return record.lives().stream()
                .filter(other ->
                        other.isDead() && other.number() != dead.number() && other.number() != looking.number())
                .filter(other -> other.from().isBefore(look))
                .noneMatch(other -> look.isBefore(other.heldUntil(looking)));
    }

    private static boolean isKnown(Attachment put, CampaignRecord record) {
        return Optional.ofNullable(record.ledger().get(put.findingId()))
                .map(Entry::state)
                .filter(state -> state.equals("TICKETED") || state.equals("CASE_ONLY"))
                .isPresent();
    }
}
