package io.github.cameldatadog.findings.observe;

import io.github.cameldatadog.findings.client.RateGate;
import io.github.cameldatadog.findings.client.RateGates;
import java.io.Closeable;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.apache.camel.CamelContext;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Metrics of one context. Knows nothing of Micrometer, which need not be there. Safe for use by several threads. */
public interface FindingsMeters extends Closeable {

    /**
     * What counts for a site.
     *
     * @param siteName how messages name it
     * @param address what its gates are kept under
     */
    EndpointObserver of(String siteName, String address);

    /** Takes the meters out of their registry. */
    @Override
    void close();

    /**
     * Finds a registry in the context: the bean {@code metricsRegistry}, which is camel-micrometer's, else the only one there
     * is.
     *
     * @param gates the gates as they are at the moment
     * @return empty if Micrometer is not on the class path or no registry is found
     */
    static Optional<FindingsMeters> of(CamelContext context, Supplier<Map<RateGates.Key, RateGate>> gates) {
        try {
            Class.forName("io.micrometer.core.instrument.MeterRegistry", false, FindingsMeters.class.getClassLoader());
        } catch (ClassNotFoundException absent) {
            Logger log = LoggerFactory.getLogger(FindingsMeters.class);
            log.debug("Micrometer is not on the class path: there are no metrics");
            return Optional.empty();
        }
        return MicrometerMeters.in(context, gates);
    }
}
