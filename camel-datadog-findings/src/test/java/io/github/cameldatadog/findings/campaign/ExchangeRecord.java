package io.github.cameldatadog.findings.campaign;

import io.github.cameldatadog.findings.ticket.TicketReport;
import java.util.List;
import java.util.Map;

/**
 * What the caller gave to an exchange, and what it was told.
 *
 * @param number names it
 * @param options the endpoint's
 * @param cameIn the ids that came in, as often as they came
 * @param invalid how many elements without a usable id came besides
 * @param readOnce whether the body is a stream, which may be left off in the middle
 * @param deliveries how often it was handed to the producer
 * @param callbacks how often the producer said that it is done
 * @param report the last report; null if there is none
 * @param exception the last delivery's; null if it has none
 */
record ExchangeRecord(
        int number,
        Map<String, String> options,
        List<String> cameIn,
        int invalid,
        boolean readOnce,
        int deliveries,
        int callbacks,
        TicketReport report,
        Exception exception) {

    boolean has(String option, String value) {
        return value.equals(options.get(option));
    }
}
