package io.github.cameldatadog.findings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.cameldatadog.findings.internal.reading.FindingElement;
import io.github.cameldatadog.findings.internal.reading.FindingFields;
import io.github.cameldatadog.findings.internal.reading.FindingReader;
import io.github.cameldatadog.findings.internal.reading.FindingSource;
import io.github.cameldatadog.findings.testkit.finding.DocumentShape;
import io.github.cameldatadog.findings.testkit.finding.FindingGenerator;
import io.github.cameldatadog.findings.testkit.finding.FindingSize;
import io.github.cameldatadog.findings.testkit.finding.SimulatedFinding;
import io.github.cameldatadog.findings.ticket.Finding;
import io.github.cameldatadog.findings.ticket.TicketDraft;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.builder.ExchangeBuilder;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class FindingsAggregationStrategyTest {

    private static final String WITH_CASES =
            """
            {"finding_id": "finding-one==", "severity": "high", "title": "Bücher 🔓", "tags": ["team:platform", "env:prod"],
             "rule": {"id": "rule-1"}, "host": {"os": {"name": "linux"}}, "host.os": "flat", "type_of_day": "rainy",
             "workflow": {"mute": {"is_muted": false}, "integrations": {"cases": [
               {"id": "case-1", "key": "SEC-1", "status": "CLOSED", "title": "t", "created_at": 1765838312079,
                "created_by": {"id": "user-1"}, "servicenow_ticket": {"sys_id": "sys-1", "url": "https://snow.example/1"}},
               {"id": "case-2"}]}}}""";

    private final CamelContext context = new DefaultCamelContext();
    private final FindingsAggregationStrategy strategy = new FindingsAggregationStrategy();

    private Exchange message(Object body) {
        return ExchangeBuilder.anExchange(context).withBody(body).build();
    }

    private Exchange collect(Object... bodies) {
        return Stream.of(bodies).map(this::message).reduce(null, strategy::aggregate, (a, b) -> a);
    }

    private static List<Finding> read(Object body, String... fields) throws Exception {
        Set<String> wanted = new HashSet<>(FindingFields.DEFAULT);
        wanted.add("tags");
        wanted.addAll(List.of(fields));
        List<Finding> all = new ArrayList<>();
        try (FindingSource source = new FindingReader(new ObjectMapper(), wanted).open(body)) {
            for (FindingElement one = source.next(); one != null; one = source.next()) {
                all.add(((FindingElement.Usable) one).finding());
            }
        }
        return all;
    }

    static Stream<Arguments> bodies() {
        return Stream.of(BodyKind.values())
                .flatMap(kind -> Stream.of(DocumentShape.values()).map(shape -> Arguments.of(kind, shape)));
    }

    @ParameterizedTest
    @MethodSource("bodies")
    void whateverTheBodiesAreTheGroupHoldsTheSameFindings(BodyKind kind, DocumentShape shape) throws Exception {
        List<SimulatedFinding> findings = new FindingGenerator(3, 1_765_838_312_079L).generate(4, FindingSize.SMALL);
        List<Object> bodies = new ArrayList<>();
        List<Finding> expected = new ArrayList<>();
        for (SimulatedFinding finding : findings) {
            bodies.add(kind.write(List.of(finding), shape, 0));
            expected.addAll(read(kind.write(List.of(finding), shape, 0)));
        }

        Object group = collect(bodies.toArray()).getMessage().getBody();

        assertThat(group).isInstanceOf(String.class);
        assertThat(((String) group).lines()).hasSize(4);
        assertThat(read(group)).isEqualTo(expected).hasSize(4);
    }

    @Test
    void fieldsTagsAndCasesAreKept() throws Exception {
        strategy.setFields(" host.os.name, host.os,workflow.due_date");
        String[] fields = {"host.os.name", "host.os"};

        Object group = collect(WITH_CASES).getMessage().getBody();

        assertThat(read(group, fields))
                .isEqualTo(read(WITH_CASES, fields))
                .first()
                .satisfies(finding -> {
                    assertThat(finding.cases().orElseThrow()).hasSize(2);
                    assertThat(finding.tag("team")).isEqualTo("platform");
                    assertThat(finding.field("host.os.name")).isEqualTo("linux");
                    assertThat(finding.field("host.os")).isEqualTo("flat");
                });
    }

    @Test
    void fieldsThatNobodyAskedForAreNotKept() {
        assertThat(collect(WITH_CASES).getMessage().getBody(String.class)).doesNotContain("linux", "rainy");
    }

    @Test
    void aFieldWithTheNameOfAMemberIsAFieldStill() throws Exception {
        Finding finding =
                Finding.of("finding-one==", Map.of("type", "x", "id", "y", "data", "z", "severity", "low"), List.of());
        FindingsAggregationStrategy keepsThem = new FindingsAggregationStrategy("type,id,data");

        Object group = keepsThem.aggregate(null, message(finding)).getMessage().getBody();

        assertThat(read(group, "type", "id", "data")).containsExactly(finding);
    }

    @Test
    void whatIsNotKnownOfCasesIsNotTakenForNone() throws Exception {
        Finding unknown = Finding.of("finding-one==", Map.of("workflow.due_date", "2026-01-01"), List.of());
        Finding none = unknown.withCases(List.of(), Instant.EPOCH);

        List<Finding> read = read(collect(unknown, none).getMessage().getBody());

        assertThat(read).extracting(finding -> finding.cases().isPresent()).containsExactly(false, true);
        assertThat(read).allSatisfy(finding -> {
            assertThat(finding.field("workflow.due_date")).isEqualTo("2026-01-01");
            assertThat(finding.casesReadAt())
                    .as("an age that would be too young")
                    .isEmpty();
        });
    }

    @ParameterizedTest
    @ValueSource(strings = {"{\"finding_id\": \"finding-two==\"", "<html>busy</html>"})
    void textThatIsNoFindingFailsAloneAndTheGroupStaysAsItWas(String body) {
        Exchange group = collect("finding-one==");
        Object before = group.getMessage().getBody();

        assertThatThrownBy(() -> strategy.aggregate(group, message(body)))
                .hasRootCauseInstanceOf(Exception.class)
                .hasMessageContaining("not added to its group");

        assertThat(group.getMessage().getBody()).isEqualTo(before);
    }

    @Test
    void ofAMessageWithAnElementThatIsNoFindingNothingIsTaken() {
        Exchange group = collect("finding-one==");
        Object before = group.getMessage().getBody();

        assertThatIllegalArgumentException()
                .isThrownBy(() -> strategy.aggregate(group, message("[\"finding-two==\", {\"severity\": \"high\"}]")))
                .withMessageContainingAll("Element 2", "line 1, column 19", "no id", "not added to its group");

        assertThat(group.getMessage().getBody()).isEqualTo(before);
    }

    @Test
    void aDraftIsAGroupAlreadyAndIsNotTakenApart() {
        Exchange group = collect("finding-one==");
        TicketDraft draft =
                TicketDraft.of(List.of(Finding.ofId("finding-two=="))).withTitle("mine");

        assertThatIllegalArgumentException()
                .isThrownBy(() -> strategy.aggregate(group, message(draft)))
                .withMessageContaining("draft");

        assertThat(group.getMessage().getBody(String.class).lines()).hasSize(1);
    }

    @Test
    void aMessageWithoutFindingsAddsNone() {
        assertThat(collect("finding-one==", "[]", List.of())
                        .getMessage()
                        .getBody(String.class)
                        .lines())
                .hasSize(1);
    }

    @Test
    void aHeaderStaysOnlyWhileItIsTheSameOnAllMessages() {
        Exchange first = message("finding-one==");
        first.getMessage().setHeader("source", "kafka");
        first.getMessage().setHeader("offset", 1L);
        first.getMessage().setHeader("first", true);
        first.getMessage().setHeader(DatadogFindingsConstants.PROJECT, "p");
        Exchange second = message("finding-two==");
        second.getMessage().setHeader("source", "kafka");
        second.getMessage().setHeader("offset", 2L);
        second.getMessage().setHeader("second", true);
        second.getMessage().setHeader(DatadogFindingsConstants.PROJECT, "p");

        Exchange group = strategy.aggregate(strategy.aggregate(null, first), second);

        assertThat(group.getMessage().getHeaders())
                .containsOnly(Map.entry("source", "kafka"), Map.entry(DatadogFindingsConstants.PROJECT, "p"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                DatadogFindingsConstants.PROJECT,
                DatadogFindingsConstants.PRIORITY,
                DatadogFindingsConstants.TITLE,
                DatadogFindingsConstants.DESCRIPTION,
                DatadogFindingsConstants.ASSIGNEE_ID
            })
    void messagesThatAskForDifferentTicketsDoNotShareAGroup(String header) {
        Exchange group = collect("finding-one==");
        group.getMessage().setHeader("offset", 1L);
        Exchange other = message("finding-two==");
        other.getMessage().setHeader(header, "P1");

        assertThatIllegalArgumentException()
                .isThrownBy(() -> strategy.aggregate(group, other))
                .withMessageContainingAll(header, "correlation expression");

        assertThat(group.getMessage().getBody(String.class).lines()).hasSize(1);
        assertThat(group.getMessage().getHeader("offset")).isEqualTo(1L);
    }
}
