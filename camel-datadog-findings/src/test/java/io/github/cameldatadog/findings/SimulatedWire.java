package io.github.cameldatadog.findings;

import io.github.cameldatadog.findings.client.Answer;
import io.github.cameldatadog.findings.client.ApiRequest;
import io.github.cameldatadog.findings.client.DatadogTransport;
import io.github.cameldatadog.findings.testkit.SimulatedDatadog;
import io.github.cameldatadog.findings.testkit.core.DatadogCore;
import io.github.cameldatadog.findings.testkit.core.Decision;
import io.github.cameldatadog.findings.testkit.fault.FaultDelivery;
import io.github.cameldatadog.findings.testkit.http.HttpAnswer;
import io.github.cameldatadog.findings.testkit.http.HttpCall;
import io.github.cameldatadog.findings.testkit.http.HttpHeader;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.zip.GZIPInputStream;

/** Takes requests to a simulated Datadog in virtual time, without a socket, and tells of faults what a socket would. */
final class SimulatedWire implements DatadogTransport {

    private static final List<HttpHeader> HEADERS = List.of(
            new HttpHeader("Content-Type", "application/json"),
            new HttpHeader("Accept", "application/json"),
            new HttpHeader("DD-API-KEY", SimulatedDatadog.API_KEY),
            new HttpHeader("DD-APPLICATION-KEY", SimulatedDatadog.APPLICATION_KEY));

    private final Simulation simulation;
    private final DatadogCore datadog;
    private final int refusedInHundred;

    /**
     * @param refusedInHundred how many in a hundred connections are refused before anything is written
     */
    SimulatedWire(Simulation simulation, DatadogCore datadog, int refusedInHundred) {
        this.simulation = simulation;
        this.datadog = datadog;
        this.refusedInHundred = refusedInHundred;
    }

    @Override
    public Answer send(ApiRequest request, Duration requestTimeout) {
        Duration way = Duration.ofMillis(1 + simulation.chance(200));
        if (simulation.chance(100) < refusedInHundred) {
            simulation.sleep(way);
            return new Answer.NotWritten("connection refused", true, null);
        }
        simulation.sleep(way);
        HttpCall call = new HttpCall("POST", request.operation().path(), HEADERS, request.body());
        Decision decision = datadog.receive(call);
        decision.lateEffectAfter()
                .ifPresent(after -> simulation.after(
                        after, () -> simulation.start(() -> datadog.effectuate(decision.requestNumber()))));
        return answer(decision, requestTimeout.minus(way));
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
