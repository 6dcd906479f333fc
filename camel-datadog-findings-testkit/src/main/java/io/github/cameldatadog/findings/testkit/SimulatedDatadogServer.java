package io.github.cameldatadog.findings.testkit;

import io.github.cameldatadog.findings.testkit.finding.FindingSize;
import io.github.cameldatadog.findings.testkit.finding.LoadedFindings;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.Charset;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import picocli.CommandLine.TypeConversionException;

/** Runs a {@link SimulatedDatadog} until the process is ended. */
@Command(
        name = "simulated-datadog",
        description = "A simulated Datadog for trying things out. It listens on the loopback interface only.",
        sortOptions = false)
public final class SimulatedDatadogServer implements Callable<Integer> {

    @Option(
            names = "--port",
            paramLabel = "PORT",
            defaultValue = "8642",
            description = "Port to listen on; 0 for any that is free. Default: ${DEFAULT-VALUE}")
    private int port;

    @Option(
            names = "--findings",
            paramLabel = "N",
            defaultValue = "0",
            description = "Start with N generated findings. Default: ${DEFAULT-VALUE}")
    private int findings;

    @Option(names = "--realistic", description = "Generate findings of 4 to 19 KB rather than small ones.")
    private boolean realistic;

    @Option(
            names = "--load",
            paramLabel = "FILE",
            description = "Start with the findings of a document: a search answer, an array, NDJSON or ids.")
    private Path load;

    @Option(
            names = "--seed",
            paramLabel = "SEED",
            defaultValue = "1",
            description = "Makes ids, keys and findings repeatable. Default: ${DEFAULT-VALUE}")
    private long seed;

    @Option(
            names = "--rate-limit",
            paramLabel = "N/SECONDS",
            converter = RateLimitConverter.class,
            description = "Allow N create requests in each period of so many seconds, as 10/60.")
    private RateLimit rateLimit;

    @Option(
            names = "--latency",
            paramLabel = "MILLIS",
            defaultValue = "0",
            description = "Milliseconds each answer takes. Default: ${DEFAULT-VALUE}")
    private long latencyMillis;

    @Option(
            names = "--index-lag",
            paramLabel = "SECONDS",
            defaultValue = "0",
            description = "Seconds until searches see a change. Default: ${DEFAULT-VALUE}")
    private long indexLagSeconds;

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "Print this and exit.")
    @SuppressWarnings("unused") // picocli answers the option itself
    private boolean help;

    @Spec
    private CommandSpec spec;

    private final Consumer<SimulatedDatadog> whileRunning;

    private SimulatedDatadogServer(Consumer<SimulatedDatadog> whileRunning) {
        this.whileRunning = whileRunning;
    }

    /** Runs until the process is ended. Exit code 2 for wrong options, 1 if it cannot start. */
    public static void main(String[] args) {
        PrintWriter out = new PrintWriter(System.out, true, Charset.defaultCharset());
        PrintWriter err = new PrintWriter(System.err, true, Charset.defaultCharset());
        System.exit(run(out, err, SimulatedDatadogServer::waitForEver, args));
    }

    /**
     * Runs for as long as an action takes.
     *
     * @param whileRunning is given the Datadog once it listens; when it returns, the Datadog is closed
     * @return the exit code: 0, 2 for wrong options, 1 if it could not start
     */
    static int run(PrintWriter out, PrintWriter err, Consumer<SimulatedDatadog> whileRunning, String... args) {
        return new CommandLine(new SimulatedDatadogServer(whileRunning))
                .setOut(out)
                .setErr(err)
                .setExecutionExceptionHandler((failure, commandLine, result) -> {
                    commandLine.getErr().println(failure.getMessage());
                    return 1;
                })
                .execute(args);
    }

    private static void waitForEver(SimulatedDatadog datadog) {
        try {
            new CountDownLatch(1).await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public Integer call() throws IOException {
        requireNotNegative("--findings", findings);
        requireNotNegative("--latency", latencyMillis);
        requireNotNegative("--index-lag", indexLagSeconds);
        try (SimulatedDatadog datadog =
                SimulatedDatadog.builder().port(port).seed(seed).start()) {
            datadog.latency(Duration.ofMillis(latencyMillis)).indexLag(Duration.ofSeconds(indexLagSeconds));
            datadog.addFindings(findings, realistic ? FindingSize.REALISTIC : FindingSize.SMALL);
            if (load != null) {
                LoadedFindings loaded = datadog.load(Files.readString(load));
                loaded.skipped().forEach(one -> spec.commandLine().getErr().println("skipped " + one));
            }
            if (rateLimit != null) {
                datadog.rateLimit(Operation.CREATE, rateLimit.requests(), rateLimit.period());
            }
            tell(datadog);
            whileRunning.accept(datadog);
        }
        return 0;
    }

    private void requireNotNegative(String option, long value) {
        if (value < 0) {
            throw new ParameterException(
                    spec.commandLine(), "Invalid value for option '" + option + "': " + value + " is negative");
        }
    }

    private void tell(SimulatedDatadog datadog) {
        PrintWriter out = spec.commandLine().getOut();
        out.println("base URL:        " + datadog.baseUrl());
        out.println("API key:         " + SimulatedDatadog.API_KEY);
        out.println("application key: " + SimulatedDatadog.APPLICATION_KEY);
        out.println("project:         " + SimulatedDatadog.PROJECT_ID);
        out.println("findings:        " + datadog.findings().size());
        out.flush();
    }

    /** How many requests are allowed in which period. */
    record RateLimit(int requests, Duration period) {}

    /** Reads {@code 10/60}. */
    static final class RateLimitConverter implements ITypeConverter<RateLimit> {

        private static final Pattern FORM = Pattern.compile("([1-9][0-9]{0,8})/([1-9][0-9]{0,8})");

        @Override
        public RateLimit convert(String value) {
            Matcher form = FORM.matcher(value);
            if (!form.matches()) {
                throw new TypeConversionException("'" + value + "' is not N/SECONDS, as 10/60");
            }
            return new RateLimit(Integer.parseInt(form.group(1)), Duration.ofSeconds(Integer.parseInt(form.group(2))));
        }
    }
}
