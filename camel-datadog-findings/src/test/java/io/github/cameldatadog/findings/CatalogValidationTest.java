package io.github.cameldatadog.findings;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.apache.camel.catalog.CamelCatalog;
import org.apache.camel.catalog.ConfigurationPropertiesValidationResult;
import org.apache.camel.catalog.DefaultCamelCatalog;
import org.apache.camel.catalog.EndpointValidationResult;
import org.apache.camel.catalog.suggest.CatalogSuggestionStrategy;
import org.apache.camel.tooling.model.ComponentModel;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Camel's catalog knows the component, so that tools find wrong URIs before they run. */
class CatalogValidationTest {

    private final CamelCatalog catalog = new DefaultCamelCatalog();

    @BeforeEach
    void addTheComponent() {
        catalog.addComponent(
                DatadogFindingsConstants.SCHEME, DatadogFindingsComponent.class.getName(), CatalogEntry.json());
        catalog.setSuggestionStrategy(new CatalogSuggestionStrategy());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "datadog-findings:servicenowTickets",
                "datadog-findings:servicenowTickets?project={{project}}&priority=severity&report=all",
                "datadog-findings:servicenowTickets?project=p&requestTimeout=30s&retryBudget=5m&maxInFlight=8",
                "datadog-findings:servicenowTickets?project=p&title=${body.size} x ${body.field('rule.name')}",
                "datadog-findings:servicenowTickets?project=#bean:projects&title=resource:classpath:title.txt",
                "datadog-findings:servicenowTickets?project=p&ticketListener=#bean:audit&synchronous=true",
                "datadog-findings:servicenowTickets?project=p&http.proxyHost=proxy&http.proxyPort=3128",
                "datadog-findings:servicenowTickets?project=p&dryRun={{dry}}&findingsPerTicket={{size}}",
            })
    void goodUrisAreValid(String uri) {
        EndpointValidationResult result = catalog.validateEndpointProperties(uri, false, false, true);

        assertThat(result.isSuccess()).as(result.summaryErrorMessage(false)).isTrue();
    }

    @Test
    void aMisspeltOptionIsUnknownAndTheRightOneSuggested() {
        EndpointValidationResult result =
                catalog.validateEndpointProperties("datadog-findings:servicenowTickets?projct=p&priorty=P1");

        assertThat(result.getUnknown()).containsExactlyInAnyOrder("projct", "priorty");
        assertThat(result.getUnknownSuggestions().get("projct")).contains("project");
        assertThat(result.summaryErrorMessage(false)).contains("projct", "Did you mean", "project");
    }

    @Test
    void aWrongValueIsTold() {
        EndpointValidationResult result = catalog.validateEndpointProperties(
                "datadog-findings:servicenowTickets?priority=P6&dryRun=perhaps&maxInFlight=many&requestTimeout=soon"
                        + "&ticketListener=audit&report=everything");

        assertThat(result.getInvalidEnum()).isEqualTo(Map.of("priority", "P6", "report", "everything"));
        assertThat(result.getInvalidEnumChoices().get("priority"))
                .containsExactly("P1", "P2", "P3", "P4", "P5", "NOT_DEFINED", "severity");
        assertThat(result.getInvalidBoolean()).isEqualTo(Map.of("dryRun", "perhaps"));
        assertThat(result.getInvalidInteger()).isEqualTo(Map.of("maxInFlight", "many"));
        assertThat(result.getInvalidDuration()).isEqualTo(Map.of("requestTimeout", "soon"));
        assertThat(result.getInvalidReference()).isEqualTo(Map.of("ticketListener", "audit"));
    }

    @Test
    void anOperationThatDoesNotExistIsTold() {
        EndpointValidationResult result = catalog.validateEndpointProperties("datadog-findings:tickets?project=p");

        assertThat(result.getInvalidEnum()).isEqualTo(Map.of("operation", "tickets"));
        assertThat(result.getInvalidEnumChoices().get("operation"))
                .containsExactlyInAnyOrder("servicenowTickets", "search");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "camel.component.datadog-findings.site=datadoghq.eu",
                "camel.component.datadog-findings.request-timeout=30s",
                "camel.component.datadog-findings.findingsPerTicket=10",
            })
    void goodPropertiesAreValid(String line) {
        ConfigurationPropertiesValidationResult result = catalog.validateConfigurationProperty(line);

        assertThat(result.isAccepted()).isTrue();
        assertThat(result.isSuccess()).as(result.summaryErrorMessage(false)).isTrue();
    }

    @Test
    void aMisspeltPropertyIsUnknown() {
        ConfigurationPropertiesValidationResult result =
                catalog.validateConfigurationProperty("camel.component.datadog-findings.api-kee=x");

        assertThat(result.getUnknown()).containsExactly("camel.component.datadog-findings.api-kee");
    }

    @Test
    void theHeadersAreInTheCatalog() {
        ComponentModel model = catalog.componentModel(DatadogFindingsConstants.SCHEME);

        assertThat(model.getEndpointHeaders())
                .extracting(ComponentModel.EndpointHeaderModel::getName)
                .containsExactlyInAnyOrderElementsOf(List.copyOf(DatadogFindingsConstants.HEADERS));
        assertThat(model.isProducerOnly()).isFalse();
        assertThat(model.isRemote()).isTrue();
    }

    @Test
    void theKeysAreMarkedSecret() {
        ComponentModel model = catalog.componentModel(DatadogFindingsConstants.SCHEME);

        assertThat(model.getEndpointParameterOptions())
                .filteredOn(ComponentModel.EndpointOptionModel::isSecret)
                .extracting(ComponentModel.EndpointOptionModel::getName)
                .containsExactlyInAnyOrder("apiKey", "applicationKey");
    }
}
