package io.github.cameldatadog.findings.campaign;

import io.github.cameldatadog.findings.testkit.Operation;
import io.github.cameldatadog.findings.testkit.history.RequestRecord;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * No request to create leaves on a look that is older than {@code payloadMaxAge}, however long a limit or a retry made it wait.
 * A request is not blamed for the time that looking at its other findings took, be it in vain.
 */
final class LooksAreFresh implements CampaignRule {

    /** What a request may take from its last look to the wire. */
    private static final Duration ON_ITS_WAY = Duration.ofSeconds(1);

    @Override
    public List<String> brokenIn(CampaignRecord record) {
        Looks looks = new Looks(record);
        List<String> broken = new ArrayList<>();
        record.exchanges().stream()
                .filter(LooksAreFresh::looksUp)
                .flatMap(record::requestsOf)
                .filter(one -> one.operation() == Operation.CREATE)
                .forEach(create -> oldLooks(create, looks, record).forEach(broken::add));
        return broken;
    }

    private static boolean looksUp(ExchangeRecord exchange) {
        boolean moves = exchange.has("alreadyTicketed", "move");
        return !exchange.has("lookupTickets", "never")
                && (!moves || exchange.options().containsKey("lookupTickets"));
    }

    private static Stream<String> oldLooks(RequestRecord create, Looks looks, CampaignRecord record) {
        WireLog.Entry sent = record.wire().of(create.number()).orElseThrow();
        Instant left = record.wire().when(sent.left());
        List<String> findings = create.request().findingIds();
        Optional<Instant> lastOfAll = findings.stream()
                .flatMap(id -> looks.lastBefore(sent, id).stream())
                .max(Instant::compareTo);
        if (lastOfAll.filter(last -> last.isBefore(left.minus(ON_ITS_WAY))).isEmpty()) {
            return Stream.empty();
        }
        if (record.requestsOf(record.exchangeOf(create.number()))
                .filter(one -> one.operation() == Operation.SEARCH)
                .anyMatch(one -> failedAfter(lastOfAll.get(), one, sent, record))) {
            return Stream.empty();
        }
        Instant oldest = left.minus(maxAge(record.exchangeOf(create.number()))).minus(ON_ITS_WAY);
        return findings.stream()
                .filter(id -> looks.lastBefore(sent, id).filter(oldest::isAfter).isPresent())
                .map(id -> "request #" + create.number() + " left at " + left + " and was not looked at since "
                        + looks.lastBefore(sent, id).orElseThrow() + ": " + id);
    }

    /** A search that failed took others of the request's findings out of it, and time. */
    private static boolean failedAfter(Instant look, RequestRecord search, WireLog.Entry sent, CampaignRecord record) {
        WireLog.Entry asked = record.wire().of(search.number()).orElseThrow();
        boolean failed = search.status() != 200 || asked.answered().isEmpty();
        return failed
                && asked.left() < sent.left()
                && !record.wire().when(asked.left()).isBefore(look);
    }

    private static Duration maxAge(ExchangeRecord exchange) {
        return Duration.ofMillis(Long.parseLong(exchange.options().getOrDefault("payloadMaxAge", "300000")));
    }
}
