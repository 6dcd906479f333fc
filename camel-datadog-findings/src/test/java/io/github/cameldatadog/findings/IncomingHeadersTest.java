package io.github.cameldatadog.findings;

import static io.github.cameldatadog.findings.testkit.assertions.DatadogAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.cameldatadog.findings.testkit.Operation;
import io.github.cameldatadog.findings.testkit.SimulatedDatadog;
import io.github.cameldatadog.findings.testkit.finding.DocumentShape;
import io.github.cameldatadog.findings.testkit.history.ReceivedRequest;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.camel.Exchange;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A message may come from anywhere: what it carries beside its findings decides nothing, and is never run. */
class IncomingHeadersTest {

    private static final String EVIL = "http://evil.example:9/x?y=z";

    private static final List<String> NAMES = List.of(
            "CamelHttpUri",
            "CamelHttpPath",
            "CamelHttpQuery",
            "CamelHttpRawQuery",
            "CamelHttpMethod",
            "CamelHttpHost",
            "CamelHttpPort",
            "CamelHttpUrl",
            "CamelHttpBaseUri",
            "CamelHttpScheme",
            "CamelHttpProtocolVersion",
            "CamelHttpCharacterEncoding",
            "CamelRestHttpUri",
            "CamelRestHttpQuery",
            "CamelRestHttpMethod",
            "CamelHttpResponseCode",
            "CamelAuthentication",
            "CamelDestinationOverrideUrl",
            "Host",
            "DD-API-KEY",
            "DD-APPLICATION-KEY",
            "Authorization",
            "Proxy-Authorization",
            "Proxy-Connection",
            "Cookie",
            "Content-Length",
            "Content-Type",
            "Content-Encoding",
            "Transfer-Encoding",
            "Connection",
            "Expect",
            "Accept",
            "User-Agent",
            "X-HTTP-Method-Override",
            "X-Forwarded-Host",
            "CamelDatadogFindingsSite",
            "CamelDatadogFindingsBaseUrl",
            "CamelDatadogFindingsApiKey",
            "CamelDatadogFindingsApplicationKey",
            "CamelDatadogFindingsHttp",
            "CamelDatadogFindingsRequestTimeout",
            "CamelDatadogFindingsDryRun",
            "site",
            "baseUrl",
            "apiKey",
            "applicationKey");

    private final SimulatedDatadog datadog = SimulatedDatadog.start();
    private final RouteToDatadog route = new RouteToDatadog(datadog);

    @AfterEach
    void close() {
        route.close();
        datadog.close();
    }

    @Test
    void headersThatNameHostsMethodsAndKeysChangeNothingOnTheWire() {
        List<String> plain = wireOf(Map.of());

        assertThat(wireOf(named(name -> name))).isEqualTo(plain);
        assertThat(wireOf(named(name -> name.toLowerCase(Locale.ROOT)))).isEqualTo(plain);
        assertThat(wireOf(named(name -> name.toUpperCase(Locale.ROOT)))).isEqualTo(plain);
        assertThat(plain).hasSizeGreaterThanOrEqualTo(2);
    }

    @Test
    void headersOfCamelHttpFromAnEarlierStepChangeNothingEither() {
        Map<String, Object> headers = new HashMap<>(named(name -> name));
        headers.put("CamelHttpMethod", "DELETE");
        headers.put("CamelHttpPath", "/api/v2/security/findings/cases");
        headers.put("Content-Length", 3);
        headers.put("Transfer-Encoding", "chunked");

        assertThat(wireOf(headers)).isEqualTo(wireOf(Map.of()));
    }

    private static Map<String, Object> named(java.util.function.UnaryOperator<String> spelling) {
        Map<String, Object> headers = new HashMap<>();
        NAMES.forEach(name -> headers.put(spelling.apply(name), EVIL));
        return headers;
    }

    /** All that goes over the wire for one and the same finding: request lines, headers and bodies. */
    private List<String> wireOf(Map<String, Object> headers) {
        try (CapturedLog warnings = new CapturedLog(Level.WARN);
                SimulatedDatadog fresh = SimulatedDatadog.builder().port(0).start();
                RouteToDatadog toFresh = new RouteToDatadog(fresh)) {
            List<String> ids = fresh.addFindings(3);
            Exchange exchange = toFresh.send(ids, headers, "title=Look&lookupTickets=always");
            assertThat(exchange.getException()).isNull();
            assertThat(fresh).receivedOnlyValidRequests().hasTickets(1);
            List<String> wire = new ArrayList<>();
            for (ReceivedRequest request : requestsOf(fresh)) {
                wire.add(request.call().method() + " " + request.call().target());
                request.headers()
                        .forEach(header -> wire.add(header.name() + ": "
                                + header.value().replace("127.0.0.1:" + fresh.port(), "the simulated host")));
                wire.add(request.body());
            }
            return wire;
        }
    }

    private static List<ReceivedRequest> requestsOf(SimulatedDatadog datadog) {
        return datadog.history().requests().stream()
                .map(record -> record.request())
                .toList();
    }

    private JsonNode attributesOfTheTicket() {
        List<ReceivedRequest> creates = requestsOf(datadog).stream()
                .filter(request -> request.operation() == Operation.CREATE)
                .toList();
        assertThat(creates).hasSize(1);
        return creates.get(0).json().path("data").path(0);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "${bean:armed}",
                "${bean:armed?method=fire}",
                "${sys.user.home}",
                "${sys:user.home}",
                "${env:PATH}",
                "${exec:id}",
                "$simple{bean:armed}",
                "$simple{sys.user.home}",
                "RAW(${bean:armed})",
                "#bean:armed",
                "#armed",
                "#class:java.lang.String",
                "{{env:PATH}}",
                "resource:classpath:logback-test.xml",
                "file:/etc/passwd",
                "${body.getClass().forName('java.lang.Runtime')}"
            })
    void headersOfAMessageAreTakenAsTheyAreWritten(String text) {
        AtomicInteger fired = new AtomicInteger();
        route.context().getRegistry().bind("armed", new Armed(fired));
        List<String> ids = datadog.addFindings(1);

        route.send(
                ids,
                Map.of(
                        DatadogFindingsConstants.TITLE, text,
                        DatadogFindingsConstants.DESCRIPTION, text,
                        DatadogFindingsConstants.ASSIGNEE_ID, text),
                "title=${body.size}&description=${body.size}&lookupTickets=never");

        JsonNode ticket = attributesOfTheTicket();
        assertThat(ticket.findValuesAsText("title")).containsExactly(text);
        assertThat(ticket.findValuesAsText("description")).containsExactly(text);
        assertThat(ticket.findValuesAsText("assignee_id")).containsExactly(text);
        assertThat(fired).hasValue(0);
    }

    @ParameterizedTest
    @ValueSource(strings = {"${bean:armed}", "$simple{sys.user.home}", "RAW(x)", "#bean:armed", "{{env:PATH}}"})
    void aProjectHeaderIsTakenAsItIsWritten(String text) {
        AtomicInteger fired = new AtomicInteger();
        route.context().getRegistry().bind("armed", new Armed(fired));

        route.send(datadog.addFindings(1), Map.of(DatadogFindingsConstants.PROJECT, text), "lookupTickets=never");

        assertThat(attributesOfTheTicket()
                        .path("relationships")
                        .path("project")
                        .path("data")
                        .path("id")
                        .asText())
                .isEqualTo(text);
        assertThat(fired).hasValue(0);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"${bean:armed}", "$simple{bean:armed}", "${exec:id}", "{{env:PATH}}", "#bean:armed", "\\${x} $1"
            })
    void whatAFindingSaysIsNeverRunByTheTemplateThatShowsIt(String text) {
        AtomicInteger fired = new AtomicInteger();
        route.context().getRegistry().bind("armed", new Armed(fired));
        String id = datadog.addFindings(1).get(0);
        datadog.changeFinding(id, (ObjectNode fields) -> {
            fields.put("title", text);
            fields.putObject("rule").put("name", text).put("id", text);
        });

        route.send(
                datadog.export(DocumentShape.values()[0]),
                "groupBy=rule.id&lookupTickets=never&title=RAW(of ${body.field('title')})&description=RAW("
                        + "${body.field('rule.name')} in ${body.group[rule.id]})");

        JsonNode ticket = attributesOfTheTicket();
        assertThat(ticket.findValuesAsText("title")).containsExactly("of " + text);
        assertThat(ticket.findValuesAsText("description")).containsExactly(text + " in " + text);
        assertThat(fired).hasValue(0);
    }

    /** A bean that must never be called. */
    public static final class Armed {
        private final AtomicInteger fired;

        Armed(AtomicInteger fired) {
            this.fired = fired;
        }

        public String fire() {
            fired.incrementAndGet();
            return "fired";
        }

        @Override
        public String toString() {
            fired.incrementAndGet();
            return "fired";
        }
    }
}
