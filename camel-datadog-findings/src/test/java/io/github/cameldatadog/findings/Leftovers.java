package io.github.cameldatadog.findings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.cameldatadog.findings.internal.DatadogConnections;
import io.github.cameldatadog.findings.internal.TicketRuns;
import io.github.cameldatadog.findings.testkit.SimulatedDatadog;
import java.lang.reflect.Field;
import java.time.Duration;
import java.util.List;
import org.apache.camel.CamelContext;
import org.apache.camel.Producer;
import org.apache.camel.support.SynchronousDelegateProducer;

/** Looks into the component for what should not be left when all exchanges are done. */
final class Leftovers {

    private static final Duration SOON = Duration.ofSeconds(5);

    private Leftovers() {}

    /** No exchange, no slot and no pass of a gate is held, and nobody waits for one. */
    static void assertIdle(CamelContext context, Producer producer) {
        Producer real =
                producer instanceof SynchronousDelegateProducer ? (Producer) get(producer, "producer") : producer;
        TicketRuns runs = (TicketRuns) get(real, "runs");
        DatadogFindingsEndpoint endpoint = (DatadogFindingsEndpoint) real.getEndpoint();
        await().atMost(SOON).untilAsserted(() -> {
            assertThat(runs.inFlight()).as("exchanges").isZero();
            assertThat(endpoint.getRequestsInFlight()).as("slots taken").isZero();
            assertThat(endpoint.getRequestsWaitingForSlot())
                    .as("waiting for slots")
                    .isZero();
        });
        idleGates(context);
    }

    /** How many HTTP clients, with a pool of connections each, the endpoints of the context share. */
    static int httpClients(CamelContext context) {
        return DatadogConnections.of(context).httpClients();
    }

    /** The gates that pace the requests of the context's endpoints; none is held, and nobody waits at one. */
    static int idleGates(CamelContext context) {
        DatadogConnections connections = DatadogConnections.of(context);
        await().atMost(SOON)
                .untilAsserted(() -> assertThat(connections.gates().values()).allSatisfy(gate -> {
                    assertThat(gate.inFlight()).as("passes out").isZero();
                    assertThat(gate.waiting()).as("waiting at the gate").isZero();
                }));
        return connections.gates().size();
    }

    /** Stops the context; then no connection is open and no thread of ours is left. */
    static void assertNothingLeftAfterStop(CamelContext context, SimulatedDatadog datadog) {
        context.stop();
        await().atMost(SOON).untilAsserted(() -> {
            assertThat(datadog.openConnections()).as("connections").isZero();
            assertThat(threadsOf(context)).isEmpty();
        });
    }

    static List<String> threadsOf(CamelContext context) {
        return Thread.getAllStackTraces().keySet().stream()
                .map(Thread::getName)
                .filter(name -> name.contains("(" + context.getName() + ")") && name.contains("DatadogFindings"))
                .toList();
    }

    private static Object get(Object holder, String name) {
        try {
            Field field = holder.getClass().getDeclaredField(name);
            field.setAccessible(true);
            return field.get(holder);
        } catch (ReflectiveOperationException e) {
            throw new AssertionError(e);
        }
    }
}
