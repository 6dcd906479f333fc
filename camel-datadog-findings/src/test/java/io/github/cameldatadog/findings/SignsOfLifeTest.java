package io.github.cameldatadog.findings;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.cameldatadog.findings.ledger.InMemoryTicketLedger;
import io.github.cameldatadog.findings.ticket.TicketLedger;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A ledger that wants to hear that its process is alive hears it, before it is used and ever after. */
class SignsOfLifeTest {

    private static final Duration EVERY = Duration.ofSeconds(15);

    private final List<String> calls = new CopyOnWriteArrayList<>();
    private final VirtualRoute route = new VirtualRoute(Map.of("ledger", ledger()));

    @AfterEach
    void close() {
        route.close();
    }

    private TicketLedger ledger() {
        TicketLedger real = new InMemoryTicketLedger(() -> Instant.EPOCH);
        return (TicketLedger) Proxy.newProxyInstance(
                getClass().getClassLoader(), new Class<?>[] {TicketLedger.class}, (self, method, args) -> {
                    switch (method.getName()) {
                        case "aliveEvery":
                            return Optional.of(EVERY);
                        case "equals":
                            return self == args[0];
                        case "hashCode":
                            return System.identityHashCode(self);
                        default:
                            calls.add(method.getName());
                    }
                    try {
                        return method.invoke(real, args);
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                });
    }

    /** The ledger may be older than the first endpoint by far, and others would take what this process holds. */
    @Test
    void aLedgerHearsOfLifeBeforeItIsUsed() {
        route.report(route.openFindings(1), "");

        assertThat(calls).startsWith("alive").contains("claim");
    }

    @Test
    void aLedgerHearsOfLifeEverySoOften() {
        route.report(route.openFindings(1), "");
        calls.clear();

        route.pass(EVERY.multipliedBy(4));

        assertThat(Collections.frequency(calls, "alive")).isBetween(3, 4);
    }
}
