package io.github.cameldatadog.benchmarks;

import io.github.cameldatadog.findings.testkit.SimulatedDatadogServer;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** Starts processes of the same JVM and class path as this one. */
final class Children {

    private static final String BASE_URL = "base URL:";

    private Children() {}

    private static Process java(String heap, boolean showErrors, Class<?> main, String... arguments)
            throws IOException {
        List<String> command = new ArrayList<>(List.of(
                ProcessHandle.current().info().command().orElse("java"),
                "-Xmx" + heap,
                // else a process that has too little may go on for ever without getting anywhere
                "-XX:+ExitOnOutOfMemoryError",
                "-cp",
                System.getProperty("java.class.path"),
                main.getName()));
        command.addAll(List.of(arguments));
        return new ProcessBuilder(command)
                .redirectError(showErrors ? ProcessBuilder.Redirect.INHERIT : ProcessBuilder.Redirect.DISCARD)
                .start();
    }

    /** A simulated Datadog in a process of its own, with the findings of a document. */
    record Server(Process process, String baseUrl) implements AutoCloseable {

        static Server with(Path document) throws IOException {
            Process process =
                    java("3g", true, SimulatedDatadogServer.class, "--port", "0", "--load", document.toString());
            BufferedReader out = process.inputReader(StandardCharsets.UTF_8);
            for (String line = out.readLine(); line != null; line = out.readLine()) {
                if (line.startsWith(BASE_URL)) {
                    return new Server(process, line.substring(BASE_URL.length()).strip());
                }
            }
            throw new IOException("The simulated Datadog did not start");
        }

        @Override
        public void close() {
            process.destroy();
        }
    }

    /**
     * Posts a corpus in a process of its own; nothing if that process failed or took too long.
     *
     * @param heap the most heap, as {@code 256m}
     * @param showErrors whether what it complains about is shown
     */
    static Optional<ProcessFigures> post(
            Posting.Way way, Corpus corpus, String baseUrl, String heap, boolean showErrors)
            throws IOException, InterruptedException {
        Process process = java(
                heap,
                showErrors,
                Benchmarks.class,
                "post-once",
                "--way",
                way.name(),
                "--file",
                corpus.document().toString(),
                "--url",
                baseUrl);
        if (!process.waitFor(2, TimeUnit.MINUTES)) {
            process.destroyForcibly().waitFor();
            return Optional.empty();
        }
        String line = process.inputReader(StandardCharsets.UTF_8).readLine();
        if (process.exitValue() != 0 || line == null) {
            return Optional.empty();
        }
        ProcessFigures figures = ProcessFigures.fromJson(line);
        if (figures.findings() != corpus.count()) {
            throw new IllegalStateException(way + " made tickets for " + figures.findings() + " of " + corpus.count());
        }
        return Optional.of(figures);
    }
}
