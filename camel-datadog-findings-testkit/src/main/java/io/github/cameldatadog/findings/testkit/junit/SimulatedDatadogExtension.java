package io.github.cameldatadog.findings.testkit.junit;

import io.github.cameldatadog.findings.testkit.SimulatedDatadog;
import io.github.cameldatadog.findings.testkit.SimulatedDatadogBuilder;
import io.github.cameldatadog.findings.testkit.history.ReceivedRequest;
import io.github.cameldatadog.findings.testkit.history.RequestRecord;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolutionException;
import org.junit.jupiter.api.extension.ParameterResolver;
import org.junit.platform.commons.support.AnnotationSupport;

/**
 * Gives every test a {@link SimulatedDatadog} of its own, and fails the test afterwards if any request it received broke
 * the specification. {@link AllowInvalidRequests} or {@link Builder#allowInvalidRequests()} turn that check off.
 *
 * <p>With {@code @ExtendWith} a test takes the Datadog as a parameter of the test, {@code @BeforeEach} or
 * {@code @AfterEach} method. With {@code @RegisterExtension} it can be set up first, and {@link #get} hands it out as
 * well; a static field whose tests run in parallel needs the parameter.
 */
public final class SimulatedDatadogExtension implements BeforeEachCallback, AfterEachCallback, ParameterResolver {

    private static final ExtensionContext.Namespace NAMESPACE =
            ExtensionContext.Namespace.create(SimulatedDatadogExtension.class);

    private final SimulatedDatadogBuilder settings;
    private final Consumer<SimulatedDatadog> setUp;
    private final boolean allowInvalidRequests;
    private volatile SimulatedDatadog current;

    /** One with the default keys and project, which checks every request. */
    public SimulatedDatadogExtension() {
        this(builder());
    }

    private SimulatedDatadogExtension(Builder builder) {
        this.settings = builder.settings;
        this.setUp = builder.setUp;
        this.allowInvalidRequests = builder.allowInvalidRequests;
    }

    /** Sets one up. */
    public static Builder builder() {
        return new Builder();
    }

    /**
     * The Datadog of the test that runs.
     *
     * @throws IllegalStateException if no test runs
     */
    public SimulatedDatadog get() {
        SimulatedDatadog datadog = current;
        if (datadog == null) {
            throw new IllegalStateException("there is a simulated Datadog only while a test runs");
        }
        return datadog;
    }

    @Override
    public void beforeEach(ExtensionContext context) {
        SimulatedDatadog datadog = settings.start();
        store(context).put(SimulatedDatadog.class, datadog);
        current = datadog;
        setUp.accept(datadog);
    }

    @Override
    public void afterEach(ExtensionContext context) {
        SimulatedDatadog datadog = store(context).remove(SimulatedDatadog.class, SimulatedDatadog.class);
        if (datadog == null) {
            return;
        }
        current = null;
        datadog.close();
        if (!allowInvalidRequests && !isAllowedBy(context)) {
            check(datadog);
        }
    }

    private static boolean isAllowedBy(ExtensionContext context) {
        return AnnotationSupport.isAnnotated(context.getElement(), AllowInvalidRequests.class)
                || context.getTestInstances().stream()
                        .flatMap(instances -> instances.getAllInstances().stream())
                        .anyMatch(one -> AnnotationSupport.isAnnotated(one.getClass(), AllowInvalidRequests.class));
    }

    private static void check(SimulatedDatadog datadog) {
        List<ReceivedRequest> invalid = datadog.history().requests().stream()
                .map(RequestRecord::request)
                .filter(request -> !request.valid())
                .toList();
        if (!invalid.isEmpty()) {
            String list =
                    invalid.stream().map(request -> "  " + request).collect(Collectors.joining(System.lineSeparator()));
            throw new AssertionError("Datadog received requests that break its specification. Mend them, or mark the "
                    + "test @AllowInvalidRequests if it means to send them:" + System.lineSeparator() + list);
        }
    }

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        return parameter.getParameter().getType() == SimulatedDatadog.class;
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
        SimulatedDatadog datadog = store(context).get(SimulatedDatadog.class, SimulatedDatadog.class);
        if (datadog == null) {
            throw new ParameterResolutionException(
                    "there is a simulated Datadog for each test only: not for constructors, @BeforeAll and @AfterAll");
        }
        return datadog;
    }

    private static ExtensionContext.Store store(ExtensionContext context) {
        return context.getStore(NAMESPACE);
    }

    /** Sets up the extension. Not thread-safe. */
    public static final class Builder {

        private final SimulatedDatadogBuilder settings = SimulatedDatadog.builder();
        private Consumer<SimulatedDatadog> setUp = datadog -> {};
        private boolean allowInvalidRequests;

        private Builder() {}

        /** Changes what each Datadog starts with: clock, seed, keys, projects. */
        public Builder configure(Consumer<SimulatedDatadogBuilder> change) {
            change.accept(settings);
            return this;
        }

        /** Is done to each Datadog before its test: adding findings, limits, faults. */
        public Builder setUp(Consumer<SimulatedDatadog> action) {
            setUp = setUp.andThen(action);
            return this;
        }

        /** Turns off the check for requests that break the specification. */
        public Builder allowInvalidRequests() {
            allowInvalidRequests = true;
            return this;
        }

        /** The extension. */
        public SimulatedDatadogExtension build() {
            return new SimulatedDatadogExtension(this);
        }
    }
}
