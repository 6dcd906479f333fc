package io.github.cameldatadog.findings;

import static io.github.cameldatadog.findings.testkit.assertions.DatadogAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.cameldatadog.findings.testkit.SimulatedDatadog;
import io.github.cameldatadog.findings.testkit.finding.DocumentShape;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Properties;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.camel.CamelContext;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.support.PluginHelper;
import org.apache.camel.support.ResourceHelper;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The README's routes, taken out of the README and run. */
class ReadmeRoutesTest {

    private static final Path README = Path.of("..", "README.md");

    @TempDir
    Path folder;

    private final SimulatedDatadog datadog = SimulatedDatadog.start();
    private final RouteToDatadog route = new RouteToDatadog(datadog);

    @BeforeEach
    void nameTheProject() {
        Properties properties = new Properties();
        properties.setProperty("project", SimulatedDatadog.PROJECT_ID);
        route.context().getPropertiesComponent().setInitialProperties(properties);
    }

    @AfterEach
    void close() {
        route.close();
        assertThat(datadog).receivedOnlyValidRequests();
        datadog.close();
    }

    @Test
    void theYamlRouteMakesTicketsAndWritesTheReport() throws Exception {
        load("route.yaml", "yaml", "- route:");
        expectTicketsAndReport();
    }

    @Test
    void theXmlRouteMakesTicketsAndWritesTheReport() throws Exception {
        load("route.xml", "xml", "<route>");
        expectTicketsAndReport();
    }

    @Test
    void theJavaRouteMakesTicketsAndWritesTheReport() throws Exception {
        String inFolder = inFolder("");
        route.context().addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                from("file:" + inFolder + "inbox?move=../done&moveFailed=../failed")
                        .to("datadog-findings:servicenowTickets?project={{project}}&groupBy=rule.id,service.name"
                                + "&priority=severity&title=${body.size} x ${body.field('rule.name')}&report=all")
                        .to("file:" + inFolder + "reports?fileName=${file:name.noext}.json");
            }
        });
        assertThat(squeezed(block("java", "from(")))
                .contains("datadog-findings:servicenowTickets?project={{project}}&groupBy=rule.id,service.name"
                        + "&priority=severity&title=${body.size} x ${body.field('rule.name')}&report=all")
                .contains("inbox?move=../done&moveFailed=../failed")
                .contains("reports?fileName=${file:name.noext}.json");
        expectTicketsAndReport();
    }

    private void load(String name, String language, String start) throws Exception {
        CamelContext context = route.context();
        String text = inFolder(block(language, start));
        PluginHelper.getRoutesLoader(context).loadRoutes(ResourceHelper.fromString(name, text));
    }

    private void expectTicketsAndReport() throws IOException {
        route.openFindings(30);
        Path inbox = Files.createDirectories(folder.resolve("inbox"));
        Files.writeString(folder.resolve("findings.tmp"), datadog.export(DocumentShape.SEARCH_RECORDED));
        Files.move(folder.resolve("findings.tmp"), inbox.resolve("findings.json"));

        Path report = folder.resolve("reports").resolve("findings.json");
        await().atMost(Duration.ofSeconds(30)).until(() -> Files.exists(folder.resolve("done/findings.json")));

        assertThat(new ObjectMapper()
                        .readTree(report.toFile())
                        .path("counts")
                        .path("ticketed")
                        .asInt())
                .isEqualTo(30);
        assertThat(datadog).createdAtMostOneTicketPerFinding();
        assertThat(datadog.history().tickets())
                .allSatisfy(ticket -> assertThat(ticket.title()).contains(" x "));
    }

    private String inFolder(String text) {
        String prefix = folder.toAbsolutePath() + "/";
        return text.isEmpty()
                ? prefix
                : text.replace("file:inbox", "file:" + prefix + "inbox")
                        .replace("file:reports", "file:" + prefix + "reports");
    }

    private static String block(String language, String start) throws IOException {
        Matcher blocks =
                Pattern.compile("```" + language + "\n(.*?)```", Pattern.DOTALL).matcher(Files.readString(README));
        while (blocks.find()) {
            if (blocks.group(1).startsWith(start)) {
                return blocks.group(1);
            }
        }
        throw new AssertionError("README.md has no " + language + " block that begins with " + start);
    }

    private static String squeezed(String java) {
        return java.replaceAll("\"\\s*\\+\\s*\"", "");
    }
}
