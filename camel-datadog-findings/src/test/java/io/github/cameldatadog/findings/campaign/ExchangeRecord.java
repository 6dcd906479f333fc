package io.github.cameldatadog.findings.campaign;

import io.github.cameldatadog.findings.ticket.TicketOutcome;
import io.github.cameldatadog.findings.ticket.TicketReport;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;

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
 * @param atWork from when to when each delivery was worked on
 * @param life in which life of which node that was
 * @param died whether its node died before it had ended: nobody was told anything of it
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
        Exception exception,
        List<Span> atWork,
        int life,
        boolean died) {

    /** One that did not die, in the only life that there is. */
    ExchangeRecord(
            int number,
            Map<String, String> options,
            List<String> cameIn,
            int invalid,
            boolean readOnce,
            int deliveries,
            int callbacks,
            TicketReport report,
            Exception exception,
            List<Span> atWork) {
        this(number, options, cameIn, invalid, readOnce, deliveries, callbacks, report, exception, atWork, 0, false);
    }

    /** A time, both ends included. */
    record Span(Instant from, Instant to) {

        boolean overlaps(Span other) {
            return !from.isAfter(other.to) && !other.from.isAfter(to);
        }
    }

    /** The findings of which the report says so, as often as it does. */
    Stream<String> findings(Predicate<TicketOutcome> outcome) {
        return report == null
                ? Stream.empty()
                : Stream.concat(report.tickets().stream(), report.problems().stream())
                        .filter(entry -> outcome.test(entry.outcome()))
                        .flatMap(entry -> entry.findingIds().stream());
    }

    /** The findings that the report calls so. */
    Stream<String> findings(TicketOutcome.Kind kind) {
        return findings(outcome -> outcome.kind() == kind);
    }

    /** How long it looks for what no answer told; nothing if it does not. */
    Optional<Duration> window() {
        return has("onUnknown", "park")
                ? Optional.empty()
                : Optional.of(Duration.ofMillis(Long.parseLong(options.getOrDefault("reconcileWindow", "120000"))));
    }

    boolean has(String option, String value) {
        return value.equals(options.get(option));
    }
}
