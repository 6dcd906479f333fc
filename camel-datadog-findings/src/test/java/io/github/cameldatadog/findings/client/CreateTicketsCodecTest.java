package io.github.cameldatadog.findings.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.cameldatadog.findings.ticket.CreatedCase;
import io.github.cameldatadog.findings.ticket.Finding;
import io.github.cameldatadog.findings.ticket.Priority;
import io.github.cameldatadog.findings.ticket.TicketDraft;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CreateTicketsCodecTest {

    private static final ObjectMapper JSON = new ObjectMapper();

    @Test
    void writesEverythingThatADraftSays() throws Exception {
        TicketDraft draft = draft("ZGVmLTAwcC1p~x==", "two")
                .withProject("aeadc05e")
                .withPriority(Priority.P4)
                .withTitle("A \"title\"\nof 火")
                .withDescription("A description")
                .withAssigneeId("f315bdaf");

        assertThat(JSON.readTree(CreateTicketsCodec.write(List.of(draft))))
                .isEqualTo(
                        json(
                                """
                {"data":[{"attributes":{"assignee_id":"f315bdaf","description":"A description","priority":"P4",
                          "title":"A \\"title\\"\\nof 火"},
                  "relationships":{"findings":{"data":[{"id":"ZGVmLTAwcC1p~x==","type":"findings"},
                                                       {"id":"two","type":"findings"}]},
                                   "project":{"data":{"id":"aeadc05e","type":"projects"}}},
                  "type":"servicenow_tickets"}]}"""));
    }

    @Test
    void leavesOutWhatADraftDoesNotSay() {
        byte[] body = CreateTicketsCodec.write(
                List.of(draft("a").withProject("p"), draft("b").withProject("q").withTitle("T")));

        assertThat(new String(body, StandardCharsets.UTF_8))
                .isEqualTo("{\"data\":[{\"attributes\":{},\"relationships\":{\"findings\":{\"data\":[{\"id\":\"a\","
                        + "\"type\":\"findings\"}]},\"project\":{\"data\":{\"id\":\"p\",\"type\":\"projects\"}}},"
                        + "\"type\":\"servicenow_tickets\"},{\"attributes\":{\"title\":\"T\"},\"relationships\":{"
                        + "\"findings\":{\"data\":[{\"id\":\"b\",\"type\":\"findings\"}]},\"project\":{\"data\":{"
                        + "\"id\":\"q\",\"type\":\"projects\"}}},\"type\":\"servicenow_tickets\"}]}");
    }

    @Test
    void writesATitleThatWasCutInsideAnEmoji() throws Exception {
        byte[] body =
                CreateTicketsCodec.write(List.of(draft("a").withProject("p").withTitle("bad \ud83d")));

        assertThat(JSON.readTree(body).at("/data/0/attributes/title").textValue())
                .isEqualTo("bad ?");
    }

    @Test
    void refusesADraftWithoutAProjectAndTooManyDrafts() {
        TicketDraft complete = draft("a").withProject("p");

        assertThatThrownBy(() -> CreateTicketsCodec.write(List.of(draft("a")))).hasMessageContaining("no project");
        assertThatThrownBy(() -> CreateTicketsCodec.write(List.of())).hasMessageContaining("1 to 50");
        assertThatThrownBy(() -> CreateTicketsCodec.write(Collections.nCopies(51, complete)))
                .hasMessageContaining("not 51");
    }

    @Test
    void readsACaseWithItsTicket() throws Exception {
        assertThat(
                        read(
                                """
                {"data":[{"id":"c1","type":"cases","attributes":{"created_at":"2026-01-02T17:23:30.862128Z",
                  "insights":[{"type":"SECURITY_FINDING","ref":"/x","resource_id":"f1"},{"resource_id":"f1"},
                              {"resource_id":"f2"}],
                  "key":"SEC-1","status":"OPEN","title":"T","linear_issue":{"a":[1]},
                  "servicenow_ticket":{"status":"COMPLETED","result":{"sys_id":"s1","url":"https://sn/s1"}}},
                  "relationships":{"created_by":{"data":{"id":"u1","type":"users"}},
                                   "project":{"data":{"id":"p1","type":"projects"}}}}]}"""))
                .containsExactly(new CreatedCase(
                        "c1",
                        "SEC-1",
                        "T",
                        "OPEN",
                        "p1",
                        "u1",
                        Instant.parse("2026-01-02T17:23:30.862128Z"),
                        List.of("f1", "f2"),
                        "COMPLETED",
                        "https://sn/s1",
                        "s1"));
    }

    @Test
    void takesMembersOfTheWrongTypeAsAbsentAndDropsElementsWithoutAnId() throws Exception {
        assertThat(
                        read(
                                """
                {"data":[{"id":"c1","attributes":{"created_at":"yesterday","key":7,"title":null,"status":[],
                  "insights":[{"resource_id":5},"f",null,{"resource_id":"f1"}],"servicenow_ticket":"COMPLETED"},
                  "relationships":[]},
                  {"attributes":{"insights":[{"resource_id":"f2"}]}}, 3, null, {"id":9}, {"id":"c2"},
                  {"id":"c3","attributes":{"insights":{"resource_id":"f3"}}}]}"""))
                .extracting(CreatedCase::id, CreatedCase::findingIds, CreatedCase::serviceNowStatus)
                .containsExactly(
                        tuple("c1", List.of("f1"), null),
                        tuple("c2", List.of(), null),
                        tuple("c3", List.of("f3"), null));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "<html>",
                "{\"data\":[{\"id\":\"c1\"}",
                "{\"data\":{}}",
                "{\"data\":null}",
                "{}",
                "[]",
                "null",
                "{\"data\":[]} {\"data\":[]}",
                "{\"data\":[]}<!-- appended -->"
            })
    void refusesWhatIsNotAWholeAnswer(String body) {
        assertThatThrownBy(() -> read(body)).isInstanceOf(UnreadableAnswerException.class);
    }

    @Test
    void refusesADocumentThatIsNestedWithoutEnd() {
        assertThatThrownBy(() -> read("{\"data\":" + "[".repeat(100_000)))
                .isInstanceOf(UnreadableAnswerException.class);
    }

    @Test
    void doesNotQuoteTheBodyWhenItIsUnreadable() {
        assertThatThrownBy(() -> read("{\"secret\":tail")).hasMessage("the body (14 bytes) is not whole JSON");
    }

    private static TicketDraft draft(String... ids) {
        return TicketDraft.of(List.of(ids).stream().map(Finding::ofId).toList());
    }

    private static List<CreatedCase> read(String body) throws UnreadableAnswerException {
        return CreateTicketsCodec.readCases(body.getBytes(StandardCharsets.UTF_8));
    }

    private static JsonNode json(String text) throws Exception {
        return JSON.readTree(text);
    }
}
