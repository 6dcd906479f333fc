package io.github.cameldatadog.findings;

import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.cameldatadog.findings.testkit.SimulatedDatadog;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.apache.camel.CamelContext;

/** Runs examples of the page of recipes in a folder of its own, against a simulated Datadog. */
final class Recipe implements AutoCloseable {

    static final PageExamples PAGE = PageExamples.of("docs/recipes.md");

    private static final Duration BOUND = Duration.ofSeconds(20);
    private static final ObjectMapper MAPPER = new ObjectMapper();

    private final Path folder;
    private final RouteToDatadog route;

    Recipe(Path folder, SimulatedDatadog datadog) {
        this(folder, datadog, options -> {}, Map.of());
    }

    /**
     * @param options defaults of the component, for what a test needs and the page does not say
     * @param beans what the registry holds
     */
    Recipe(
            Path folder,
            SimulatedDatadog datadog,
            Consumer<DatadogFindingsConfiguration> options,
            Map<String, Object> beans) {
        this.folder = folder;
        this.route = new RouteToDatadog(datadog, options, beans);
        property("project", SimulatedDatadog.PROJECT_ID);
    }

    CamelContext context() {
        return route.context();
    }

    RouteToDatadog route() {
        return route;
    }

    Recipe property(String name, String value) {
        context().getPropertiesComponent().addInitialProperty(name, value);
        return this;
    }

    /** Adds an example; its folders are subfolders of this recipe's. */
    Recipe run(PageExamples.Example example) {
        try {
            String text = example.text().replaceAll("(?<!\\{)file:(?=[a-z])", "file:" + folder.toAbsolutePath() + "/");
            new PageExamples.Example(example.language(), text).addTo(context());
            return this;
        } catch (Exception e) {
            throw new AssertionError("The example cannot be run:\n" + example.text(), e);
        }
    }

    /** Puts a file where a route picks it up, at once as a whole. */
    void drop(String name, String text) {
        try {
            Path inbox = Files.createDirectories(folder.resolve("inbox"));
            Path whole = Files.writeString(folder.resolve(name + ".tmp"), text);
            Files.move(whole, inbox.resolve(name));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Waits until the route is done with the file. */
    void awaitDone(String name) {
        await().atMost(BOUND).until(() -> Files.exists(folder.resolve("done").resolve(name)));
    }

    /** Waits for that many files in a subfolder, and reads them. */
    List<String> awaitTexts(String subfolder, int count) {
        await().atMost(BOUND).until(() -> files(subfolder).size() >= count);
        return texts(subfolder);
    }

    List<JsonNode> reports() {
        return texts("reports").stream().map(Recipe::json).toList();
    }

    List<String> texts(String subfolder) {
        return files(subfolder).stream().map(Recipe::read).toList();
    }

    private List<Path> files(String subfolder) {
        Path parent = folder.resolve(subfolder);
        if (!Files.isDirectory(parent)) {
            return List.of();
        }
        try (Stream<Path> all = Files.list(parent)) {
            return all.filter(Files::isRegularFile).sorted().toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static JsonNode json(String text) {
        try {
            return MAPPER.readTree(text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        route.close();
    }
}
