package io.github.cameldatadog.findings;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.cameldatadog.findings.OptionSamples.Sample;
import io.github.cameldatadog.findings.builder.component.ComponentsBuilderFactory;
import io.github.cameldatadog.findings.builder.component.dsl.DatadogFindingsComponentBuilderFactory.DatadogFindingsComponentBuilder;
import io.github.cameldatadog.findings.builder.endpoint.StaticEndpointBuilders;
import io.github.cameldatadog.findings.builder.endpoint.dsl.DatadogFindingsEndpointBuilderFactory.AdvancedDatadogFindingsEndpointBuilder;
import io.github.cameldatadog.findings.builder.endpoint.dsl.DatadogFindingsEndpointBuilderFactory.DatadogFindingsEndpointBuilder;
import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.camel.CamelContext;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.main.Main;
import org.apache.camel.spi.PropertyConfigurerGetter;
import org.apache.camel.support.DefaultEndpoint;
import org.apache.camel.support.ScheduledPollEndpoint;
import org.apache.camel.tooling.model.BaseOptionModel;
import org.apache.camel.util.StringHelper;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Every option of the catalog, set in every way there is, arrives on the endpoint. A new option is walked by itself; where
 * its values are checked, {@link OptionSamples} needs one that is good.
 */
@Timeout(60)
class EveryOptionEverywhereTest {

    private static final String ENDPOINT = "datadog-findings:servicenowTickets";

    /** What the component has beside its defaults for endpoints, and the configuration that holds these. */
    private static final Set<String> OF_THE_COMPONENT =
            Set.of("configuration", "autowiredEnabled", "healthCheckConsumerEnabled", "healthCheckProducerEnabled");

    /** What Camel's own base class describes, and sets on the component alone. */
    private static boolean isOfTheComponent(String option) {
        return OF_THE_COMPONENT.contains(option)
                || option.equals("lazyStartProducer")
                || option.equals("bridgeErrorHandler");
    }

    /** What Camel's own base classes have, describe and test: the scheduler's options, and those of every endpoint. */
    private static final Set<String> OF_CAMEL = Stream.of(ScheduledPollEndpoint.class, DefaultEndpoint.class)
            .flatMap(type -> Arrays.stream(type.getDeclaredFields()))
            .map(Field::getName)
            .filter(name -> !name.equals("lazyStartProducer"))
            .collect(Collectors.toSet());

    private static List<BaseOptionModel> ofEndpoints() {
        return CatalogEntry.endpointOptions().stream()
                .filter(option -> !OF_CAMEL.contains(option.getName()))
                .map(BaseOptionModel.class::cast)
                .toList();
    }

    private final CamelContext context = new DefaultCamelContext();

    @AfterEach
    void stop() {
        context.stop();
    }

    private List<Sample> endpointSamples() {
        return OptionSamples.of(ofEndpoints(), context);
    }

    private List<Sample> componentSamples() {
        return OptionSamples.of(
                CatalogEntry.componentOptions().stream()
                        .filter(option -> !option.getName().equals("configuration"))
                        .filter(option -> !option.getName().equals("bridgeErrorHandler"))
                        .toList(),
                context);
    }

    private static void assertArrivedOn(DatadogFindingsEndpoint endpoint, List<Sample> samples) {
        PropertyConfigurerGetter options =
                (PropertyConfigurerGetter) endpoint.getComponent().getEndpointPropertyConfigurer();
        SoftAssertions.assertSoftly(softly -> {
            for (Sample sample : samples) {
                if (!OF_THE_COMPONENT.contains(sample.name())) {
                    softly.assertThat(options.getOptionValue(endpoint, sample.name(), false))
                            .as("the option %s, set to %s", sample.name(), sample.text())
                            .isEqualTo(sample.typed());
                }
            }
        });
    }

    private void assertArrivedOnEndpointsOf(DatadogFindingsComponent component, List<Sample> samples) {
        PropertyConfigurerGetter options = (PropertyConfigurerGetter) component.getComponentPropertyConfigurer();
        for (Sample sample : samples) {
            assertThat(options.getOptionValue(component, sample.name(), false))
                    .as("the component's option %s, set to %s", sample.name(), sample.text())
                    .isEqualTo(sample.typed());
        }
        assertArrivedOn(component.getCamelContext().getEndpoint(ENDPOINT, DatadogFindingsEndpoint.class), samples);
    }

    @Test
    void byTheEndpointsUri() {
        List<Sample> samples = endpointSamples();
        String query = samples.stream()
                .map(sample -> sample.writtenName() + "=RAW(" + sample.text() + ")")
                .collect(Collectors.joining("&"));

        assertArrivedOn(context.getEndpoint(ENDPOINT + "?" + query, DatadogFindingsEndpoint.class), samples);
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void byTheEndpointDsl(boolean asText) throws Exception {
        List<Sample> samples = endpointSamples();
        DatadogFindingsEndpointBuilder builder = StaticEndpointBuilders.datadogFindings("servicenowTickets");
        for (Sample sample : samples) {
            List<Method> methods = Stream.of(
                            DatadogFindingsEndpointBuilder.class, AdvancedDatadogFindingsEndpointBuilder.class)
                    .flatMap(type -> Arrays.stream(type.getMethods()))
                    .filter(method -> method.getName().equals(sample.name()))
                    .toList();
            assertThat(methods)
                    .as("methods of the builder for %s", sample.name())
                    .isNotEmpty();
            set(builder, methods, sample, asText);
        }

        assertArrivedOn((DatadogFindingsEndpoint) builder.resolve(context), samples);
    }

    private static void set(Object builder, List<Method> methods, Sample sample, boolean asText) throws Exception {
        boolean takeOnlyText = methods.stream()
                .allMatch(method -> Arrays.equals(method.getParameterTypes(), new Class<?>[] {String.class}));
        for (Method method : methods) {
            Class<?>[] takes = method.getParameterTypes();
            if (takes.length == 2 && asText) {
                method.invoke(builder, sample.key(), sample.text());
                return;
            }
            boolean takesText = takes.length == 1 && takes[0] == String.class;
            if (takes.length == 1 && (takesText == asText || takeOnlyText)) {
                method.invoke(builder, asText ? sample.text() : sample.typed());
                return;
            }
        }
        throw new AssertionError("None of " + methods + " takes " + (asText ? "text" : "the option's type"));
    }

    @Test
    void byTheComponentDsl() throws Exception {
        List<Sample> samples = componentSamples();
        DatadogFindingsComponentBuilder builder = ComponentsBuilderFactory.datadogFindings();
        for (Sample sample : samples) {
            Method method = Arrays.stream(DatadogFindingsComponentBuilder.class.getMethods())
                    .filter(each -> each.getName().equals(sample.name()))
                    .findFirst()
                    .orElseThrow(() -> new AssertionError("The builder has no method " + sample.name()));
            method.invoke(builder, sample.typed());
        }
        builder.register(context, DatadogFindingsConstants.SCHEME);

        assertArrivedOnEndpointsOf(component(context), samples);
    }

    @Test
    void byTheConfigurationAsABean() throws Exception {
        List<Sample> samples = componentSamples();
        DatadogFindingsConfiguration configuration = new DatadogFindingsConfiguration();
        DatadogFindingsComponent component = component(context);
        for (Sample sample : samples) {
            set(isOfTheComponent(sample.name()) ? component : configuration, sample);
        }
        component.setConfiguration(configuration);

        assertArrivedOnEndpointsOf(component, samples);
    }

    private static void set(Object bean, Sample sample) throws Exception {
        String setter = "set" + StringHelper.capitalize(sample.name());
        Method method = Arrays.stream(bean.getClass().getMethods())
                .filter(each -> each.getName().equals(setter))
                .findFirst()
                .orElseThrow(() -> new AssertionError(bean.getClass() + " has no method " + setter));
        method.invoke(bean, sample.typed());
    }

    private static DatadogFindingsComponent component(CamelContext context) {
        return context.getComponent(DatadogFindingsConstants.SCHEME, DatadogFindingsComponent.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"camel.component.datadog-findings.", "camel.component.datadog-findings.configuration."})
    void byProperties(String prefix) throws Exception {
        assertArriveByProperties(prefix, name -> name);
    }

    @ParameterizedTest
    @ValueSource(strings = {"camel.component.datadog-findings.", "camel.component.datadog-findings.configuration."})
    void byPropertiesInKebabCase(String prefix) throws Exception {
        assertArriveByProperties(prefix, StringHelper::camelCaseToDash);
    }

    private void assertArriveByProperties(String prefix, UnaryOperator<String> spelling) throws Exception {
        List<Sample> samples = componentSamples().stream()
                .filter(sample -> !prefix.contains("configuration.") || !isOfTheComponent(sample.name()))
                .toList();
        Properties properties = new Properties();
        samples.forEach(sample -> properties.put(prefix + spelling.apply(sample.writtenName()), sample.text()));
        Main main = new Main();
        main.setPropertyPlaceholderLocations("false");
        main.setOverrideProperties(properties);
        Map<String, Object> beans = new HashMap<>();
        samples.stream()
                .filter(sample -> sample.text().startsWith("#bean:"))
                .forEach(sample -> beans.put(sample.text().substring("#bean:".length()), sample.value()));
        beans.forEach(main::bind);
        main.start();
        try {
            assertArrivedOnEndpointsOf(component(main.getCamelContext()), samples);
        } finally {
            main.stop();
        }
    }

    @Test
    void theEndpointHasEveryOptionOfTheComponentButItsOwn() {
        Set<String> component = names(CatalogEntry.componentOptions());
        component.removeAll(OF_THE_COMPONENT);
        component.remove("bridgeErrorHandler");

        assertThat(names(ofEndpoints())).isEqualTo(component);
    }

    @Test
    void theCatalogHasEverySetterOfTheConfiguration() {
        Set<String> settable = Arrays.stream(DatadogFindingsConfiguration.class.getMethods())
                .map(Method::getName)
                .filter(name -> name.startsWith("set"))
                .map(name -> StringHelper.decapitalize(name.substring(3)))
                .collect(Collectors.toCollection(TreeSet::new));
        settable.add("lazyStartProducer");

        assertThat(names(ofEndpoints()))
                .as("options with @UriParam: give each setter's field this annotation, then build once")
                .isEqualTo(settable);
    }

    @Test
    void everyOptionAndHeaderIsDescribedAsASentence() {
        Stream.of(ofEndpoints(), CatalogEntry.pathOptions(), CatalogEntry.componentOptions(), CatalogEntry.headers())
                .flatMap(List::stream)
                .filter(option -> !option.getName().startsWith("healthCheck"))
                .forEach(option -> assertThat(option.getDescription())
                        .as("the description of %s, from the javadoc of its setter", option.getName())
                        .matches("(?s)[A-Z].{15,}\\."));
    }

    private static Set<String> names(List<? extends BaseOptionModel> options) {
        return options.stream().map(BaseOptionModel::getName).collect(Collectors.toCollection(TreeSet::new));
    }
}
