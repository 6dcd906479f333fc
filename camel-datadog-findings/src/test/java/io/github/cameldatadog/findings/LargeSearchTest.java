package io.github.cameldatadog.findings;

import static io.github.cameldatadog.findings.testkit.assertions.DatadogAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.cameldatadog.findings.crash.QuickJvm;
import io.github.cameldatadog.findings.testkit.Operation;
import io.github.cameldatadog.findings.testkit.RateLimitHeaders;
import io.github.cameldatadog.findings.testkit.SimulatedDatadog;
import io.github.cameldatadog.findings.testkit.fault.Fault;
import io.github.cameldatadog.findings.testkit.finding.FindingSize;
import io.github.cameldatadog.findings.testkit.history.ReceivedRequest;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * A backlog is gone through by a process of 64 MB, whatever goes wrong on the way: some thousand findings, or as many as
 * {@code -DdatadogFindings.backlog=100000} says. Where it becomes tickets, the ledger in memory remembers each.
 */
class LargeSearchTest {

    private static final int FINDINGS = Integer.getInteger("datadogFindings.backlog", 6_000);

    private SimulatedDatadog datadog;
    private List<String> ids;

    @BeforeEach
    void fill() {
        datadog = SimulatedDatadog.start();
        ids = datadog.addFindings(FINDINGS, FindingSize.REALISTIC);
    }

    @AfterEach
    void close() {
        datadog.close();
    }

    private String run(SearchProcess.Work work) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx" + work.megabytes + "m",
                        "-XX:+UseSerialGC",
                        "-cp",
                        QuickJvm.packedClassPath(),
                        SearchProcess.class.getName(),
                        datadog.baseUrl(),
                        work.name())
                .redirectErrorStream(true)
                .start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor(1, TimeUnit.MINUTES)).isTrue();
        return said;
    }

    private static boolean hasCursor(ReceivedRequest request) {
        return request.operation() == Operation.SEARCH && request.body().contains("\"cursor\"");
    }

    @Test
    void eachFindingIsDeliveredOnce() throws Exception {
        assertThat(run(SearchProcess.Work.COUNT)).contains("delivered " + FINDINGS + " distinct " + FINDINGS);
    }

    @Test
    void eachFindingIsDeliveredOnceThoughPagesFailAndCursorsExpire() throws Exception {
        Random random = new Random(1);
        datadog.faults()
                .when(request -> hasCursor(request) && random.nextInt(20) == 0, Fault.expiredCursor())
                .chance(
                        Operation.SEARCH,
                        1,
                        0.1,
                        Fault.status(503),
                        // One that told a limit would be kept to, and a backlog would take an hour.
                        Fault.tooManyRequests(RateLimitHeaders.ABSENT),
                        Fault.cutAnswer(),
                        Fault.resetAfterEffect());

        assertThat(run(SearchProcess.Work.COUNT)).contains("delivered " + FINDINGS + " distinct " + FINDINGS);
    }

    @Test
    void aBacklogBecomesTicketsWithoutALookMore() throws Exception {
        ids.forEach(id -> datadog.changeFinding(id, "status", "open"));

        assertThat(run(SearchProcess.Work.TICKETS))
                .contains("received " + FINDINGS + " ticketed " + FINDINGS + " skipped 0");
        assertThat(datadog).createdAtMostOneTicketPerFinding();
    }
}
