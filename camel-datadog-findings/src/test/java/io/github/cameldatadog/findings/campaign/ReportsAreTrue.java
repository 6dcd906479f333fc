package io.github.cameldatadog.findings.campaign;

import io.github.cameldatadog.findings.TrueBooks;
import java.util.ArrayList;
import java.util.List;

/**
 * What a report says has happened: what is ticketed was put on that case by that exchange, and what is rejected, not sent,
 * skipped or planned never was put on any. What is unknown may have been.
 */
final class ReportsAreTrue implements CampaignRule {

    @Override
    public List<String> brokenIn(CampaignRecord record) {
        List<String> broken = new ArrayList<>();
        for (ExchangeRecord exchange : record.exchanges()) {
            String of = "exchange " + exchange.number();
            if (exchange.report() != null) {
                Asserted.broken(of, () -> books(exchange, record).tellTheTruth())
                        .ifPresent(broken::add);
            } else if (record.requestsOf(exchange).findAny().isPresent()) {
                broken.add(of + " made requests and has no report");
            }
        }
        return broken;
    }

    private static TrueBooks books(ExchangeRecord exchange, CampaignRecord record) {
        return TrueBooks.ofRequests(
                request -> record.wire().isOf(exchange.number(), request), exchange.report(), record.server());
    }
}
