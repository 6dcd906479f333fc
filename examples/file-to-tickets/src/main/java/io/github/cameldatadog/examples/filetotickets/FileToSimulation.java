package io.github.cameldatadog.examples.filetotickets;

import io.github.cameldatadog.findings.testkit.SimulatedDatadog;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes the findings of a file known to the simulated Datadog, as if it had found them, on the cases on which the file
 * says they are. A finding with the tag {@value #UNKNOWN} does not stay known: it plays a stale one, which Datadog
 * refuses.
 */
final class FileToSimulation {

    static final String UNKNOWN = "simulation:unknown";

    private static final Logger LOG = LoggerFactory.getLogger(FileToSimulation.class);

    private final SimulatedDatadog datadog;

    FileToSimulation(SimulatedDatadog datadog) {
        this.datadog = datadog;
    }

    /** Takes in what can be read of a document. What cannot is left for the route to complain about. */
    synchronized void learn(String document) {
        try {
            LOG.debug("{}", datadog.load(document));
        } catch (IllegalArgumentException e) {
            LOG.debug("Malformed, as the route will say with the place", e);
        }
        datadog.findings().stream()
                .filter(finding -> finding.tags().contains(UNKNOWN))
                .forEach(finding -> datadog.removeFinding(finding.id()));
    }
}
