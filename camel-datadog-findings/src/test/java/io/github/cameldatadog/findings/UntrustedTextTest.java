package io.github.cameldatadog.findings;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.cameldatadog.findings.internal.ReportJson;
import io.github.cameldatadog.findings.testkit.Operation;
import io.github.cameldatadog.findings.testkit.SimulatedDatadog;
import io.github.cameldatadog.findings.testkit.fault.Fault;
import io.github.cameldatadog.findings.testkit.finding.DocumentShape;
import io.github.cameldatadog.findings.testkit.http.HttpAnswer;
import io.github.cameldatadog.findings.ticket.TicketReport;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import org.apache.camel.Exchange;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Text that comes from Datadog, a finding or a header cannot rule a terminal, forge a line or fill a log. */
@Timeout(60)
class UntrustedTextTest {

    private static final String NASTY = "a\u001b[2J\u001b]0;x\u0007b\u0000c\r\nFORGED LINE\u2028FORGED\u0085FORGED"
            + "\u202egnp.exe\u2066x\u2069\u200f\ufeff\u009bD\u007f\ud800 \udfffend" + "\ud83d\ude00";

    /** Control characters, bidirectional formatting and halves of surrogate pairs. */
    private static final Pattern HARMFUL = Pattern.compile(
            "[\\p{Cntrl}&&[^\\n\\t]]|[\\u0080-\\u009f\\u2028\\u2029\\u202a-\\u202e\\u2066-\\u2069\\u200e\\u200f\\ufeff]"
                    + "|[\\x{d800}-\\x{dfff}]");

    private static final int MOST_SUMMARY = 2_048;
    private static final int MOST_TABLE = 8_000;
    private static final int MOST_REASON = 1_200;

    private final SimulatedDatadog datadog = SimulatedDatadog.start();
    private final RouteToDatadog route = new RouteToDatadog(datadog);

    @AfterEach
    void close() {
        route.close();
        datadog.close();
    }

    private static String huge(String text) {
        return text.repeat(1 + 1_000_000 / text.length());
    }

    private static void assertHarmless(Exchange exchange) {
        TicketReport report = RouteToDatadog.reportOf(exchange);
        assertThat(report).isNotNull();
        assertThat(report.isBalanced()).isTrue();
        assertClean(report.toString(), MOST_SUMMARY);
        assertClean(report.table(), MOST_TABLE);
        report.problems().forEach(entry -> assertClean(entry.outcome().reason(), MOST_REASON));
        if (exchange.getException() != null) {
            assertClean(exchange.getException().getMessage(), MOST_SUMMARY + 200);
        }
        assertJson(report);
    }

    private static void assertClean(String shown, int most) {
        assertThat(HARMFUL.matcher(shown).find()).as(shown).isFalse();
        assertThat(shown.lines()).noneMatch(line -> line.startsWith("FORGED"));
        assertThat(shown.length()).isLessThanOrEqualTo(most);
    }

    private static JsonNode assertJson(TicketReport report) {
        byte[] json = ReportJson.write(report);
        assertThat(json.length).isLessThan(200_000);
        try {
            return new ObjectMapper().readTree(json);
        } catch (IOException e) {
            throw new AssertionError("The report is no JSON", e);
        }
    }

    /** Sends with everything logged from DEBUG on, less what the HTTP library says, and looks at the log too. */
    private Exchange sendAndReadLog(Object body, Map<String, Object> headers, String options) {
        try (CapturedLog log = new CapturedLog(Level.DEBUG)) {
            Exchange exchange = route.send(body, headers, options);
            assertThat(log.lines())
                    .filteredOn(line -> line.logger().startsWith("io.github.cameldatadog.findings")
                            && !line.logger().contains("testkit"))
                    .allSatisfy(line -> assertThat(HARMFUL.matcher(line.text()).find())
                            .as(line.text())
                            .isFalse());
            return exchange;
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {400, 403, 404, 422, 429, 500})
    void anErrorOfDatadogIsShownHarmlesslyAndInShort(int status) throws Exception {
        String json = new ObjectMapper().writeValueAsString(Map.of("errors", List.of(huge(NASTY))));
        for (HttpAnswer answer : List.of(
                HttpAnswer.of(status, "application/json", json),
                HttpAnswer.of(status, "text/plain", huge(NASTY)),
                HttpAnswer.of(status, "text/html", "<html><title>" + huge(NASTY) + "</title></html>"))) {
            datadog.faults().clear().always(Operation.CREATE, Fault.answer("nasty", answer));

            assertHarmless(
                    sendAndReadLog(datadog.addFindings(2), Map.of(), "lookupTickets=never&maxRetries=0&report=all"));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"plain", "\u009b2J"})
    void aRedirectsAddressIsShownHarmlesslyAndInShort(String text) {
        datadog.faults().always(Operation.CREATE, Fault.redirect(307, "https://x/" + text + "y".repeat(5_000)));

        Exchange exchange = sendAndReadLog(datadog.addFindings(1), Map.of(), "lookupTickets=never");

        assertHarmless(exchange);
        assertThat(exchange.getException()).hasMessageContaining("redirect to https://x/");
    }

    private void editCases(Consumer<ObjectNode> edit) {
        datadog.faults().always(Operation.CREATE, Fault.edit("nasty", (document, cases) -> cases.forEach(edit)));
    }

    @Test
    void aCaseOfDatadogIsShownHarmlesslyAndInShort() {
        for (String text : List.of(NASTY, huge(NASTY))) {
            datadog.faults().clear();
            editCases(made -> {
                ObjectNode attributes = (ObjectNode) made.path("attributes");
                attributes.put("key", text).put("title", text).put("status", text);
                ObjectNode result =
                        (ObjectNode) attributes.path("servicenow_ticket").path("result");
                result.put("url", text).put("sys_id", text);
            });

            Exchange exchange =
                    sendAndReadLog(datadog.addFindings(2), Map.of(), "lookupTickets=never&report=all&groupBy=finding");

            assertHarmless(exchange);
            assertThat(RouteToDatadog.reportOf(exchange).ticketed()).isEqualTo(2);
        }
    }

    @Test
    void aCaseWithoutATicketIsShownHarmlesslyAndInShort() {
        editCases(made -> {
            ObjectNode attributes = (ObjectNode) made.path("attributes");
            attributes.put("key", huge(NASTY));
            ((ObjectNode) attributes.path("servicenow_ticket")).put("status", huge(NASTY));
        });

        assertHarmless(sendAndReadLog(datadog.addFindings(2), Map.of(), "lookupTickets=never"));
    }

    @Test
    void aFindingsTextIsShownHarmlesslyAndInShort() {
        String id = datadog.addFindings(1).get(0);
        for (String text : List.of(NASTY, huge(NASTY))) {
            datadog.changeFinding(id, (ObjectNode fields) -> {
                fields.put("title", text).put("status", "open").put("severity", text);
                fields.putObject("rule").put("name", text).put("id", text);
            });
            String document = datadog.export(DocumentShape.BARE_ARRAY);

            assertHarmless(sendAndReadLog(
                    document,
                    Map.of(),
                    "dryRun=true&lookupTickets=never&report=all&groupBy=rule.id&title=RAW(${body.field('title')})"));
            datadog.faults().clear().always(Operation.CREATE, Fault.error(403, "Forbidden", "no"));
            assertHarmless(sendAndReadLog(
                    document,
                    Map.of(),
                    "lookupTickets=never&report=all&groupBy=rule.id&title=RAW(${body.field('title')})"));
        }
    }

    @Test
    void anElementWithoutAUsableIdIsShownHarmlesslyAndInShort() throws Exception {
        String elements = new ObjectMapper()
                .writeValueAsString(
                        List.of(Map.of("id", huge(NASTY)), Map.of(NASTY, NASTY), huge(NASTY), NASTY, List.of(), 7));

        assertHarmless(sendAndReadLog(elements, Map.of(), "lookupTickets=never"));
    }

    @Test
    void aHeadersTextIsShownHarmlesslyAndInShort() {
        // As long as four of them fit into a request that Datadog takes.
        String large = NASTY.repeat(1 + 500_000 / NASTY.length());
        for (String text : List.of(NASTY, large)) {
            Map<String, Object> headers = Map.of(
                    DatadogFindingsConstants.PROJECT, text,
                    DatadogFindingsConstants.TITLE, text,
                    DatadogFindingsConstants.DESCRIPTION, text,
                    DatadogFindingsConstants.ASSIGNEE_ID, text);

            assertHarmless(
                    sendAndReadLog(datadog.addFindings(1), headers, "lookupTickets=never&report=all&maxRetries=0"));
            assertHarmless(
                    sendAndReadLog(datadog.addFindings(1), headers, "lookupTickets=never&dryRun=true&report=all"));
        }
    }

    @Test
    void aBodyThatCannotBeReadIsShownHarmlesslyAndInShort() {
        for (String body : List.of(huge(NASTY), "[\"" + huge(NASTY), "{" + NASTY, "<" + huge(NASTY))) {
            Exchange exchange = sendAndReadLog(body, Map.of(), "lookupTickets=never");

            assertThat(exchange.getException()).isInstanceOf(MalformedFindingsException.class);
            assertClean(exchange.getException().getMessage(), MOST_SUMMARY);
        }
    }

    @Test
    void aTemplateThatFailsOnNastyTextIsShownHarmlesslyAndInShort() {
        route.context().getRegistry().bind("fails", (java.util.function.Function<Object, String>) draft -> {
            throw new IllegalStateException(huge(NASTY));
        });

        assertHarmless(sendAndReadLog(datadog.addFindings(1), Map.of(), "lookupTickets=never&title=#bean:fails"));
    }
}
