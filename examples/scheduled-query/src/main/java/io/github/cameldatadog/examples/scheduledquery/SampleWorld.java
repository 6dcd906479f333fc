package io.github.cameldatadog.examples.scheduledquery;

import io.github.cameldatadog.findings.testkit.SimulatedDatadog;
import io.github.cameldatadog.findings.testkit.finding.SimulatedFinding;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Findings for the simulated Datadog: some that are there at first, and others that it finds later. Thread-safe. */
final class SampleWorld {

    private static final Rule BUCKET = new Rule("def-000-b1c", "Bucket does not block public access");
    private static final Rule SSH = new Rule("def-000-5e2", "Port 22 is open to the world");
    private static final Rule KEY = new Rule("def-000-a90", "Access key is older than 90 days");

    private final SimulatedDatadog datadog;
    private final List<String> wanted = new ArrayList<>();
    private int found;

    private record Rule(String id, String name) {}

    SampleWorld(SimulatedDatadog datadog) {
        this.datadog = datadog;
    }

    /**
     * Ten findings of three rules in three services that want tickets, and four that do not. All that is known at once; from
     * then on the index lags.
     */
    synchronized void begin(Duration indexLag) {
        want(BUCKET, "checkout", "high");
        want(BUCKET, "checkout", "critical");
        want(BUCKET, "billing", "high");
        want(SSH, "checkout", "critical");
        want(BUCKET, "checkout", "high");
        want(KEY, "accounts", "high");
        want(BUCKET, "billing", "high");
        want(SSH, "checkout", "high");
        want(BUCKET, "billing", "high");
        want(BUCKET, "checkout", "high");
        find(BUCKET, "search", "medium");
        find(KEY, "billing", "low");
        datadog.resolveFinding(find(SSH, "billing", "critical"));
        datadog.actor("colleague").attachToNewCase(find(KEY, "billing", "critical"));
        datadog.indexLag(indexLag);
    }

    /** Datadog finds three more, two of which want tickets: one of a rule and service that had one, one of another. */
    synchronized void grow() {
        want(BUCKET, "checkout", "high");
        want(SSH, "shipping", "critical");
        find(KEY, "shipping", "medium");
    }

    /** The ids of those that want tickets. */
    synchronized Set<String> wanted() {
        return Set.copyOf(wanted);
    }

    private void want(Rule rule, String service, String severity) {
        wanted.add(find(rule, service, severity));
    }

    private String find(Rule rule, String service, String severity) {
        found++;
        String resource = service + "-" + found;
        return datadog.addFinding(SimulatedFinding.builderFor(rule.id() + "~" + resource)
                .severity(severity)
                .title(rule.name())
                .rule(rule.id(), rule.name())
                .service(service)
                .field("resource_id", resource)
                .field("resource_name", resource)
                .detectionChangedAt(System.currentTimeMillis())
                .build());
    }
}
