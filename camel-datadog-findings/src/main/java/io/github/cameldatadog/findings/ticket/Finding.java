package io.github.cameldatadog.findings.ticket;

import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * A Datadog security finding. One that was read from a body has its id and the few fields that a grouping, a template or a
 * decision asks for, since everything else in its JSON was skipped; one that a search has found has all its fields.
 * Immutable, so safe for use by several threads.
 */
public final class Finding implements Remaining {

    private final String id;
    private final Map<String, String> fields;
    /** All fields as they were found; null if only some were kept. */
    private final Map<String, Object> document;

    private final List<String> tags;
    private final List<AttachedCase> cases;
    private final Instant readAt;

    private Finding(
            String id,
            Map<String, String> fields,
            Map<String, Object> document,
            List<String> tags,
            List<AttachedCase> cases,
            Instant readAt) {
        this.id = Objects.requireNonNull(id, "id");
        this.fields = Map.copyOf(fields);
        this.document = document;
        this.tags = List.copyOf(tags);
        this.cases = cases == null ? null : List.copyOf(cases);
        this.readAt = readAt;
    }

    /** A finding of which nothing but its id is known. */
    public static Finding ofId(String id) {
        return new Finding(id, Map.of(), null, List.of(), null, null);
    }

    /**
     * A finding with fields.
     *
     * @param id the finding's id ({@code finding_id}), opaque
     * @param fields values by dotted path as in Datadog's schema, such as {@code rule.id} or {@code service.name}
     * @param tags its tags, each {@code key:value}
     */
    public static Finding of(String id, Map<String, String> fields, List<String> tags) {
        return new Finding(id, fields, null, tags, null, null);
    }

    /**
     * A finding with all its fields, as a search has found it.
     *
     * @param document its fields as in Datadog's schema: maps, lists, texts, numbers, booleans; none of it changes any more
     * @param tags its tags, each {@code key:value}
     * @param known the cases it is on, closed ones too; null if that could not be read
     * @param at when the search answered
     */
    public static Finding found(
            String id, Map<String, Object> document, List<String> tags, List<AttachedCase> known, Instant at) {
        return new Finding(
                id, Map.of(), Objects.requireNonNull(document, "document"), tags, known, known == null ? null : at);
    }

    /**
     * The same finding with these fields and tags only, for whoever holds many of them.
     *
     * @param paths dotted paths of the fields that are kept
     * @param isWantedTag whether a tag is kept, {@code key:value}
     */
    public Finding keeping(Collection<String> paths, Predicate<String> isWantedTag) {
        if (document == null) {
            return this;
        }
        Map<String, String> kept = new HashMap<>();
        for (String path : paths) {
            String value = path.startsWith("tags") ? null : field(path);
            if (value != null) {
                kept.put(path, value);
            }
        }
        return new Finding(id, kept, null, tags.stream().filter(isWantedTag).toList(), cases, readAt);
    }

    /**
     * The same finding with what is known about its cases.
     *
     * @param known the cases it is on, closed ones too; empty if it is on none
     * @param at when Datadog said so; null if that is not known, which counts as long ago
     */
    public Finding withCases(List<AttachedCase> known, Instant at) {
        return new Finding(id, fields, document, tags, Objects.requireNonNull(known, "known"), at);
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
        return new Finding(id, now, document, tags, Objects.requireNonNull(known, "known"), at);
    }

    /** The same finding after a search that did not show it: nothing is known of its cases, as of that time. */
    public Finding notSeen(Instant at) {
        return new Finding(id, fields, document, tags, null, at);
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
        if (path.equals("finding_id") || path.equals("id")) {
            return id;
        }
        String kept = fields.get(path);
        return kept != null || document == null ? kept : FindingDocument.text(document, path);
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

    /** The values that were kept, by dotted path; of what a search has found all texts, numbers and booleans. */
    public Map<String, String> fields() {
        return document == null ? fields : FindingDocument.texts(document, fields);
    }

    /**
     * All of it as Datadog's schema writes a finding, as exports do: its fields, with {@code finding_id} and {@code tags} beside
     * them. What was skipped when it was read is missing.
     */
    public Map<String, Object> toMap() {
        Map<String, Object> all = FindingDocument.with(document == null ? Map.of() : document, fields);
        all.put("finding_id", id);
        if (!tags.isEmpty()) {
            all.put("tags", tags);
        }
        return all;
    }

    /** Its tags, each {@code key:value}, in Datadog's order. */
    public List<String> tags() {
        return tags;
    }

    /** Datadog's {@code severity}; {@link Severity#UNKNOWN} if it is not told. */
    public Severity severity() {
        return Severity.of(field("severity"));
    }

    /** Datadog's {@code status}, such as {@code open} or {@code resolved}; null if it is not told. */
    public String status() {
        return field("status");
    }

    /** Datadog's {@code title}; null if it is not told. */
    public String title() {
        return field("title");
    }

    /** Datadog's {@code finding_type}, such as {@code misconfiguration}; null if it is not told. */
    public String type() {
        return field("finding_type");
    }

    /** Datadog's {@code rule.id}; null if it is not told. */
    public String ruleId() {
        return field("rule.id");
    }

    /** Datadog's {@code rule.name}; null if it is not told. */
    public String ruleName() {
        return field("rule.name");
    }

    /** Datadog's {@code resource_id}; null if it is not told. */
    public String resourceId() {
        return field("resource_id");
    }

    /** Datadog's {@code resource_name}; null if it is not told. */
    public String resourceName() {
        return field("resource_name");
    }

    /** Datadog's {@code service.name}; null if it is not told. */
    public String service() {
        return field("service.name");
    }

    /** When it was first seen, Datadog's {@code first_seen_at}; empty if that is not told. */
    public Optional<Instant> firstSeenAt() {
        return moment("first_seen_at");
    }

    /** When what was detected changed last, Datadog's {@code detection_changed_at}; empty if that is not told. */
    public Optional<Instant> changedAt() {
        return moment("detection_changed_at");
    }

    private Optional<Instant> moment(String path) {
        String millis = field(path);
        try {
            return millis == null ? Optional.empty() : Optional.of(Instant.ofEpochMilli(Long.parseLong(millis)));
        } catch (NumberFormatException notMillis) {
            return Optional.empty();
        }
    }

    /** Whether its status says that nobody has to work on it: resolved, auto_closed or muted. */
    public boolean isResolved() {
        String status = status();
        return "resolved".equals(status)
                || "auto_closed".equals(status)
                || "muted".equals(status)
                || "true".equals(field("workflow.mute.is_muted"));
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
                && Objects.equals(document, that.document)
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
