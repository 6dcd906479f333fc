package io.github.cameldatadog.examples.filetotickets;

import io.github.cameldatadog.findings.DatadogFindingsConfiguration;
import java.io.IOException;
import org.apache.camel.Body;

/** The Datadog that tickets are made in: a simulated one unless somebody asked for the real one. */
sealed interface Target extends AutoCloseable permits SimulatedTarget, RealTarget {

    /** Which Datadog it is, for the user to read before anything happens. */
    String announcement();

    /** The address of its web pages, for links in tickets. */
    String pages();

    /** Sets everything that decides where requests go, and as whom. */
    void configure(DatadogFindingsConfiguration options);

    /** Is called by the route with each file before it is sent. */
    void prepare(@Body java.io.File file) throws IOException;

    @Override
    void close();
}
