package io.github.cameldatadog.findings.campaign;

import io.github.cameldatadog.findings.TrueBooks;
import java.util.ArrayList;
import java.util.List;

/** What came in is in the report, each as often as it came, redelivered ones counted once; and the counts balance. */
final class NothingIsLost implements CampaignRule {

    @Override
    public List<String> brokenIn(CampaignRecord record) {
        List<String> broken = new ArrayList<>();
        for (ExchangeRecord exchange : record.exchanges()) {
            if (exchange.report() != null) {
                Asserted.broken("exchange " + exchange.number(), () -> balances(exchange, record))
                        .ifPresent(broken::add);
            }
        }
        return broken;
    }

    private static void balances(ExchangeRecord exchange, CampaignRecord record) {
        TrueBooks books = TrueBooks.ofRequests(
                request -> record.wire().isOf(exchange.number(), request), exchange.report(), record.server());
        if (exchange.report().stopped() != null && exchange.readOnce()) {
            books.balanceForWhatWasRead(exchange.cameIn());
        } else {
            books.balanceFor(exchange.cameIn(), exchange.invalid());
        }
    }
}
