package io.github.cameldatadog.findings.testkit.core;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.cameldatadog.findings.testkit.CaseKind;
import io.github.cameldatadog.findings.testkit.CasesShape;
import io.github.cameldatadog.findings.testkit.ElementShape;
import io.github.cameldatadog.findings.testkit.Operation;
import io.github.cameldatadog.findings.testkit.RateLimitHeaders;
import io.github.cameldatadog.findings.testkit.fault.TicketFate;
import io.github.cameldatadog.findings.testkit.finding.SimulatedFinding;
import io.github.cameldatadog.findings.testkit.history.CaseRecord;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * The state behind the requests, open to whoever sets up a test or plays another actor. Only valid inside
 * {@link DatadogCore#inWorld}.
 */
public final class World {

    private final SearchIndex index;
    private final CaseBook cases;
    private final Application application;
    private final KeyRing keys;
    private final RateLimits rateLimits;
    private final Instant now;

    World(
            SearchIndex index,
            CaseBook cases,
            Application application,
            KeyRing keys,
            RateLimits rateLimits,
            Instant now) {
        this.index = index;
        this.cases = cases;
        this.application = application;
        this.keys = keys;
        this.rateLimits = rateLimits;
        this.now = now;
    }

    /** The time at which this happens. */
    public Instant now() {
        return now;
    }

    /** Adds a finding; its id must be new, or belong to one that was removed. */
    public void add(SimulatedFinding finding) {
        Optional<FindingState> before = index.finding(finding.id());
        if (before.isPresent() && before.get().present) {
            throw new IllegalArgumentException("there is a finding with the id " + finding.id() + " already");
        }
        if (before.isPresent()) {
            before.get().finding = finding;
            before.get().present = true;
            index.changed(before.get(), now);
        } else {
            index.add(new FindingState(finding), now);
        }
    }

    /** Makes a finding stale: it is gone, and naming it is refused. */
    public void remove(String findingId) {
        FindingState state = finding(findingId);
        state.present = false;
        afterChange(state);
    }

    /** Changes the fields of a finding. */
    public void change(String findingId, Consumer<ObjectNode> change) {
        FindingState state = finding(findingId);
        ObjectNode attributes = state.finding.attributes();
        change.accept(attributes);
        state.finding = SimulatedFinding.of(findingId, attributes, state.finding.tags());
        afterChange(state);
    }

    private void afterChange(FindingState state) {
        index.changed(state, now);
        for (CaseState one : List.copyOf(state.cases)) {
            cases.closeIfDone(one, now);
        }
    }

    /** The findings there are, in the order in which they were added. */
    public List<SimulatedFinding> findings() {
        return index.all().stream()
                .filter(state -> state.present)
                .map(state -> state.finding)
                .toList();
    }

    /** The cases a finding is on, in the order in which it was attached to them. */
    public List<CaseRecord> casesOf(String findingId) {
        return finding(findingId).cases.stream().map(CaseState::toRecord).toList();
    }

    /** Makes a case and puts findings on it, leaving them on the cases they are on. Says the case's id. */
    public String attachToNewCase(String actor, CaseKind kind, String title, List<String> findingIds) {
        Cause cause = cause(actor);
        String projectId = application.anyProjectId();
        TicketOrder order = new TicketOrder(
                projectId,
                Optional.ofNullable(title),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                List.copyOf(findingIds));
        List<FindingState> states = new ArrayList<>();
        findingIds.forEach(id -> states.add(finding(id)));
        String key = cases.takeKeys(application.projectKey(projectId), 1).get(0);
        CaseState made = cases.open(kind, key, order, TicketFate.COMPLETED, cause);
        states.forEach(state -> cases.attach(made, state, cause));
        return made.id;
    }

    /** Puts a finding on a case, leaving it on the cases it is on. */
    public void attach(String actor, String findingId, String caseId) {
        cases.attach(cases.find(caseId), finding(findingId), cause(actor));
    }

    /** Puts a finding on a case and takes it off every other one. */
    public void move(String actor, String findingId, String caseId) {
        cases.moveTo(cases.find(caseId), List.of(finding(findingId)), cause(actor));
    }

    /** Takes a finding off every case. */
    public void detach(String actor, String findingId) {
        FindingState state = finding(findingId);
        for (CaseState one : List.copyOf(state.cases)) {
            cases.detach(one, state, cause(actor));
        }
    }

    /** Closes a case. */
    public void close(String caseId) {
        cases.setClosed(cases.find(caseId), Optional.of(now), now);
    }

    /** Opens a case again. */
    public void reopen(String caseId) {
        cases.setClosed(cases.find(caseId), Optional.empty(), now);
    }

    /** Sets how long the index takes to show a change from now on. */
    public void indexLag(Duration lag) {
        index.lag(lag);
    }

    /** Sets how long the index takes to show changes of one finding, that of being added included. */
    public void indexLag(String findingId, Duration lag) {
        index.lag(findingId, lag);
    }

    /** Keeps the index from showing any change. */
    public void holdIndex() {
        index.hold();
    }

    /** Lets the index show changes again. */
    public void releaseIndex() {
        index.release();
    }

    public void elementShape(ElementShape shape) {
        application.elementShape(shape);
    }

    public void casesShape(CasesShape shape) {
        index.casesShape(shape);
    }

    /** Makes all page cursors given away until now bad. */
    public void expireCursors() {
        application.expireCursors();
    }

    public void addProject(String id, String key) {
        application.addProject(id, key);
    }

    public void removeProject(String id) {
        application.removeProject(id);
    }

    /** Lets several operations share one limit. */
    public void rateLimit(List<Operation> operations, int requests, Duration period) {
        rateLimits.limit(operations, requests, period);
    }

    public void rateLimitHeaders(RateLimitHeaders style) {
        rateLimits.headers(style);
    }

    /** Lets somebody else use up part of a limit. */
    public void useUp(Operation operation, int requests) {
        rateLimits.take(operation, requests, now);
    }

    public void permission(String applicationKey, Operation operation, boolean granted) {
        keys.permission(applicationKey, operation, granted);
    }

    /** Makes an API key good, beside those that are. */
    public void acceptApiKey(String key) {
        keys.acceptApiKey(key);
    }

    /** Makes an API key bad. */
    public void refuseApiKey(String key) {
        keys.refuseApiKey(key);
    }

    /** Makes an application key good; it is that user's. */
    public void acceptApplicationKey(String key, String user) {
        keys.acceptApplicationKey(key, user);
    }

    /** Makes an application key bad. */
    public void refuseApplicationKey(String key) {
        keys.refuseApplicationKey(key);
    }

    private FindingState finding(String id) {
        return index.finding(id)
                .orElseThrow(() -> new IllegalArgumentException("there is no finding with the id " + id));
    }

    private Cause cause(String actor) {
        return new Cause(Identity.actor(actor), now, Optional.empty());
    }
}
