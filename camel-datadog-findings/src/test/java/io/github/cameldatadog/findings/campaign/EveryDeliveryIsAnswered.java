package io.github.cameldatadog.findings.campaign;

import io.github.cameldatadog.findings.TicketsNotCreatedException;
import java.util.ArrayList;
import java.util.List;

/**
 * The callback is called once for each delivery; the exchange then holds a report, and an exception if and only if not all
 * went well. Where the route was stopped before, it holds an exception that says so. Of what died nobody hears.
 */
final class EveryDeliveryIsAnswered implements CampaignRule {

    @Override
    public List<String> brokenIn(CampaignRecord record) {
        List<String> broken = new ArrayList<>();
        for (ExchangeRecord exchange : record.exchanges()) {
            if (exchange.died()) {
                continue;
            }
            String of = "exchange " + exchange.number() + " ";
            if (exchange.callbacks() != exchange.deliveries()) {
                broken.add(of + "was delivered " + exchange.deliveries() + " times and called back "
                        + exchange.callbacks() + " times");
            }
            if (exchange.deliveries() > 0 && !wasRefused(exchange, record)) {
                broken.addAll(told(of, exchange));
            }
        }
        return broken;
    }

    private static boolean wasRefused(ExchangeRecord exchange, CampaignRecord record) {
        return record.stopped() && exchange.exception() instanceof IllegalStateException;
    }

    private static List<String> told(String of, ExchangeRecord exchange) {
        if (exchange.report() == null) {
            return List.of(of + "has no report but " + exchange.exception());
        }
        boolean fails = !exchange.report().wentWell() && !exchange.has("throwExceptionOnFailure", "false");
        if (fails != exchange.exception() instanceof TicketsNotCreatedException
                || !fails && exchange.exception() != null) {
            return List.of(of + "has the exception " + exchange.exception() + " with " + exchange.report());
        }
        return List.of();
    }
}
