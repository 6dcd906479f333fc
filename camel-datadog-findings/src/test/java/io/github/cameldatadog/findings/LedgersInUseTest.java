package io.github.cameldatadog.findings;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import io.github.cameldatadog.findings.ledger.InMemoryTicketLedger;
import io.github.cameldatadog.findings.ledger.PassingOnLedger;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Which ledger is in use is told, for one that is not would not be missed before a crash. */
@Timeout(60)
class LedgersInUseTest {

    private static final Object ONE = new InMemoryTicketLedger(Instant::now);
    private static final Object OTHER = new InMemoryTicketLedger(Instant::now);

    private static List<String> told(Map<String, Object> registered, String... options) {
        try (VirtualRoute route = new VirtualRoute(registered);
                CapturedLog log = new CapturedLog(Level.INFO)) {
            for (String plan : options) {
                assertThat(route.report(route.openFindings(1), "title=a" + plan).ticketed())
                        .isEqualTo(1);
            }
            return log.lines().stream()
                    .filter(line -> line.logger().endsWith(".LedgersInUse"))
                    .map(line -> line.level() + " " + line.text())
                    .toList();
        }
    }

    @Test
    void theOneThatIsUsedIsToldOnce() {
        assertThat(told(Map.of("one", ONE), "&ledger=#one", "&ledger=#one"))
                .singleElement()
                .asString()
                .startsWith("INFO What is sent to http://127.0.0.1:1 (default) is remembered by InMemoryTicketLedger[");
    }

    @Test
    void memoryIsToldToEndWithTheContext() {
        assertThat(told(Map.of(), ""))
                .singleElement()
                .asString()
                .startsWith(
                        "INFO What is sent to http://127.0.0.1:1 (default) is remembered in memory, until the context");
    }

    @Test
    void oneThatCannotTellItsNameIsUsedAllTheSame() {
        Object nameless = new PassingOnLedger(new InMemoryTicketLedger(Instant::now)) {
            @Override
            public String toString() {
                throw new IllegalStateException("it is closed");
            }
        };

        assertThat(told(Map.of("nameless", nameless), "&ledger=#nameless"))
                .singleElement()
                .asString()
                .contains("is remembered by " + nameless.getClass().getName());
    }

    /** Camel does not choose between two, and says nothing. */
    @Test
    void oneThatIsThereAndNotUsedIsWarnedOf() {
        assertThat(told(Map.of("one", ONE, "other", OTHER), ""))
                .hasSize(2)
                .last()
                .asString()
                .startsWith("WARN Ledgers are in the registry, and an endpoint uses none of them: [one, other].")
                .contains("name it with the option ledger, as ledger=#one");
    }
}
