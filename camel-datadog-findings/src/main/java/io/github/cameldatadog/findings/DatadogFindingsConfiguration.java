package io.github.cameldatadog.findings;

import io.github.cameldatadog.findings.client.DatadogCredentialsProvider;
import io.github.cameldatadog.findings.ticket.TicketLedger;
import io.github.cameldatadog.findings.ticket.TicketListener;
import java.util.HashMap;
import java.util.Map;
import org.apache.camel.RuntimeCamelException;
import org.apache.camel.spi.Configurer;
import org.apache.camel.spi.Metadata;
import org.apache.camel.spi.StateRepository;
import org.apache.camel.spi.UriParam;
import org.apache.camel.spi.UriParams;

/** Options of the component, as defaults, and of its endpoints, as overrides. */
@UriParams
@Configurer(generateConfigurer = false) // DatadogFindingsConfigurationOptions takes beans as templates, too
public class DatadogFindingsConfiguration implements Cloneable {

    @UriParam
    private String site;

    @UriParam(label = "security", secret = true)
    private String apiKey;

    @UriParam(label = "security", secret = true)
    private String applicationKey;

    @UriParam(label = "security")
    @Metadata(autowired = true)
    private DatadogCredentialsProvider credentialsProvider;

    @UriParam(label = "advanced")
    private String baseUrl;

    @UriParam(label = "advanced", prefix = "http.", multiValue = true)
    private Map<String, Object> http = new HashMap<>();

    @UriParam(label = "advanced", defaultValue = "60000", javaType = "java.time.Duration")
    private long requestTimeout = 60_000;

    @UriParam(label = "producer")
    private String project;

    @UriParam(label = "producer", enums = "P1,P2,P3,P4,P5,NOT_DEFINED,severity")
    private String priority;

    @UriParam(label = "producer")
    private String title;

    @UriParam(label = "producer")
    private String description;

    @UriParam(label = "producer")
    private String assigneeId;

    @UriParam(label = "producer", defaultValue = "none")
    private String groupBy = "none";

    @UriParam(label = "producer,advanced", defaultValue = "10000")
    private int maxOpenGroups = 10_000;

    @UriParam(label = "producer", defaultValue = "50")
    private int findingsPerTicket = 50;

    @UriParam(label = "producer", defaultValue = "50")
    private int ticketsPerRequest = 50;

    @UriParam(label = "producer", defaultValue = "4")
    private int maxInFlight = 4;

    @UriParam(label = "producer", defaultValue = "skip", enums = "skip,move,fail")
    private String alreadyTicketed = "skip";

    @UriParam(label = "producer", enums = "missing,always,never")
    @Metadata(defaultValue = "missing")
    private String lookupTickets;

    @UriParam(label = "producer,advanced", defaultValue = "300000", javaType = "java.time.Duration")
    private long payloadMaxAge = 300_000;

    @UriParam(label = "producer", defaultValue = "skip", enums = "skip,send")
    private String resolvedFindings = "skip";

    @UriParam(label = "producer", defaultValue = "reconcile", enums = "reconcile,resend,park")
    private String onUnknown = "reconcile";

    @UriParam(label = "producer", defaultValue = "120000", javaType = "java.time.Duration")
    private long reconcileWindow = 120_000;

    @UriParam(label = "producer")
    private boolean reference;

    @UriParam(label = "producer,advanced")
    @Metadata(autowired = true)
    private TicketLedger ledger;

    @UriParam(label = "producer,advanced", defaultValue = "default")
    private String ledgerScope = "default";

    @UriParam(label = "producer,advanced")
    private boolean reticket;

    @UriParam(defaultValue = "10")
    private int maxRetries = 10;

    @UriParam(defaultValue = "300000", javaType = "java.time.Duration")
    private long retryBudget = 300_000;

    @UriParam(label = "producer", javaType = "java.time.Duration")
    private long exchangeTimeout;

    @UriParam(label = "producer", defaultValue = "true")
    private boolean throwExceptionOnFailure = true;

    @UriParam(label = "producer", defaultValue = "true")
    private boolean validateFirst = true;

    @UriParam(label = "producer")
    private boolean dryRun;

    @UriParam(label = "producer", defaultValue = "problems", enums = "problems,all")
    private String report = "problems";

    @UriParam(label = "advanced")
    private boolean synchronous;

    @UriParam
    private String query;

    @UriParam(defaultValue = "@detection_changed_at", enums = "@detection_changed_at,-@detection_changed_at")
    private String sort = "@detection_changed_at";

    @UriParam(defaultValue = "100")
    private int pageSize = 100;

    @UriParam
    private int maxFindings;

    @UriParam
    private boolean unticketed;

    @UriParam(label = "producer")
    private boolean stream;

    @UriParam(label = "consumer", defaultValue = "page", enums = "page,finding,all")
    private String deliver = "page";

    @UriParam(label = "consumer")
    private StateRepository<String, String> sinceRepository;

    @UriParam(label = "consumer,advanced", defaultValue = "300000", javaType = "java.time.Duration")
    private long overlap = 300_000;

    @UriParam(label = "producer,advanced")
    @Metadata(autowired = true)
    private TicketListener ticketListener;

    @UriParam(label = "producer,advanced")
    @Metadata(autowired = true)
    private DraftCustomizer draftCustomizer;

    /** A copy of its own, so that an endpoint's overrides leave the component's defaults alone. */
    public DatadogFindingsConfiguration copy() {
        try {
            DatadogFindingsConfiguration copy = (DatadogFindingsConfiguration) clone();
            copy.http = new HashMap<>(http);
            return copy;
        } catch (CloneNotSupportedException e) {
            throw new RuntimeCamelException(e);
        }
    }

    public String getSite() {
        return site;
    }

    /**
     * The Datadog site: `datadoghq.com`, `us3.datadoghq.com`, `us5.datadoghq.com`, `datadoghq.eu`, `ap1.datadoghq.com`,
     * `ap2.datadoghq.com`, `uk1.datadoghq.com`, `ddog-gov.com` or `us2.ddog-gov.com`, also as `app.` host or pasted URL.
     * Without it the environment variable `DD_SITE` decides, else `datadoghq.com`.
     */
    public void setSite(String site) {
        this.site = site;
    }

    public String getApiKey() {
        return apiKey;
    }

    /**
     * The API key of the organisation. Without it the environment variable `DD_API_KEY` is read. A key that is set anew on
     * the component while it runs is used from the next request on.
     */
    public void setApiKey(String apiKey) {
        this.apiKey = apiKey;
    }

    public String getApplicationKey() {
        return applicationKey;
    }

    /**
     * The application key of the user or service account that makes the tickets; it needs the permission
     * `security_monitoring_findings_write` or `appsec_vm_write`. Without it the environment variable `DD_APP_KEY` is read.
     */
    public void setApplicationKey(String applicationKey) {
        this.applicationKey = applicationKey;
    }

    public DatadogCredentialsProvider getCredentialsProvider() {
        return credentialsProvider;
    }

    /**
     * A bean that is asked for both keys at each request, instead of `apiKey` and `applicationKey`: for keys that change
     * while the route runs, as a vault's do. It answers at once, from memory.
     */
    public void setCredentialsProvider(DatadogCredentialsProvider credentialsProvider) {
        this.credentialsProvider = credentialsProvider;
    }

    public String getBaseUrl() {
        return baseUrl;
    }

    /** The address of the API instead of the site's, for proxies and tests: https, unless the host is loopback. */
    public void setBaseUrl(String baseUrl) {
        this.baseUrl = baseUrl;
    }

    public Map<String, Object> getHttp() {
        return http;
    }

    /**
     * Options of the HTTP client by the names they have in camel-http: `http.proxyHost`, `http.proxyPort`,
     * `http.sslContextParameters`, `http.connectTimeout`, `http.connectionsPerRoute`, `http.httpClientConfigurer` and
     * others. Options that are not on the list are refused.
     */
    public void setHttp(Map<String, Object> http) {
        this.http = http == null ? new HashMap<>() : new HashMap<>(http);
    }

    public long getRequestTimeout() {
        return requestTimeout;
    }

    /** The hard end of one request on the wire, however slowly bytes trickle. What it cuts off is Unknown. */
    public void setRequestTimeout(long requestTimeout) {
        this.requestTimeout = requestTimeout;
    }

    public String getProject() {
        return project;
    }

    /**
     * Id of the Case Management project that is configured with the ServiceNow integration. A Simple expression over the
     * draft; the header `CamelDatadogFindingsProject` goes before it.
     */
    public void setProject(String project) {
        this.project = project;
    }

    public String getPriority() {
        return priority;
    }

    /**
     * Priority of the tickets: `P1` to `P5`, `NOT_DEFINED`, or `severity`, which follows the gravest finding of the ticket
     * (critical P1, high P2, medium P3, low P4, info P5, others NOT_DEFINED). Without it none is sent.
     */
    public void setPriority(String priority) {
        this.priority = priority;
    }

    public String getTitle() {
        return title;
    }

    /**
     * Title of the tickets: a Simple expression over the draft, such as `${body.field('rule.name')}`; `resource:` and
     * `#bean:` work. Without it Datadog writes one.
     */
    public void setTitle(String title) {
        this.title = title;
    }

    public String getDescription() {
        return description;
    }

    /**
     * Description of the tickets: a Simple expression over the draft; `resource:` and `#bean:` work. Without it Datadog
     * writes one.
     */
    public void setDescription(String description) {
        this.description = description;
    }

    public String getAssigneeId() {
        return assigneeId;
    }

    /** Id of the Datadog user to whom the cases are assigned: a Simple expression over the draft. Without it nobody. */
    public void setAssigneeId(String assigneeId) {
        this.assigneeId = assigneeId;
    }

    public String getGroupBy() {
        return groupBy;
    }

    /**
     * Which findings share a ticket: `none` fills tickets to the brim, `finding` makes one for each, else fields of the
     * finding separated by commas, such as `rule.id,service.name` or `tags.team`.
     */
    public void setGroupBy(String groupBy) {
        this.groupBy = groupBy;
    }

    public int getMaxOpenGroups() {
        return maxOpenGroups;
    }

    /** How many groups may wait for more findings; beyond it the fullest is sent. */
    public void setMaxOpenGroups(int maxOpenGroups) {
        this.maxOpenGroups = maxOpenGroups;
    }

    public int getFindingsPerTicket() {
        return findingsPerTicket;
    }

    /** The most findings on one ticket, 1 to 50. */
    public void setFindingsPerTicket(int findingsPerTicket) {
        this.findingsPerTicket = findingsPerTicket;
    }

    public int getTicketsPerRequest() {
        return ticketsPerRequest;
    }

    /** The most tickets in one request, 1 to 50. */
    public void setTicketsPerRequest(int ticketsPerRequest) {
        this.ticketsPerRequest = ticketsPerRequest;
    }

    public int getMaxInFlight() {
        return maxInFlight;
    }

    /** How many requests to create tickets, and how many to search, this endpoint has on the wire at a time. */
    public void setMaxInFlight(int maxInFlight) {
        this.maxInFlight = maxInFlight;
    }

    public String getAlreadyTicketed() {
        return alreadyTicketed;
    }

    /**
     * What happens to findings on any open case, ServiceNow or other: `skip` leaves them there, `move` takes them onto the
     * new ticket, `fail` refuses the exchange before anything is sent (which holds all of its findings in memory); a ticket
     * that only the ledger or a later look shows ends it there.
     */
    public void setAlreadyTicketed(String alreadyTicketed) {
        this.alreadyTicketed = alreadyTicketed;
    }

    public String getLookupTickets() {
        return lookupTickets;
    }

    /**
     * Which findings are looked up for their cases before they are sent: those whose payload does not tell or was read
     * longer ago than `payloadMaxAge` (`missing`), all (`always`), or none (`never`, the default with
     * `alreadyTicketed=move`). Needs the permission to read findings.
     */
    public void setLookupTickets(String lookupTickets) {
        this.lookupTickets = lookupTickets;
    }

    public long getPayloadMaxAge() {
        return payloadMaxAge;
    }

    /** How long what a finding says of its cases is believed; of unknown age counts as old. */
    public void setPayloadMaxAge(long payloadMaxAge) {
        this.payloadMaxAge = payloadMaxAge;
    }

    public String getResolvedFindings() {
        return resolvedFindings;
    }

    /** What happens to findings whose status says resolved, auto_closed or muted: `skip` or `send`. */
    public void setResolvedFindings(String resolvedFindings) {
        this.resolvedFindings = resolvedFindings;
    }

    public String getOnUnknown() {
        return onUnknown;
    }

    /**
     * What happens to findings that may be on a ticket, because no answer told: `reconcile` looks them up until
     * `reconcileWindow` is over and takes what is provably ours; `resend` does the same, and sends again what the index then
     * shows without a new case, if it shows tickets that were made later; `park` leaves them Unknown at once.
     */
    public void setOnUnknown(String onUnknown) {
        this.onUnknown = onUnknown;
    }

    public long getReconcileWindow() {
        return reconcileWindow;
    }

    /**
     * How long findings that may be on a ticket are looked up, and undecided ServiceNow tickets waited for. Should be longer
     * than Datadog's index lags.
     */
    public void setReconcileWindow(long reconcileWindow) {
        this.reconcileWindow = reconcileWindow;
    }

    public boolean isReference() {
        return reference;
    }

    /**
     * Whether the title of each ticket ends with a short token in brackets that no other has, by which a case is recognised
     * with near certainty where no answer told of it. A ticket without a title of its own gets one.
     */
    public void setReference(boolean reference) {
        this.reference = reference;
    }

    public TicketLedger getLedger() {
        return ledger;
    }

    /**
     * The memory of which finding is claimed, being sent, ticketed or in doubt: in a file or a database, where it outlives the
     * process and is shared by nodes. Without it one in memory, which all endpoints of the context share.
     */
    public void setLedger(TicketLedger ledger) {
        this.ledger = ledger;
    }

    public String getLedgerScope() {
        return ledgerScope;
    }

    /**
     * The Datadog organisation, in any words: the ledger tells findings of different organisations apart by it. All that send
     * findings of one organisation must say the same.
     */
    public void setLedgerScope(String ledgerScope) {
        this.ledgerScope = ledgerScope;
    }

    public boolean isReticket() {
        return reticket;
    }

    /**
     * Whether a finding that the ledger remembers on a ticket may get another one, once a fresh look shows that ticket's case
     * closed and the finding open.
     */
    public void setReticket(boolean reticket) {
        this.reticket = reticket;
    }

    public int getMaxRetries() {
        return maxRetries;
    }

    /**
     * How often one request is sent again: one that creates after an answer 429 or a failure to connect only; one that searches,
     * which only reads, also after 408, 5xx and a broken connection.
     */
    public void setMaxRetries(int maxRetries) {
        this.maxRetries = maxRetries;
    }

    public long getRetryBudget() {
        return retryBudget;
    }

    /** How long one request is retried, from its first failure on. */
    public void setRetryBudget(long retryBudget) {
        this.retryBudget = retryBudget;
    }

    public long getExchangeTimeout() {
        return exchangeTimeout;
    }

    /** How long an exchange may take before what was not sent yet is given up as NotSent. Without it, no end. */
    public void setExchangeTimeout(long exchangeTimeout) {
        this.exchangeTimeout = exchangeTimeout;
    }

    public boolean isThrowExceptionOnFailure() {
        return throwExceptionOnFailure;
    }

    /**
     * Whether an exchange fails with a `TicketsNotCreatedException` if findings were rejected, not sent, held by another
     * exchange or node, put on a case without a ticket, are in doubt, or were invalid. Otherwise the report alone tells.
     */
    public void setThrowExceptionOnFailure(boolean throwExceptionOnFailure) {
        this.throwExceptionOnFailure = throwExceptionOnFailure;
    }

    public boolean isValidateFirst() {
        return validateFirst;
    }

    /** Whether a document that can be read twice is read through to its end before anything of it is sent. */
    public void setValidateFirst(boolean validateFirst) {
        this.validateFirst = validateFirst;
    }

    public boolean isDryRun() {
        return dryRun;
    }

    /**
     * Whether tickets are planned, rendered and reported, but not made. Findings are still looked up as `lookupTickets`
     * says, which only reads.
     */
    public void setDryRun(boolean dryRun) {
        this.dryRun = dryRun;
    }

    public String getReport() {
        return report;
    }

    /** What the report keeps of what went well: counts only (`problems`), or every ticket (`all`). */
    public void setReport(String report) {
        this.report = report;
    }

    public boolean isSynchronous() {
        return synchronous;
    }

    /** Whether the calling thread waits until the exchange is complete, instead of going on with other work. */
    public void setSynchronous(boolean synchronous) {
        this.synchronous = synchronous;
    }

    public TicketListener getTicketListener() {
        return ticketListener;
    }

    /** Is told every outcome as soon as it is settled, and of the begin and end of each exchange. */
    public void setTicketListener(TicketListener ticketListener) {
        this.ticketListener = ticketListener;
    }

    public DraftCustomizer getDraftCustomizer() {
        return draftCustomizer;
    }

    /**
     * Has the last word on what each ticket says, after headers and the other options: may change its project, priority,
     * title, description and assignee, by the exchange and the draft's findings, of which it sees the fields that are always
     * kept, and those that groupBy or a template names.
     */
    public void setDraftCustomizer(DraftCustomizer draftCustomizer) {
        this.draftCustomizer = draftCustomizer;
    }

    public String getQuery() {
        return query;
    }

    /**
     * Which findings to search for, in Datadog's query language: fields with an at sign before them, tags without, and an asterisk
     * for everything.
     */
    public void setQuery(String query) {
        this.query = query;
    }

    public String getSort() {
        return sort;
    }

    /**
     * In which order findings come: what changed first comes first. The other way round, with a minus sign, may miss what changes
     * while the pages are gone through.
     */
    public void setSort(String sort) {
        this.sort = sort;
    }

    public int getPageSize() {
        return pageSize;
    }

    /** How many findings one search asks for, 1 to 150. */
    public void setPageSize(int pageSize) {
        this.pageSize = pageSize;
    }

    public int getMaxFindings() {
        return maxFindings;
    }

    /** How many findings a poll, or an exchange that searches, finds at most; 0 for all there are. */
    public void setMaxFindings(int maxFindings) {
        this.maxFindings = maxFindings;
    }

    public boolean isUnticketed() {
        return unticketed;
    }

    /** Whether a search leaves out findings that are on any open case. */
    public void setUnticketed(boolean unticketed) {
        this.unticketed = unticketed;
    }

    public boolean isStream() {
        return stream;
    }

    /**
     * Whether the body is what is found page by page while it is read, so that any number of findings fits, instead of a list of
     * all.
     */
    public void setStream(boolean stream) {
        this.stream = stream;
    }

    public String getDeliver() {
        return deliver;
    }

    /**
     * What one exchange carries: a list with the findings of a page, one finding, or all as one body that fetches the pages while
     * it is read. Groups of findings end with their exchange, so all is best before a grouping.
     */
    public void setDeliver(String deliver) {
        this.deliver = deliver;
    }

    public StateRepository<String, String> getSinceRepository() {
        return sinceRepository;
    }

    /**
     * Keeps up to when findings changed that were processed, so that each poll asks only for what changed since. Without one each
     * poll finds all that the query does.
     */
    public void setSinceRepository(StateRepository<String, String> sinceRepository) {
        this.sinceRepository = sinceRepository;
    }

    public long getOverlap() {
        return overlap;
    }

    /**
     * How much of what changed before the mark in the {@code sinceRepository} is read again, since Datadog's index lags behind;
     * what was processed of that is left out.
     */
    public void setOverlap(long overlap) {
        this.overlap = overlap;
    }
}
