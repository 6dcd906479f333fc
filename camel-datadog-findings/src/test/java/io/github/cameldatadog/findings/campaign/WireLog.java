package io.github.cameldatadog.findings.campaign;

import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;

/** Which request was whose, and which answers arrived, as the callers' side of the wire knows. */
final class WireLog {

    private final Map<Long, Entry> entries = new TreeMap<>();
    private long events;

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
        return ++events;
    }

    void received(long request, int exchange, long left) {
        entries.put(request, new Entry(request, exchange, left, OptionalLong.empty()));
    }

    void answered(long request) {
        entries.computeIfPresent(
                request, (number, entry) -> new Entry(number, entry.exchange, entry.left, OptionalLong.of(++events)));
    }

    Optional<Entry> of(long request) {
        return Optional.ofNullable(entries.get(request));
    }

    boolean isOf(int exchange, long request) {
        return of(request).filter(entry -> entry.exchange == exchange).isPresent();
    }
}
