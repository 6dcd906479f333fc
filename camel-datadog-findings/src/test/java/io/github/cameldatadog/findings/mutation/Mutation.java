package io.github.cameldatadog.findings.mutation;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A guard that is taken out, to see which tests need it. Paths and names are below the package of the component.
 *
 * @param name its file's name
 * @param guard what is taken out, as a clause
 * @param source the source file that it is in
 * @param tests the test classes of which each must fail
 * @param from the text of the guard, exactly once in the source
 * @param to what stands there instead
 */
record Mutation(String name, String guard, Path source, List<String> tests, String from, String to) {

    static final String ROOT = "io.github.cameldatadog.findings";

    private static final Path LIST = Path.of("src/test/mutations");
    private static final Pattern WRITTEN = Pattern.compile(
            "takes out: (.+)\nsource: (.+)\ntests: (.+)\n=== from\n(.+)\n=== to\n(.*)\n", Pattern.DOTALL);

    /** All there are, in the order of their names. */
    static List<Mutation> all() throws IOException {
        try (Stream<Path> files = Files.list(LIST)) {
            return files.filter(file -> file.toString().endsWith(".txt"))
                    .sorted()
                    .map(Mutation::read)
                    .toList();
        }
    }

    private static Mutation read(Path file) {
        String name = file.getFileName().toString().replace(".txt", "");
        String text = textOf(file);
        Matcher parts = WRITTEN.matcher(text);
        if (!parts.matches()) {
            throw new IllegalArgumentException(file + " is not of the form:\n" + WRITTEN.pattern());
        }
        Path source = Path.of("src/main/java", ROOT.replace('.', '/'), parts.group(2));
        List<String> tests = Stream.of(parts.group(3).split(", *"))
                .map(test -> ROOT + "." + test)
                .toList();
        return new Mutation(name, parts.group(1), source, tests, parts.group(4), parts.group(5));
    }

    /**
     * The source without the guard.
     *
     * @throws IllegalStateException if the guard is not in it exactly once
     */
    String applied() {
        String whole = textOf(source);
        int at = whole.indexOf(from);
        if (at < 0 || at != whole.lastIndexOf(from)) {
            throw new IllegalStateException("Mutation " + name + ": its text is " + (at < 0 ? "not" : "more than once")
                    + " in " + source + ":\n" + from);
        }
        return whole.substring(0, at) + to + whole.substring(at + from.length());
    }

    private static String textOf(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
