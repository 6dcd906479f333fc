package io.github.cameldatadog.findings.campaign;

import io.github.cameldatadog.findings.campaign.ExchangeRecord.Span;
import io.github.cameldatadog.findings.testkit.Operation;
import io.github.cameldatadog.findings.ticket.TicketOutcome;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;

/**
 * What is held elsewhere had come to another exchange as well, which was worked on at the same time; or which died with its node
 * not long ago, so that others could not know it yet. A node that starts holds what it finds in doubt, until it has looked. What
 * the ledger could not be told is held for longer. And while one batch of an exchange looks for what a draft left in doubt, it
 * holds all findings of that draft, also against other batches of the same exchange.
 */
final class HeldElsewhereIsHeld implements CampaignRule {

    /** What a start may take to look, besides its window. */
    private static final Duration LOOKS = Duration.ofMinutes(1);

    @Override
    public List<String> brokenIn(CampaignRecord record) {
        if (record.ledgerWasDown()) {
            return List.of();
        }
        return record.exchanges().stream()
                .flatMap(one -> one.findings(TicketOutcome.Kind.HELD_ELSEWHERE)
                        .filter(id -> !isHeld(id, one, record) && !isHeldByItsOwnSearch(id, one, record))
                        .map(id -> "exchange " + one.number() + ": " + id + " is held by nobody else"))
                .toList();
    }

    /** How many were held elsewhere while, or after, the ledger could not be told what became of them. */
    static long whileTheLedgerWasDown(CampaignRecord record) {
        return record.exchanges().stream()
                .filter(one -> record.ledgerWasDown())
                .flatMap(one -> one.findings(TicketOutcome.Kind.HELD_ELSEWHERE).filter(id -> !isHeld(id, one, record)))
                .count();
    }

    /** How many were held by a search of their own exchange alone. */
    static long byTheirOwnSearch(CampaignRecord record) {
        return record.exchanges().stream()
                .flatMap(one -> one.findings(TicketOutcome.Kind.HELD_ELSEWHERE)
                        .filter(id -> !isHeld(id, one, record) && isHeldByItsOwnSearch(id, one, record)))
                .count();
    }

    private static boolean isHeldByItsOwnSearch(String id, ExchangeRecord from, CampaignRecord record) {
        return record.server().requests(Operation.CREATE).stream()
                .filter(one -> CampaignFaults.mayHideAnEffect(one.fault())
                        || record.exchangeOf(one.number()).died())
                .map(one -> one.request().findingIds())
                .filter(named -> named.contains(id))
                .anyMatch(named -> named.stream()
                        .anyMatch(other -> !other.equals(id) && from.cameIn().contains(other)));
    }

    private static boolean isHeld(String id, ExchangeRecord from, CampaignRecord record) {
        boolean byAnother = record.exchanges().stream()
                .filter(other -> other.number() != from.number())
                .filter(other -> overlap(from, holds(other, from, record)))
                .anyMatch(other -> mayHold(other, id, record));
        return byAnother || overlap(from, starts(id, from, record));
    }

    /** The last delivery may have come to a stopped route; then the report tells of one before. */
    private static boolean overlap(ExchangeRecord one, Stream<Span> others) {
        List<Span> held = others.toList();
        return one.atWork().stream().anyMatch(span -> held.stream().anyMatch(span::overlaps));
    }

    private static Stream<Span> holds(ExchangeRecord holder, ExchangeRecord from, CampaignRecord record) {
        if (!holder.died()) {
            return holder.atWork().stream();
        }
        NodeLife life = record.lifeOf(holder);
        Instant until = life.heldUntil(record.lifeOf(from));
        return holder.atWork().stream()
                .map(span -> span.to().equals(life.died()) ? new Span(span.from(), until) : span);
    }

    /** Whoever takes over what is in doubt takes the whole draft, with findings that it was not given. */
    private static boolean mayHold(ExchangeRecord holder, String id, CampaignRecord record) {
        return holder.cameIn().contains(id)
                || record.lives().size() > 1
                        && (record.server().requests(Operation.CREATE).stream()
                                        .map(one -> one.request().findingIds())
                                        .anyMatch(named -> named.contains(id) && sharesAny(named, holder))
                                || record.exchanges().stream()
                                        .anyMatch(dead -> dead.died()
                                                && dead.cameIn().contains(id)
                                                && sharesAny(dead.cameIn(), holder)));
    }

    private static boolean sharesAny(List<String> named, ExchangeRecord holder) {
        return named.stream().anyMatch(holder.cameIn()::contains);
    }

    private static Stream<Span> starts(String id, ExchangeRecord from, CampaignRecord record) {
        boolean inDoubt = record.lives().stream().anyMatch(one -> one.marked().contains(id));
        return record.lives().stream().filter(one -> inDoubt).flatMap(one -> one.looks()
                .map(look -> looks(one, look, from, record)));
    }

    private static Span looks(NodeLife start, Instant look, ExchangeRecord from, CampaignRecord record) {
        if (start.isDead()) {
            return new Span(look, start.heldUntil(record.lifeOf(from)));
        }
        boolean held = !record.outages().isEmpty() || record.conditions().searchLimit() < 1_000;
        Duration window = record.exchanges().stream()
                .flatMap(one -> one.window().stream())
                .max(Duration::compareTo)
                .orElse(Duration.ZERO);
        return new Span(look, held ? Instant.MAX : look.plus(window).plus(LOOKS));
    }
}
