package io.github.cameldatadog.findings;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.io.IOException;
import java.lang.reflect.Constructor;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicNode;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.platform.commons.support.AnnotationSupport;
import org.junit.platform.commons.support.HierarchyTraversalMode;

/**
 * Runs what fuzz tests start from, and what they once found, as plain tests: in no time, on any machine, and without the
 * fuzzer's agent. A file {@code XFuzzTestInputs/method/name} is an input of {@code XFuzzTest.method}.
 */
class FuzzInputsTest {

    private static final Path RESOURCES = Path.of("src/test/resources");
    private static final String INPUTS = "Inputs";

    @TestFactory
    Stream<DynamicNode> everyKnownInput() throws IOException {
        List<DynamicNode> tests = files().stream().map(FuzzInputsTest::test).toList();
        assertThat(tests).hasSizeGreaterThan(50);
        return tests.stream();
    }

    private static List<Path> files() throws IOException {
        try (Stream<Path> all = Files.walk(RESOURCES)) {
            return all.filter(Files::isRegularFile)
                    .filter(file -> folderOfClass(file).endsWith("FuzzTest" + INPUTS))
                    .sorted()
                    .toList();
        }
    }

    private static String folderOfClass(Path file) {
        Path folder = file.getParent().getParent();
        return folder.getFileName().toString();
    }

    private static DynamicNode test(Path file) {
        Path folder = RESOURCES.relativize(file.getParent().getParent());
        String type = folder.toString().replaceAll(INPUTS + "$", "").replaceAll("[/\\\\]", ".");
        String method = file.getParent().getFileName().toString();
        String name = type.substring(type.lastIndexOf('.') + 1) + "." + method + ": " + file.getFileName();
        return DynamicTest.dynamicTest(name, file.toUri(), () -> run(Class.forName(type), method, file));
    }

    private static void run(Class<?> type, String methodName, Path file) throws Exception {
        List<Method> methods =
                AnnotationSupport.findAnnotatedMethods(type, FuzzTest.class, HierarchyTraversalMode.TOP_DOWN);
        // A JVM fuzzes one test, and each class gets a JVM.
        assertThat(methods).extracting(Method::getName).containsExactly(methodName);
        Constructor<?> constructor = type.getDeclaredConstructor();
        constructor.setAccessible(true);
        methods.get(0).setAccessible(true);
        methods.get(0).invoke(constructor.newInstance(), (Object) Files.readAllBytes(file));
    }
}
