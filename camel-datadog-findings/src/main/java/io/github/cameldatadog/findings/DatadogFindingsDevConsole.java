package io.github.cameldatadog.findings;

import io.github.cameldatadog.findings.client.RateGate;
import io.github.cameldatadog.findings.client.RateGates;
import io.github.cameldatadog.findings.internal.DatadogConnections;
import io.github.cameldatadog.findings.observe.EndpointActivity;
import io.github.cameldatadog.findings.ticket.Displayed;
import io.github.cameldatadog.findings.ticket.TicketOutcome;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import org.apache.camel.spi.annotations.DevConsole;
import org.apache.camel.support.console.AbstractDevConsole;
import org.apache.camel.util.json.JsonArray;
import org.apache.camel.util.json.JsonObject;

/**
 * Shows what is going on between this context and Datadog: HTTP clients, rate limits, and each endpoint's exchanges in flight
 * and counts. Shows no key, and text of others only on one line and cut.
 */
@DevConsole(
        name = "datadog-findings",
        displayName = "Datadog Findings",
        description = "Requests to Datadog and tickets")
public class DatadogFindingsDevConsole extends AbstractDevConsole {

    private static final int LONGEST = 200;

    public DatadogFindingsDevConsole() {
        super("camel", "datadog-findings", "Datadog Findings", "Requests to Datadog and tickets");
    }

    @Override
    protected JsonObject doCallJson(Map<String, Object> options) {
        JsonObject all = new JsonObject();
        DatadogConnections connections = getCamelContext().hasService(DatadogConnections.class);
        all.put("httpClients", connections == null ? 0 : connections.httpClients());
        JsonArray gates = new JsonArray();
        if (connections != null) {
            connections.gates().entrySet().stream()
                    .sorted(Comparator.comparing(gate -> gate.getKey().address()
                            + gate.getKey().operation()
                            + gate.getKey().credentials()))
                    .forEach(gate -> gates.add(gate(gate.getKey(), gate.getValue())));
        }
        all.put("rateLimits", gates);
        JsonArray endpoints = new JsonArray();
        endpoints().forEach(endpoint -> endpoints.add(endpoint(endpoint)));
        all.put("endpoints", endpoints);
        return all;
    }

    @Override
    protected String doCallText(Map<String, Object> options) {
        JsonObject all = doCallJson(options);
        StringBuilder text = new StringBuilder("HTTP clients: ")
                .append(all.get("httpClients"))
                .append("\n\nRate limits:\n");
        lines(text, all.getCollection("rateLimits"));
        text.append("\nEndpoints:\n");
        lines(text, all.getCollection("endpoints"));
        return text.toString();
    }

    private static void lines(StringBuilder text, Iterable<?> rows) {
        for (Object row : rows) {
            String gap = "    ";
            for (Map.Entry<?, ?> field : ((JsonObject) row).entrySet()) {
                text.append(gap).append(field.getKey()).append(": ").append(field.getValue());
                gap = "  ";
            }
            text.append('\n');
        }
    }

    private static JsonObject gate(RateGates.Key key, RateGate gate) {
        JsonObject row = new JsonObject();
        row.put("address", Displayed.clipped(key.address(), LONGEST));
        row.put("operation", key.operation().label());
        gate.bucket().ifPresent(name -> row.put("bucket", name));
        putIfKnown(row, "limit", gate.limit());
        putIfKnown(row, "remaining", gate.remaining());
        gate.untilReset().ifPresent(left -> row.put("resetInSeconds", left.toSeconds()));
        row.put("waiting", gate.waiting());
        row.put("inFlight", gate.inFlight());
        return row;
    }

    private static void putIfKnown(JsonObject row, String name, OptionalInt figure) {
        if (figure.isPresent()) {
            row.put(name, figure.getAsInt());
        }
    }

    private List<DatadogFindingsEndpoint> endpoints() {
        return getCamelContext().getEndpoints().stream()
                .filter(DatadogFindingsEndpoint.class::isInstance)
                .map(DatadogFindingsEndpoint.class::cast)
                .filter(endpoint -> endpoint.activity() != null)
                .sorted(Comparator.comparing(DatadogFindingsEndpoint::toString))
                .toList();
    }

    private static JsonObject endpoint(DatadogFindingsEndpoint endpoint) {
        EndpointActivity activity = endpoint.activity();
        JsonObject row = new JsonObject();
        // Without its query: Camel masks only the first of several words there.
        row.put("endpoint", Displayed.clipped(endpoint.getEndpointBaseUri(), LONGEST));
        row.put("site", endpoint.getSiteName());
        row.put("project", endpoint.getProjectOption());
        row.put("exchangesInFlight", activity.exchangesInFlight());
        row.put("exchangesDone", activity.exchanges());
        row.put("exchangesWithProblems", activity.exchangesWithProblems());
        row.put("requestsInFlight", endpoint.getRequestsInFlight());
        row.put("waitingForSlot", endpoint.getRequestsWaitingForSlot());
        row.put("tickets", activity.tickets());
        for (TicketOutcome.Kind kind : TicketOutcome.Kind.values()) {
            row.put(kind.label(), activity.findings(kind));
        }
        row.put("creates", endpoint.getCreateRequests());
        row.put("searches", endpoint.getSearchRequests());
        row.put("retries", activity.retries());
        row.put("rateLimited", activity.rateLimited());
        row.put("waitedMillis", activity.waited().toMillis());
        activity.lastRefusal().ifPresent(refused -> row.put("lastRefusal", refused.toString()));
        return row;
    }
}
