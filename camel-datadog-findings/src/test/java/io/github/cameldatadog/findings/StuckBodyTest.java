package io.github.cameldatadog.findings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.cameldatadog.findings.testkit.Operation;
import io.github.cameldatadog.findings.testkit.SimulatedDatadog;
import io.github.cameldatadog.findings.ticket.TicketReport;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Bodies that stop giving without an end. */
class StuckBodyTest {

    private static final Duration BOUND = Duration.ofSeconds(20);
    private static final String PLAN = "report=all&findingsPerTicket=1&ticketsPerRequest=1&lookupTickets=never";

    private final SimulatedDatadog datadog = SimulatedDatadog.start();
    private final RouteToDatadog route = new RouteToDatadog(datadog);
    private final CountDownLatch testIsOver = new CountDownLatch(1);

    @AfterEach
    void close() {
        testIsOver.countDown();
        route.close();
        datadog.close();
    }

    /** Gives some ids, then blocks until it is closed, or, where it ignores that and interrupts, to the test's end. */
    private final class StuckStream extends InputStream {
        private final InputStream first;
        private final boolean heedsClose;
        private final CountDownLatch stuck = new CountDownLatch(1);
        private final CountDownLatch closed = new CountDownLatch(1);

        StuckStream(List<String> ids, boolean heedsClose) {
            String lines = ids.isEmpty() ? "" : String.join("\n", ids) + "\n";
            this.first = new ByteArrayInputStream(lines.getBytes(StandardCharsets.US_ASCII));
            this.heedsClose = heedsClose;
        }

        @Override
        public int read() throws IOException {
            int next = first.read();
            return next >= 0 ? next : block();
        }

        @Override
        public int read(byte[] bytes, int from, int most) throws IOException {
            int many = first.read(bytes, from, most);
            return many >= 0 ? many : block();
        }

        private int block() throws IOException {
            stuck.countDown();
            CountDownLatch until = heedsClose ? closed : testIsOver;
            while (until.getCount() > 0) {
                LockSupport.parkNanos(this, 10_000_000);
            }
            throw new IOException("closed");
        }

        @Override
        public void close() throws IOException {
            closed.countDown();
            if (!heedsClose) {
                block();
            }
        }
    }

    @ParameterizedTest
    @CsvSource({"0,true", "0,false", "3,true", "3,false", "2000,true", "2000,false"})
    void exchangeTimeoutEndsAnExchangeWhoseStreamGivesNothing(int count, boolean heedsClose) {
        List<String> ids = datadog.addFindings(count);
        AsyncSender sender = new AsyncSender(route, PLAN.replace("=1", "=50") + "&exchangeTimeout=400");

        AsyncSender.Sending sending = sender.send(new StuckStream(ids, heedsClose));
        TicketReport report = sending.within(Duration.ofSeconds(5));

        assertThat(report.stopped()).contains("exchangeTimeout");
        assertThat(report.wentWell()).isFalse();
        assertThat(sending.exchange().getException()).isInstanceOf(TicketsNotCreatedException.class);
        // Reading goes in blocks: what was read is the beginning of what there was.
        TrueBooks.of(report, datadog.history()).holdFor(ids.subList(0, Math.toIntExact(report.received())), 0);
        Leftovers.assertIdle(route.context(), sender.producer());
        testIsOver.countDown();
        Leftovers.assertNothingLeftAfterStop(route.context(), datadog);
        assertThat(sending.callbacks()).isOne();
    }

    @Test
    void aRefusalBeforeDoesNotKeepExchangeTimeoutFromEndingAStuckStream() {
        datadog.withdrawPermission(Operation.CREATE);
        List<String> ids = datadog.addFindings(4000);
        AsyncSender sender = new AsyncSender(route, PLAN + "&exchangeTimeout=1500");

        AsyncSender.Sending sending = sender.send(new StuckStream(ids, true));
        await().atMost(BOUND)
                .until(() -> !datadog.history().requests(Operation.CREATE).isEmpty());
        TicketReport report = sending.within(BOUND);

        assertThat(report.stopped()).contains("exchangeTimeout");
        assertThat(report.rejected()).isPositive();
        TrueBooks.of(report, datadog.history()).holdFor(ids.subList(0, Math.toIntExact(report.received())), 0);
    }

    @Test
    void aStuckStreamOccupiesNoSender() throws InterruptedException {
        AsyncSender sender = new AsyncSender(route, PLAN + "&maxInFlight=1");
        List<StuckStream> stuck = List.of(
                new StuckStream(List.of(), true), new StuckStream(List.of(), true), new StuckStream(List.of(), true));
        List<AsyncSender.Sending> held = stuck.stream().map(sender::send).toList();
        for (StuckStream stream : stuck) {
            assertThat(stream.stuck.await(10, TimeUnit.SECONDS)).isTrue();
        }

        TicketReport report = sender.send(datadog.addFindings(5)).within(BOUND);

        assertThat(report.ticketed()).isEqualTo(5);
        assertThat(held).noneMatch(AsyncSender.Sending::isDone);
        assertThat(Leftovers.threadsOf(route.context()).stream().filter(name -> name.contains("Sender")))
                .hasSizeLessThanOrEqualTo(2);
        stuck.forEach(stream -> stream.closed.countDown());
        held.forEach(one -> one.endWithin(BOUND));
    }
}
