package io.github.cameldatadog.findings.testkit.junit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import io.github.cameldatadog.findings.testkit.SimulatedDatadog;
import io.github.cameldatadog.findings.testkit.http.HttpCall;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;
import org.junit.platform.launcher.listeners.SummaryGeneratingListener;
import org.junit.platform.launcher.listeners.TestExecutionSummary;

class SimulatedDatadogExtensionTest {

    private static final List<SimulatedDatadog> SEEN = new ArrayList<>();

    private static TestExecutionSummary run(Class<?> testClass) {
        SEEN.clear();
        SummaryGeneratingListener listener = new SummaryGeneratingListener();
        LauncherFactory.create()
                .execute(
                        LauncherDiscoveryRequestBuilder.request()
                                .selectors(selectClass(testClass))
                                .build(),
                        listener);
        return listener.getSummary();
    }

    private static void sendInvalid(SimulatedDatadog datadog) {
        datadog.core().receive(new HttpCall("GET", "/nowhere", List.of(), new byte[0]));
    }

    @Test
    void everyTestHasADatadogOfItsOwnWhichIsClosedAfterwards() {
        assertThat(run(Injected.class).getTestsSucceededCount()).isEqualTo(2);

        assertThat(SEEN).hasSize(2).doesNotHaveDuplicates();
        assertThat(SEEN).allMatch(datadog -> datadog.findings().size() == 1);
        assertThat(SEEN).allSatisfy(datadog -> assertThatThrownBy(
                        () -> new Socket(InetAddress.getLoopbackAddress(), datadog.port()).close())
                .isInstanceOf(ConnectException.class));
    }

    @Test
    void anInvalidRequestFailsATestThatDidNotLook() {
        TestExecutionSummary summary = run(Careless.class);

        assertThat(summary.getTestsFailedCount()).isEqualTo(1);
        assertThat(summary.getFailures().get(0).getException())
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("#1 GET /nowhere")
                .hasMessageContaining("no such path")
                .hasMessageContaining("@AllowInvalidRequests");
    }

    @Test
    void anAnnotationOnTestOrClassAllowsInvalidRequests() {
        assertThat(run(AllowedOnMethod.class).getTestsSucceededCount()).isEqualTo(1);
        assertThat(run(AllowedOnMethod.class).getTestsFailedCount()).isEqualTo(1);
        assertThat(run(AllowedOnClass.class).getTestsSucceededCount()).isEqualTo(2);
        assertThat(run(AllowedOnClass.class).getTestsFailedCount()).isZero();
    }

    @Test
    void theRegisteredFormIsSetUpByItsBuilder() {
        TestExecutionSummary summary = run(Registered.class);

        assertThat(summary.getTestsFailedCount()).isZero();
        assertThat(summary.getTestsSucceededCount()).isEqualTo(1);
    }

    @Test
    void thereIsNoneForAWholeClass() {
        TestExecutionSummary summary = run(TooEarly.class);

        assertThat(summary.getTestsSucceededCount()).isZero();
        assertThat(summary.getFailures().get(0).getException()).hasMessageContaining("for each test only");
    }

    @Test
    void outsideOfATestThereIsNone() {
        SimulatedDatadogExtension extension = new SimulatedDatadogExtension();
        assertThatThrownBy(extension::get).isInstanceOf(IllegalStateException.class);
    }

    @ExtendWith(SimulatedDatadogExtension.class)
    static final class Injected {

        @Test
        void one(SimulatedDatadog datadog) {
            datadog.addFindings(1);
            SEEN.add(datadog);
        }

        @Test
        void two(SimulatedDatadog datadog) {
            datadog.addFindings(1);
            SEEN.add(datadog);
        }
    }

    @ExtendWith(SimulatedDatadogExtension.class)
    static final class Careless {

        @Test
        void sends(SimulatedDatadog datadog) {
            sendInvalid(datadog);
        }
    }

    @ExtendWith(SimulatedDatadogExtension.class)
    static final class AllowedOnMethod {

        @Test
        @AllowInvalidRequests("it is the point of the test")
        void allowed(SimulatedDatadog datadog) {
            sendInvalid(datadog);
        }

        @Test
        void notAllowed(SimulatedDatadog datadog) {
            sendInvalid(datadog);
        }
    }

    @AllowInvalidRequests
    @ExtendWith(SimulatedDatadogExtension.class)
    static final class AllowedOnClass {

        @Test
        void sends(SimulatedDatadog datadog) {
            sendInvalid(datadog);
        }

        @Nested
        final class Inside {

            @Test
            void sends(SimulatedDatadog datadog) {
                sendInvalid(datadog);
            }
        }
    }

    static final class Registered {

        @RegisterExtension
        final SimulatedDatadogExtension datadog = SimulatedDatadogExtension.builder()
                .configure(settings -> settings.project("p-1", "ABC"))
                .setUp(one -> one.addFindings(2))
                .setUp(one ->
                        one.actor("alice").attachToNewCase(one.findings().get(0).id()))
                .allowInvalidRequests()
                .build();

        @Test
        void isSetUp(SimulatedDatadog injected) {
            assertThat(datadog.get()).isSameAs(injected);
            assertThat(injected.findings()).hasSize(2);
            assertThat(injected.history().cases()).extracting("key").containsExactly("ABC-1");
            sendInvalid(injected);
        }
    }

    @ExtendWith(SimulatedDatadogExtension.class)
    static final class TooEarly {

        @BeforeAll
        static void tooEarly(SimulatedDatadog datadog) {
            SEEN.add(datadog);
        }

        @Test
        void never() {
            assertThat(SEEN).isEmpty();
        }
    }
}
