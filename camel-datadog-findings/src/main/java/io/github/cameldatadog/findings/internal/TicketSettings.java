package io.github.cameldatadog.findings.internal;

import io.github.cameldatadog.findings.DatadogFindingsConfiguration;
import io.github.cameldatadog.findings.DraftCustomizer;
import io.github.cameldatadog.findings.ticket.Grouping;
import io.github.cameldatadog.findings.ticket.PlanLimits;
import io.github.cameldatadog.findings.ticket.TicketReport;
import java.time.Duration;
import java.util.Arrays;
import java.util.Locale;
import java.util.Objects;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;

/**
 * The options of an endpoint, checked and in the types that the work is done with.
 *
 * @param draftCustomizer has the last word on each draft; null if there is none
 * @param exchangeTimeout how long an exchange may take; zero for no end
 */
public record TicketSettings(
        ConnectionSettings connection,
        Grouping grouping,
        PlanLimits limits,
        TicketTemplates templates,
        DraftCustomizer draftCustomizer,
        AlreadyTicketed alreadyTicketed,
        Lookup lookup,
        Duration payloadMaxAge,
        boolean skipResolved,
        DoubtSettings doubts,
        LedgerSettings ledger,
        Duration exchangeTimeout,
        boolean throwExceptionOnFailure,
        boolean validateFirst,
        boolean dryRun,
        TicketReport.Detail detail) {

    /** What happens to findings on an open case. */
    public enum AlreadyTicketed {
        SKIP,
        MOVE,
        FAIL
    }

    /** Which findings are looked up before they are sent. */
    public enum Lookup {
        MISSING,
        ALWAYS,
        NEVER
    }

    /**
     * Checks the options.
     *
     * @param environment gives the value of an environment variable, or null
     * @param keys the endpoint's keys
     * @throws IllegalArgumentException if one is wrong; the message names the option, its value and what is allowed
     */
    public static TicketSettings of(
            DatadogFindingsConfiguration options, UnaryOperator<String> environment, ConfiguredKeys keys) {
        AlreadyTicketed alreadyTicketed = oneOf("alreadyTicketed", options.getAlreadyTicketed(), AlreadyTicketed.class);
        Lookup lookup = options.getLookupTickets() != null
                ? oneOf("lookupTickets", options.getLookupTickets(), Lookup.class)
                : alreadyTicketed == AlreadyTicketed.MOVE ? Lookup.NEVER : Lookup.MISSING;
        return new TicketSettings(
                ConnectionSettings.of(options, environment, keys),
                named("groupBy", () -> Grouping.parse(Objects.requireNonNullElse(options.getGroupBy(), ""))),
                new PlanLimits(
                        options.getFindingsPerTicket(), options.getTicketsPerRequest(), options.getMaxOpenGroups()),
                TicketTemplates.of(options),
                options.getDraftCustomizer(),
                alreadyTicketed,
                lookup,
                duration("payloadMaxAge", options.getPayloadMaxAge(), 0),
                oneOf("resolvedFindings", options.getResolvedFindings(), ResolvedFindings.class)
                        == ResolvedFindings.SKIP,
                new DoubtSettings(
                        oneOf("onUnknown", options.getOnUnknown(), DoubtSettings.OnUnknown.class),
                        duration("reconcileWindow", options.getReconcileWindow(), 0),
                        options.isReference()),
                LedgerSettings.of(options),
                duration("exchangeTimeout", options.getExchangeTimeout(), 0),
                options.isThrowExceptionOnFailure(),
                options.isValidateFirst(),
                options.isDryRun(),
                oneOf("report", options.getReport(), TicketReport.Detail.class));
    }

    private enum ResolvedFindings {
        SKIP,
        SEND
    }

    /** A duration option, checked. */
    public static Duration duration(String option, long millis, long least) {
        if (millis < least) {
            throw new IllegalArgumentException("Option " + option + "=" + millis + " is out of range: allowed are "
                    + (least == 0 ? "0 or more" : "more than 0") + " milliseconds, or a duration such as 30s or 5m");
        }
        return Duration.ofMillis(millis);
    }

    /** An option that has a least value, checked. */
    public static int atLeast(String option, int value, int least) {
        if (value < least) {
            throw new IllegalArgumentException(
                    "Option " + option + "=" + value + " is out of range: allowed are " + least + " or more");
        }
        return value;
    }

    /** An option that names one of several, checked. */
    public static <E extends Enum<E>> E oneOf(String option, String value, Class<E> allowed) {
        for (E constant : allowed.getEnumConstants()) {
            if (value != null && constant.name().equals(value.trim().toUpperCase(Locale.ROOT))) {
                return constant;
            }
        }
        String names = Arrays.stream(allowed.getEnumConstants())
                .map(constant -> constant.name().toLowerCase(Locale.ROOT))
                .collect(Collectors.joining(", "));
        throw new IllegalArgumentException("Option " + option + "=" + value + " is unknown: allowed are " + names);
    }

    static <T> T named(String option, java.util.function.Supplier<T> parse) {
        try {
            return parse.get();
        } catch (IllegalArgumentException e) {
            String what = option.startsWith("header ") ? "H" + option.substring(1) : "Option " + option;
            throw new IllegalArgumentException(what + ": " + e.getMessage(), e);
        }
    }
}
