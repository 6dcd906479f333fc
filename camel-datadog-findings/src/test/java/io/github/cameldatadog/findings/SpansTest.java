package io.github.cameldatadog.findings;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.cameldatadog.findings.observe.TelemetrySpanDecorator;
import io.github.cameldatadog.findings.observe.TracingSpanDecorator;
import io.github.cameldatadog.findings.testkit.Operation;
import io.github.cameldatadog.findings.testkit.SimulatedDatadog;
import io.github.cameldatadog.findings.testkit.fault.Fault;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.camel.Endpoint;
import org.apache.camel.Exchange;
import org.apache.camel.builder.ExchangeBuilder;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.telemetry.Span;
import org.apache.camel.telemetry.SpanContextPropagationExtractor;
import org.apache.camel.telemetry.SpanContextPropagationInjector;
import org.apache.camel.telemetry.SpanLifecycleManager;
import org.apache.camel.telemetry.Tracer;
import org.apache.camel.tracing.SpanAdapter;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What a trace shows of the step that makes tickets. */
class SpansTest {

    private final SimulatedDatadog datadog = SimulatedDatadog.start();
    private final RouteToDatadog route = new RouteToDatadog(datadog);
    private final List<KeptSpan> spans = new CopyOnWriteArrayList<>();

    @AfterEach
    void stop() {
        route.close();
        datadog.close();
    }

    /** A span that keeps what it is told. */
    private static final class KeptSpan implements Span {
        private final String name;
        private final Map<String, String> tags = new LinkedHashMap<>();
        private final List<Map<String, String>> log = new ArrayList<>();
        private boolean error;

        KeptSpan(String name) {
            this.name = name;
        }

        @Override
        public void log(Map<String, String> fields) {
            log.add(fields);
        }

        @Override
        public void setComponent(String component) {
            tags.put("component", component);
        }

        @Override
        public void setError(boolean isError) {
            error = isError;
        }

        @Override
        public void setTag(String key, String value) {
            tags.put(key, value);
        }
    }

    /** Camel's own tracer, with spans of ours. */
    private final class KeepingTracer extends Tracer {
        @Override
        protected void initTracer() {
            setSpanLifecycleManager(new SpanLifecycleManager() {
                @Override
                public Span create(String spanName, Span parent, SpanContextPropagationExtractor extractor) {
                    KeptSpan span = new KeptSpan(spanName);
                    spans.add(span);
                    return span;
                }

                @Override
                public void activate(Span span) {}

                @Override
                public void deactivate(Span span) {}

                @Override
                public void close(Span span) {}

                @Override
                public void inject(Span span, SpanContextPropagationInjector injector, boolean includeTracing) {}
            });
        }
    }

    private KeptSpan traced(List<String> ids, String... options) throws Exception {
        Tracer tracer = new KeepingTracer();
        tracer.setCamelContext(route.context());
        tracer.init(route.context());
        route.context().addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                var steps = from("direct:in");
                for (String one : options) {
                    steps.to("datadog-findings:servicenowTickets?" + one);
                }
            }
        });
        route.context().createProducerTemplate().send("direct:in", in -> in.getMessage()
                .setBody(ids));
        return spans.stream()
                .filter(span -> span.name.startsWith("datadog-findings"))
                .reduce((first, last) -> last)
                .orElseThrow();
    }

    @Test
    void aSpanIsNamedByTheOperationAndCountsWhatBecameOfTheFindings() throws Exception {
        KeptSpan span = traced(route.openFindings(3), "title=secret-plan");

        assertThat(span.name).isEqualTo("datadog-findings servicenowTickets");
        assertThat(span.tags)
                .containsEntry("component", "camel-datadog-findings")
                .containsEntry("server.address", datadog.baseUrl())
                .containsEntry("datadog.findings.site", datadog.baseUrl())
                .containsEntry("datadog.findings.outcome", "well")
                .containsEntry("datadog.findings.received", "3")
                .containsEntry("datadog.findings.ticketed", "3")
                .containsEntry("datadog.findings.creates", "1");
        assertThat(span.tags.toString()).doesNotContain("secret-plan");
        assertThat(span.error).isFalse();
    }

    @Test
    void aSpanOfWhatFailedNamesTheRequestAndNothingUnbounded() throws Exception {
        datadog.faults().always(Operation.CREATE, Fault.error(403, "Forbidden", "x".repeat(10_000)));

        KeptSpan span = traced(datadog.addFindings(2), "lookupTickets=never&apiKey=key-of-the-uri");

        assertThat(span.error).isTrue();
        assertThat(span.tags)
                .containsEntry("datadog.findings.outcome", "problems")
                .containsEntry("datadog.findings.rejected", "2");
        assertThat(span.log).singleElement().satisfies(entry -> assertThat(entry)
                .containsEntry("error.kind", TicketsNotCreatedException.class.getName()));
        assertThat(span.tags + "" + span.log)
                .hasSizeLessThan(3000)
                .doesNotContain("key-of-the-uri", SimulatedDatadog.API_KEY, SimulatedDatadog.APPLICATION_KEY);
    }

    @Test
    void aSpanDoesNotTakeTheReportOfAnEarlierStepForItsOwn() throws Exception {
        // The second step gets a body that it cannot read, and makes no report.
        KeptSpan span = traced(route.openFindings(1), "title=a", "title=b");

        assertThat(spans)
                .filteredOn(one -> one.name.startsWith("datadog-findings"))
                .hasSize(2)
                .first()
                .satisfies(one -> assertThat(one.tags).containsEntry("datadog.findings.ticketed", "1"));
        assertThat(span.tags).doesNotContainEntry("datadog.findings.ticketed", "1");
    }

    @Test
    void bothOfCamelsTracersFindTheirDecorator() {
        assertThat(ServiceLoader.load(org.apache.camel.telemetry.SpanDecorator.class))
                .hasAtLeastOneElementOfType(TelemetrySpanDecorator.class);
        assertThat(ServiceLoader.load(org.apache.camel.tracing.SpanDecorator.class))
                .hasAtLeastOneElementOfType(TracingSpanDecorator.class);
    }

    @Test
    void theOlderTracerIsToldTheSame() {
        KeptSpan kept = new KeptSpan("");
        SpanAdapter span = (SpanAdapter) java.lang.reflect.Proxy.newProxyInstance(
                getClass().getClassLoader(), new Class<?>[] {SpanAdapter.class}, (proxy, method, arguments) -> {
                    switch (method.getName()) {
                        case "setTag" -> kept.setTag((String) arguments[0], String.valueOf(arguments[1]));
                        case "setComponent" -> kept.setComponent((String) arguments[0]);
                        case "setError" -> kept.setError((boolean) arguments[0]);
                        default -> assertThat(method.getName()).isEqualTo("log");
                    }
                    return null;
                });
        TracingSpanDecorator decorator = new TracingSpanDecorator();
        Endpoint endpoint = route.context().getEndpoint("datadog-findings:servicenowTickets?lookupTickets=never");
        Exchange exchange = ExchangeBuilder.anExchange(route.context())
                .withBody(datadog.addFindings(2))
                .build();

        decorator.pre(span, exchange, endpoint);
        route.context().createProducerTemplate().send(endpoint, exchange);
        decorator.post(span, exchange, endpoint);

        assertThat(decorator.getOperationName(exchange, endpoint)).isEqualTo("datadog-findings servicenowTickets");
        assertThat(decorator.getComponent()).isEqualTo("datadog-findings");
        assertThat(decorator.getComponentClassName()).isEqualTo(DatadogFindingsComponent.class.getName());
        assertThat(kept.tags)
                .containsEntry("datadog.findings.ticketed", "2")
                .containsEntry("component", "camel-datadog-findings");
    }

    @Test
    void theSpansOfASearchAndOfTheTicketsAfterItTellTheirOwn() throws Exception {
        route.openFindings(3);
        Tracer tracer = new KeepingTracer();
        tracer.setCamelContext(route.context());
        tracer.init(route.context());
        route.context().addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                from("datadog-findings:search?query=*&startScheduler=false")
                        .routeId("search")
                        .to("datadog-findings:servicenowTickets?title=T");
            }
        });
        ((DatadogFindingsConsumer) route.context().getRoute("search").getConsumer()).run();

        assertThat(spans)
                .filteredOn(span -> span.name.equals("datadog-findings search"))
                .hasSize(1)
                .allSatisfy(span -> assertThat(span.tags)
                        .containsEntry("datadog.findings.operation", "search")
                        .containsEntry("datadog.findings.outcome", "well")
                        .containsEntry("datadog.findings.found", "3")
                        .doesNotContainKey("datadog.findings.received"));
        assertThat(spans)
                .filteredOn(span -> span.name.equals("datadog-findings servicenowTickets"))
                .hasSize(1)
                .allSatisfy(span -> assertThat(span.tags).containsEntry("datadog.findings.ticketed", "3"));
    }
}
