package io.github.cameldatadog.findings.mutation;

import java.io.IOException;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;

/**
 * Takes out each guard of the list in turn, and demands that a test of each class fails that the list names for it. Runs in a
 * copy of the module that was built, see {@code src/test/mutations/run}; ends with 1 if a guard is not missed.
 */
final class MutationRun {

    private static final Path MUTANTS = Path.of("target/mutants");
    private static final Duration LONGEST = Duration.ofMinutes(10);

    /** What became of a mutation: its failing tests, and of which classes none failed. */
    private record Verdict(Mutation mutation, List<String> failed, List<String> survived, Duration took) {}

    private MutationRun() {}

    /** The arguments are names of mutations; none runs all. */
    public static void main(String[] names) throws IOException, InterruptedException {
        List<Mutation> mutations = chosen(List.of(names));
        checkThatAllPass(mutations);
        List<Verdict> verdicts = new ArrayList<>();
        for (Mutation mutation : mutations) {
            Verdict verdict = judge(mutation);
            print(verdict);
            verdicts.add(verdict);
        }
        long missed = verdicts.stream()
                .filter(verdict -> verdict.survived().isEmpty())
                .count();
        System.out.println(missed + " of " + verdicts.size() + " guards are missed by every test named for them");
        System.exit(missed == verdicts.size() ? 0 : 1);
    }

    private static List<Mutation> chosen(List<String> names) throws IOException {
        List<Mutation> all = Mutation.all();
        List<String> unknown = names.stream()
                .filter(name -> all.stream().noneMatch(each -> each.name().equals(name)))
                .toList();
        if (!unknown.isEmpty()) {
            throw new IllegalArgumentException("No such mutation: " + unknown + "; there are "
                    + all.stream().map(Mutation::name).toList());
        }
        return all.stream()
                .filter(each -> names.isEmpty() || names.contains(each.name()))
                .toList();
    }

    private static void checkThatAllPass(List<Mutation> mutations) throws IOException, InterruptedException {
        Set<String> tests = new LinkedHashSet<>();
        mutations.forEach(mutation -> tests.addAll(mutation.tests()));
        List<String> lines = runTests(tests, Path.of("target/classes"));
        List<String> failed = startingWith(TestRun.FAILED, lines);
        List<String> withoutTests = tests.stream()
                .filter(test -> startingWith(TestRun.PASSED + test + "#", lines).isEmpty())
                .toList();
        if (!failed.isEmpty() || !withoutTests.isEmpty()) {
            throw new IllegalStateException(
                    "With all guards in place fail " + failed + " and run no test " + withoutTests);
        }
        System.out.println("With all guards in place pass "
                + startingWith(TestRun.PASSED, lines).size() + " tests of " + tests.size() + " classes\n");
    }

    private static Verdict judge(Mutation mutation) throws IOException, InterruptedException {
        long started = System.nanoTime();
        Path classes = Files.createDirectories(MUTANTS.resolve(mutation.name()));
        String original = Files.readString(mutation.source());
        Files.writeString(mutation.source(), mutation.applied());
        try {
            compile(mutation, classes);
        } finally {
            Files.writeString(mutation.source(), original);
        }
        List<String> lines = runTests(mutation.tests(), classes);
        List<String> survived = mutation.tests().stream()
                .filter(test -> startingWith(TestRun.FAILED + test + "#", lines).isEmpty())
                .toList();
        return new Verdict(
                mutation, startingWith(TestRun.FAILED, lines), survived, Duration.ofNanos(System.nanoTime() - started));
    }

    /** All of the component, for constants are copied into the classes that use them. */
    private static void compile(Mutation mutation, Path classes) throws IOException {
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        StringWriter said = new StringWriter();
        List<String> options = List.of(
                "--release",
                "17",
                "-proc:none",
                "-parameters",
                "-nowarn",
                "-d",
                classes.toString(),
                "-cp",
                classpath());
        try (StandardJavaFileManager files = compiler.getStandardFileManager(null, null, null);
                Stream<Path> written = Files.walk(Path.of("src/main/java"));
                Stream<Path> generated = Files.walk(Path.of("src/generated/java"))) {
            List<Path> sources = Stream.concat(written, generated)
                    .filter(file -> file.toString().endsWith(".java"))
                    .toList();
            boolean compiled = compiler.getTask(
                            said, files, null, options, null, files.getJavaFileObjectsFromPaths(sources))
                    .call();
            if (!compiled) {
                throw new IllegalStateException("Mutation " + mutation.name() + " does not compile:\n" + said);
            }
        }
    }

    /** What {@link TestRun} says; where it does not come to an end, what it said until then. */
    private static List<String> runTests(Iterable<String> tests, Path classes)
            throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                classes + System.getProperty("path.separator") + classpath(),
                TestRun.class.getName()));
        tests.forEach(command::add);
        Path output = Files.createTempFile(Path.of("target"), "tests", ".log");
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
        if (!process.waitFor(LONGEST.toSeconds(), TimeUnit.SECONDS)) {
            process.destroyForcibly().waitFor();
        }
        return Files.readAllLines(output);
    }

    private static String classpath() {
        return System.getProperty("java.class.path");
    }

    private static List<String> startingWith(String start, List<String> lines) {
        return lines.stream().filter(line -> line.startsWith(start)).distinct().toList();
    }

    private static void print(Verdict verdict) {
        Mutation mutation = verdict.mutation();
        System.out.printf(
                "%-8s %s (%d s): %s%n",
                verdict.survived().isEmpty() ? "missed" : "SURVIVED",
                mutation.name(),
                verdict.took().toSeconds(),
                mutation.guard());
        verdict.failed().forEach(line -> System.out.println("         " + line.replace(Mutation.ROOT + ".", "")));
        verdict.survived().forEach(test -> System.out.println("         NO FAILURE in " + test));
    }
}
