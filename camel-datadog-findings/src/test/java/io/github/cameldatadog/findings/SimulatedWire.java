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
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.zip.GZIPInputStream;

/** Takes requests to a simulated Datadog in virtual time, without a socket, and tells of faults what a socket would. */
public final class SimulatedWire implements DatadogTransport {

    private static final Answer GONE = new Answer.Broken("the sender is gone", new IOException("gone"));

    private static final List<HttpHeader> HEADERS = List.of(
            new HttpHeader("Content-Type", "application/json"),
            new HttpHeader("Accept", "application/json"),
            new HttpHeader("DD-API-KEY", SimulatedDatadog.API_KEY),
            new HttpHeader("DD-APPLICATION-KEY", SimulatedDatadog.APPLICATION_KEY));

    private final Simulation simulation;
    private final DatadogCore datadog;
    private final int refusedInHundred;
    private final Watcher watcher;
    private final List<OnTheWay> onTheWay = new ArrayList<>();

    /** Hears of each request, and may do something before the next step. */
    public interface Watcher {

        /** Nothing is done. */
        Watcher NONE = new Watcher() {};

        /** Whether no connection comes about now. */
        default boolean isUnreachable() {
            return false;
        }

        /** A request leaves; gives a place in the order of all that leaves and arrives. */
        default long leaves() {
            return 0;
        }

        /** A request is about to be received. */
        default void beforeReceiving(HttpCall call) {}

        /**
         * It was received.
         *
         * @param left the place in the order that it was given when it left
         */
        default void received(HttpCall call, Decision decision, long left) {}

        /** Its answer arrived whole. */
        default void answered(long request) {}

        /** A connection was refused. */
        default void refused() {}

        /** A request takes effect, late. */
        default void tookEffectLate(long request) {}

        /** Whether whoever sends is gone, and hears of nothing any more. */
        default boolean isSenderGone() {
            return false;
        }
    }

    /** A request that has left and was not received yet. */
    private record OnTheWay(HttpCall call, long left, Instant arrives) {}

    /**
     * @param refusedInHundred how many in a hundred connections are refused before anything is written
     */
    public SimulatedWire(Simulation simulation, DatadogCore datadog, int refusedInHundred) {
        this(simulation, datadog, refusedInHundred, Watcher.NONE);
    }

    public SimulatedWire(Simulation simulation, DatadogCore datadog, int refusedInHundred, Watcher watcher) {
        this.simulation = simulation;
        this.datadog = datadog;
        this.refusedInHundred = refusedInHundred;
        this.watcher = watcher;
    }

    @Override
    public Answer send(ApiRequest request, Duration requestTimeout) {
        long left = watcher.leaves();
        Duration way = Duration.ofMillis(1 + simulation.chance(200));
        boolean refused = simulation.chance(100) < refusedInHundred;
        HttpCall call = new HttpCall("POST", request.operation().path(), HEADERS, request.body());
        OnTheWay one = new OnTheWay(call, left, simulation.now().plus(way));
        if (!refused) {
            onTheWay.add(one);
        }
        simulation.sleep(way);
        onTheWay.remove(one);
        if (watcher.isSenderGone()) {
            return GONE;
        }
        if (refused || watcher.isUnreachable()) {
            watcher.refused();
            return new Answer.NotWritten("connection refused", true, null);
        }
        Decision decision = receive(one);
        Answer answer = answer(decision, requestTimeout.minus(way));
        if (watcher.isSenderGone()) {
            return GONE;
        }
        if (answer instanceof Answer.Received) {
            watcher.answered(decision.requestNumber());
        }
        return answer;
    }

    private Decision receive(OnTheWay one) {
        watcher.beforeReceiving(one.call());
        Decision decision = datadog.receive(one.call());
        watcher.received(one.call(), decision, one.left());
        // What happens there happens whether or not the sender lives.
        simulation.world().run(() -> decision.lateEffectAfter()
                .ifPresent(after -> simulation.after(after, () -> simulation.start(() -> effectuate(decision)))));
        return decision;
    }

    /** Whoever sends has died: what was written to its end arrives all the same, and nobody hears the answer. */
    public void senderDies() {
        for (OnTheWay one : List.copyOf(onTheWay)) {
            if (simulation.chance(2) == 0) {
                Duration left = Duration.between(simulation.now(), one.arrives());
                simulation.after(left, () -> simulation.start(() -> arrive(one)));
            }
        }
    }

    private void arrive(OnTheWay one) {
        if (!watcher.isUnreachable()) {
            receive(one);
        }
    }

    private void effectuate(Decision decision) {
        watcher.tookEffectLate(decision.requestNumber());
        datadog.effectuate(decision.requestNumber());
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
