package io.github.cameldatadog.findings.observe;

import io.github.cameldatadog.findings.client.ApiOperation;
import io.github.cameldatadog.findings.client.Departure;
import io.github.cameldatadog.findings.client.RateGate;
import io.github.cameldatadog.findings.client.RateGates;
import io.github.cameldatadog.findings.client.RequestResult;
import io.github.cameldatadog.findings.client.WireAttempt;
import io.github.cameldatadog.findings.ticket.Displayed;
import io.github.cameldatadog.findings.ticket.ReportEntry;
import io.github.cameldatadog.findings.ticket.TicketOutcome;
import io.github.cameldatadog.findings.ticket.TicketReport;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import org.apache.camel.CamelContext;
import org.apache.camel.support.CamelContextHelper;

/**
 * The meters of one context. Tags take few values: context, site, operation, outcome, result, reason. Projects, routes and
 * endpoints are none, for {@code toD} may make any number of them.
 */
final class MicrometerMeters implements FindingsMeters {

    static final String PREFIX = "camel.datadog.findings.";

    private static final String CAMEL_REGISTRY = "metricsRegistry";
    private static final int LONGEST_SITE = 120;

    private final MeterRegistry registry;
    private final String contextName;
    private final Supplier<Map<RateGates.Key, RateGate>> gates;
    private final Map<String, OfSite> sites = new ConcurrentHashMap<>();
    private final Set<Meter> meters = ConcurrentHashMap.newKeySet();

    private MicrometerMeters(MeterRegistry registry, String contextName, Supplier<Map<RateGates.Key, RateGate>> gates) {
        this.registry = registry;
        this.contextName = contextName;
        this.gates = gates;
    }

    static Optional<FindingsMeters> in(CamelContext context, Supplier<Map<RateGates.Key, RateGate>> gates) {
        MeterRegistry named = context.getRegistry().lookupByNameAndType(CAMEL_REGISTRY, MeterRegistry.class);
        MeterRegistry found = named == null ? CamelContextHelper.findSingleByType(context, MeterRegistry.class) : named;
        return Optional.ofNullable(found).map(there -> new MicrometerMeters(there, context.getName(), gates));
    }

    @Override
    public EndpointObserver of(String siteName, String address) {
        return sites.computeIfAbsent(siteName, name -> new OfSite(name, address));
    }

    @Override
    public void close() {
        meters.forEach(registry::remove);
        meters.clear();
        sites.clear();
    }

    private <M extends Meter> M kept(M meter) {
        meters.add(meter);
        return meter;
    }

    /** What counts for one site. */
    private final class OfSite implements EndpointObserver {

        private final Tags tags;
        private final AtomicLong exchangesInFlight = new AtomicLong();

        OfSite(String siteName, String address) {
            tags = Tags.of("camelContext", contextName, "site", Displayed.clipped(siteName, LONGEST_SITE));
            kept(Gauge.builder(PREFIX + "exchanges.inflight", exchangesInFlight, AtomicLong::doubleValue)
                    .description("Exchanges that are being worked on")
                    .tags(tags)
                    .register(registry));
            gauge(address, "rate.limit", "Requests in a window, as Datadog told last", RateGate::limit);
            gauge(
                    address,
                    "rate.remaining",
                    "Requests that may still leave in this window, by a careful count",
                    RateGate::remaining);
            gauge(
                    address,
                    "rate.waiting",
                    "Requests that wait for the rate limit",
                    gate -> OptionalInt.of(gate.waiting()));
        }

        private void gauge(String address, String name, String what, GateFigure figure) {
            for (ApiOperation operation :
                    new ApiOperation[] {ApiOperation.CREATE_TICKETS, ApiOperation.SEARCH_FINDINGS}) {
                kept(Gauge.builder(PREFIX + name, () -> lowest(address, operation, figure))
                        .description(what)
                        .tags(tags.and("operation", operation.label()))
                        .register(registry));
            }
        }

        private Double lowest(String address, ApiOperation operation, GateFigure figure) {
            OptionalInt lowest = gates.get().entrySet().stream()
                    .filter(gate -> gate.getKey().operation() == operation
                            && gate.getKey().address().equals(address))
                    .map(gate -> figure.of(gate.getValue()))
                    .filter(OptionalInt::isPresent)
                    .mapToInt(OptionalInt::getAsInt)
                    .min();
            return lowest.isPresent() ? (double) lowest.getAsInt() : Double.NaN;
        }

        @Override
        public void begin(Origin origin) {
            exchangesInFlight.incrementAndGet();
        }

        @Override
        public void end(Origin origin, TicketReport report) {
            exchangesInFlight.decrementAndGet();
            counter("exchanges", "Exchanges that were worked on", "outcome", report.wentWell() ? "well" : "problems")
                    .increment();
        }

        @Override
        public void settled(Origin origin, ReportEntry entry) {
            counter(
                            "settled",
                            "Findings, by what became of them",
                            "outcome",
                            entry.outcome().kind().label())
                    .increment(entry.count());
            if (entry.outcome().kind() == TicketOutcome.Kind.TICKETED) {
                counter("tickets", "Cases with a ServiceNow ticket that were made")
                        .increment();
            }
        }

        @Override
        public void leaving(Departure departure) {
            kept(Timer.builder(PREFIX + "waits")
                            .description("How long requests stood in line for the rate limit and for maxInFlight")
                            .tags(tags.and("operation", departure.operation().label()))
                            .register(registry))
                    .record(departure.waited());
        }

        @Override
        public void attempted(WireAttempt attempt) {
            String operation = attempt.operation().label();
            kept(Timer.builder(PREFIX + "requests")
                            .description("Requests on the wire, each attempt, and how long they took")
                            .tags(tags.and(
                                    "operation",
                                    operation,
                                    "result",
                                    RequestResult.of(attempt.answer()).label()))
                            .register(registry))
                    .record(attempt.latency());
            attempt.retry().ifPresent(retry -> counter(
                            "retries",
                            "Requests that were put off to be sent again",
                            "operation",
                            operation,
                            "result",
                            RequestResult.of(attempt.answer()).label())
                    .increment());
        }

        private Counter counter(String name, String what, String... more) {
            return kept(Counter.builder(PREFIX + name)
                    .description(what)
                    .tags(tags.and(more))
                    .register(registry));
        }
    }

    /** What is read off a gate. */
    private interface GateFigure {
        OptionalInt of(RateGate gate);
    }
}
