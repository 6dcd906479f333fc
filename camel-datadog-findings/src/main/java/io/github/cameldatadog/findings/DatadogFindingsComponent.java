package io.github.cameldatadog.findings;

import io.github.cameldatadog.findings.internal.SensitiveWords;
import io.github.cameldatadog.findings.ticket.Displayed;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.UnaryOperator;
import org.apache.camel.CamelContext;
import org.apache.camel.Endpoint;
import org.apache.camel.PropertyBindingException;
import org.apache.camel.ResolveEndpointFailedException;
import org.apache.camel.spi.Metadata;
import org.apache.camel.spi.PropertyConfigurerGetter;
import org.apache.camel.spi.annotations.Component;
import org.apache.camel.support.HealthCheckComponent;
import org.apache.camel.support.service.ServiceHelper;
import org.apache.camel.util.PropertiesHelper;

/** The component {@code datadog-findings}: routes Datadog security findings into ServiceNow tickets. */
@Component(DatadogFindingsConstants.SCHEME)
public class DatadogFindingsComponent extends HealthCheckComponent {

    /** Options that are templates: a reference to a bean stays as it is written, to be asked for each draft. */
    private static final List<String> TEMPLATES = List.of("project", "title", "description", "assigneeId");

    private final UnaryOperator<String> environment;
    private final KeyHealthChecks healthChecks = new KeyHealthChecks();
    private ReloadedKeys reloadedKeys;

    @Metadata
    private DatadogFindingsConfiguration configuration = new DatadogFindingsConfiguration();

    public DatadogFindingsComponent() {
        this(null, System::getenv);
    }

    public DatadogFindingsComponent(CamelContext context) {
        this(context, System::getenv);
    }

    /** For tests of what the environment decides. */
    DatadogFindingsComponent(CamelContext context, UnaryOperator<String> environment) {
        super(context);
        this.environment = environment;
    }

    @Override
    protected Endpoint createEndpoint(String uri, String remaining, Map<String, Object> parameters) throws Exception {
        // Once more: somebody may have set other words since this component was built.
        SensitiveWords.maskKeys(getCamelContext().getCamelContextExtension());
        DatadogFindingsEndpoint endpoint = new DatadogFindingsEndpoint(uri, this);
        endpoint.setOperation(DatadogFindingsOperation.parse(remaining));
        DatadogFindingsConfiguration own = configuration.copy();
        endpoint.setConfiguration(own);
        own.getHttp().putAll(PropertiesHelper.extractProperties(parameters, "http."));
        Map<String, Object> templates = new HashMap<>(parameters);
        templates.keySet().retainAll(TEMPLATES);
        parameters.keySet().removeAll(templates.keySet());
        templates.forEach((option, value) -> setTemplate(own, option, String.valueOf(value)));
        bind(endpoint, parameters);
        return endpoint;
    }

    private void bind(DatadogFindingsEndpoint endpoint, Map<String, Object> parameters) throws Exception {
        parameters.forEach(this::checkNumber);
        try {
            setProperties(endpoint, parameters);
        } catch (PropertyBindingException e) {
            throw new IllegalArgumentException(
                    "Option " + e.getPropertyName() + "=" + Displayed.clipped(String.valueOf(e.getValue()), 80)
                            + " cannot be read: allowed is " + allowedFor(e.getPropertyName()),
                    e);
        }
    }

    /** Camel takes text that is no number for 0. */
    private void checkNumber(String option, Object value) {
        boolean text = value instanceof String given
                && !given.startsWith("#")
                && !given.strip().matches("[+-]?\\d+");
        if (text && "a whole number".equals(allowedFor(option))) {
            throw new IllegalArgumentException("Option " + option + "=" + Displayed.clipped(value.toString(), 80)
                    + " cannot be read: allowed is a whole number");
        }
    }

    private String allowedFor(String option) {
        Class<?> type = getEndpointPropertyConfigurer() instanceof PropertyConfigurerGetter options
                ? options.getOptionType(option, true)
                : null;
        if (type == boolean.class) {
            return "true or false";
        }
        if (type == int.class) {
            return "a whole number";
        }
        if (type == long.class || type == Duration.class) {
            return "a number of milliseconds, or a duration such as 30s or 5m";
        }
        return type == null ? "another value" : "a reference #bean:name to a " + type.getName() + " in the registry";
    }

    private static void setTemplate(DatadogFindingsConfiguration own, String option, String template) {
        switch (option) {
            case "project" -> own.setProject(template);
            case "title" -> own.setTitle(template);
            case "description" -> own.setDescription(template);
            case "assigneeId" -> own.setAssigneeId(template);
            default -> throw new IllegalArgumentException(option);
        }
    }

    /** Says which options are unknown without saying their values, for a misspelt key must not show. */
    @Override
    protected void validateParameters(String uri, Map<String, Object> parameters, String optionPrefix) {
        if (!parameters.isEmpty()) {
            Set<String> unknown = new TreeSet<>(parameters.keySet());
            throw new ResolveEndpointFailedException(
                    DatadogFindingsConstants.SCHEME + ":...",
                    "Unknown option" + (unknown.size() == 1 ? " " : "s ") + String.join(", ", unknown)
                            + " (values are not shown): check the spelling; allowed are "
                            + String.join(", ", allowedOptions()));
        }
    }

    private Set<String> allowedOptions() {
        return new TreeSet<>(getCamelContext()
                .getCamelContextExtension()
                .getEndpointUriFactory(DatadogFindingsConstants.SCHEME)
                .propertyNames());
    }

    @Override
    protected void doBuild() throws Exception {
        super.doBuild();
        SensitiveWords.maskKeys(getCamelContext().getCamelContextExtension());
    }

    @Override
    protected void doStart() throws Exception {
        super.doStart();
        reloadedKeys = new ReloadedKeys(this);
        ServiceHelper.startService(reloadedKeys);
        getCamelContext().getManagementStrategy().addEventNotifier(reloadedKeys);
    }

    @Override
    protected void doStop() throws Exception {
        getCamelContext().getManagementStrategy().removeEventNotifier(reloadedKeys);
        ServiceHelper.stopService(reloadedKeys);
        super.doStop();
    }

    KeyHealthChecks healthChecks() {
        return healthChecks;
    }

    UnaryOperator<String> environment() {
        return environment;
    }

    public DatadogFindingsConfiguration getConfiguration() {
        return configuration;
    }

    /** Options that hold for every endpoint that does not say otherwise. */
    public void setConfiguration(DatadogFindingsConfiguration configuration) {
        this.configuration = configuration;
    }
}
