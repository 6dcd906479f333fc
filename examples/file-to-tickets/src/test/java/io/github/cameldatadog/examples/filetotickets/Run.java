package io.github.cameldatadog.examples.filetotickets;

import io.github.cameldatadog.findings.testkit.SimulatedDatadog;
import io.github.cameldatadog.findings.testkit.assertions.DatadogAssertions;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/** The command as a user calls it, in this process, with a simulated Datadog that a test can look into. */
final class Run implements AutoCloseable {

    final SimulatedDatadog datadog = SimulatedDatadog.start();
    final List<String> lines = new CopyOnWriteArrayList<>();

    private final Path folder;
    private final StringWriter errors = new StringWriter();
    private UnaryOperator<String> environment = variable -> {
        throw new AssertionError("the environment was asked for " + variable);
    };

    Run(Path folder) {
        this.folder = folder;
    }

    /** Lets the command see these variables; without it, asking for any fails. */
    Run withEnvironment(UnaryOperator<String> variables) {
        environment = variables;
        return this;
    }

    Run drop(String name, String content) throws IOException {
        Files.writeString(Files.createDirectories(folder.resolve("inbox")).resolve(name), content);
        return this;
    }

    /** Gives the exit code. */
    int once(String... options) {
        String[] all = Stream.concat(Stream.of("--once", "--dir", folder.toString()), Stream.of(options))
                .toArray(String[]::new);
        return command(all);
    }

    /** Gives the exit code. */
    int command(String... options) {
        FileToTickets command = new FileToTickets(environment, () -> datadog, lines::add);
        return FileToTickets.commandLine(command, new PrintWriter(errors, true)).execute(options);
    }

    String said() {
        return String.join("\n", lines);
    }

    String errors() {
        return errors.toString();
    }

    Path file(String name) {
        return folder.resolve(name);
    }

    String text(String name) {
        try {
            return Files.readString(file(name));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        datadog.close();
        DatadogAssertions.assertThat(datadog).receivedOnlyValidRequests();
    }
}
