package io.github.cameldatadog.findings.campaign;

import io.github.cameldatadog.findings.client.Answer;
import io.github.cameldatadog.findings.client.ApiRequest;
import io.github.cameldatadog.findings.client.DatadogCredentials;
import io.github.cameldatadog.findings.client.DatadogTransport;
import io.github.cameldatadog.findings.testkit.Operation;
import io.github.cameldatadog.findings.testkit.core.Decision;
import io.github.cameldatadog.findings.testkit.fault.Fault;
import io.github.cameldatadog.findings.testkit.fault.FaultDelivery;
import io.github.cameldatadog.findings.testkit.history.ReceivedRequest;
import io.github.cameldatadog.findings.testkit.http.HttpAnswer;
import io.github.cameldatadog.findings.testkit.http.HttpCall;
import io.github.cameldatadog.findings.testkit.http.HttpHeader;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import java.util.zip.GZIPInputStream;

/** Takes one exchange's requests to a simulated Datadog in virtual time, without a socket, and tells of faults what one would. */
final class SimulatedWire implements DatadogTransport {

    private static final Pattern QUOTED = Pattern.compile("\"([^\"]+)\"");

    private final int exchange;
    private final Simulation simulation;
    private final CampaignWorld world;
    private final int refusedInHundred;
    private final WireLog log;
    private final CampaignTrace trace;
    private final Supplier<DatadogCredentials> credentials;

    SimulatedWire(
            int exchange,
            Simulation simulation,
            CampaignWorld world,
            int refusedInHundred,
            WireLog log,
            CampaignTrace trace,
            Supplier<DatadogCredentials> credentials) {
        this.exchange = exchange;
        this.simulation = simulation;
        this.world = world;
        this.refusedInHundred = refusedInHundred;
        this.log = log;
        this.trace = trace;
        this.credentials = credentials;
    }

    @Override
    public Answer send(ApiRequest request, Duration requestTimeout) {
        long left = log.leaves();
        Duration way = Duration.ofMillis(1 + simulation.chance(200));
        boolean refused = simulation.chance(100) < refusedInHundred;
        simulation.sleep(way);
        if (refused || world.isUnreachable()) {
            trace.add(simulation.now(), "exchange " + exchange + ": connection refused");
            return new Answer.NotWritten("connection refused", true, null);
        }
        Operation operation = request.operation().creates() ? Operation.CREATE : Operation.SEARCH;
        HttpCall call = new HttpCall("POST", request.operation().path(), headers(), request.body());
        List<String> ids = named(call, operation);
        Fault fault = world.beforeReceiving(operation, ids);
        Decision decision = world.datadog().receive(call);
        log.received(decision.requestNumber(), exchange, left);
        note(operation, ids, fault, decision);
        decision.lateEffectAfter()
                .ifPresent(after -> simulation.after(after, () -> simulation.start(() -> effectuate(decision))));
        Answer answer = answer(decision, requestTimeout.minus(way));
        if (answer instanceof Answer.Received) {
            log.answered(decision.requestNumber());
        }
        return answer;
    }

    private void note(Operation operation, List<String> ids, Fault fault, Decision decision) {
        String answer = decision.answer()
                .map(HttpAnswer::status)
                .map(status -> Integer.toString(status))
                .orElse("no answer");
        trace.add(
                simulation.now(),
                "exchange " + exchange + ": #" + decision.requestNumber() + " " + operation + " " + trace.shown(ids)
                        + " -> " + answer + (fault.isNone() ? "" : ", " + fault));
    }

    private void effectuate(Decision decision) {
        trace.add(simulation.now(), "#" + decision.requestNumber() + " takes effect");
        world.datadog().effectuate(decision.requestNumber());
    }

    private List<HttpHeader> headers() {
        DatadogCredentials keys = credentials.get();
        return List.of(
                new HttpHeader("Content-Type", "application/json"),
                new HttpHeader("Accept", "application/json"),
                new HttpHeader("DD-API-KEY", keys.apiKey()),
                new HttpHeader("DD-APPLICATION-KEY", keys.applicationKey()));
    }

    private static List<String> named(HttpCall call, Operation operation) {
        ReceivedRequest request = new ReceivedRequest(0, Instant.EPOCH, operation, call, Optional.empty());
        return operation == Operation.CREATE
                ? request.findingIds()
                : QUOTED.matcher(request.json().at("/data/attributes/filter").asText())
                        .results()
                        .map(id -> id.group(1))
                        .toList();
    }

    private Answer answer(Decision decision, Duration left) {
        FaultDelivery delivery = decision.delivery();
        Duration takes = decision.delay();
        if (delivery.shape() == FaultDelivery.Shape.TRICKLE) {
            takes = takes.plus(delivery.interval()
                    .multipliedBy(decision.answer().orElseThrow().bodyLength()));
        }
        if (delivery.shape() == FaultDelivery.Shape.HANG || takes.compareTo(left) >= 0) {
            simulation.sleep(left);
            return new Answer.Broken("no whole answer in time", new IOException("cut"));
        }
        simulation.sleep(takes);
        return switch (delivery.shape()) {
            case RESET, CLOSE, CUT_CHUNKED -> new Answer.Broken(delivery.shape().name(), new IOException("reset"));
            case CUT -> cut(delivery.bytes(), decision.answer().orElseThrow());
            case WHOLE, TRICKLE -> received(decision.answer().orElseThrow());
            case HANG -> throw new IllegalStateException();
        };
    }

    private static Answer cut(int bytes, HttpAnswer answer) {
        boolean whole = bytes >= answer.bodyLength() || answer.bodyLength() == 0;
        return whole ? received(answer) : new Answer.Broken("cut", new IOException("premature end"));
    }

    private static Answer received(HttpAnswer answer) {
        Map<String, List<String>> headers = new LinkedHashMap<>();
        answer.headers().forEach(header -> headers.computeIfAbsent(
                        header.name().toLowerCase(Locale.ROOT), name -> new ArrayList<>())
                .add(header.value()));
        boolean zipped = headers.remove("content-encoding") != null;
        return new Answer.Received(answer.status(), headers, zipped ? unzipped(answer.body()) : answer.body());
    }

    private static byte[] unzipped(byte[] body) {
        try (GZIPInputStream in = new GZIPInputStream(new ByteArrayInputStream(body))) {
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        // Nothing is held.
    }
}
