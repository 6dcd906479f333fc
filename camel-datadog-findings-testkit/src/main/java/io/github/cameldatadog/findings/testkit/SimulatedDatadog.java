package io.github.cameldatadog.findings.testkit;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.cameldatadog.findings.testkit.core.CoreSettings;
import io.github.cameldatadog.findings.testkit.core.DatadogCore;
import io.github.cameldatadog.findings.testkit.core.Latency;
import io.github.cameldatadog.findings.testkit.core.World;
import io.github.cameldatadog.findings.testkit.fault.Faults;
import io.github.cameldatadog.findings.testkit.finding.DocumentShape;
import io.github.cameldatadog.findings.testkit.finding.FindingDocuments;
import io.github.cameldatadog.findings.testkit.finding.FindingElement;
import io.github.cameldatadog.findings.testkit.finding.FindingGenerator;
import io.github.cameldatadog.findings.testkit.finding.FindingSize;
import io.github.cameldatadog.findings.testkit.finding.JsonFields;
import io.github.cameldatadog.findings.testkit.finding.LoadedFindings;
import io.github.cameldatadog.findings.testkit.finding.SimulatedFinding;
import io.github.cameldatadog.findings.testkit.history.CaseRecord;
import io.github.cameldatadog.findings.testkit.history.History;
import io.github.cameldatadog.findings.testkit.wire.DatadogHttpServer;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * A Datadog that listens on a loopback port, is strict about requests and remembers everything. It knows findings, makes
 * cases and ServiceNow tickets, limits rates, lags, and fails as it is told to.
 *
 * <p>All methods are thread-safe. All time comes from the clock given to the builder; only delays on the wire take real
 * time.
 */
public final class SimulatedDatadog implements AutoCloseable {

    /** The API key that is good unless the builder or {@link #refuseApiKey} says otherwise. */
    public static final String API_KEY = "a1b2c3d4e5f60718293a4b5c6d7e8f90";

    /** The application key that is good unless the builder or {@link #refuseApplicationKey} says otherwise. */
    public static final String APPLICATION_KEY = "0f1e2d3c4b5a69788796a5b4c3d2e1f001234567";

    /** The id of the project that exists unless the builder says otherwise. */
    public static final String PROJECT_ID = "7b9c1f6e-2d34-4c58-9a0b-5e6f7a8b9c0d";

    /** The key of that project, with which the keys of its cases begin. */
    public static final String PROJECT_KEY = "SECOPS";

    private static final ObjectMapper MAPPER = new ObjectMapper();

    private final DatadogCore core;
    private final DatadogHttpServer server;
    private final FindingGenerator generator;

    SimulatedDatadog(CoreSettings settings, int port) {
        this.core = new DatadogCore(settings);
        this.generator = new FindingGenerator(settings.seed(), settings.clock().millis());
        this.server = new DatadogHttpServer(core, port);
    }

    /** Starts one on a free port, with the default keys and project. */
    public static SimulatedDatadog start() {
        return builder().start();
    }

    /** Sets up another one. */
    public static SimulatedDatadogBuilder builder() {
        return new SimulatedDatadogBuilder();
    }

    /** Where it listens, as {@code http://127.0.0.1:40123}. */
    public String baseUrl() {
        return "http://127.0.0.1:" + port();
    }

    /** The port it listens on. */
    public int port() {
        return server.port();
    }

    /** The rules and the state without the wire. */
    public DatadogCore core() {
        return core;
    }

    /** Adds small findings of mixed types, severities, rules and services; says their ids. */
    public List<String> addFindings(int count) {
        return addFindings(count, FindingSize.SMALL);
    }

    /** Adds findings of mixed types, severities, rules and services; says their ids. */
    public List<String> addFindings(int count, FindingSize size) {
        List<SimulatedFinding> made = generator.generate(count, size);
        return addFindings(made);
    }

    /**
     * Adds findings; says their ids. They are found by searches at once, be there an index lag or not, but not while the index is
     * held; what becomes of them afterwards lags as all else.
     */
    public List<String> addFindings(List<SimulatedFinding> findings) {
        return core.inWorld(world -> {
            findings.forEach(world::add);
            return findings.stream().map(SimulatedFinding::id).toList();
        });
    }

    /** Adds a finding; says its id. */
    public String addFinding(SimulatedFinding finding) {
        return addFindings(List.of(finding)).get(0);
    }

    /**
     * Adds the findings of a document in any of the shapes of {@link DocumentShape}, or of a request that names findings.
     * Those that say under {@code workflow.integrations.cases} which cases they are on are on these cases: a case that is
     * not there yet is made as it is told of, by somebody else. An element without a usable id, and one whose finding is
     * there already, is left out.
     *
     * @return what was added and what was left out
     * @throws IllegalArgumentException if the document is malformed; then nothing was added
     */
    public LoadedFindings load(String document) {
        List<FindingElement> elements = FindingDocuments.elements(document);
        return core.inWorld(world -> world.load(elements));
    }

    /** Writes the findings there are as a document, without the cases they are on. */
    public String export(DocumentShape shape) {
        return FindingDocuments.write(findings(), shape);
    }

    /** The findings there are. */
    public List<SimulatedFinding> findings() {
        return core.inWorld(World::findings);
    }

    /** Makes a finding stale: it is gone, and a create request that names it is refused. */
    public SimulatedDatadog removeFinding(String findingId) {
        return change(world -> world.remove(findingId));
    }

    /** Sets a field of a finding by its path, as {@code rule.id}; null removes it. */
    public SimulatedDatadog changeFinding(String findingId, String path, Object value) {
        return changeFinding(findingId, fields -> JsonFields.set(fields, path, MAPPER.valueToTree(value)));
    }

    /** Changes the fields of a finding. */
    public SimulatedDatadog changeFinding(String findingId, Consumer<ObjectNode> change) {
        return change(world -> world.change(findingId, change));
    }

    /** Resolves a finding; a ServiceNow ticket without any other open finding is closed. */
    public SimulatedDatadog resolveFinding(String findingId) {
        return change(world -> world.change(findingId, fields -> fields.put("status", "resolved")
                .put("detection_changed_at", world.now().toEpochMilli())));
    }

    /** Mutes a finding; a ServiceNow ticket without any other open finding is closed. */
    public SimulatedDatadog muteFinding(String findingId) {
        actor("colleague").mute(findingId);
        return this;
    }

    /** Says which fault befalls which request. */
    public Faults faults() {
        return core.faults();
    }

    /** Lets outstanding late effects happen now; says how many there were. */
    public int releaseLateEffects() {
        return core.releaseLateEffects();
    }

    /**
     * Limits an operation to so many requests in each period. Periods begin at the same times for everyone, as Datadog's
     * do: one of 60 s with each minute.
     */
    public SimulatedDatadog rateLimit(Operation operation, int requests, Duration period) {
        return rateLimit(requests, period, operation);
    }

    /** As {@link #rateLimit(Operation, int, Duration)}, for several operations that share the limit. */
    public SimulatedDatadog rateLimit(int requests, Duration period, Operation... operations) {
        if (operations.length == 0) {
            throw new IllegalArgumentException("name at least one operation to limit");
        }
        return change(world -> world.rateLimit(List.of(operations), requests, period));
    }

    /** Sets how answers tell about rate limits. */
    public SimulatedDatadog rateLimitHeaders(RateLimitHeaders style) {
        return change(world -> world.rateLimitHeaders(style));
    }

    /** Lets somebody else in the organisation use up part of the limit of the current period. */
    public SimulatedDatadog useUp(Operation operation, int requests) {
        return change(world -> world.useUp(operation, requests));
    }

    /** Sets how long searches take to see a change that is made from now on. */
    public SimulatedDatadog indexLag(Duration lag) {
        return change(world -> world.indexLag(lag));
    }

    /** As {@link #indexLag(Duration)}, for one finding; holds for its being added too. */
    public SimulatedDatadog indexLag(String findingId, Duration lag) {
        return change(world -> world.indexLag(findingId, lag));
    }

    /** Searches see no change from now on. */
    public SimulatedDatadog holdIndex() {
        return change(World::holdIndex);
    }

    /** Searches see changes again, those made meanwhile included. */
    public SimulatedDatadog releaseIndex() {
        return change(World::releaseIndex);
    }

    /** Makes all page cursors given away until now bad. */
    public SimulatedDatadog expireCursors() {
        return change(World::expireCursors);
    }

    /** Sets where elements of search answers carry the fields. */
    public SimulatedDatadog elementShape(ElementShape shape) {
        return change(world -> world.elementShape(shape));
    }

    /** Sets how the cases of a finding look. */
    public SimulatedDatadog casesShape(CasesShape shape) {
        return change(world -> world.casesShape(shape));
    }

    /** Sets how long every answer takes. */
    public SimulatedDatadog latency(Duration latency) {
        return latency((operation, tickets) -> latency);
    }

    /** Sets how long answers take. */
    public SimulatedDatadog latency(Latency latency) {
        core.latency(latency);
        return this;
    }

    /** Takes from the default application key the permission for an operation: it is answered 403. */
    public SimulatedDatadog withdrawPermission(Operation operation) {
        return withdrawPermission(APPLICATION_KEY, operation);
    }

    /** Takes from an application key the permission for an operation: it is answered 403. */
    public SimulatedDatadog withdrawPermission(String applicationKey, Operation operation) {
        return change(world -> world.permission(applicationKey, operation, false));
    }

    /** Gives the default application key the permission for an operation back. */
    public SimulatedDatadog grantPermission(Operation operation) {
        return grantPermission(APPLICATION_KEY, operation);
    }

    /** Gives an application key the permission for an operation back. */
    public SimulatedDatadog grantPermission(String applicationKey, Operation operation) {
        return change(world -> world.permission(applicationKey, operation, true));
    }

    /** Accepts an API key from now on, beside those that are good already, as when keys are being rotated. */
    public SimulatedDatadog acceptApiKey(String key) {
        return change(world -> world.acceptApiKey(key));
    }

    /** Revokes all API keys and accepts only this one from now on: requests with an old key are answered 403. */
    public SimulatedDatadog replaceApiKey(String newKey) {
        return change(world -> world.replaceApiKeys(newKey));
    }

    /** Refuses an API key from now on: whoever uses it is answered 403. */
    public SimulatedDatadog refuseApiKey(String key) {
        return change(world -> world.refuseApiKey(key));
    }

    /** Accepts an application key from now on, beside those that are good already; the same name is the same user. */
    public SimulatedDatadog acceptApplicationKey(String key, String user) {
        return change(world -> world.acceptApplicationKey(key, user));
    }

    /** Refuses an application key from now on: whoever uses it is answered 403. */
    public SimulatedDatadog refuseApplicationKey(String key) {
        return change(world -> world.refuseApplicationKey(key));
    }

    /** Adds a Case Management project, or gives one another key. */
    public SimulatedDatadog addProject(String id, String key) {
        return change(world -> world.addProject(id, key));
    }

    /** Removes a project: it is answered 404. */
    public SimulatedDatadog removeProject(String id) {
        return change(world -> world.removeProject(id));
    }

    /** Somebody else who works in this Datadog. The same name is the same user. */
    public Actor actor(String name) {
        return new Actor(name, core);
    }

    /** Everything that happened until now. */
    public History history() {
        return core.history();
    }

    /** The case a finding was put on last of those it is on now, be it open or closed. */
    public Optional<CaseRecord> currentCase(String findingId) {
        List<CaseRecord> cases = currentCases(findingId);
        return cases.isEmpty() ? Optional.empty() : Optional.of(cases.get(cases.size() - 1));
    }

    /** The cases a finding is on now, in the order in which it was put on them. */
    public List<CaseRecord> currentCases(String findingId) {
        return core.inWorld(world -> world.casesOf(findingId));
    }

    /** How many connections clients hold open now. */
    public int openConnections() {
        return server.openConnections();
    }

    /** New connections are refused, until {@link #acceptConnections}. Those that are open stay. */
    public SimulatedDatadog refuseConnections() {
        server.refuseConnections();
        return this;
    }

    /** Accepts connections again, on the same port. */
    public SimulatedDatadog acceptConnections() {
        server.acceptConnections();
        return this;
    }

    /** Resets the next new connections before a byte of them is read. */
    public SimulatedDatadog resetNextConnections(int count) {
        server.resetNextConnections(count);
        return this;
    }

    /** Resets all connections that are open. */
    public SimulatedDatadog resetConnections() {
        server.resetConnections();
        return this;
    }

    /** Stops listening and closes every connection. History and state can still be read. */
    @Override
    public void close() {
        server.close();
    }

    private SimulatedDatadog change(Consumer<World> change) {
        core.inWorld(world -> {
            change.accept(world);
            return this;
        });
        return this;
    }

    @Override
    public String toString() {
        return "simulated Datadog at " + baseUrl();
    }
}
