package io.github.cameldatadog.findings;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import io.github.cameldatadog.findings.testkit.Operation;
import io.github.cameldatadog.findings.testkit.SimulatedDatadog;
import io.github.cameldatadog.findings.testkit.fault.Fault;
import io.github.cameldatadog.findings.testkit.http.HttpAnswer;
import io.github.cameldatadog.findings.ticket.TicketReport;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.apache.camel.Exchange;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Keys that come from the component or the environment are in no log, no exception and no report, whatever goes wrong. */
@Timeout(60)
class KeysAreNeverShownTest {

    private static final String API_KEY = SimulatedDatadog.API_KEY;
    private static final String APPLICATION_KEY = SimulatedDatadog.APPLICATION_KEY;

    /** The loggers of the HTTP library that print headers; docs/security.md names them. */
    private static final Set<String> HEADER_LOGGERS =
            Set.of("org.apache.hc.client5.http.headers", "org.apache.hc.client5.http.wire");

    /** Those, and the one that prints lines of an answer that is no HTTP. */
    private static final Set<String> WIRE_LOGGERS = Set.of(
            "org.apache.hc.client5.http.headers",
            "org.apache.hc.client5.http.wire",
            "org.apache.hc.client5.http.impl.io.LenientHttpResponseParser");

    private static final String ECHO =
            "keys " + API_KEY + " and " + APPLICATION_KEY.toUpperCase(Locale.ROOT) + " are refused";

    private final SimulatedDatadog datadog = SimulatedDatadog.start();

    @AfterEach
    void close() {
        datadog.close();
    }

    private void assertKeysAreHidden(Consumer<DatadogFindingsConfiguration> options) {
        assertKeysAreHidden(options, HEADER_LOGGERS);
    }

    private void assertKeysAreHidden(Consumer<DatadogFindingsConfiguration> options, Set<String> loggers) {
        List<String> ids = datadog.addFindings(2);
        try (CapturedLog log = new CapturedLog(Level.TRACE)) {
            Exchange exchange;
            try (RouteToDatadog route = new RouteToDatadog(datadog, options)) {
                exchange = route.send(ids, "lookupTickets=never&maxRetries=0&report=all");
            }
            assertThat(exchange.getException()).isNotNull();
            assertThat(Shown.of(exchange.getException())).satisfies(KeysAreNeverShownTest::holdsNoKey);
            assertThat(Shown.of(RouteToDatadog.reportOf(exchange))).satisfies(KeysAreNeverShownTest::holdsNoKey);
            log.assertKeeps(loggers, API_KEY, APPLICATION_KEY, APPLICATION_KEY.toUpperCase(Locale.ROOT));
        }
    }

    private static void holdsNoKey(String shown) {
        assertThat(shown.toLowerCase(Locale.ROOT)).doesNotContain(API_KEY, APPLICATION_KEY);
    }

    @Test
    void preciselyTheLoggersThatThePageNamesPrintHeaders() {
        try (CapturedLog log = new CapturedLog(Level.TRACE);
                RouteToDatadog route = new RouteToDatadog(datadog)) {
            route.send(datadog.addFindings(1), "");

            assertThat(log.loggersOf(API_KEY)).isEqualTo(HEADER_LOGGERS);
            assertThat(log.loggersOf(APPLICATION_KEY)).isEqualTo(HEADER_LOGGERS);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {302, 307, 400, 401, 403, 404, 407, 409, 413, 422, 429, 500, 503})
    void anAnswerThatRepeatsTheKeysIsMasked(int status) {
        HttpAnswer answer = HttpAnswer.of(status, "application/json", "{\"errors\":[\"" + ECHO + "\"]}")
                .with("Location", "https://elsewhere.example/?key=" + API_KEY)
                .with("X-Request-Id", "id-" + APPLICATION_KEY);
        datadog.faults().always(Operation.CREATE, Fault.answer("an echo", answer));

        assertKeysAreHidden(options -> {});
    }

    @ParameterizedTest
    @ValueSource(strings = {"text/plain", "text/html", "application/json"})
    void aGatewayThatRepeatsTheKeysIsMasked(String type) {
        String page = "<html><title>" + ECHO + "</title><body>DD-API-KEY: " + API_KEY + "</body></html>";
        datadog.faults().always(Operation.CREATE, Fault.status(403, type, page));

        assertKeysAreHidden(options -> {});
    }

    @Test
    void keysOverTheEdgeOfWhatIsShownAreNotShownInPart() {
        datadog.faults().always(Operation.CREATE, Fault.status(403, "text/plain", "x".repeat(480) + APPLICATION_KEY));
        List<String> ids = datadog.addFindings(1);

        try (RouteToDatadog route = new RouteToDatadog(datadog)) {
            Exchange exchange = route.send(ids, "lookupTickets=never");

            assertThat(Shown.of(RouteToDatadog.reportOf(exchange))).doesNotContain(APPLICATION_KEY.substring(0, 8));
        }
    }

    @Test
    void aCaseThatRepeatsAKeyIsMasked() {
        datadog.faults()
                .always(
                        Operation.CREATE,
                        Fault.edit(
                                "titles with a key",
                                (document, cases) -> cases.forEach(made ->
                                        ((com.fasterxml.jackson.databind.node.ObjectNode) made.path("attributes"))
                                                .put("title", ECHO)
                                                .put("key", "K-" + API_KEY))));
        List<String> ids = datadog.addFindings(1);

        try (RouteToDatadog route = new RouteToDatadog(datadog)) {
            TicketReport report = route.report(ids, "lookupTickets=never&report=all");

            assertThat(report.ticketed()).isEqualTo(1);
            holdsNoKey(Shown.of(report));
        }
    }

    @Test
    void aConnectionThatFailsShowsNoKey() {
        datadog.refuseConnections();

        assertKeysAreHidden(options -> {});
    }

    @Test
    void aResetConnectionShowsNoKey() {
        datadog.faults().always(Operation.CREATE, Fault.resetBefore());

        assertKeysAreHidden(options -> {});
    }

    @Test
    void tlsThatFailsShowsNoKey() {
        assertKeysAreHidden(options -> options.setBaseUrl("https://localhost:" + datadog.port()));
    }

    @Test
    void aProxyThatRefusesShowsNoKeyAndNoPassword() {
        try (RawServer proxy = new RawServer(
                        request -> "HTTP/1.1 407 No\r\nConnection: close\r\nProxy-Authenticate: Basic realm=\"x\"\r\n"
                                + "Content-Length: " + ECHO.length() + "\r\n\r\n" + ECHO);
                CapturedLog log = new CapturedLog(Level.TRACE)) {
            Exchange exchange;
            try (RouteToDatadog route = new RouteToDatadog(datadog, options -> {
                options.setBaseUrl("https://datadog.invalid");
                options.setHttp(Map.of(
                        "proxyHost", "127.0.0.1",
                        "proxyPort", proxy.port(),
                        "proxyAuthUsername", "proxy-user-name",
                        "proxyAuthPassword", "proxy-pass-word"));
            })) {
                exchange = route.send(datadog.addFindings(1), "lookupTickets=never&maxRetries=0");
            }

            assertThat(RouteToDatadog.reportOf(exchange).notSent()).isEqualTo(1);
            String shown = Shown.of(exchange.getException());
            assertThat(shown).contains("proxy", "407", "datadog.invalid").doesNotContain("proxy-pass-word");
            holdsNoKey(shown);
            log.assertKeeps(HEADER_LOGGERS, API_KEY, APPLICATION_KEY, "proxy-pass-word", "proxy-user-name");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"HTTP/9.9 %s", "%s", "HTTP/1.1 %s No\r\n\r\n", "HTTP/1.1 200 OK\r\n%s\r\n\r\n{}"})
    void anAnswerThatIsNoHttpShowsNoKey(String pattern) {
        try (RawServer server = new RawServer(request -> pattern.formatted(API_KEY + "/" + APPLICATION_KEY) + "\r\n")) {
            assertKeysAreHidden(options -> options.setBaseUrl(server.url()), WIRE_LOGGERS);
        }
    }

    @Test
    void aBodyThatIsNoJsonShowsNoKey() {
        datadog.faults().always(Operation.CREATE, Fault.status(201, "application/json", "{\"data\": " + API_KEY));

        assertKeysAreHidden(options -> {});
    }

    @Test
    void aTemplateThatFailsShowsNoKey() {
        assertKeysAreHidden(options -> options.setTitle("${body.noSuchMethod}"));
    }

    @Test
    void thingsThatHoldKeysDoNotPrintThem() throws Exception {
        try (RouteToDatadog route = new RouteToDatadog(datadog)) {
            DatadogFindingsEndpoint endpoint =
                    route.context().getEndpoint("datadog-findings:servicenowTickets", DatadogFindingsEndpoint.class);

            assertThat(List.of(
                            endpoint.toString(),
                            endpoint.getEndpointUri(),
                            endpoint.getEndpointKey(),
                            endpoint.getEndpointBaseUri(),
                            endpoint.getConfiguration().toString(),
                            endpoint.getConfiguration().copy().toString(),
                            endpoint.getComponent().toString(),
                            endpoint.createProducer().toString()))
                    .allSatisfy(KeysAreNeverShownTest::holdsNoKey);
        }
    }
}
