package io.github.cameldatadog.findings;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import io.github.cameldatadog.findings.testkit.SimulatedDatadog;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.camel.main.Main;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Camel Main prints at start-up what it has configured: not the keys. */
@Timeout(60)
class CamelMainTest {

    private static final String API_KEY = SimulatedDatadog.API_KEY;
    private static final String APPLICATION_KEY = SimulatedDatadog.APPLICATION_KEY;

    @TempDir
    Path folder;

    @Test
    void camelMainMasksTheKeysItConfigures() throws Exception {
        Path properties = Files.write(
                folder.resolve("application.properties"),
                List.of(
                        "camel.component.datadog-findings.api-key=" + API_KEY,
                        "camel.component.datadog-findings.application-key=" + APPLICATION_KEY));
        Main main = new Main();
        main.setPropertyPlaceholderLocations("file:" + properties);
        try (CapturedLog log = new CapturedLog(Level.INFO)) {
            main.start();
            try {
                DatadogFindingsComponent component =
                        main.getCamelContext().getComponent("datadog-findings", DatadogFindingsComponent.class);
                assertThat(component.getConfiguration().getApplicationKey()).isEqualTo(APPLICATION_KEY);
            } finally {
                main.stop();
            }
            assertThat(log.lines().stream().map(CapturedLog.Line::text).collect(Collectors.joining()))
                    .contains("camel.component.datadog-findings.applicationKey = xxxxxx");
            log.assertKeeps(Set.of(), API_KEY, APPLICATION_KEY);
        }
    }
}
