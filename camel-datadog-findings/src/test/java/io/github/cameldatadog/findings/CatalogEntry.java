package io.github.cameldatadog.findings;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.apache.camel.tooling.model.ComponentModel;
import org.apache.camel.tooling.model.ComponentModel.ComponentOptionModel;
import org.apache.camel.tooling.model.ComponentModel.EndpointHeaderModel;
import org.apache.camel.tooling.model.ComponentModel.EndpointOptionModel;
import org.apache.camel.tooling.model.JsonMapper;

/** The component as Camel's catalog and tools see it: the JSON that the build makes of the options and headers. */
final class CatalogEntry {

    private static final String RESOURCE = "META-INF/io/github/cameldatadog/findings/datadog-findings.json";

    private CatalogEntry() {}

    static String json() {
        try (InputStream json = DatadogFindingsComponent.class.getClassLoader().getResourceAsStream(RESOURCE)) {
            return new String(json.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static ComponentModel model() {
        return JsonMapper.generateComponentModel(json());
    }

    /** What an endpoint's URI takes behind the question mark. */
    static List<EndpointOptionModel> endpointOptions() {
        return model().getEndpointParameterOptions();
    }

    static List<EndpointOptionModel> pathOptions() {
        return model().getEndpointPathOptions();
    }

    static List<ComponentOptionModel> componentOptions() {
        return model().getComponentOptions();
    }

    static List<EndpointHeaderModel> headers() {
        return model().getEndpointHeaders();
    }
}
