package io.github.cameldatadog.findings;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;
import org.apache.camel.CamelContext;
import org.apache.camel.NonManagedService;
import org.apache.camel.spi.CamelEvent;
import org.apache.camel.support.EventNotifierSupport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes the component's keys from the properties once more when Camel has reloaded its context, as it does after a secret of
 * a vault has changed: Camel itself then resolves the placeholders of routes only. A property that gives the same as before
 * changes nothing, for the key may have been set by code since.
 */
final class ReloadedKeys extends EventNotifierSupport implements NonManagedService {

    private static final Logger LOG = LoggerFactory.getLogger(ReloadedKeys.class);

    private static final List<String> API_KEY =
            List.of("apiKey", "api-key", "configuration.apiKey", "configuration.api-key");
    private static final List<String> APPLICATION_KEY = List.of(
            "applicationKey", "application-key", "configuration.applicationKey", "configuration.application-key");

    private final DatadogFindingsComponent component;
    private final Map<String, String> lastValues = new HashMap<>();

    ReloadedKeys(DatadogFindingsComponent component) {
        this.component = component;
        setIgnoreCamelContextInitEvents(true);
        // Camel counts its reload among the events of routes, so these are not ignored.
        setIgnoreServiceEvents(true);
        setIgnoreExchangeEvents(true);
        setIgnoreStepEvents(true);
    }

    @Override
    protected void doStart() throws Exception {
        super.doStart();
        takeOver(API_KEY, key -> {});
        takeOver(APPLICATION_KEY, key -> {});
    }

    @Override
    public void notify(CamelEvent event) {
        if (event.getType() == CamelEvent.Type.CamelContextReloaded) {
            takeOver(API_KEY, component.getConfiguration()::setApiKey);
            takeOver(APPLICATION_KEY, component.getConfiguration()::setApplicationKey);
        }
    }

    /** A second component, for another organisation, goes by another name and has properties of its own. */
    private String componentName() {
        CamelContext context = component.getCamelContext();
        return context.getComponentNames().stream()
                .filter(name -> context.hasComponent(name) == component)
                .findFirst()
                .orElseGet(component::getDefaultName);
    }

    private synchronized void takeOver(List<String> spellings, Consumer<String> whenChanged) {
        for (String spelling : spellings) {
            String name = "camel.component." + componentName() + "." + spelling;
            String now;
            try {
                now = component
                        .getCamelContext()
                        .getPropertiesComponent()
                        .resolveProperty(name)
                        .orElse(null);
            } catch (RuntimeException e) {
                // Its words may hold what was resolved.
                LOG.warn(
                        "Property {} cannot be resolved ({}): the key stays as it was",
                        name,
                        e.getClass().getName());
                continue;
            }
            if (now != null && !Objects.equals(now, lastValues.put(name, now))) {
                whenChanged.accept(now);
            }
        }
    }
}
