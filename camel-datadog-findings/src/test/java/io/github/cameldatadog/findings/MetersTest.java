package io.github.cameldatadog.findings;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.cameldatadog.findings.testkit.Operation;
import io.github.cameldatadog.findings.testkit.SimulatedDatadog;
import io.github.cameldatadog.findings.testkit.fault.Fault;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tag;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Enumeration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.apache.camel.Exchange;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What is counted and timed where Micrometer and a registry are there. */
class MetersTest {

    private static final String PREFIX = "camel.datadog.findings.";
    private static final Pattern ROW = Pattern.compile("\\| `(" + PREFIX + "[a-z.]+)` \\| ([a-z]+) \\| ([^|]*) \\|.*");

    private final SimulatedDatadog datadog = SimulatedDatadog.start();
    private final MeterRegistry registry = new SimpleMeterRegistry();
    private final RouteToDatadog route = new RouteToDatadog(datadog, options -> {}, Map.of("anyName", registry));

    @AfterEach
    void stop() {
        route.close();
        datadog.close();
    }

    private List<Meter> ours() {
        return registry.getMeters().stream()
                .filter(meter -> meter.getId().getName().startsWith(PREFIX))
                .toList();
    }

    private double count(String name, String... tags) {
        return registry.get(PREFIX + name).tags(tags).counter().count();
    }

    /** Uses every meter there is. */
    private void doAllThereIsToCount() {
        datadog.rateLimit(Operation.CREATE, 100, Duration.ofSeconds(1));
        List<String> ids = route.openFindings(5);
        datadog.faults().next(Operation.CREATE, Fault.tooManyRequests());
        route.report(ids.subList(0, 4), "findingsPerTicket=2");
        datadog.removeFinding(ids.get(4));
        route.send(List.of(ids.get(4)), "");
    }

    @Test
    void ticketsFindingsRequestsAndWaitsAreCounted() {
        doAllThereIsToCount();

        String site = datadog.baseUrl();
        assertThat(count("tickets", "site", site)).isEqualTo(2);
        assertThat(count("settled", "outcome", "ticketed")).isEqualTo(4);
        assertThat(count("settled", "outcome", "rejected")).isEqualTo(1);
        assertThat(count("exchanges", "outcome", "well")).isEqualTo(1);
        assertThat(count("exchanges", "outcome", "problems")).isEqualTo(1);
        assertThat(count("retries", "operation", "create", "result", "rate-limited"))
                .isEqualTo(1);
        assertThat(registry.get(PREFIX + "requests")
                        .tags("operation", "create", "result", "ok")
                        .timer()
                        .count())
                .isEqualTo(1);
        assertThat(registry.get(PREFIX + "requests")
                        .tags("operation", "create", "result", "refused")
                        .timer()
                        .count())
                .isEqualTo(1);
        assertThat(registry.get(PREFIX + "waits")
                        .tags("operation", "create")
                        .timer()
                        .count())
                .isEqualTo(3);
        assertThat(registry.get(PREFIX + "rate.limit")
                        .tags("operation", "create")
                        .gauge()
                        .value())
                .isEqualTo(100);
        assertThat(registry.get(PREFIX + "rate.remaining")
                        .tags("operation", "create")
                        .gauge()
                        .value())
                .isBetween(90.0, 100.0);
        assertThat(registry.get(PREFIX + "rate.waiting")
                        .tags("operation", "create")
                        .gauge()
                        .value())
                .isZero();
        assertThat(registry.get(PREFIX + "exchanges.inflight").gauge().value()).isZero();
    }

    @Test
    void theDocumentedTableIsWhatThereIs() throws IOException {
        doAllThereIsToCount();
        Map<String, String> meters = new TreeMap<>();
        for (Meter meter : ours()) {
            String tags = meter.getId().getTags().stream()
                    .map(Tag::getKey)
                    .map(key -> "`" + key + "`")
                    .collect(Collectors.joining(", "));
            meters.put(
                    meter.getId().getName(),
                    meter.getId().getType().name().toLowerCase(java.util.Locale.ROOT) + " " + tags);
            assertThat(meter.getId().getDescription()).isNotBlank();
        }
        Map<String, String> documented = new TreeMap<>();
        for (String line : Files.readAllLines(Path.of("..", "docs", "operations.md"))) {
            Matcher row = ROW.matcher(line);
            if (row.matches()) {
                documented.put(row.group(1), row.group(2) + " " + row.group(3));
            }
        }

        assertThat(documented).isEqualTo(meters);
    }

    @Test
    void projectsAndEndpointsMakeNoMoreMeters() {
        route.report(datadog.addFindings(1), "lookupTickets=never");
        int meters = ours().size();
        for (int i = 0; i < 5; i++) {
            datadog.addProject("project-" + i, "P" + i);
            route.report(datadog.addFindings(1), "lookupTickets=never&project=project-" + i);
        }

        assertThat(ours()).hasSize(meters);
    }

    @Test
    void tagsHoldNoKey() {
        route.send(datadog.addFindings(1), "apiKey=key-of-the-uri");

        assertThat(ours()).isNotEmpty().allSatisfy(meter -> assertThat(
                        meter.getId().toString())
                .doesNotContain(SimulatedDatadog.API_KEY, SimulatedDatadog.APPLICATION_KEY, "key-of-the-uri"));
    }

    @Test
    void metersGoWithTheContext() {
        registry.counter("somebody.elses").increment();
        doAllThereIsToCount();

        route.context().stop();

        assertThat(ours()).isEmpty();
        assertThat(registry.getMeters()).hasSize(1);
    }

    @Test
    void withoutARegistryNothingIsCountedAndAllElseWorks() {
        try (RouteToDatadog plain = new RouteToDatadog(datadog)) {
            assertThat(plain.report(datadog.addFindings(1), "lookupTickets=never")
                            .ticketed())
                    .isOne();
        }
    }

    @Test
    void itWorksWithoutMicrometerAndTracersOnTheClassPath() throws Exception {
        String id = datadog.addFindings(1).get(0);
        ClassLoader hiding = new HidingLoader(MetersTest.class.getClassLoader());
        Thread thread = Thread.currentThread();
        ClassLoader before = thread.getContextClassLoader();
        thread.setContextClassLoader(hiding);
        try {
            @SuppressWarnings("unchecked")
            Function<String, String> send = (Function<String, String>)
                    hiding.loadClass(SendOne.class.getName()).getConstructor().newInstance();

            assertThat(send.apply(datadog.baseUrl() + " " + id)).isEqualTo("ticketed 1");
        } finally {
            thread.setContextClassLoader(before);
        }
    }

    /** Sends a finding from classes of its own loader, and tells how that went. */
    public static final class SendOne implements Function<String, String> {
        @Override
        public String apply(String baseUrlAndId) {
            try {
                Class.forName("io.micrometer.core.instrument.MeterRegistry");
                return "Micrometer is there";
            } catch (ClassNotFoundException hidden) {
                String[] given = baseUrlAndId.split(" ");
                return send(given[0], given[1]);
            }
        }

        private static String send(String baseUrl, String id) {
            org.apache.camel.CamelContext context = new org.apache.camel.impl.DefaultCamelContext();
            DatadogFindingsComponent component = new DatadogFindingsComponent(context, variable -> null);
            component.getConfiguration().setBaseUrl(baseUrl);
            component.getConfiguration().setApiKey(SimulatedDatadog.API_KEY);
            component.getConfiguration().setApplicationKey(SimulatedDatadog.APPLICATION_KEY);
            component.getConfiguration().setProject(SimulatedDatadog.PROJECT_ID);
            context.addComponent("datadog-findings", component);
            context.start();
            try {
                Exchange sent = context.createProducerTemplate()
                        .send(
                                "datadog-findings:servicenowTickets?lookupTickets=never",
                                exchange -> exchange.getMessage().setBody(List.of(id)));
                return sent.getException() == null
                        ? "ticketed " + RouteToDatadog.reportOf(sent).ticketed()
                        : Shown.of(sent.getException());
            } finally {
                context.stop();
            }
        }
    }

    /** Defines all classes anew, but those that are optional. */
    private static final class HidingLoader extends ClassLoader {

        private static final List<String> HIDDEN =
                List.of("io.micrometer.", "org.apache.camel.telemetry.", "org.apache.camel.tracing.");

        private final ClassLoader full;

        HidingLoader(ClassLoader full) {
            super(ClassLoader.getPlatformClassLoader());
            this.full = full;
        }

        @Override
        protected Class<?> findClass(String name) throws ClassNotFoundException {
            if (HIDDEN.stream().anyMatch(name::startsWith)) {
                throw new ClassNotFoundException(name);
            }
            try (InputStream file = full.getResourceAsStream(name.replace('.', '/') + ".class")) {
                if (file == null) {
                    throw new ClassNotFoundException(name);
                }
                byte[] bytes = file.readAllBytes();
                return defineClass(name, bytes, 0, bytes.length);
            } catch (IOException e) {
                throw new ClassNotFoundException(name, e);
            }
        }

        @Override
        protected URL findResource(String name) {
            return full.getResource(name);
        }

        @Override
        protected Enumeration<URL> findResources(String name) throws IOException {
            return full.getResources(name);
        }
    }

    @Test
    void everyTagKeyIsOneOfAFew() {
        doAllThereIsToCount();

        assertThat(ours().stream()
                        .flatMap(meter -> meter.getId().getTags().stream())
                        .map(Tag::getKey))
                .containsOnly("camelContext", "operation", "outcome", "result", "site");
    }
}
