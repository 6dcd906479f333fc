package io.github.cameldatadog.examples.filetotickets;

import io.github.cameldatadog.findings.testkit.SimulatedDatadog;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.slf4j.LoggerFactory;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import picocli.CommandLine.UnmatchedArgumentException;

/** The command line. */
@Command(
        name = "file-to-tickets",
        sortOptions = false,
        description = {
            "Turns files of Datadog security findings into ServiceNow tickets.",
            "Drop files into DIR/inbox. Each moves to DIR/done, or to DIR/failed with the reason beside it;"
                    + " reports appear in DIR/reports. Runs until Ctrl-C, against a simulated Datadog.",
            ""
        },
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {"0:all went well", "1:a file failed, or the route did", "2:an option is wrong or missing"})
public final class FileToTickets implements Callable<Integer> {

    private final UnaryOperator<String> environment;
    private final Supplier<SimulatedDatadog> simulation;
    private final Consumer<String> say;

    @Spec
    private CommandSpec spec;

    @Option(
            names = "--dir",
            paramLabel = "DIR",
            defaultValue = "work",
            description = "the folder to work in (${DEFAULT-VALUE})")
    private Path folder;

    @Option(names = "--sample", description = "put the sample of 150 findings into the inbox; implies --once")
    private boolean sample;

    @Option(names = "--once", description = "end when what is in the inbox now is worked on")
    private boolean once;

    @Option(
            names = "--real",
            description = "make real tickets: reads DD_API_KEY, DD_APP_KEY and DD_SITE (datadoghq.com) from the"
                    + " environment, which is not read otherwise; needs --project")
    private boolean real;

    @Option(names = "--project", paramLabel = "ID", description = "id of the Case Management project for real tickets")
    private String project;

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "show this")
    private boolean help;

    FileToTickets(UnaryOperator<String> environment, Supplier<SimulatedDatadog> simulation, Consumer<String> say) {
        this.environment = environment;
        this.simulation = simulation;
        this.say = say;
    }

    public static void main(String[] args) {
        Consumer<String> say = LoggerFactory.getLogger(FileToTickets.class)::info;
        FileToTickets command = new FileToTickets(System::getenv, FileToTickets::unhurriedDatadog, say);
        System.exit(commandLine(command, new PrintWriter(System.err, true)).execute(args));
    }

    /** The command line, with what goes wrong written there, in a line or two and not as a stack trace. */
    static CommandLine commandLine(FileToTickets command, PrintWriter errors) {
        return new CommandLine(command)
                .setErr(errors)
                .setParameterExceptionHandler((wrong, options) -> {
                    errors.println(wrong.getMessage());
                    UnmatchedArgumentException.printSuggestions(wrong, errors);
                    errors.println("--help shows all options.");
                    return wrong.getCommandLine().getCommandSpec().exitCodeOnInvalidInput();
                })
                .setExecutionExceptionHandler((failure, line, parsed) -> {
                    errors.println("Could not go on: " + reason(failure));
                    return line.getCommandSpec().exitCodeOnExecutionException();
                });
    }

    /** What lies at the bottom: Camel wraps what a component says of a wrong option several times. */
    private static String reason(Throwable failure) {
        Throwable root = failure;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        return root.getMessage() == null ? root.toString() : root.getMessage();
    }

    /** One that takes its time as the real one does, so that there is progress to be seen. */
    private static SimulatedDatadog unhurriedDatadog() {
        return SimulatedDatadog.start().latency((operation, tickets) -> Duration.ofMillis(100)
                .plus(Duration.ofMillis(400).multipliedBy(tickets)));
    }

    @Override
    public Integer call() throws Exception {
        refuseContradictions();
        try (Target target = target()) {
            say.accept(target.announcement());
            Workspace workspace = Workspace.in(folder);
            if (sample) {
                workspace.addSample();
            }
            return work(workspace, target);
        }
    }

    private void refuseContradictions() {
        if (project != null && !real) {
            throw wrong(
                    "--project is for real tickets: add --real, or leave it out (the simulated Datadog has a project"
                            + " of its own).");
        }
        if (sample && real) {
            throw wrong("--sample holds made-up findings that no real Datadog knows: leave out --sample or --real.");
        }
    }

    private Target target() {
        if (!real) {
            return new SimulatedTarget(simulation.get());
        }
        try {
            return RealTarget.of(environment, project);
        } catch (IllegalArgumentException e) {
            throw wrong(e.getMessage());
        }
    }

    private ParameterException wrong(String message) {
        return new ParameterException(spec.commandLine(), message);
    }

    private int work(Workspace workspace, Target target) throws Exception {
        boolean ends = sample || once;
        int files = ends ? workspace.waiting() : 0;
        if (ends && files == 0) {
            say.accept("Nothing to do: " + workspace.inbox() + " is empty.");
            return 0;
        }
        if (!ends) {
            say.accept("Drop files into " + workspace.inbox() + "; Ctrl-C ends it.");
        }
        FileResults results = new FileResults(workspace, say);
        Progress progress = new Progress(InstantSource.system(), Duration.ofSeconds(1), say);
        try (TicketRoute route = new TicketRoute(workspace, target, progress, results, files)) {
            route.run();
        }
        say.accept("");
        say.accept(results.done() + " done, " + results.failed() + " failed. Everything is in " + workspace.root());
        return results.failed() == 0 ? 0 : 1;
    }
}
