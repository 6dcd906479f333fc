package io.github.cameldatadog.findings.testkit.core;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.cameldatadog.findings.testkit.CasesShape;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeSet;

/** All findings, in the order of searches, and what searches see of them. Guarded by the lock of the core. */
final class SearchIndex {

    private final Map<String, FindingState> findings = new LinkedHashMap<>();
    private final NavigableSet<IndexKey> order = new TreeSet<>();
    private final Map<String, Duration> lags = new HashMap<>();
    private Duration lag = Duration.ZERO;
    private CasesShape casesShape = CasesShape.ARRAY;
    private long lastSequence;
    private OptionalLong heldAt = OptionalLong.empty();

    /** One element of a page. */
    record Row(IndexKey key, ObjectNode attributes, List<String> tags) {}

    Optional<FindingState> finding(String id) {
        return Optional.ofNullable(findings.get(id));
    }

    /** A finding that was there at some time. */
    FindingState known(String id) {
        return finding(id).orElseThrow(() -> new IllegalArgumentException("there is no finding with the id " + id));
    }

    /** The findings of these ids, all of which must be there. */
    List<FindingState> require(List<String> ids) throws Refusal {
        List<FindingState> states = new ArrayList<>();
        for (String id : ids) {
            states.add(finding(id)
                    .filter(one -> one.present)
                    .orElseThrow(() -> Refusal.circumstance(404, "Not Found", "finding not found")));
        }
        return states;
    }

    Collection<FindingState> all() {
        return findings.values();
    }

    void lag(Duration all) {
        lag = all;
    }

    void lag(String id, Duration one) {
        lags.put(id, one);
    }

    void casesShape(CasesShape shape) {
        casesShape = shape;
    }

    void hold() {
        if (heldAt.isEmpty()) {
            heldAt = OptionalLong.of(lastSequence);
        }
    }

    void release() {
        heldAt = OptionalLong.empty();
    }

    /**
     * Adds a finding. It was there before the test looked, so only a lag of its own keeps it from being found. One that
     * returns is a change like any other.
     */
    void add(FindingState state, Instant now) {
        if (findings.putIfAbsent(state.id, state) != null) {
            changed(state, now);
            return;
        }
        index(state, now.plus(lags.getOrDefault(state.id, Duration.ZERO)), now);
    }

    /** Tells the index that a finding has changed. */
    void changed(FindingState state, Instant now) {
        index(state, now.plus(lags.getOrDefault(state.id, lag)), now);
    }

    private void index(FindingState state, Instant visibleAt, Instant now) {
        IndexedVersion version = state.versionNow(++lastSequence, visibleAt);
        state.index(version);
        state.forgetBefore(now, newestSequence());
        order.add(new IndexKey(version.timestamp(), state.id));
    }

    private long newestSequence() {
        return heldAt.orElse(lastSequence);
    }

    /** The rows of a page and, where there is more, one row beyond it. */
    List<Row> page(Command.Find find, Optional<IndexKey> after, Instant now) {
        NavigableSet<IndexKey> candidates = candidates(find);
        NavigableSet<IndexKey> ordered = find.descending() ? candidates.descendingSet() : candidates;
        Collection<IndexKey> rest = after.isPresent() ? ordered.tailSet(after.get(), false) : ordered;
        List<Row> rows = new ArrayList<>();
        for (IndexKey key : rest) {
            row(key, find, now).ifPresent(rows::add);
            if (rows.size() > find.limit()) {
                break;
            }
        }
        return rows;
    }

    private NavigableSet<IndexKey> candidates(Command.Find find) {
        if (find.query().onlyIds().isEmpty()) {
            return order;
        }
        NavigableSet<IndexKey> few = new TreeSet<>();
        for (String id : find.query().onlyIds().get()) {
            FindingState state = findings.get(id);
            if (state != null) {
                state.keys().forEach(few::add);
            }
        }
        return few;
    }

    private Optional<Row> row(IndexKey key, Command.Find find, Instant now) {
        return findings.get(key.id())
                .indexed(now, newestSequence())
                .filter(version -> version.isPresent() && version.timestamp() == key.timestamp())
                .map(version -> new Row(key, version.attributes(casesShape), version.tags()))
                .filter(row -> find.query().matches(row.attributes(), row.tags()));
    }
}
