package io.github.cameldatadog.findings;

import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.apache.camel.CamelContext;
import org.apache.camel.health.HealthCheckHelper;
import org.apache.camel.health.WritableHealthCheckRepository;

/** Has one health check for each site and key, for as long as any producer uses them. Safe for use by several threads. */
final class KeyHealthChecks {

    private final Map<Object, Shared> checks = new HashMap<>();
    private final Set<String> ids = new TreeSet<>();

    private static final class Shared {
        private final DatadogFindingsHealthCheck check;
        private int producers;

        Shared(DatadogFindingsHealthCheck check) {
            this.check = check;
        }
    }

    /** A producer of the endpoint starts. */
    synchronized void join(DatadogFindingsEndpoint endpoint) {
        WritableHealthCheckRepository repository = repository(endpoint.getCamelContext());
        // One that is there and switched off counts as not ready.
        if (repository == null || !endpoint.getComponent().isHealthCheckProducerEnabled()) {
            return;
        }
        Shared shared = checks.computeIfAbsent(endpoint.keyAndPlace(), first -> {
            DatadogFindingsHealthCheck check = new DatadogFindingsHealthCheck(freeId(endpoint), endpoint);
            repository.addHealthCheck(check);
            return new Shared(check);
        });
        shared.producers++;
    }

    /** A producer of the endpoint stops. */
    synchronized void leave(DatadogFindingsEndpoint endpoint) {
        Shared shared = checks.get(endpoint.keyAndPlace());
        if (shared == null || --shared.producers > 0) {
            return;
        }
        checks.remove(endpoint.keyAndPlace());
        ids.remove(shared.check.getId());
        WritableHealthCheckRepository repository = repository(endpoint.getCamelContext());
        if (repository != null) {
            repository.removeHealthCheck(shared.check);
        }
    }

    private String freeId(DatadogFindingsEndpoint endpoint) {
        String id = "producer:datadog-findings-" + endpoint.getSiteName();
        String free = id;
        for (int next = 2; !ids.add(free); next++) {
            free = id + "-" + next;
        }
        return free;
    }

    private static WritableHealthCheckRepository repository(CamelContext context) {
        return HealthCheckHelper.getHealthCheckRepository(context, "producers", WritableHealthCheckRepository.class);
    }
}
