package io.github.cameldatadog.findings.testkit.core;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.cameldatadog.findings.testkit.finding.JsonFields;
import io.github.cameldatadog.findings.testkit.finding.SimulatedFinding;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** Mutes findings and lets mutes end when their time has come. Guarded by the lock of the core. */
final class MuteBook {

    private static final Set<String> STAYS = Set.of("resolved", "auto_closed");

    private final SearchIndex index;
    private final CaseBook cases;
    private final Map<String, String> statusBefore = new HashMap<>();
    private final Map<String, Expiry> expiries = new HashMap<>();
    private final NavigableSet<Expiry> byTime =
            new TreeSet<>(Comparator.comparing(Expiry::at).thenComparing(Expiry::findingId));

    private record Expiry(Instant at, String findingId) {}

    MuteBook(SearchIndex index, CaseBook cases) {
        this.index = index;
        this.cases = cases;
    }

    /** Mutes or unmutes; a ticket without any other open finding is closed. */
    void change(FindingState state, Mute mute, Instant now) {
        forget(state.id);
        ObjectNode fields = state.finding.attributes();
        String status = state.finding.status();
        if (mute.muted() && !STAYS.contains(status)) {
            if (!status.equals("muted")) {
                statusBefore.put(state.id, status);
            }
            fields.put("status", "muted");
        } else if (!mute.muted() && status.equals("muted")) {
            fields.put(
                    "status", Optional.ofNullable(statusBefore.remove(state.id)).orElse("open"));
        }
        ObjectNode written = fields.objectNode().put("is_muted", mute.muted()).put("reason", mute.reason());
        mute.description().ifPresent(text -> written.put("description", text));
        if (mute.muted() && mute.expireAt().isPresent()) {
            Expiry expiry = new Expiry(mute.expireAt().get(), state.id);
            written.put("expire_at", expiry.at().toEpochMilli());
            expiries.put(state.id, expiry);
            byTime.add(expiry);
        }
        JsonFields.set(fields, "workflow.mute", written);
        state.finding = SimulatedFinding.of(state.id, fields, state.finding.tags());
        changed(state, now);
    }

    private void forget(String findingId) {
        Expiry before = expiries.remove(findingId);
        if (before != null) {
            byTime.remove(before);
        }
    }

    private void changed(FindingState state, Instant now) {
        index.changed(state, now);
        for (CaseState one : List.copyOf(state.cases)) {
            cases.closeIfDone(one, now);
        }
    }

    /** Ends the mutes whose time has come, at that time. */
    void expire(Instant now) {
        while (!byTime.isEmpty() && !byTime.first().at().isAfter(now)) {
            Expiry due = byTime.pollFirst();
            expiries.remove(due.findingId());
            index.finding(due.findingId())
                    .ifPresent(state -> change(state, Mute.byHand(false, Optional.empty()), due.at()));
        }
    }
}
