package io.github.cameldatadog.findings;

import io.github.cameldatadog.findings.client.NearestName;
import io.github.cameldatadog.findings.internal.BeanTemplates;
import io.github.cameldatadog.findings.internal.SensitiveWords;
import io.github.cameldatadog.findings.internal.UnknownHeaders;
import io.github.cameldatadog.findings.ticket.Displayed;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import org.apache.camel.CamelContext;
import org.apache.camel.Endpoint;
import org.apache.camel.PropertyBindingException;
import org.apache.camel.ResolveEndpointFailedException;
import org.apache.camel.spi.Metadata;
import org.apache.camel.spi.PropertyConfigurer;
import org.apache.camel.spi.PropertyConfigurerGetter;
import org.apache.camel.spi.annotations.Component;
import org.apache.camel.support.HealthCheckComponent;
import org.apache.camel.support.service.ServiceHelper;
import org.apache.camel.util.PropertiesHelper;

/** The component {@code datadog-findings}: routes Datadog security findings into ServiceNow tickets. */
@Component(DatadogFindingsConstants.SCHEME)
public class DatadogFindingsComponent extends HealthCheckComponent {

    private static final int MOST_SHOWN = 60;

    private final UnaryOperator<String> environment;
    private final UnknownHeaders unknownHeaders = new UnknownHeaders();
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
        // A reference to a bean stays as it is written, to be asked for each draft.
        templates.keySet().retainAll(BeanTemplates.OPTIONS);
        parameters.keySet().removeAll(templates.keySet());
        // White space is what is left of the line breaks in a URI that XML spreads over lines.
        templates.forEach((option, value) ->
                setTemplate(own, option, String.valueOf(value).strip()));
        endpoint.configureScheduler(parameters);
        bind(endpoint, parameters);
        return endpoint;
    }

    private void bind(DatadogFindingsEndpoint endpoint, Map<String, Object> parameters) throws Exception {
        OptionValues values = new OptionValues((PropertyConfigurerGetter) getEndpointPropertyConfigurer());
        parameters.forEach(values::checkNumber);
        try {
            setProperties(endpoint, parameters);
        } catch (PropertyBindingException e) {
            throw values.refused(e.getPropertyName(), e.getValue(), e);
        }
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
            Set<String> allowed = allowedOptions();
            String unknown = new TreeSet<>(parameters.keySet())
                    .stream().map(name -> shownWithNearest(name, allowed)).collect(Collectors.joining(", "));
            throw new ResolveEndpointFailedException(
                    DatadogFindingsConstants.SCHEME + ":...",
                    "Unknown option" + (parameters.size() == 1 ? " " : "s ") + unknown
                            + "; values are not shown. Check the spelling; allowed are " + String.join(", ", allowed));
        }
    }

    private static String shownWithNearest(String name, Set<String> allowed) {
        return Displayed.clipped(name, MOST_SHOWN)
                + NearestName.to(name, allowed)
                        .map(near -> " (did you mean " + near + "?)")
                        .orElse("");
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
    public PropertyConfigurer getComponentPropertyConfigurer() {
        return new DatadogFindingsComponentOptions();
    }

    UnknownHeaders unknownHeaders() {
        return unknownHeaders;
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
