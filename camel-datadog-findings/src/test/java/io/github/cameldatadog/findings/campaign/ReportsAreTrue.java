package io.github.cameldatadog.findings.campaign;

import io.github.cameldatadog.findings.TrueBooks;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What a report says has happened: what is ticketed was put on that case by that exchange, and what is rejected, not sent,
 * skipped or planned never was put on any. What is unknown may have been. What was sent again for nothing could be seen of it is
 * told of as it was the second time.
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
                        .ifPresent(broken::add);
            } else if (record.requestsOf(exchange).findAny().isPresent()) {
                broken.add(of + " made requests and has no report");
            }
        }
        return broken;
    }

    /** How many reports are true of what was sent again alone. */
    static long trueOfTheSecondTime(CampaignRecord record) {
        return record.exchanges().stream()
                .filter(one -> one.report() != null && untrue("", one, record).isPresent())
                .count();
    }

    private static Optional<String> untrue(String of, ExchangeRecord exchange, CampaignRecord record) {
        return Asserted.broken(
                of, () -> books(exchange, Set.of(), record).tellTheTruth());
    }

    private static boolean isTrueOfTheSecondTime(ExchangeRecord exchange, CampaignRecord record) {
        Set<Long> hidden = HiddenEffects.sentAgain(exchange, record);
        return !hidden.isEmpty()
                && Asserted.broken("", () -> books(exchange, hidden, record).tellTheTruth())
                        .isEmpty();
    }

    private static TrueBooks books(ExchangeRecord exchange, Set<Long> hidden, CampaignRecord record) {
        return TrueBooks.ofRequests(
                request -> record.wire().isOf(exchange.number(), request) && !hidden.contains(request),
                exchange.report(),
                record.server());
    }
}
