package io.github.cameldatadog.findings;

import io.github.cameldatadog.findings.testkit.SimulatedDatadog;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.apache.camel.CamelContext;
import org.apache.camel.ProducerTemplate;
import org.apache.camel.impl.DefaultCamelContext;

/** A process of its own that collects findings in a database, to be killed at any moment. */
final class AggregatingProcess {

    private static final String TAKEN = "taken ";

    private AggregatingProcess() {}

    /**
     * Feeds findings to a new process until it said of so many that it took them, and kills it.
     *
     * @return the findings that it said it took
     */
    static List<String> feedAndKill(Path folder, String baseUrl, List<String> ids, int after) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                AggregatingProcess.class.getName(),
                folder.toString(),
                baseUrl));
        command.addAll(ids);
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        List<String> taken = new ArrayList<>();
        StringBuilder said = new StringBuilder();
        try (BufferedReader lines =
                new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
            for (String line = lines.readLine(); line != null && taken.size() < after; line = lines.readLine()) {
                said.append(line).append('\n');
                if (line.startsWith(TAKEN)) {
                    taken.add(line.substring(TAKEN.length()));
                }
            }
        } finally {
            process.destroyForcibly().onExit().join();
        }
        if (taken.size() < after) {
            throw new AssertionError("The process took " + taken.size() + " findings and said:\n" + said);
        }
        return taken;
    }

    public static void main(String[] args) throws Exception {
        Path folder = Path.of(args[0]);
        CamelContext context = new DefaultCamelContext();
        DatadogFindingsComponent component = new DatadogFindingsComponent(context, variable -> null);
        component.getConfiguration().setBaseUrl(args[1]);
        component.getConfiguration().setApiKey(SimulatedDatadog.API_KEY);
        component.getConfiguration().setApplicationKey(SimulatedDatadog.APPLICATION_KEY);
        context.addComponent(DatadogFindingsConstants.SCHEME, component);
        context.getPropertiesComponent().addInitialProperty("project", SimulatedDatadog.PROJECT_ID);
        context.getRegistry().bind("database", AggregationRecipeTest.database(folder));
        context.start();
        PageExamples.Example example = Recipe.PAGE
                .with("java", "JdbcAggregationRepository")
                .replacing("(50)", "(5)")
                .replacing("(60_000)", "(3000)");
        new PageExamples.Example(
                        example.language(),
                        example.text().replace("\"file:", "\"file:" + folder.toAbsolutePath() + "/"))
                .addTo(context);
        try (ProducerTemplate template = context.createProducerTemplate()) {
            for (int i = 2; i < args.length; i++) {
                template.sendBody("direct:finding", args[i]);
                System.out.println(TAKEN + args[i]);
            }
        }
        // Is killed; waits for that.
        new CountDownLatch(1).await();
    }
}
