package io.github.cameldatadog.examples.filetotickets;

import io.github.cameldatadog.findings.ticket.ReportEntry;
import io.github.cameldatadog.findings.ticket.TicketListener;
import io.github.cameldatadog.findings.ticket.TicketOutcome;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.EnumMap;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.apache.camel.Header;

/**
 * Tells how far the work on a file is, but not more often than so often. As the only bean of its type the component finds
 * it by itself. Thread-safe.
 */
final class Progress implements TicketListener {

    private final InstantSource clock;
    private final Duration every;
    private final Consumer<String> say;
    private final Map<TicketOutcome.Kind, Integer> counts = new EnumMap<>(TicketOutcome.Kind.class);
    private String file = "";
    private Instant began;
    private Instant saidAt;

    /**
     * @param clock tells the time
     * @param every how long it is silent after each line, and at the beginning of a file; not negative
     * @param say takes the lines
     */
    Progress(InstantSource clock, Duration every, Consumer<String> say) {
        this.clock = clock;
        this.every = every;
        this.say = say;
    }

    /** Is called by the route when work on a file begins. */
    public synchronized void begin(@Header("CamelFileName") String name) {
        file = name;
        counts.clear();
        began = clock.instant();
        saidAt = began;
    }

    @Override
    public synchronized void settled(ReportEntry entry) {
        counts.merge(entry.outcome().kind(), entry.count(), Integer::sum);
        Instant now = clock.instant();
        if (Duration.between(saidAt, now).compareTo(every) >= 0) {
            saidAt = now;
            say.accept(line(now));
        }
    }

    private String line(Instant now) {
        int settled = counts.values().stream().mapToInt(Integer::intValue).sum();
        String kinds = counts.entrySet().stream()
                .map(count -> count.getValue() + " " + count.getKey().label())
                .collect(Collectors.joining(", "));
        return "... " + file + ": " + settled + " findings settled (" + kinds + ") after "
                + Duration.between(began, now).toSeconds() + " s";
    }
}
