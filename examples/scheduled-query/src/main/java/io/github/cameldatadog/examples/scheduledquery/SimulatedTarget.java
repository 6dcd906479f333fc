package io.github.cameldatadog.examples.scheduledquery;

import io.github.cameldatadog.findings.DatadogFindingsConfiguration;
import io.github.cameldatadog.findings.client.DatadogSite;
import io.github.cameldatadog.findings.testkit.SimulatedDatadog;

/**
 * A Datadog simulated on this machine. Everything that decides where requests go is set here, so that nothing of the
 * environment can lead them elsewhere.
 *
 * @param port where it listens on the loopback interface
 */
record SimulatedTarget(int port) implements Target {

    @Override
    public String announcement() {
        return "SIMULATED Datadog at " + pages() + ": no real ticket is made, keys in the environment are not read.";
    }

    @Override
    public String pages() {
        return "http://127.0.0.1:" + port;
    }

    @Override
    public void configure(DatadogFindingsConfiguration options) {
        options.setBaseUrl(pages());
        options.setSite(DatadogSite.US1.canonical());
        options.setApiKey(SimulatedDatadog.API_KEY);
        options.setApplicationKey(SimulatedDatadog.APPLICATION_KEY);
        options.setProject(SimulatedDatadog.PROJECT_ID);
    }
}
