package io.github.cameldatadog.findings;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.IThrowableProxy;
import ch.qos.logback.classic.spi.ThrowableProxyUtil;
import ch.qos.logback.core.AppenderBase;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CopyOnWriteArrayList;
import org.slf4j.LoggerFactory;

/** Everything that anybody logs from its opening to its closing, from a level on: messages, arguments and stack traces. */
final class CapturedLog implements AutoCloseable {

    private final Logger root = (Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
    private final Level before = root.getLevel();
    private final boolean consoleWasAttached;
    private final ch.qos.logback.core.Appender<ILoggingEvent> console = root.getAppender("CONSOLE");
    private final List<Line> lines = new CopyOnWriteArrayList<>();
    private final AppenderBase<ILoggingEvent> appender = new AppenderBase<>() {
        @Override
        protected void append(ILoggingEvent event) {
            lines.add(new Line(event.getLoggerName(), event.getLevel(), textOf(event)));
        }
    };

    /** One event, as text. */
    record Line(String logger, Level level, String text) {}

    CapturedLog(Level from) {
        consoleWasAttached = console != null && root.detachAppender(console);
        appender.setContext(root.getLoggerContext());
        appender.start();
        root.addAppender(appender);
        root.setLevel(from);
    }

    private static String textOf(ILoggingEvent event) {
        IThrowableProxy thrown = event.getThrowableProxy();
        return event.getFormattedMessage() + " " + Arrays.toString(event.getArgumentArray())
                + (thrown == null ? "" : "\n" + ThrowableProxyUtil.asString(thrown));
    }

    List<Line> lines() {
        return lines;
    }

    /** The loggers that wrote a text. */
    Set<String> loggersOf(String text) {
        Set<String> loggers = new TreeSet<>();
        for (Line line : lines) {
            if (line.text().contains(text)) {
                loggers.add(line.logger());
            }
        }
        return loggers;
    }

    /** Fails if a line, of any logger but these, holds one of the secrets. */
    void assertKeeps(Set<String> allowedLoggers, String... secrets) {
        assertThat(lines).as("the log was captured").isNotEmpty();
        for (String secret : secrets) {
            assertThat(lines)
                    .filteredOn(line -> line.text().contains(secret) && !allowedLoggers.contains(line.logger()))
                    .as("log lines with %s", secret)
                    .isEmpty();
        }
    }

    @Override
    public void close() {
        root.setLevel(before);
        root.detachAppender(appender);
        if (consoleWasAttached) {
            root.addAppender(console);
        }
    }
}
