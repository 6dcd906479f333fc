package io.github.cameldatadog.findings.testkit.core;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.cameldatadog.findings.testkit.CasesShape;
import io.github.cameldatadog.findings.testkit.ElementShape;
import io.github.cameldatadog.findings.testkit.Operation;
import io.github.cameldatadog.findings.testkit.RateLimitHeaders;
import io.github.cameldatadog.findings.testkit.finding.FindingElement;
import io.github.cameldatadog.findings.testkit.finding.LoadedFindings;
import io.github.cameldatadog.findings.testkit.finding.SimulatedFinding;
import io.github.cameldatadog.findings.testkit.history.CaseRecord;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * The state behind the requests, open to whoever sets up a test or plays another actor. Only valid inside
 * {@link DatadogCore#inWorld}.
 */
public final class World {

    private final Books books;
    private final Instant now;

    World(Books books, Instant now) {
        this.books = books;
        this.now = now;
    }

    /** The time at which this happens. */
    public Instant now() {
        return now;
    }

    /** Adds a finding; its id must be new, or belong to one that was removed. */
    public void add(SimulatedFinding finding) {
        LoadedFindings added = load(List.of(new FindingElement(1, Optional.of(finding), List.of())));
        if (!added.skipped().isEmpty()) {
            throw new IllegalArgumentException(added.skipped().get(0).reason());
        }
    }

    /** Adds the findings of a document, on the cases on which it says they are; those that are there are left out. */
    public LoadedFindings load(List<FindingElement> elements) {
        return Loading.load(elements, books, now);
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
        books.index().changed(state, now);
        for (CaseState one : List.copyOf(state.cases)) {
            books.cases().closeIfDone(one, now);
        }
    }

    /** The findings there are, in the order in which they were added. */
    public List<SimulatedFinding> findings() {
        return books.index().all().stream()
                .filter(state -> state.present)
                .map(state -> state.finding)
                .toList();
    }

    /** The cases a finding is on, in the order in which it was attached to them. */
    public List<CaseRecord> casesOf(String findingId) {
        return finding(findingId).cases.stream().map(CaseState::toRecord).toList();
    }

    /** Somebody who does something now. The same name is the same user. */
    public WorldActor actor(String name) {
        return new WorldActor(books, name, now);
    }

    /** Sets how long the index takes to show a change from now on. */
    public void indexLag(Duration lag) {
        books.index().lag(lag);
    }

    /** Sets how long the index takes to show changes of one finding, that of being added included. */
    public void indexLag(String findingId, Duration lag) {
        books.index().lag(findingId, lag);
    }

    /** Keeps the index from showing any change. */
    public void holdIndex() {
        books.index().hold();
    }

    /** Lets the index show changes again. */
    public void releaseIndex() {
        books.index().release();
    }

    public void elementShape(ElementShape shape) {
        books.application().elementShape(shape);
    }

    public void casesShape(CasesShape shape) {
        books.index().casesShape(shape);
    }

    /** Makes all page cursors given away until now bad. */
    public void expireCursors() {
        books.application().expireCursors();
    }

    public void addProject(String id, String key) {
        books.projects().add(id, key);
    }

    public void removeProject(String id) {
        books.projects().remove(id);
    }

    /** Lets several operations share one limit. */
    public void rateLimit(List<Operation> operations, int requests, Duration period) {
        books.rateLimits().limit(operations, requests, period);
    }

    public void rateLimitHeaders(RateLimitHeaders style) {
        books.rateLimits().headers(style);
    }

    /** Lets somebody else use up part of a limit. */
    public void useUp(Operation operation, int requests) {
        books.rateLimits().take(operation, requests, now);
    }

    public void permission(String applicationKey, Operation operation, boolean granted) {
        books.keys().permission(applicationKey, operation, granted);
    }

    /** Makes an API key good, beside those that are. */
    public void acceptApiKey(String key) {
        books.keys().acceptApiKey(key);
    }

    /** Makes an API key bad. */
    public void refuseApiKey(String key) {
        books.keys().refuseApiKey(key);
    }

    /** Makes an application key good; it is that user's. */
    public void acceptApplicationKey(String key, String user) {
        books.keys().acceptApplicationKey(key, user);
    }

    /** Makes an application key bad. */
    public void refuseApplicationKey(String key) {
        books.keys().refuseApplicationKey(key);
    }

    private FindingState finding(String id) {
        return books.index().known(id);
    }
}
