package io.github.cameldatadog.findings;

import io.github.cameldatadog.findings.client.ApiOperation;
import io.github.cameldatadog.findings.internal.ConfiguredKeys;
import io.github.cameldatadog.findings.internal.ConnectionSettings;
import io.github.cameldatadog.findings.internal.DatadogConnections;
import io.github.cameldatadog.findings.internal.EndpointClients;
import io.github.cameldatadog.findings.internal.KeyVerdict;
import io.github.cameldatadog.findings.internal.TicketRuns;
import io.github.cameldatadog.findings.internal.TicketSettings;
import io.github.cameldatadog.findings.internal.search.FindingSearch;
import io.github.cameldatadog.findings.internal.search.SearchSettings;
import io.github.cameldatadog.findings.observe.EndpointActivity;
import io.github.cameldatadog.findings.ticket.Displayed;
import io.github.cameldatadog.findings.ticket.TicketOutcome.Kind;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.apache.camel.AsyncEndpoint;
import org.apache.camel.AsyncProducer;
import org.apache.camel.Category;
import org.apache.camel.Consumer;
import org.apache.camel.PollingConsumer;
import org.apache.camel.Processor;
import org.apache.camel.Producer;
import org.apache.camel.api.management.ManagedAttribute;
import org.apache.camel.api.management.ManagedOperation;
import org.apache.camel.api.management.ManagedResource;
import org.apache.camel.spi.EndpointServiceLocation;
import org.apache.camel.spi.Metadata;
import org.apache.camel.spi.UriEndpoint;
import org.apache.camel.spi.UriParam;
import org.apache.camel.spi.UriPath;
import org.apache.camel.support.ScheduledPollConsumer;
import org.apache.camel.support.ScheduledPollEndpoint;
import org.apache.camel.support.SynchronousDelegateProducer;

/** Search for Datadog security findings and route them into ServiceNow tickets. */
@UriEndpoint(
        firstVersion = "0.1.0",
        scheme = DatadogFindingsConstants.SCHEME,
        title = "Datadog Findings",
        syntax = "datadog-findings:operation",
        category = {Category.MONITORING, Category.CLOUD},
        remote = true,
        headersClass = DatadogFindingsConstants.class)
@ManagedResource(description = "Managed Datadog Findings endpoint")
public class DatadogFindingsEndpoint extends ScheduledPollEndpoint implements AsyncEndpoint, EndpointServiceLocation {

    private static final int LONGEST_SHOWN = 200;

    /** In milliseconds. What is usual in Camel, half a second, would use up Datadog's limit. */
    private static final long USUAL_DELAY = 60_000;

    @UriPath(description = "What the endpoint does.")
    @Metadata(required = true)
    private DatadogFindingsOperation operation;

    @UriParam
    private DatadogFindingsConfiguration configuration;

    @UriParam(label = "consumer,scheduler", defaultValue = "60000", javaType = "java.time.Duration")
    private long delay = USUAL_DELAY;

    private ConnectionSettings connection;
    private TicketSettings settings;
    private SearchSettings searchSettings;
    private FindingSearch search;
    private EndpointClients clients;
    private EndpointActivity activity;

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
        DatadogFindingsComponent component = getComponent();
        ConfiguredKeys keys =
                ConfiguredKeys.of(configuration, component::getConfiguration, component, component.environment());
        if (operation == DatadogFindingsOperation.servicenowTickets) {
            settings = TicketSettings.of(configuration, component.environment(), keys);
            connection = settings.connection();
        } else {
            searchSettings = SearchSettings.of(configuration, component.environment(), keys);
            connection = searchSettings.connection();
        }
        DatadogConnections connections = DatadogConnections.of(getCamelContext());
        clients = connections.clients(connection);
        activity = new EndpointActivity(connection.siteName(), connections.timing());
        if (searchSettings != null) {
            search = connections.search(searchSettings, clients.searches().watchedBy(activity));
        }
    }

    @Override
    public Producer createProducer() throws Exception {
        AsyncProducer producer =
                search == null ? new DatadogFindingsProducer(this) : new DatadogFindingsSearchProducer(this, search);
        return configuration.isSynchronous() ? new SynchronousDelegateProducer(producer) : producer;
    }

    @Override
    public Consumer createConsumer(Processor processor) throws Exception {
        mustSearch();
        searchSettings.mandatoryQuery();
        DatadogFindingsConsumer consumer = new DatadogFindingsConsumer(this, processor, search);
        configureConsumer(consumer);
        return consumer;
    }

    @Override
    public PollingConsumer createPollingConsumer() {
        mustSearch();
        searchSettings.mandatoryQuery();
        if (searchSettings.since() != null) {
            throw new IllegalArgumentException(
                    "Option sinceRepository is for from(...) only: a poll asks for all that its" + " query finds");
        }
        return new DatadogFindingsPollingConsumer(this, search);
    }

    @Override
    protected void doConfigureConsumer(Consumer consumer) {
        super.doConfigureConsumer(consumer);
        boolean saysNothing = super.getDelay() < 0;
        if (saysNothing && consumer instanceof ScheduledPollConsumer poll) {
            poll.setDelay(Math.max(1, getTimeUnit().convert(USUAL_DELAY, TimeUnit.MILLISECONDS)));
        }
    }

    /** Takes the options of the scheduler out of these. */
    void configureScheduler(Map<String, Object> options) {
        configureScheduledPollConsumerProperties(options);
    }

    private void mustSearch() {
        if (search == null) {
            throw new UnsupportedOperationException("Operation " + operation + " only takes findings: use to(\""
                    + DatadogFindingsConstants.SCHEME + ":" + operation + "\"), or from(\""
                    + DatadogFindingsConstants.SCHEME + ":" + DatadogFindingsOperation.search + "?query=...\")");
        }
    }

    /** The exchanges that one producer works on; they share this endpoint's limit of requests in flight. */
    TicketRuns openRuns() {
        return new TicketRuns(getCamelContext(), settings, configuration.getTicketListener(), clients, activity);
    }

    /** How it searches; null if it makes tickets. */
    SearchSettings searchSettings() {
        return searchSettings;
    }

    /** What Datadog says of the API key; waits a few seconds for an answer, at most. */
    KeyVerdict keyVerdict() {
        return DatadogConnections.of(getCamelContext()).keyVerdict(connection);
    }

    /** Endpoints for which it is the same have the same key at the same place. */
    Object keyAndPlace() {
        return Map.entry(connection.address(), connection.keys());
    }

    /** The address of the API: scheme, host, and port and path where they are given; null before the endpoint is built. */
    @Override
    public String getServiceUrl() {
        return connection == null ? null : connection.address().toString();
    }

    @Override
    public String getServiceProtocol() {
        return "http";
    }

    /** The site, as {@code site} and, for tracers that look for that, as {@code region}. */
    @Override
    public Map<String, String> getServiceMetadata() {
        return connection == null ? null : Map.of("site", getSiteName(), "region", getSiteName());
    }

    /** What the endpoint did since it started; null before it is built. */
    public EndpointActivity activity() {
        return activity;
    }

    @ManagedAttribute(description = "The Datadog site, or the base URL that is used instead")
    public String getSiteName() {
        return Displayed.clipped(connection.siteName(), LONGEST_SHOWN);
    }

    @ManagedAttribute(description = "The project as the option says: an id or an expression; headers go before it")
    public String getProjectOption() {
        return Displayed.clipped(configuration.getProject(), LONGEST_SHOWN);
    }

    @ManagedAttribute(description = "Exchanges that are being worked on")
    public long getExchangesInFlight() {
        return activity.exchangesInFlight();
    }

    @ManagedAttribute(description = "Exchanges that were worked on to their end")
    public long getExchangesDone() {
        return activity.exchanges();
    }

    @ManagedAttribute(description = "Exchanges of these of which not everything went well")
    public long getExchangesWithProblems() {
        return activity.exchangesWithProblems();
    }

    @ManagedAttribute(description = "Requests that are being made ready or are on the wire")
    public int getRequestsInFlight() {
        return clients.creates().inFlight() + clients.searches().inFlight();
    }

    @ManagedAttribute(description = "Requests that wait for maxInFlight")
    public int getRequestsWaitingForSlot() {
        return clients.creates().waitingForSlot() + clients.searches().waitingForSlot();
    }

    @ManagedAttribute(description = "Requests to create that wait for the rate limit, of all endpoints that share it")
    public int getCreatesWaitingForRateLimit() {
        return clients.creates().gate(ApiOperation.CREATE_TICKETS).waiting();
    }

    @ManagedAttribute(description = "Requests to search that wait for the rate limit, of all endpoints that share it")
    public int getSearchesWaitingForRateLimit() {
        return clients.searches().gate(ApiOperation.SEARCH_FINDINGS).waiting();
    }

    @ManagedAttribute(description = "Requests to create a window has, as Datadog told last; -1 if it did not")
    public int getCreateRateLimit() {
        return clients.creates().gate(ApiOperation.CREATE_TICKETS).limit().orElse(-1);
    }

    @ManagedAttribute(description = "Requests to create that may still leave in this window; -1 if that is not known")
    public int getCreateRateRemaining() {
        return clients.creates().gate(ApiOperation.CREATE_TICKETS).remaining().orElse(-1);
    }

    @ManagedAttribute(description = "Requests to search a window has, as Datadog told last; -1 if it did not")
    public int getSearchRateLimit() {
        return clients.searches().gate(ApiOperation.SEARCH_FINDINGS).limit().orElse(-1);
    }

    @ManagedAttribute(description = "Requests to search that may still leave in this window; -1 if that is not known")
    public int getSearchRateRemaining() {
        return clients.searches().gate(ApiOperation.SEARCH_FINDINGS).remaining().orElse(-1);
    }

    @ManagedAttribute(description = "Cases with a ServiceNow ticket that were made")
    public long getTicketsCreated() {
        return activity.tickets();
    }

    @ManagedAttribute(description = "Findings on a case whose ServiceNow ticket exists")
    public long getFindingsTicketed() {
        return activity.findings(Kind.TICKETED);
    }

    @ManagedAttribute(description = "Findings on a case without a ServiceNow ticket")
    public long getFindingsCaseOnly() {
        return activity.findings(Kind.CASE_ONLY);
    }

    @ManagedAttribute(description = "Findings that Datadog refused")
    public long getFindingsRejected() {
        return activity.findings(Kind.REJECTED);
    }

    @ManagedAttribute(description = "Findings that may be on a ticket")
    public long getFindingsUnknown() {
        return activity.findings(Kind.UNKNOWN);
    }

    @ManagedAttribute(description = "Findings that were not sent")
    public long getFindingsNotSent() {
        return activity.findings(Kind.NOT_SENT);
    }

    @ManagedAttribute(description = "Findings that another exchange or node was at work on")
    public long getFindingsHeldElsewhere() {
        return activity.findings(Kind.HELD_ELSEWHERE);
    }

    @ManagedAttribute(description = "Findings that were left out on purpose, invalid elements among them")
    public long getFindingsSkipped() {
        return activity.findings(Kind.SKIPPED);
    }

    @ManagedAttribute(description = "Findings that searches of this endpoint have found")
    public long getFindingsFound() {
        return activity.found();
    }

    @ManagedAttribute(description = "Findings planned in dry runs")
    public long getFindingsPlanned() {
        return activity.findings(Kind.PLANNED);
    }

    @ManagedAttribute(description = "Requests to create that went over the wire, each attempt counted")
    public long getCreateRequests() {
        return activity.requests(ApiOperation.CREATE_TICKETS);
    }

    @ManagedAttribute(description = "Requests to search that went over the wire, each attempt counted")
    public long getSearchRequests() {
        return activity.requests(ApiOperation.SEARCH_FINDINGS);
    }

    @ManagedAttribute(description = "How often a request was put off to be sent again")
    public long getRetries() {
        return activity.retries();
    }

    @ManagedAttribute(description = "Answers 429")
    public long getRateLimitRefusals() {
        return activity.rateLimited();
    }

    @ManagedAttribute(description = "How long requests waited together, in milliseconds: in line, and to be sent again")
    public long getWaitedMillis() {
        return activity.waited().toMillis();
    }

    @ManagedAttribute(
            description = "The last request refused for another reason than the rate limit: what, status, when")
    public String getLastRefusal() {
        return activity.lastRefusal().map(EndpointActivity.Refused::toString).orElse("");
    }

    @ManagedOperation(description = "Starts counting anew")
    public void resetCounts() {
        activity.reset();
    }

    @Override
    public long getDelay() {
        return delay;
    }

    /** How long after the end of a poll the next one begins. */
    @Override
    public void setDelay(long delay) {
        this.delay = delay;
        super.setDelay(delay);
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
