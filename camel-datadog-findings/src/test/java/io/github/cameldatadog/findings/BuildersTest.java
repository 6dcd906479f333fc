package io.github.cameldatadog.findings;

import static io.github.cameldatadog.findings.builder.endpoint.StaticEndpointBuilders.datadogFindings;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.cameldatadog.findings.builder.component.ComponentsBuilderFactory;
import io.github.cameldatadog.findings.builder.endpoint.EndpointBuilderFactory;
import io.github.cameldatadog.findings.builder.endpoint.dsl.DatadogFindingsEndpointBuilderFactory.DatadogFindingsBuilders;
import io.github.cameldatadog.findings.testkit.SimulatedDatadog;
import io.github.cameldatadog.findings.testkit.history.CaseRecord;
import java.io.IOException;
import java.io.InputStream;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.apache.camel.CamelContext;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.builder.endpoint.EndpointRouteBuilder;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Routes and components written in Java with the generated builders. */
@Timeout(60)
class BuildersTest {

    private final SimulatedDatadog datadog = SimulatedDatadog.start();
    private final CamelContext context = new DefaultCamelContext();

    @BeforeEach
    void register() {
        Properties properties = new Properties();
        properties.setProperty("datadog", datadog.baseUrl());
        properties.setProperty("project", SimulatedDatadog.PROJECT_ID);
        context.getPropertiesComponent().setInitialProperties(properties);
        ComponentsBuilderFactory.datadogFindings()
                .baseUrl("{{datadog}}")
                .apiKey(SimulatedDatadog.API_KEY)
                .applicationKey(SimulatedDatadog.APPLICATION_KEY)
                .priority("P4")
                .register(context, "datadog-findings");
    }

    @AfterEach
    void stop() {
        context.stop();
        datadog.close();
    }

    private CaseRecord ticketOf(RouteBuilder routes) throws Exception {
        context.addRoutes(routes);
        context.start();
        List<String> ids = datadog.addFindings(2);
        context.createProducerTemplate().sendBody("direct:a", ids);
        assertThat(datadog.history().tickets()).hasSize(1);
        return datadog.history().tickets().get(0);
    }

    @Test
    void aPlainRouteTakesAnEndpointBuilder() throws Exception {
        CaseRecord ticket = ticketOf(new RouteBuilder() {
            @Override
            public void configure() {
                from("direct:a")
                        .to(datadogFindings("servicenowTickets")
                                .project("{{project}}")
                                .priority("severity")
                                .title("RAW(${body.size} x a & b + c)")
                                .advanced()
                                .requestTimeout("30s")
                                .http("connectTimeout", "5s")
                                .basic()
                                .report("all"));
            }
        });

        assertThat(ticket.title()).isEqualTo("2 x a & b + c");
    }

    /** A route builder of Camel's Endpoint DSL that has ours, too. */
    private abstract static class Routes extends EndpointRouteBuilder implements DatadogFindingsBuilders {}

    @Test
    void aRouteOfTheEndpointDslHasTheBuilderAndTheNamesOfHeaders() throws Exception {
        CaseRecord ticket = ticketOf(new Routes() {
            @Override
            public void configure() {
                from(direct("a"))
                        .setHeader(datadogFindings().datadogFindingsTitle(), constant("Look at these"))
                        .to(datadogFindings("servicenowTickets").project("{{project}}"));
            }
        });

        assertThat(ticket.title()).isEqualTo("Look at these");
    }

    @Test
    void theFactoryOfAllBuildersHasOurs() {
        EndpointBuilderFactory ours = new EndpointBuilderFactory() {};

        assertThat(ours.datadogFindings("servicenowTickets").dryRun(true).getRawUri())
                .isEqualTo("datadog-findings://servicenowTickets?dryRun=true");
    }

    @Test
    void aComponentUnderAnotherNameHasEndpointsOfThatName() throws Exception {
        ComponentsBuilderFactory.datadogFindings()
                .baseUrl("{{datadog}}")
                .apiKey(SimulatedDatadog.API_KEY)
                .applicationKey(SimulatedDatadog.APPLICATION_KEY)
                .project("{{project}}")
                .title("by the other")
                .register(context, "other");

        CaseRecord ticket = ticketOf(new RouteBuilder() {
            @Override
            public void configure() {
                from("direct:a").to(datadogFindings("other", "servicenowTickets"));
            }
        });

        assertThat(ticket.title()).isEqualTo("by the other");
    }

    @Test
    void aComponentBuiltWithoutAContextKeepsItsPlaceholders() {
        DatadogFindingsComponent component = ComponentsBuilderFactory.datadogFindings()
                .project("{{project}}")
                .http(Map.of("proxyHost", "proxy", "proxyPort", "3128"))
                .build();

        assertThat(component.getConfiguration().getProject()).isEqualTo("{{project}}");
        assertThat(component.getConfiguration().getHttp()).containsEntry("proxyHost", "proxy");
    }

    @Test
    void theMapOfHttpOptionsIsCopied() {
        Map<String, Object> options = new HashMap<>(Map.of("connectTimeout", "5s"));
        DatadogFindingsComponent component =
                ComponentsBuilderFactory.datadogFindings().http(options).build();

        options.put("connectTimeout", "changed later");

        assertThat(component.getConfiguration().getHttp()).isEqualTo(Map.of("connectTimeout", "5s"));
    }

    @Test
    void aComponentBuiltWithAContextHasItsPlaceholdersResolved() {
        DatadogFindingsComponent component = ComponentsBuilderFactory.datadogFindings()
                .project("{{project}}")
                .build(context);

        assertThat(component.getConfiguration().getProject()).isEqualTo(SimulatedDatadog.PROJECT_ID);
        assertThat(component.getCamelContext()).isSameAs(context);
    }

    @Test
    void anOptionThatDoesNotExistIsRefused() {
        var builder = ComponentsBuilderFactory.datadogFindings();
        builder.doSetProperty("tilte", "x");

        assertThatThrownBy(builder::build)
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("tilte");
    }

    /** Few have camel-endpointdsl: the component and its own builders do without. */
    @Test
    void withoutCamelsEndpointDslOnTheClassPathTheComponentAndItsBuilderWork() throws Exception {
        Thread thread = Thread.currentThread();
        ClassLoader before = thread.getContextClassLoader();
        ClassLoader without = new WithoutEndpointDsl();
        thread.setContextClassLoader(without);
        try {
            assertThatThrownBy(() -> without.loadClass(EndpointRouteBuilder.class.getName()))
                    .isInstanceOf(ClassNotFoundException.class);

            Object uri = without.loadClass(Started.class.getName())
                    .getMethod("endpointUri")
                    .invoke(null);

            assertThat(uri).isEqualTo("datadog-findings://servicenowTickets?project=p");
        } finally {
            thread.setContextClassLoader(before);
        }
    }

    /** Loads the classes of this project itself, so that they find what it finds. */
    private static final class WithoutEndpointDsl extends ClassLoader {
        WithoutEndpointDsl() {
            super(BuildersTest.class.getClassLoader());
        }

        @Override
        protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
            if (name.startsWith("org.apache.camel.builder.endpoint.")) {
                throw new ClassNotFoundException(name);
            }
            if (!name.startsWith("io.github.cameldatadog.")) {
                return super.loadClass(name, resolve);
            }
            Class<?> loaded = findLoadedClass(name);
            return loaded == null ? define(name) : loaded;
        }

        private Class<?> define(String name) throws ClassNotFoundException {
            try (InputStream code = getResourceAsStream(name.replace('.', '/') + ".class")) {
                if (code == null) {
                    throw new ClassNotFoundException(name);
                }
                byte[] bytes = code.readAllBytes();
                return defineClass(name, bytes, 0, bytes.length);
            } catch (IOException e) {
                throw new ClassNotFoundException(name, e);
            }
        }
    }

    /** Is loaded by another class loader. */
    public static final class Started {
        private Started() {}

        public static String endpointUri() throws Exception {
            try (DefaultCamelContext context = new DefaultCamelContext()) {
                context.setApplicationContextClassLoader(Started.class.getClassLoader());
                ComponentsBuilderFactory.datadogFindings()
                        .apiKey("k")
                        .applicationKey("a")
                        .register(context, "datadog-findings");
                context.start();
                return context.getEndpoint("datadog-findings:servicenowTickets?project=p")
                        .getEndpointUri();
            }
        }
    }
}
