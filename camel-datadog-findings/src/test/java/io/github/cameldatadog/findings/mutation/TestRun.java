package io.github.cameldatadog.findings.mutation;

import java.io.PrintStream;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.engine.discovery.DiscoverySelectors;
import org.junit.platform.launcher.LauncherDiscoveryRequest;
import org.junit.platform.launcher.TestExecutionListener;
import org.junit.platform.launcher.TestIdentifier;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;

/** Runs test classes in a JVM of its own, and says which tests passed and which failed, one on a line. */
final class TestRun implements TestExecutionListener {

    static final String PASSED = "PASSED ";
    static final String FAILED = "FAILED ";

    private static final Pattern CLASS_AND_METHOD = Pattern.compile("\\[class:([^\\]]+)](?:/\\[[a-z-]+:(\\w+))?");

    private final PrintStream out;

    private TestRun(PrintStream out) {
        this.out = out;
    }

    /** The arguments are names of classes. */
    public static void main(String[] classes) {
        LauncherDiscoveryRequest request = LauncherDiscoveryRequestBuilder.request()
                .selectors(
                        Stream.of(classes).map(DiscoverySelectors::selectClass).toList())
                .build();
        LauncherFactory.create().execute(request, new TestRun(System.out));
        System.exit(0);
    }

    @Override
    public void executionFinished(TestIdentifier test, TestExecutionResult result) {
        boolean passed = result.getStatus() == TestExecutionResult.Status.SUCCESSFUL;
        if (test.isTest() || !passed) {
            out.println((passed ? PASSED : FAILED) + nameOf(test));
        }
    }

    /** Class and method, for a display name may be anything. */
    private static String nameOf(TestIdentifier test) {
        Matcher name = CLASS_AND_METHOD.matcher(test.getUniqueId());
        return name.find() ? name.group(1) + "#" + Objects.requireNonNullElse(name.group(2), "") : test.getUniqueId();
    }
}
