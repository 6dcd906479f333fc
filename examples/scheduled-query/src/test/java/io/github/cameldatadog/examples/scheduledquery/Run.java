package io.github.cameldatadog.examples.scheduledquery;

import io.github.cameldatadog.findings.testkit.SimulatedDatadog;
import io.github.cameldatadog.findings.testkit.assertions.DatadogAssertions;
import java.io.PrintWriter;
import java.io.StringWriter;
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

    /** So many firings, a second apart, of a process that has this ledger. Gives the exit code. */
    int firings(int firings, String ledger, String... options) {
        String[] all = Stream.concat(
                        Stream.of(
                                "--firings",
                                Integer.toString(firings),
                                "--cron",
                                "* * * * * ?",
                                "--dir",
                                folder.resolve(ledger).toString()),
                        Stream.of(options))
                .toArray(String[]::new);
        return command(all);
    }

    /** Gives the exit code. */
    int command(String... options) {
        ScheduledQuery command = new ScheduledQuery(environment, () -> datadog, lines::add);
        return ScheduledQuery.commandLine(command, new PrintWriter(errors, true))
                .execute(options);
    }

    String said() {
        return String.join("\n", lines);
    }

    String errors() {
        return errors.toString();
    }

    @Override
    public void close() {
        datadog.close();
        DatadogAssertions.assertThat(datadog).receivedOnlyValidRequests();
    }
}
