package io.github.cameldatadog.findings.ticket;

import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * A Datadog security finding: its id, and the few fields that a grouping, a template or a decision asks for. Everything
 * else in its JSON was skipped when it was read. Immutable, so safe for use by several threads.
 */
public final class Finding implements Remaining {

    private final String id;
    private final Map<String, String> fields;
    private final List<String> tags;
    private final List<AttachedCase> cases;
    private final Instant readAt;

    private Finding(
            String id, Map<String, String> fields, List<String> tags, List<AttachedCase> cases, Instant readAt) {
        this.id = Objects.requireNonNull(id, "id");
        this.fields = Map.copyOf(fields);
        this.tags = List.copyOf(tags);
        this.cases = cases == null ? null : List.copyOf(cases);
        this.readAt = readAt;
    }

    /** A finding of which nothing but its id is known. */
    public static Finding ofId(String id) {
        return new Finding(id, Map.of(), List.of(), null, null);
    }

    /**
     * A finding with fields.
     *
     * @param id the finding's id ({@code finding_id}), opaque
     * @param fields values by dotted path as in Datadog's schema, such as {@code rule.id} or {@code service.name}
     * @param tags its tags, each {@code key:value}
     */
    public static Finding of(String id, Map<String, String> fields, List<String> tags) {
        return new Finding(id, fields, tags, null, null);
    }

    /**
     * The same finding with what is known about its cases.
     *
     * @param known the cases it is on, closed ones too; empty if it is on none
     * @param at when Datadog said so; null if that is not known, which counts as long ago
     */
    public Finding withCases(List<AttachedCase> known, Instant at) {
        return new Finding(id, fields, tags, Objects.requireNonNull(known, "known"), at);
    }

    /**
     * The same finding as Datadog's search just showed it.
     *
     * @param status its status now; null keeps the one it has
     * @param known the cases it is on
     * @param at when the search answered
     */
    public Finding seen(String status, List<AttachedCase> known, Instant at) {
        Map<String, String> now = fields;
        if (status != null) {
            now = new HashMap<>(fields);
            now.put("status", status);
        }
        return new Finding(id, now, tags, Objects.requireNonNull(known, "known"), at);
    }

    /** The same finding after a search that did not show it: nothing is known of its cases, as of that time. */
    public Finding notSeen(Instant at) {
        return new Finding(id, fields, tags, null, at);
    }

    /** Unique id, Datadog's {@code finding_id}; opaque. */
    public String id() {
        return id;
    }

    @Override
    public List<String> findingIds() {
        return List.of(id);
    }

    /**
     * A field by its dotted path, such as {@code rule.name} or {@code cloud_resource.account}; a tag by {@code tags.}
     * and its key, such as {@code tags.team}.
     *
     * @return the value as text; null where the finding has no such field or it was not asked for when it was read
     */
    public String field(String path) {
        if (path.startsWith("tags.")) {
            return tag(path.substring("tags.".length()));
        }
        return path.equals("finding_id") || path.equals("id") ? id : fields.get(path);
    }

    /** The value of the first tag with that key; null if there is none. */
    public String tag(String key) {
        String start = key + ":";
        for (String tag : tags) {
            if (tag.startsWith(start)) {
                return tag.substring(start.length());
            }
        }
        return null;
    }

    /** The fields that were kept, by dotted path. */
    public Map<String, String> fields() {
        return fields;
    }

    /** Its tags, each {@code key:value}, in Datadog's order. */
    public List<String> tags() {
        return tags;
    }

    /** Datadog's {@code severity}; {@link Severity#UNKNOWN} if it is not told. */
    public Severity severity() {
        return Severity.of(fields.get("severity"));
    }

    /** Datadog's {@code status}, such as {@code open} or {@code resolved}; null if it is not told. */
    public String status() {
        return fields.get("status");
    }

    /** Datadog's {@code title}; null if it is not told. */
    public String title() {
        return fields.get("title");
    }

    /** Datadog's {@code finding_type}, such as {@code misconfiguration}; null if it is not told. */
    public String type() {
        return fields.get("finding_type");
    }

    /** Whether its status says that nobody has to work on it: resolved, auto_closed or muted. */
    public boolean isResolved() {
        String status = status();
        return "resolved".equals(status)
                || "auto_closed".equals(status)
                || "muted".equals(status)
                || "true".equals(fields.get("workflow.mute.is_muted"));
    }

    /** The cases it was on when Datadog last said so; absent if nothing is known. */
    public Optional<List<AttachedCase>> cases() {
        return Optional.ofNullable(cases);
    }

    /** When Datadog was last asked or told of its cases; absent if that is not known. */
    public Optional<Instant> casesReadAt() {
        return Optional.ofNullable(readAt);
    }

    /** Whether a search that asked for it did not show it: it is gone, or not in the index yet. */
    public boolean wasLookedUpInVain() {
        return cases == null && readAt != null;
    }

    /** The first open case it is known to be on. */
    public Optional<AttachedCase> openCase() {
        return cases == null
                ? Optional.empty()
                : cases.stream().filter(AttachedCase::isOpen).findFirst();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Finding that
                && id.equals(that.id)
                && fields.equals(that.fields)
                && tags.equals(that.tags)
                && Objects.equals(cases, that.cases)
                && Objects.equals(readAt, that.readAt);
    }

    @Override
    public int hashCode() {
        return id.hashCode();
    }

    @Override
    public String toString() {
        return "Finding[" + id + "]";
    }
}
