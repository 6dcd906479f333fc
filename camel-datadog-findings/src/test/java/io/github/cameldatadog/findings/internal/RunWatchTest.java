package io.github.cameldatadog.findings.internal;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.github.cameldatadog.findings.observe.EndpointObserver;
import io.github.cameldatadog.findings.ticket.ReportEntry;
import io.github.cameldatadog.findings.ticket.TicketListener;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

/** What is logged when somebody who is told of an exchange fails. */
class RunWatchTest {

    private static final TicketListener.Origin ORIGIN = new TicketListener.Origin("exchange-1", "route-1", false);

    private final Logger logger = (Logger) LoggerFactory.getLogger(RunWatch.class);
    private final ListAppender<ILoggingEvent> log = new ListAppender<>();

    @BeforeEach
    void listen() {
        log.start();
        logger.addAppender(log);
    }

    @AfterEach
    void leave() {
        logger.detachAppender(log);
    }

    private static final class FailingListener implements TicketListener {
        @Override
        public void begin(Origin origin) {
            throw new IllegalStateException("no");
        }

        @Override
        public void settled(ReportEntry entry) {}
    }

    private static final class FailingObserver implements EndpointObserver {
        @Override
        public void begin(Origin origin) {
            throw new IllegalStateException("no");
        }
    }

    @Test
    void theUsersListenerIsNamedAsSuch() {
        new RunWatch(ORIGIN, List.of(), new FailingListener()).begin();

        assertThat(log.list).singleElement().satisfies(line -> assertThat(line.getFormattedMessage())
                .contains("ticket listener", "FailingListener", "stands"));
    }

    @Test
    void aCounterOfOursIsNotTakenForTheUsersListener() {
        new RunWatch(ORIGIN, List.of(new FailingObserver()), null).begin();

        assertThat(log.list).singleElement().satisfies(line -> assertThat(line.getFormattedMessage())
                .contains("observer", "FailingObserver", "stands")
                .doesNotContain("listener"));
    }
}
