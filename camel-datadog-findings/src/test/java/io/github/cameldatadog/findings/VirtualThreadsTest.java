package io.github.cameldatadog.findings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.github.cameldatadog.findings.testkit.SimulatedDatadog;
import io.github.cameldatadog.findings.ticket.TicketReport;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** Camel reads once, as it starts, whether it is to use virtual threads: a JVM of its own is needed. */
class VirtualThreadsTest {

    @Test
    void fiftyExchangesEndOnVirtualThreads() throws IOException, InterruptedException {
        assumeThat(Runtime.version().feature()).as("virtual threads").isGreaterThanOrEqualTo(21);
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Dcamel.threads.virtual.enabled=true",
                        "-cp",
                        System.getProperty("java.class.path"),
                        Program.class.getName())
                .redirectErrorStream(true)
                .start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue()).as(said).isZero();
    }

    /** What runs in that JVM. */
    static final class Program {

        private Program() {}

        public static void main(String[] args) {
            try (SimulatedDatadog datadog = SimulatedDatadog.start();
                    RouteToDatadog route = new RouteToDatadog(datadog)) {
                AsyncSender sender =
                        new AsyncSender(route, "report=all&findingsPerTicket=1&ticketsPerRequest=2&maxInFlight=1");
                List<List<String>> bodies = new ArrayList<>();
                List<AsyncSender.Sending> sendings = new ArrayList<>();
                for (int i = 0; i < 50; i++) {
                    bodies.add(datadog.addFindings(3));
                    sendings.add(sender.send(bodies.get(i)));
                }
                for (int i = 0; i < 50; i++) {
                    TicketReport report = sendings.get(i).within(Duration.ofSeconds(30));
                    assertThat(report.ticketed()).isEqualTo(3);
                    TrueBooks.of(report, datadog.history()).holdFor(bodies.get(i), 0);
                    assertThat(sendings.get(i).wasVirtual()).isTrue();
                }
                Leftovers.assertIdle(route.context(), sender.producer());
            }
            System.exit(0);
        }
    }
}
