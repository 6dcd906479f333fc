package io.github.cameldatadog.findings.campaign;

import io.github.cameldatadog.findings.TrueBooks;
import io.github.cameldatadog.findings.testkit.Operation;
import io.github.cameldatadog.findings.testkit.history.History;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What a report says has happened: what is ticketed was put on that case by that exchange, and what is rejected, not sent,
 * skipped or planned never was put on any. What is unknown may have been. What was sent again for nothing could be seen of it is
 * told of as it was the second time. A case that nothing tells from ours is taken for ours ({@link PutByOthers}).
 */
final class ReportsAreTrue implements CampaignRule {

    @Override
    public List<String> brokenIn(CampaignRecord record) {
        List<String> broken = new ArrayList<>();
        for (ExchangeRecord exchange : record.exchanges()) {
            String of = "exchange " + exchange.number();
            if (exchange.report() != null) {
                untrue(of, exchange, record)
                        .filter(what -> !isTrueOfTheSecondTime(exchange, record))
                        .filter(what -> !isTrueOfWhatOthersPut(exchange, record))
                        .ifPresent(broken::add);
            } else if (!exchange.died() && madeTickets(exchange, record)) {
                broken.add(of + " asked for tickets and has no report");
            }
        }
        return broken;
    }

    /** Searches may be those of a start, which looks for what was left in doubt. */
    private static boolean madeTickets(ExchangeRecord exchange, CampaignRecord record) {
        return record.requestsOf(exchange).anyMatch(one -> one.operation() == Operation.CREATE);
    }

    /** How many reports are true of what was sent again alone. */
    static long trueOfTheSecondTime(CampaignRecord record) {
        return untrue(record).filter(one -> isTrueOfTheSecondTime(one, record)).count();
    }

    /** How many reports tell of a case that somebody else put the finding on. */
    static long trueOfWhatOthersPut(CampaignRecord record) {
        return untrue(record).filter(one -> isTrueOfWhatOthersPut(one, record)).count();
    }

    private static Stream<ExchangeRecord> untrue(CampaignRecord record) {
        return record.exchanges().stream()
                .filter(one -> one.report() != null && untrue("", one, record).isPresent());
    }

    private static Optional<String> untrue(String of, ExchangeRecord exchange, CampaignRecord record) {
        return Asserted.broken(
                of, () -> books(exchange, record, record.server()).tellTheTruth());
    }

    private static boolean isTrueOfTheSecondTime(ExchangeRecord exchange, CampaignRecord record) {
        return isTrueOf(HiddenEffects.withoutWhatWasSentAgain(exchange, record), exchange, record);
    }

    private static boolean isTrueOfWhatOthersPut(ExchangeRecord exchange, CampaignRecord record) {
        return isTrueOf(PutByOthers.asIfByUs(exchange, record), exchange, record);
    }

    private static boolean isTrueOf(History history, ExchangeRecord exchange, CampaignRecord record) {
        return Asserted.broken("", () -> books(exchange, record, history).tellTheTruth())
                .isEmpty();
    }

    private static TrueBooks books(ExchangeRecord exchange, CampaignRecord record, History history) {
        return TrueBooks.ofRequests(
                request -> record.wire().isOf(exchange.number(), request), exchange.report(), history);
    }
}
