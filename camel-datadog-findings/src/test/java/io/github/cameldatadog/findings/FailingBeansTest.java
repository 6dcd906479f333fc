package io.github.cameldatadog.findings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.cameldatadog.findings.testkit.SimulatedDatadog;
import io.github.cameldatadog.findings.ticket.ReportEntry;
import io.github.cameldatadog.findings.ticket.TicketDraft;
import io.github.cameldatadog.findings.ticket.TicketListener;
import io.github.cameldatadog.findings.ticket.TicketOutcome;
import io.github.cameldatadog.findings.ticket.TicketReport;
import java.time.Duration;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Beans and bodies of the user's that throw what nobody expects, or call back at a bad moment. */
class FailingBeansTest {

    private static final Duration BOUND = Duration.ofSeconds(20);
    private static final String PLAN = "report=all&findingsPerTicket=1&ticketsPerRequest=3";

    private final SimulatedDatadog datadog = SimulatedDatadog.start();
    private final RouteToDatadog route = new RouteToDatadog(datadog);

    @AfterEach
    void close() {
        route.close();
        datadog.close();
    }

    private TicketReport send(AsyncSender sender, Object body, List<String> ids) {
        AsyncSender.Sending sending = sender.send(body);
        TicketReport report = sending.within(BOUND);
        TrueBooks.of(report, datadog.history()).holdFor(ids, 0);
        Leftovers.assertIdle(route.context(), sender.producer());
        assertThat(sending.callbacks()).isOne();
        return report;
    }

    @Test
    void aListenerThatThrowsAnErrorChangesNoOutcome() {
        TicketListener broken = entry -> {
            throw new AssertionError("the listener is broken");
        };
        route.context().getRegistry().bind("broken", broken);
        List<String> ids = datadog.addFindings(7);

        TicketReport report = send(new AsyncSender(route, PLAN + "&ticketListener=#broken"), ids, ids);

        assertThat(report.ticketed()).isEqualTo(7);
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void aTemplateThatThrowsAnErrorLeavesNoFindingBehindAndCountsNoneTwice(boolean dryRun) {
        AtomicInteger calls = new AtomicInteger();
        Function<TicketDraft, String> broken = draft -> switch (calls.incrementAndGet()) {
            case 1 -> throw new IllegalStateException("no title for this one");
            case 2 -> throw new StackOverflowError("nor for this one");
            default -> "a title";
        };
        route.context().getRegistry().bind("titles", broken);
        List<String> ids = datadog.addFindings(6);
        AsyncSender sender = new AsyncSender(route, PLAN + "&maxInFlight=1&title=RAW(#bean:titles)&dryRun=" + dryRun);

        TicketReport report = send(sender, ids, ids);

        assertThat(report.notSent()).as(report::table).isEqualTo(3);
        assertThat(dryRun ? report.planned() : report.ticketed()).isEqualTo(3);
    }

    @Test
    void aBodyThatThrowsAnErrorEndsTheExchange() {
        List<String> ids = datadog.addFindings(5);
        Iterator<String> given = ids.iterator();
        Iterator<String> broken = new Iterator<>() {
            @Override
            public boolean hasNext() {
                return true;
            }

            @Override
            public String next() {
                if (given.hasNext()) {
                    return given.next();
                }
                throw new NoClassDefFoundError("com/example/Page");
            }
        };

        TicketReport report = send(new AsyncSender(route, PLAN), broken, ids);

        assertThat(report.stopped()).contains("NoClassDefFoundError");
        assertThat(report.notSent()).isEqualTo(5);
    }

    /** Both wait for each other for ever where a listener is called while the run is locked. */
    @Test
    void aListenerMayStopTheProducerWhileTheBodyIsBeingRead() {
        route.context().getShutdownStrategy().setTimeout(1);
        List<String> ids = datadog.addFindings(100);
        CountDownLatch firstIsTicketed = new CountDownLatch(1);
        CountDownLatch producerIsStopped = new CountDownLatch(1);
        AtomicReference<Thread> reader = new AtomicReference<>();
        AtomicReference<AsyncSender> sender = new AtomicReference<>();
        TicketListener stopping = entry -> {
            if (isTicketed(entry) && firstIsTicketed.getCount() > 0) {
                firstIsTicketed.countDown();
                await().atMost(BOUND)
                        .until(() -> reader.get() != null && reader.get().getState() == Thread.State.WAITING);
                sender.get().close();
                producerIsStopped.countDown();
            }
        };
        route.context().getRegistry().bind("stopping", stopping);
        sender.set(new AsyncSender(
                route, "findingsPerTicket=50&ticketsPerRequest=2&lookupTickets=never&ticketListener=#stopping"));
        Iterator<String> body = new Iterator<>() {
            private int given;

            @Override
            public boolean hasNext() {
                return given <= ids.size() + 1;
            }

            @Override
            public String next() {
                if (given++ < ids.size()) {
                    return ids.get(given - 1);
                }
                awaitUninterruptibly(firstIsTicketed);
                reader.set(Thread.currentThread());
                return ids.get(0); // a duplicate, which the listener hears of
            }
        };

        AsyncSender.Sending sending = sender.get().send(body);

        sending.endWithin(BOUND);
        awaitUninterruptibly(producerIsStopped);
        assertThat(sending.callbacks()).isOne();
    }

    private static boolean isTicketed(ReportEntry entry) {
        return entry.outcome().kind() == TicketOutcome.Kind.TICKETED;
    }

    private static void awaitUninterruptibly(CountDownLatch latch) {
        boolean interrupted = false;
        while (latch.getCount() > 0) {
            try {
                latch.await();
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
