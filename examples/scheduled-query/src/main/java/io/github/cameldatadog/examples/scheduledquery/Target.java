package io.github.cameldatadog.examples.scheduledquery;

import io.github.cameldatadog.findings.DatadogFindingsConfiguration;

/** The Datadog that is asked for findings and that tickets are made in: a simulated one unless somebody asked for the real one. */
sealed interface Target permits SimulatedTarget, RealTarget {

    /** Which Datadog it is, for the user to read before anything happens. */
    String announcement();

    /** The address of its web pages, for links in tickets. */
    String pages();

    /** Sets everything that decides where requests go, and as whom. */
    void configure(DatadogFindingsConfiguration options);
}
