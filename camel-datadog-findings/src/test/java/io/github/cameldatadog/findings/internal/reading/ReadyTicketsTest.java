package io.github.cameldatadog.findings.internal.reading;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.cameldatadog.findings.ticket.Finding;
import io.github.cameldatadog.findings.ticket.Priority;
import io.github.cameldatadog.findings.ticket.TicketDraft;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Tickets of a ready create request are checked, and come out grouped as they are. */
class ReadyTicketsTest {

    private static final String ATTRIBUTES =
            """
            "attributes": {"title": "Öffentlich", "description": "Zwei", "priority": "P2", "assignee_id": "user-1"}""";
    private static final String FINDINGS =
            """
            "findings": {"data": [{"id": "finding-1", "type": "findings"}, {"type": "findings", "id": "finding-2"}]}""";
    private static final String PROJECT =
            """
            "project": {"data": {"type": "projects", "id": "project-1"}}""";
    private static final String RELATIONSHIPS = "\"relationships\": {" + FINDINGS + "," + PROJECT + "}";
    private static final String TYPE = "\"type\": \"servicenow_tickets\"";

    static List<String> orders() {
        return List.of(
                "{" + ATTRIBUTES + "," + RELATIONSHIPS + "," + TYPE + "}",
                "{" + TYPE + "," + ATTRIBUTES + "," + RELATIONSHIPS + "}",
                "{" + RELATIONSHIPS + "," + TYPE + "," + ATTRIBUTES + ", \"id\": \"whatever\"}",
                "{" + TYPE + ",\"relationships\": {" + PROJECT + "," + FINDINGS + "}," + ATTRIBUTES + "}");
    }

    @Test
    void whateverTheOrderOfItsMembersAllThatATicketSaysIsKept() throws Exception {
        for (String ticket : orders()) {
            for (String document : List.of(ticket, "{\"data\": [" + ticket + "]}", "{\"data\": " + ticket + "}")) {
                List<FindingElement.Usable> elements = usable(document);

                assertThat(elements)
                        .extracting(element -> element.finding().id())
                        .containsExactly("finding-1", "finding-2");
                assertThat(elements).extracting(FindingElement::position).containsExactly(1L, 2L);
                TicketDraft given = elements.get(0).given();
                assertThat(elements.get(1).given()).isSameAs(given);
                assertThat(given.project()).isEqualTo("project-1");
                assertThat(given.priority()).isEqualTo(Priority.P2);
                assertThat(given.title()).isEqualTo("Öffentlich");
                assertThat(given.description()).isEqualTo("Zwei");
                assertThat(given.assigneeId()).isEqualTo("user-1");
                assertThat(given.findingIds()).containsExactly("finding-1", "finding-2");
            }
        }
    }

    @Test
    void whatATicketLeavesOpenIsOpen() throws Exception {
        String ticket = "{" + TYPE + ", \"attributes\": {\"title\": null}, \"relationships\": {" + FINDINGS
                + ", \"project\": null}}";

        TicketDraft given = usable(ticket).get(0).given();

        assertThat(given.project()).isNull();
        assertThat(given.priority()).isNull();
        assertThat(given.title()).isNull();
    }

    @Test
    void aTicketOfMoreFindingsThanFitIsSplitAndSaysTheSameTwice() throws Exception {
        String references = IntStream.range(0, 120)
                .mapToObj(i -> "{\"id\": \"finding-" + i + "\", \"type\": \"findings\"}")
                .collect(Collectors.joining(","));
        String ticket = "{" + TYPE + "," + ATTRIBUTES + ", \"relationships\": {\"findings\": {\"data\": [" + references
                + "]}," + PROJECT + "}}";

        List<TicketDraft> given = usable(ticket).stream()
                .map(FindingElement.Usable::given)
                .distinct()
                .toList();

        assertThat(given).extracting(TicketDraft::size).containsExactly(50, 50, 20);
        assertThat(given).extracting(TicketDraft::title).containsOnly("Öffentlich");
        assertThat(usable(ticket))
                .extracting(element -> element.finding().id())
                .containsExactlyElementsOf(
                        IntStream.range(0, 120).mapToObj(i -> "finding-" + i).toList());
    }

    @Test
    void aFindingThatCannotBeUsedHarmsOnlyItself() throws Exception {
        String document = "{" + TYPE
                + ", \"relationships\": {\"findings\": {\"data\": [{\"id\": \"finding-1\", \"type\": \"findings\"},"
                + "{\"id\": \"short\"}, {\"type\": \"findings\"}, 7, {\"id\": \"finding-2\", \"type\": \"projects\"},"
                + "{\"id\": \"finding-3\"}]}}}";

        List<FindingElement> elements = Reading.elements(document);

        assertThat(Reading.ids(document)).containsExactly("finding-1", "!", "!", "!", "!", "finding-3");
        assertThat(elements)
                .filteredOn(FindingElement.Invalid.class::isInstance)
                .extracting(element -> ((FindingElement.Invalid) element).reason())
                .satisfiesExactly(
                        reason -> assertThat(reason).contains("\"short\" is not a finding id"),
                        reason -> assertThat(reason).contains("has no id"),
                        reason -> assertThat(reason).contains("a number stands where"),
                        reason -> assertThat(reason).contains("\"projects\"", "\"findings\""));
        TicketDraft given = ((FindingElement.Usable) elements.get(5)).given();
        assertThat(given.findingIds()).containsExactly("finding-1", "finding-3");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    "priority": "P9"           | 'P9' is no priority: allowed are P1, P2
                    "priority": 3              | its priority is a number, not text
                    "prority": "P1"            | its attributes hold "prority": a ticket has assignee_id, description
                    "title": ["a"]             | its title is an array, not text
                    """)
    void aTicketThatSaysSomethingWrongIsRefusedAsAWholeAndItsFindingsAreNamed(String attribute, String reason)
            throws Exception {
        for (String order : List.of(
                "{" + TYPE + ", \"attributes\": {" + attribute + "}," + RELATIONSHIPS + "}",
                "{" + RELATIONSHIPS + ", \"attributes\": {" + attribute + "}," + TYPE + "}")) {
            assertRefused(order, reason);
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    "project": {"data": {"id": 5}}          | the id of its project is a number, not text
                    "project": {"data": {"id": " "}}        | the id of its project is blank
                    "project": {"data": "project-1"}        | its project is text, not an object with id and type
                    "project": "project-1"                  | its relationship project is text, not an object
                    "assignee": {"data": {"id": "u"}}       | its relationships hold "assignee": a ticket has findings, project
                    """)
    void soIsOneWhoseRelationshipsAreWrong(String relationship, String reason) throws Exception {
        assertRefused("{" + TYPE + ", \"relationships\": {" + FINDINGS + "," + relationship + "}}", reason);
        assertRefused("{\"relationships\": {" + relationship + "," + FINDINGS + "}," + TYPE + "}", reason);
    }

    @ParameterizedTest
    @ValueSource(strings = {"\"type\": \"jira_issues\",", "\"type\": \"cases\",", ""})
    void aTicketOfAnotherKindIsNotMadeIntoOneOfServiceNow(String type) throws Exception {
        assertRefused("{" + type + RELATIONSHIPS + "}", "the type of a ticket is \"servicenow_tickets\"");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"type\": \"servicenow_tickets\"}",
                "{\"type\": \"servicenow_tickets\", \"relationships\": {\"findings\": {\"data\": []}}}",
                "{\"type\": \"servicenow_tickets\", \"relationships\": {\"findings\": {\"data\": null}}}"
            })
    void aTicketWithoutFindingsIsInvalid(String ticket) throws Exception {
        assertThat(Reading.invalid(ticket).reason()).isEqualTo("it is a ticket that names no finding");
    }

    @Test
    void aFindingIsAFindingWhateverElseItHas() throws Exception {
        String document = "{\"relationships\": {\"findings\": {\"data\": [{\"id\": \"finding-9\"}]}},"
                + " \"attributes\": {\"prority\": 1, \"attributes\": {\"severity\": \"high\"}}, \"type\": \"finding\","
                + " \"id\": \"finding-1\"}";

        assertThat(Reading.finding(document)).isEqualTo(Finding.of("finding-1", Map.of("severity", "high"), List.of()));
    }

    private static void assertRefused(String ticket, String reason) throws Exception {
        List<FindingElement> elements = Reading.elements(ticket);
        assertThat(elements).hasSize(2).allSatisfy(element -> {
            FindingElement.Invalid invalid = (FindingElement.Invalid) element;
            assertThat(invalid.reason()).contains(reason);
            assertThat(invalid.where()).isEqualTo("line 1, column 1");
        });
        assertThat(elements)
                .extracting(
                        element -> ((FindingElement.Invalid) element).finding().id())
                .containsExactly("finding-1", "finding-2");
    }

    private static List<FindingElement.Usable> usable(Object body) throws Exception {
        return Reading.elements(body).stream()
                .map(FindingElement.Usable.class::cast)
                .toList();
    }
}
