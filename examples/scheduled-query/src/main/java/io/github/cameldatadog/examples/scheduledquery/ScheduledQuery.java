package io.github.cameldatadog.examples.scheduledquery;

import io.github.cameldatadog.findings.testkit.SimulatedDatadog;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.quartz.CronExpression;
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
        name = "scheduled-query",
        sortOptions = false,
        description = {
            "Every minute, makes ServiceNow tickets of the critical and high open findings that have none.",
            "Runs until Ctrl-C, against a simulated Datadog.",
            ""
        },
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {"0:all went well", "1:a firing failed, or the route did", "2:an option is wrong or missing"})
public final class ScheduledQuery implements Callable<Integer> {

    static final String EVERY_TWO_SECONDS = "0/2 * * * * ?";

    private static final int DEMO_FIRINGS = 4;

    /** As the real one's does: what was ticketed two seconds ago is found again. */
    static final Duration INDEX_LAG = Duration.ofSeconds(3);

    private final UnaryOperator<String> environment;
    private final Supplier<SimulatedDatadog> simulation;
    private final Consumer<String> say;

    @Spec
    private CommandSpec spec;

    @Option(
            names = "--dir",
            paramLabel = "DIR",
            defaultValue = "work",
            description = "the folder of the ledger (${DEFAULT-VALUE})")
    private Path folder;

    @Option(names = "--cron", paramLabel = "CRON", description = "when to look, as Quartz writes it (0 * * * * ?)")
    private String cron;

    @Option(names = "--firings", paramLabel = "N", defaultValue = "0", description = "end after so many")
    private int most;

    @Option(names = "--demo", description = "look every two seconds, four times")
    private boolean demo;

    @Option(
            names = "--cluster",
            description = "show two nodes on a PostgreSQL that comes along, one of which is killed, and end")
    private boolean cluster;

    @Option(
            names = "--real",
            description = "make real tickets: reads DD_API_KEY, DD_APP_KEY and DD_SITE (datadoghq.com) from the"
                    + " environment, which is not read otherwise; needs --project")
    private boolean real;

    @Option(names = "--project", paramLabel = "ID", description = "id of the Case Management project for real tickets")
    private String project;

    @Option(
            names = "--database",
            paramLabel = "URL",
            description = "be one node of a cluster, whose schedule and ledger are in this PostgreSQL (a JDBC URL)")
    private String database;

    @Option(
            names = "--node",
            paramLabel = "NAME",
            description = "the lasting name of this node, which no other has; with --database")
    private String node;

    @Option(
            names = "--silence",
            paramLabel = "PT1M",
            description = "how long a node is silent when others take over what it held in the ledger; with --database")
    private Duration silence;

    @Option(names = "--simulation", hidden = true, description = "the port of a simulated Datadog in another process")
    private Integer simulationPort;

    @Option(names = "--until-input-ends", hidden = true, description = "end when the standard input does")
    private boolean untilInputEnds;

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "show this")
    private boolean help;

    ScheduledQuery(UnaryOperator<String> environment, Supplier<SimulatedDatadog> simulation, Consumer<String> say) {
        this.environment = environment;
        this.simulation = simulation;
        this.say = say;
    }

    public static void main(String[] args) {
        Consumer<String> say = LoggerFactory.getLogger(ScheduledQuery.class)::info;
        ScheduledQuery command = new ScheduledQuery(System::getenv, SimulatedDatadog::start, say);
        System.exit(commandLine(command, new PrintWriter(System.err, true)).execute(args));
    }

    /** The command line, with what goes wrong written there, in a line or two and not as a stack trace. */
    static CommandLine commandLine(ScheduledQuery command, PrintWriter errors) {
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

    /** What the ledger says, else what lies at the bottom: Camel wraps what a component says of a wrong option several times. */
    private static String reason(Throwable failure) {
        if (failure instanceof IllegalStateException said) {
            return said.getMessage();
        }
        Throwable root = failure;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        return root.getMessage() == null ? root.toString() : root.getMessage();
    }

    @Override
    public Integer call() throws Exception {
        refuseContradictions();
        if (cluster) {
            return withSimulation(datadog -> new ClusterDemo(datadog, say).run());
        }
        if (real) {
            return run(realTarget(), null);
        }
        if (simulationPort != null) {
            return run(new SimulatedTarget(simulationPort), null);
        }
        return withSimulation(datadog -> run(new SimulatedTarget(datadog.port()), new SampleWorld(datadog)));
    }

    private void refuseContradictions() {
        if (real && (demo || cluster || simulationPort != null)) {
            throw wrong("--real makes real tickets: leave out what is for the simulated Datadog, or leave out --real.");
        }
        if (project != null && !real) {
            throw wrong(
                    "--project is for real tickets: add --real, or leave it out (the simulated Datadog has a project"
                            + " of its own).");
        }
        if (database != null && !real && simulationPort == null) {
            throw wrong("--database is for several nodes on one Datadog: add --real. --cluster shows them simulated.");
        }
        if (database == null && (node != null || silence != null)) {
            throw wrong("--node and --silence are for one of several nodes: add --database.");
        }
        if (cron != null && !CronExpression.isValidExpression(cron)) {
            throw wrong(
                    "--cron " + cron + " is no schedule as Quartz writes it, which is like 0 * * * * ? (each minute).");
        }
        if (most < 0) {
            throw wrong("--firings " + most + " is less than none.");
        }
    }

    private Target realTarget() {
        try {
            return RealTarget.of(environment, project);
        } catch (IllegalArgumentException e) {
            throw wrong(e.getMessage());
        }
    }

    private ParameterException wrong(String message) {
        return new ParameterException(spec.commandLine(), message);
    }

    private interface OnDatadog {
        int run(SimulatedDatadog datadog) throws Exception;
    }

    private int withSimulation(OnDatadog run) throws Exception {
        try (SimulatedDatadog datadog = simulation.get()) {
            return run.run(datadog);
        }
    }

    /** @param world what is found in a simulated Datadog of this process; else null */
    private int run(Target target, SampleWorld world) throws Exception {
        say.accept(target.announcement());
        Firings firings = new Firings(demo && most == 0 ? DEMO_FIRINGS : most, say);
        if (world != null) {
            world.begin(INDEX_LAG);
            firings.afterEach(world::grow);
        }
        QueryRun run = new QueryRun(target, demo && cron == null ? EVERY_TWO_SECONDS : cron, firings, say);
        if (untilInputEnds) {
            run.endWith(System.in);
        }
        if (database == null) {
            run.withLedgerIn(folder);
        } else {
            run.asNode(database, node, silence);
        }
        say.accept("");
        say.accept(firings.books());
        return firings.failed() == 0 ? 0 : 1;
    }
}
