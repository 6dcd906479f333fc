package io.github.cameldatadog.findings.internal.search;

import io.github.cameldatadog.findings.ticket.Finding;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.camel.spi.StateRepository;

/**
 * How far a consumer has come: up to when findings changed that were processed. It is kept in a state repository, and what
 * changed shortly before it is read again, since the index lags; what was processed of that is remembered by id, in this
 * process, and left out. Safe for use by several threads; of walks, the last counts.
 */
public final class PollMark {

    private final StateRepository<String, String> repository;
    private final String key;
    private final Duration overlap;

    /** When a finding changed that was processed, by its id. */
    private final Map<String, Instant> processed = new HashMap<>();

    /** Likewise of what the last walk has given, as far as the overlap goes back from there. */
    private Map<String, Instant> given = new LinkedHashMap<>();

    private PollMark(StateRepository<String, String> repository, String key, Duration overlap) {
        this.repository = repository;
        this.key = key;
        this.overlap = overlap;
    }

    /** The mark of an endpoint; of another query, organisation or place it is another one. */
    public static PollMark of(SearchSettings settings) {
        String what = settings.connection().address() + " " + settings.organisation() + " " + settings.query();
        return new PollMark(settings.since(), "datadog-findings-" + digest(what), settings.overlap());
    }

    private static String digest(String text) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest, 0, 8);
        } catch (NoSuchAlgorithmException everyPlatformHasIt) {
            throw new IllegalStateException(everyPlatformHasIt);
        }
    }

    /** Where it is kept: whoever keeps theirs there too moves this one. */
    Place place() {
        return new Place(repository, key);
    }

    record Place(StateRepository<String, String> repository, String key) {}

    /** The key in the repository. */
    public String key() {
        return key;
    }

    /** Begins to go through what changed since. */
    public synchronized FindingWalk walk(FindingSearch search, String query) {
        given = new LinkedHashMap<>();
        Instant mark = mark();
        return search.walk(query, mark == null ? null : mark.minus(overlap), this::isNews);
    }

    private Instant mark() {
        String kept = repository.getState(key);
        try {
            return kept == null || kept.isBlank() ? null : Instant.ofEpochMilli(Long.parseLong(kept.strip()));
        } catch (NumberFormatException e) {
            throw new IllegalStateException(
                    "The sinceRepository holds for the key " + key
                            + " what is no time in milliseconds since 1970: set it to one, or remove it to read all again",
                    e);
        }
    }

    private synchronized boolean isNews(Finding finding) {
        Instant before = processed.get(finding.id());
        boolean isNews =
                before == null || finding.changedAt().filter(before::isBefore).isPresent();
        if (isNews) {
            finding.changedAt().ifPresent(changed -> note(finding.id(), changed));
        }
        return isNews;
    }

    /** What changed last comes last. */
    private void note(String id, Instant changed) {
        given.put(id, changed);
        Instant oldest = changed.minus(overlap);
        Iterator<Instant> first = given.values().iterator();
        while (first.hasNext() && first.next().isBefore(oldest)) {
            first.remove();
        }
    }

    /** Findings are processed: they do not come again unless they change. */
    public synchronized void processed(List<Finding> findings) {
        findings.forEach(finding -> finding.changedAt().ifPresent(changed -> processed.put(finding.id(), changed)));
    }

    /** All that the last walk has given is processed. */
    public synchronized void processedAll() {
        processed.putAll(given);
    }

    /** All that changed up to then is processed, or not wanted. */
    public synchronized void advance(Instant to) {
        Instant mark = mark();
        if (to != null && (mark == null || to.isAfter(mark))) {
            repository.setState(key, Long.toString(to.toEpochMilli()));
            Instant oldest = to.minus(overlap);
            processed.values().removeIf(oldest::isAfter);
        }
    }
}
