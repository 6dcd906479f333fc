package io.github.cameldatadog.findings;

import io.github.cameldatadog.findings.internal.DatadogConnections;
import io.github.cameldatadog.findings.internal.EndpointClients;
import io.github.cameldatadog.findings.internal.TicketRuns;
import io.github.cameldatadog.findings.internal.TicketSettings;
import org.apache.camel.AsyncEndpoint;
import org.apache.camel.Category;
import org.apache.camel.Consumer;
import org.apache.camel.Processor;
import org.apache.camel.Producer;
import org.apache.camel.spi.Metadata;
import org.apache.camel.spi.UriEndpoint;
import org.apache.camel.spi.UriParam;
import org.apache.camel.spi.UriPath;
import org.apache.camel.support.DefaultEndpoint;
import org.apache.camel.support.SynchronousDelegateProducer;

/** Route Datadog security findings into ServiceNow tickets. */
@UriEndpoint(
        firstVersion = "0.1.0",
        scheme = DatadogFindingsConstants.SCHEME,
        title = "Datadog Findings",
        syntax = "datadog-findings:operation",
        category = {Category.MONITORING, Category.CLOUD},
        producerOnly = true,
        headersClass = DatadogFindingsConstants.class)
public class DatadogFindingsEndpoint extends DefaultEndpoint implements AsyncEndpoint {

    @UriPath(description = "What the endpoint does.")
    @Metadata(required = true)
    private DatadogFindingsOperation operation;

    @UriParam
    private DatadogFindingsConfiguration configuration;

    private TicketSettings settings;
    private EndpointClients clients;

    public DatadogFindingsEndpoint(String uri, DatadogFindingsComponent component) {
        super(uri, component);
    }

    @Override
    public DatadogFindingsComponent getComponent() {
        return (DatadogFindingsComponent) super.getComponent();
    }

    @Override
    protected void doInit() throws Exception {
        super.doInit();
        settings = TicketSettings.of(configuration, getComponent().environment());
        clients = DatadogConnections.of(getCamelContext()).clients(settings.connection());
    }

    @Override
    public Producer createProducer() throws Exception {
        DatadogFindingsProducer producer = new DatadogFindingsProducer(this);
        return configuration.isSynchronous() ? new SynchronousDelegateProducer(producer) : producer;
    }

    @Override
    public Consumer createConsumer(Processor processor) {
        throw new UnsupportedOperationException("Operation " + operation + " only takes findings: use to(\""
                + DatadogFindingsConstants.SCHEME + ":" + operation + "\")");
    }

    /** The exchanges that one producer works on; they share this endpoint's limit of requests in flight. */
    TicketRuns openRuns() {
        return new TicketRuns(getCamelContext(), settings, configuration.getTicketListener(), clients);
    }

    public DatadogFindingsOperation getOperation() {
        return operation;
    }

    public void setOperation(DatadogFindingsOperation operation) {
        this.operation = operation;
    }

    public DatadogFindingsConfiguration getConfiguration() {
        return configuration;
    }

    public void setConfiguration(DatadogFindingsConfiguration configuration) {
        this.configuration = configuration;
    }
}
