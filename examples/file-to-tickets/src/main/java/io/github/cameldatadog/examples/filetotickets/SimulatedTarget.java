package io.github.cameldatadog.examples.filetotickets;

import io.github.cameldatadog.findings.DatadogFindingsConfiguration;
import io.github.cameldatadog.findings.client.DatadogSite;
import io.github.cameldatadog.findings.testkit.SimulatedDatadog;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;

/**
 * A Datadog simulated in this process. Everything that decides where requests go is set here, so that nothing of the
 * environment can lead them elsewhere.
 */
final class SimulatedTarget implements Target {

    private final SimulatedDatadog datadog;
    private final FileToSimulation simulation;

    /** Takes the simulated Datadog over: it is closed with this. */
    SimulatedTarget(SimulatedDatadog datadog) {
        this.datadog = datadog;
        this.simulation = new FileToSimulation(datadog);
    }

    @Override
    public String announcement() {
        return "SIMULATED Datadog at " + datadog.baseUrl() + ": no real ticket is made, keys in the environment are not"
                + " read.";
    }

    @Override
    public String pages() {
        return datadog.baseUrl();
    }

    @Override
    public void configure(DatadogFindingsConfiguration options) {
        options.setBaseUrl(datadog.baseUrl());
        options.setSite(DatadogSite.US1.canonical());
        options.setApiKey(SimulatedDatadog.API_KEY);
        options.setApplicationKey(SimulatedDatadog.APPLICATION_KEY);
        options.setProject(SimulatedDatadog.PROJECT_ID);
    }

    @Override
    public void prepare(File file) throws IOException {
        simulation.learn(new String(Files.readAllBytes(file.toPath()), StandardCharsets.UTF_8));
    }

    @Override
    public void close() {
        datadog.close();
    }
}
