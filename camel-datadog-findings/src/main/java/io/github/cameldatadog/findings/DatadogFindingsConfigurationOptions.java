package io.github.cameldatadog.findings;

import java.util.Set;
import org.apache.camel.CamelContext;
import org.apache.camel.spi.PropertyConfigurer;
import org.apache.camel.spi.PropertyConfigurerGetter;

/**
 * Sets the options of a {@link DatadogFindingsConfiguration} by name, as from the properties
 * {@code camel.component.datadog-findings.configuration.*}: in the same way as those of the component. Camel finds it by
 * its entry in {@code META-INF/services}.
 */
public final class DatadogFindingsConfigurationOptions implements PropertyConfigurer, PropertyConfigurerGetter {

    /** What the component has and its configuration has not. */
    private static final Set<String> OF_COMPONENT_ALONE =
            Set.of("configuration", "lazystartproducer", "autowiredenabled");

    private final DatadogFindingsComponentOptions options = new DatadogFindingsComponentOptions();

    @Override
    public boolean configure(
            CamelContext context, Object configuration, String name, Object value, boolean ignoreCase) {
        return isOwn(name) && options.configure(context, holding(configuration), name, value, ignoreCase);
    }

    @Override
    public Class<?> getOptionType(String name, boolean ignoreCase) {
        return isOwn(name) ? options.getOptionType(name, ignoreCase) : null;
    }

    @Override
    public Object getOptionValue(Object configuration, String name, boolean ignoreCase) {
        return isOwn(name) ? options.getOptionValue(holding(configuration), name, ignoreCase) : null;
    }

    @Override
    public Object getCollectionValueType(Object configuration, String name, boolean ignoreCase) {
        return options.getCollectionValueType(holding(configuration), name, ignoreCase);
    }

    private static boolean isOwn(String name) {
        return OF_COMPONENT_ALONE.stream().noneMatch(name::equalsIgnoreCase);
    }

    private static DatadogFindingsComponent holding(Object configuration) {
        DatadogFindingsComponent component = new DatadogFindingsComponent();
        component.setConfiguration((DatadogFindingsConfiguration) configuration);
        return component;
    }
}
