package io.github.cameldatadog.findings.testkit.core;

import io.github.cameldatadog.findings.testkit.CaseKind;
import io.github.cameldatadog.findings.testkit.fault.TicketFate;
import io.github.cameldatadog.findings.testkit.history.Attachment;
import io.github.cameldatadog.findings.testkit.history.CaseRecord;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.random.RandomGenerator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** All cases, what is on them, and how that came about. Guarded by the lock of the core. */
final class CaseBook {

    private static final Pattern KEY = Pattern.compile("(.+)-([0-9]{1,9})");

    private final Map<String, CaseState> cases = new LinkedHashMap<>();
    private final List<Attachment> attachments = new ArrayList<>();
    private final Map<String, Integer> lastNumbers = new HashMap<>();
    private final SearchIndex index;
    private final RandomGenerator random;

    CaseBook(SearchIndex index, RandomGenerator random) {
        this.index = index;
        this.random = random;
    }

    CaseState find(String caseId) {
        return lookUp(caseId).orElseThrow(() -> new IllegalArgumentException("there is no case with the id " + caseId));
    }

    Optional<CaseState> lookUp(String caseId) {
        return Optional.ofNullable(cases.get(caseId));
    }

    /** The case behind a ServiceNow ticket or a Jira issue. */
    Optional<CaseState> linkedTo(CaseKind kind, Link link) {
        return cases.values().stream()
                .filter(one ->
                        one.kind == kind && one.link.filter(link::leadsTo).isPresent())
                .findFirst();
    }

    List<CaseRecord> records() {
        return cases.values().stream().map(CaseState::toRecord).toList();
    }

    List<Attachment> attachments() {
        return List.copyOf(attachments);
    }

    /** Takes the next keys of a project. */
    List<String> takeKeys(String projectKey, int count) {
        List<String> keys = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            keys.add(projectKey + "-" + lastNumbers.merge(projectKey, 1, Integer::sum));
        }
        return keys;
    }

    /** Makes a case without anything on it yet, and what it is linked to. */
    CaseState open(CaseKind kind, String key, TicketOrder order, TicketFate fate, Cause cause) {
        Optional<Link> link = Link.made(kind, fate, () -> takeKeys("JIRA", 1).get(0), random);
        return add(newId(), kind, key, order, fate, link, cause);
    }

    /** Makes a case without anything on it yet for what exists outside of Datadog. */
    CaseState openLinked(CaseKind kind, String key, TicketOrder order, TicketFate fate, Link link, Cause cause) {
        Optional<Link> made = Optional.of(link).filter(one -> fate == TicketFate.COMPLETED);
        return add(newId(), kind, key, order, fate, made, cause);
    }

    /** Takes over a case of which a document tells, without anything on it yet. */
    CaseState take(CaseImport source, TicketOrder order, String projectKey, Cause cause) {
        String key = source.key().orElseGet(() -> takeKeys(projectKey, 1).get(0));
        Matcher parts = KEY.matcher(key);
        if (parts.matches()) {
            lastNumbers.merge(parts.group(1), Integer.parseInt(parts.group(2)), Math::max);
        }
        Optional<Link> link = source.link()
                .or(() -> Link.made(
                        source.kind(),
                        TicketFate.COMPLETED,
                        () -> takeKeys("JIRA", 1).get(0),
                        random));
        String id = source.id().orElseGet(this::newId);
        return add(id, source.kind(), key, order, TicketFate.COMPLETED, link, cause);
    }

    private CaseState add(
            String id,
            CaseKind kind,
            String key,
            TicketOrder order,
            TicketFate fate,
            Optional<Link> link,
            Cause cause) {
        CaseTexts texts = CaseTexts.of(order, findings(order));
        CaseState made = new CaseState(id, key, kind, order, texts, cause, fate, link);
        cases.put(made.id, made);
        return made;
    }

    private String newId() {
        return new UUID((random.nextLong() & ~0xF000L) | 0x4000L, (random.nextLong() & ~(3L << 62)) | (2L << 62))
                .toString();
    }

    private List<FindingState> findings(TicketOrder order) {
        return order.findingIds().stream()
                .flatMap(id -> index.finding(id).stream())
                .toList();
    }

    /** Puts findings on a case after taking them off every other one. */
    void moveTo(CaseState target, List<FindingState> findings, Cause cause) {
        Set<CaseState> left = new LinkedHashSet<>();
        for (FindingState finding : findings) {
            for (CaseState other : List.copyOf(finding.cases)) {
                if (other != target) {
                    remove(other, finding, cause);
                    left.add(other);
                }
            }
            put(target, finding, cause);
            index.changed(finding, cause.at());
        }
        left.forEach(one -> closeIfDone(one, cause.at()));
    }

    /** Puts a finding on a case without telling the index, which is to learn of the finding as a whole. */
    void place(CaseState target, FindingState finding, Cause cause) {
        put(target, finding, cause);
    }

    /** Puts a finding on a case in addition to those it is on. */
    void attach(CaseState target, FindingState finding, Cause cause) {
        put(target, finding, cause);
        index.changed(finding, cause.at());
    }

    /** Takes a finding off a case. */
    void detach(CaseState from, FindingState finding, Cause cause) {
        remove(from, finding, cause);
        index.changed(finding, cause.at());
        closeIfDone(from, cause.at());
    }

    /** Takes a finding off every case. */
    void detachFromAll(FindingState finding, Cause cause) {
        List.copyOf(finding.cases).forEach(one -> detach(one, finding, cause));
    }

    private void put(CaseState target, FindingState finding, Cause cause) {
        if (target.findings.add(finding)) {
            finding.cases.add(target);
            log(Attachment.Kind.ATTACHED, target, finding, cause);
        }
    }

    private void remove(CaseState from, FindingState finding, Cause cause) {
        if (from.findings.remove(finding)) {
            finding.cases.remove(from);
            log(Attachment.Kind.DETACHED, from, finding, cause);
        }
    }

    private void log(Attachment.Kind kind, CaseState where, FindingState finding, Cause cause) {
        Identity actor = cause.actor();
        attachments.add(new Attachment(
                finding.id, where.id, where.key, kind, cause.at(), actor.name(), actor.ours(), cause.requestNumber()));
    }

    /** Closes a ServiceNow ticket or a Jira issue that has no open finding left, as Datadog does. */
    void closeIfDone(CaseState one, Instant now) {
        boolean done = one.findings.stream().noneMatch(FindingState::isOpen);
        if (done && one.isOpen() && one.link.isPresent()) {
            setClosed(one, Optional.of(now), now);
        }
    }

    void setClosed(CaseState one, Optional<Instant> closedAt, Instant now) {
        one.closedAt = closedAt;
        one.modifiedAt = now;
        one.findings.forEach(finding -> index.changed(finding, now));
    }
}
