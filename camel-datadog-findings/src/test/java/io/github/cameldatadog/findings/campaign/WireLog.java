package io.github.cameldatadog.findings.campaign;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.function.Supplier;

/** Which request was whose, and which answers arrived, as the callers' side of the wire knows. */
final class WireLog {

    private final Map<Long, Entry> entries = new TreeMap<>();
    private final List<Instant> events = new ArrayList<>();
    private final Supplier<Instant> clock;

    WireLog(Supplier<Instant> clock) {
        this.clock = clock;
    }

    /**
     * One request.
     *
     * @param exchange the number of the exchange that made it
     * @param left its place in the order of all that leaves and arrives
     * @param answered the place of its answer, if that arrived whole
     */
    record Entry(long request, int exchange, long left, OptionalLong answered) {}

    /** Something leaves now: its place in the order. */
    long leaves() {
        events.add(clock.get());
        return events.size();
    }

    /** When that was, which has this place in the order. */
    Instant when(long place) {
        return events.get((int) place - 1);
    }

    void received(long request, int exchange, long left) {
        entries.put(request, new Entry(request, exchange, left, OptionalLong.empty()));
    }

    void answered(long request) {
        long place = leaves();
        entries.computeIfPresent(
                request, (number, entry) -> new Entry(number, entry.exchange, entry.left, OptionalLong.of(place)));
    }

    Optional<Entry> of(long request) {
        return Optional.ofNullable(entries.get(request));
    }

    boolean isOf(int exchange, long request) {
        return of(request).filter(entry -> entry.exchange == exchange).isPresent();
    }
}
