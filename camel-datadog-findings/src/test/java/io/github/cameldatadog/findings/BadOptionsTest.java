package io.github.cameldatadog.findings;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import io.github.cameldatadog.findings.client.DatadogSite;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.camel.builder.RouteBuilder;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A wrong option stops the start, and its message says which, what was given and what is allowed. */
@Timeout(60)
class BadOptionsTest {

    /** Keeps what Camel logs of starts that are meant to fail out of the build's output. */
    private final CapturedLog log = new CapturedLog(Level.ERROR);

    @AfterEach
    void close() {
        log.close();
    }

    /** Options; then, separated by semicolons, what the message of one exception must say, all of it. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "priority=P6 | priority;'P6';P1, P2, P3, P4, P5, NOT_DEFINED, severity",
                "findingsPerTicket=51 | findingsPerTicket=51;1 to 50",
                "findingsPerTicket=0 | findingsPerTicket=0;1 to 50",
                "ticketsPerRequest=0 | ticketsPerRequest=0;1 to 50",
                "ticketsPerRequest=51 | ticketsPerRequest=51;1 to 50",
                "maxOpenGroups=0 | maxOpenGroups=0;1",
                "maxInFlight=0 | maxInFlight=0;1 or more",
                "maxRetries=-1 | maxRetries=-1;0 or more",
                "findingsPerTicket=many | findingsPerTicket;many;whole number",
                "findingsPerTicket=abc | findingsPerTicket=abc;whole number",
                "groupBy=RAW(rule id) | groupBy;'rule id';none, finding;rule.id,service.name",
                "groupBy=rule.id,, | groupBy;'';none, finding",
                "groupBy= | groupBy;'';none, finding",
                "alreadyTicketed=maybe | alreadyTicketed=maybe;skip, move, fail",
                "lookupTickets=sometimes | lookupTickets=sometimes;missing, always, never",
                "resolvedFindings=keep | resolvedFindings=keep;skip, send",
                "report=everything | report=everything;problems, all",
                "requestTimeout=-1 | requestTimeout=-1;more than 0",
                "requestTimeout=0 | requestTimeout=0;more than 0",
                "retryBudget=-5 | retryBudget=-5;0 or more",
                "payloadMaxAge=-1 | payloadMaxAge=-1;0 or more",
                "exchangeTimeout=-1 | exchangeTimeout=-1;0 or more",
                "requestTimeout=soon | requestTimeout;soon;duration such as 30s",
                "requestTimeout=5x | requestTimeout;5x;duration such as 30s",
                "dryRun=perhaps | dryRun=perhaps;true or false",
                "validateFirst=1 | validateFirst=1;true or false",
                "baseUrl=http://example.com | baseUrl;http://example.com;https://;loopback",
                "baseUrl=http://127.0.0.1.evil.org | baseUrl;127.0.0.1.evil.org;unencrypted",
                "baseUrl=RAW(http://localhost@evil.org) | baseUrl;user info;apiKey and applicationKey",
                "baseUrl=RAW(https://me:pw@example.com) | baseUrl;user info",
                "baseUrl=RAW(https://example.com?x=1) | baseUrl;a query or a fragment",
                "baseUrl=RAW(https://example.com/#x) | baseUrl;a query or a fragment",
                "baseUrl=http://[::ffff:8.8.8.8] | baseUrl;unencrypted",
                "baseUrl=http://134744072 | baseUrl",
                "baseUrl=http://2130706433 | baseUrl",
                "baseUrl=http://0x7f.1 | baseUrl",
                "baseUrl=ftp://localhost | baseUrl;https:// or http://",
                "noSuchOption=1 | noSuchOption;allowed are;ticketsPerRequest",
                "tiketsPerRequest=1&other=2 | other, tiketsPerRequest;allowed are",
                "tiketsPerRequest=1 | Unknown option tiketsPerRequest (did you mean ticketsPerRequest?);allowed are",
                "PROJECTS=p | Unknown option PROJECTS (did you mean project?)",
                "somethingElse=1 | Unknown option somethingElse; values are not shown",
                "http.proxyHots=x | http.proxyHots;Did you mean http.proxyHost?",
                "http.conectTimeout=5s | http.conectTimeout;Did you mean http.connectTimeout?",
                "http.bridgeEndpoint=true | http.bridgeEndpoint;proxyHost",
                "http.proxyHost=localhost | http.proxyHost;http.proxyPort",
                "http.proxyHost=h&http.proxyPort=0 | http.proxyPort;'0';1 to 65535",
                "http.connectTimeout=soon | http.connectTimeout;'soon';5s",
                "http.sslContextParameters=#bean:none | http.sslContextParameters;#bean:none;registry",
                "title=RAW(${nope}) | title;Simple;nope",
                "title=#bean:none | title=#bean:none;no bean of that name",
                "ticketListener=#bean:none | ticketListener;none",
            })
    void aWrongOptionStopsTheStart(String options, String words) {
        Throwable failure = StartUp.failure("project=p&" + options);

        assertSaysAll(failure, words.strip().split(";"));
    }

    private static void assertSaysAll(Throwable failure, String... words) {
        assertThat(failure).isNotNull();
        List<String> messages = Stream.iterate(failure, each -> each != null, Throwable::getCause)
                .map(each -> String.valueOf(each.getMessage()))
                .toList();
        assertThat(messages)
                .as("one of the messages says all of %s", Arrays.toString(words))
                .anyMatch(message -> Arrays.stream(words).allMatch(message::contains));
    }

    @Test
    void anUnknownSiteIsRefusedWithAllThatAreKnown() {
        for (String options : new String[] {"project=p&site=datadoghq.org", "project=p&site=app.datadog.com"}) {
            Throwable failure = StartUp.failure(options);

            assertSaysAll(failure, DatadogSite.known().toArray(String[]::new));
            assertSaysAll(failure, "Option site", "baseUrl");
        }
    }

    @Test
    void aSiteOfTheEnvironmentIsNamedAsSuch() {
        Map<String, String> environment = Map.of("DD_SITE", "nowhere.example", "DD_API_KEY", "k", "DD_APP_KEY", "a");

        Throwable failure = StartUp.failure("project=p", environment, configuration -> {});

        assertSaysAll(failure, "DD_SITE", "nowhere.example", "datadoghq.eu");
    }

    @Test
    void missingKeysAreNamedAsOptionAndAsVariable() {
        assertSaysAll(StartUp.failure("project=p", Map.of(), any -> {}), "apiKey", "DD_API_KEY");
        assertSaysAll(
                StartUp.failure("project=p", Map.of("DD_API_KEY", "k"), any -> {}), "applicationKey", "DD_APP_KEY");
    }

    @Test
    void aLedgerScopeIsNoLongerThanWhatALedgerKeeps() {
        Throwable failure = StartUp.failure("project=p&ledgerScope=" + "o".repeat(201));

        assertSaysAll(failure, "ledgerScope=ooo", "201 characters", "1 to 200");
        assertThat(StartUp.failure("project=p&ledgerScope=" + "o".repeat(200))).isNull();
    }

    @Test
    void anUnknownOperationIsRefusedWithThoseThereAre() {
        assertSaysAll(
                StartUp.failureOf("tickets?project=p", StartUp.KEYS, any -> {}), "'tickets'", "servicenowTickets");
        assertSaysAll(StartUp.failureOf("?project=p", StartUp.KEYS, any -> {}), "servicenowTickets");
    }

    @Test
    void readingFromAnOperationThatOnlyTakesIsRefused() {
        Throwable failure = StartUp.failure(StartUp.KEYS, any -> {}, new RouteBuilder() {
            @Override
            public void configure() {
                from("datadog-findings:servicenowTickets?project=p").to("log:x");
            }
        });

        assertSaysAll(failure, "servicenowTickets", "to(\"datadog-findings:servicenowTickets\")");
    }

    @Test
    void theComponentsOwnOptionsAreCheckedLikeTheEndpoints() {
        assertSaysAll(
                StartUp.failure("project=p", StartUp.KEYS, defaults -> defaults.setFindingsPerTicket(51)),
                "findingsPerTicket=51");
        assertSaysAll(
                StartUp.failure("project=p", StartUp.KEYS, defaults -> defaults.setGroupBy(null)),
                "groupBy",
                "none, finding");
        assertSaysAll(
                StartUp.failure("project=p", StartUp.KEYS, defaults -> defaults.setHttp(Map.of("nope", "x"))),
                "http.nope");
    }
}
