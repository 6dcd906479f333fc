package io.github.cameldatadog.findings.campaign;

import io.github.cameldatadog.findings.ledger.SimulatedDatabase;
import io.github.cameldatadog.findings.testkit.history.History;
import io.github.cameldatadog.findings.testkit.history.RequestRecord;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * All that is known of a run from outside the component.
 *
 * @param server what Datadog saw and did
 * @param exchanges what the callers gave and were told
 * @param wire which request was whose, and which answers arrived
 * @param deeds what others did
 * @param stopped whether something was stopped while exchanges were worked on
 * @param conditions what held for the whole run
 * @param outages what went wrong for a while
 * @param lives all starts of nodes, each at the place of its number
 * @param ledger what the ledger says in the end of the findings that it knows; empty if it is in memory
 */
record CampaignRecord(
        History server,
        List<ExchangeRecord> exchanges,
        WireLog wire,
        List<DeedRecord> deeds,
        boolean stopped,
        Conditions conditions,
        List<Outage> outages,
        List<NodeLife> lives,
        Map<String, SimulatedDatabase.Entry> ledger) {

    /** The requests of one exchange. */
    Stream<RequestRecord> requestsOf(ExchangeRecord exchange) {
        return server.requests().stream().filter(one -> wire.isOf(exchange.number(), one.number()));
    }

    RequestRecord request(long number) {
        return server.requests().stream()
                .filter(one -> one.number() == number)
                .findFirst()
                .orElseThrow();
    }

    /** The exchange that made a request. */
    ExchangeRecord exchangeOf(long request) {
        int number = wire.of(request).orElseThrow().exchange();
        return exchanges.stream()
                .filter(one -> one.number() == number)
                .findFirst()
                .orElseThrow();
    }

    NodeLife lifeOf(ExchangeRecord exchange) {
        return lives.get(exchange.life());
    }

    /** The number of the life in which a request was made. */
    int lifeOf(RequestRecord request) {
        return exchanges.stream()
                .filter(one -> wire.isOf(one.number(), request.number()))
                .mapToInt(ExchangeRecord::life)
                .findFirst()
                .orElse(0);
    }

    /** Whether somebody died who had told the ledger that it was about to send it. */
    boolean wasLeftBeingSent(String findingId) {
        return lives.stream().anyMatch(one -> one.isDead() && one.marked().contains(findingId));
    }

    boolean ledgerWasDown() {
        return outages.stream().anyMatch(one -> one.kind().isOfLedger());
    }

    boolean indexStoodStill() {
        return outages.stream().anyMatch(one -> one.kind() == Outage.Kind.INDEX_STANDS_STILL);
    }
}
