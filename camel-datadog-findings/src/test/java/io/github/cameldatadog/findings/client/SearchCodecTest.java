package io.github.cameldatadog.findings.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.cameldatadog.findings.ticket.AttachedCase;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SearchCodecTest {

    @Test
    void asksForIdsInQuotes() {
        assertThat(written(SearchCodec.write(List.of("a=", "b~c"), 100, null)))
                .isEqualTo("{\"data\":{\"attributes\":{\"filter\":\"@finding_id:(\\\"a=\\\" OR \\\"b~c\\\")\","
                        + "\"page\":{\"limit\":100}}}}");
    }

    @Test
    void asksForTheNextPage() {
        assertThat(written(SearchCodec.write(List.of("a"), 10, "eyJ=")))
                .endsWith("\"page\":{\"limit\":10,\"cursor\":\"eyJ=\"}}}}");
    }

    @Test
    void letsNoIdOutOfItsQuotes() throws Exception {
        byte[] body = SearchCodec.write(List.of("x\") OR *:* (\"", "back\\"), 10, null);

        assertThat(new ObjectMapper()
                        .readTree(body)
                        .at("/data/attributes/filter")
                        .textValue())
                .isEqualTo("@finding_id:(\"x\\\") OR *:* (\\\"\" OR \"back\\\\\")");
    }

    @Test
    void takesUpToAHundredIds() {
        assertThat(SearchCodec.write(Collections.nCopies(100, "a"), 100, null)).isNotEmpty();
        assertThatThrownBy(() -> SearchCodec.write(Collections.nCopies(101, "a"), 100, null))
                .hasMessageContaining("101 ids");
        assertThatThrownBy(() -> SearchCodec.write(List.of(), 100, null)).hasMessageContaining("0 ids");
        assertThatThrownBy(() -> SearchCodec.write(List.of("a"), 0, null)).hasMessageContaining("page of 0");
    }

    @Test
    void readsTheShapeThatServersSend() throws Exception {
        SearchPage page = read(
                """
                {"data":[{"id":"f1","type":"finding","attributes":{"attributes":{"custom":{"status":"open",
                   "workflow":{"mute":{"is_muted":true},"integrations":{"cases":[
                     {"id":"c1","key":"SEC-1","status":"OPEN","title":"T","created_at":1767374610862,
                      "created_by":{"id":"u1"},"jira_issue":{"key":"J-1"},
                      "servicenow_ticket":{"sys_id":"s1","table_name":"incident","url":"https://sn/1"}},
                     {"id":"c2"}]}}}}}}],
                 "meta":{"page":{"after":"next="}},"links":{"next":"/elsewhere"}}""");

        assertThat(page.next()).contains("next=");
        assertThat(page.findings())
                .containsExactly(new FoundFinding(
                        "f1",
                        "open",
                        true,
                        Optional.of(List.of(
                                new AttachedCase(
                                        "c1",
                                        "SEC-1",
                                        "OPEN",
                                        "T",
                                        Instant.ofEpochMilli(1767374610862L),
                                        "u1",
                                        "https://sn/1",
                                        "s1"),
                                new AttachedCase("c2", null, null, null, null, null, null, null)))));
    }

    @Test
    void readsTheShapeThatIsDocumentedWithASingleCase() throws Exception {
        SearchPage page = read(
                """
                {"data":[{"id":"f1","attributes":{"attributes":{"status":"muted",
                   "workflow":{"integrations":{"cases":{"id":"c1"}}}}}}],"links":{"next":"/more"}}""");

        assertThat(page.next()).isEmpty();
        assertThat(page.findings().get(0).status()).isEqualTo("muted");
        assertThat(page.findings().get(0).cases().orElseThrow())
                .extracting(AttachedCase::id)
                .containsExactly("c1");
    }

    @Test
    void aFindingWithoutWordOfCasesIsOnNone() throws Exception {
        assertThat(read("{\"data\":[{\"id\":\"f1\"}]}").findings())
                .containsExactly(new FoundFinding("f1", null, false, Optional.of(List.of())));
    }

    @ParameterizedTest
    @ValueSource(strings = {"\"c1\"", "7", "[\"c1\"]", "[{\"id\":\"c1\"},{\"title\":\"T\"}]", "true"})
    void doesNotTakeCasesItCannotReadForNone(String cases) throws Exception {
        SearchPage page =
                read("{\"data\":[{\"id\":\"f1\",\"attributes\":{\"attributes\":{\"workflow\":{\"integrations\":"
                        + "{\"cases\":" + cases + "}}}}}]}");

        assertThat(page.findings().get(0).cases()).isEmpty();
    }

    @Test
    void aCaseWithAKeyAloneIsACase() throws Exception {
        SearchPage page =
                read("{\"data\":[{\"id\":\"f1\",\"attributes\":{\"attributes\":{\"workflow\":{\"integrations\":"
                        + "{\"cases\":[{\"key\":\"SEC-1\"}]}}}}}]}");

        assertThat(page.findings().get(0).cases().orElseThrow().get(0).label()).isEqualTo("SEC-1");
    }

    @Test
    void dropsElementsWithoutAnId() throws Exception {
        assertThat(read("{\"data\":[{},{\"id\":5},7,{\"id\":\"f\"}],\"meta\":{\"page\":{\"after\":\"\"}}}"))
                .isEqualTo(new SearchPage(
                        List.of(new FoundFinding("f", null, false, Optional.of(List.of()))), Optional.empty()));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "{\"data\":[", "{\"meta\":{}}", "<html></html>"})
    void refusesWhatIsNotAPage(String body) {
        assertThatThrownBy(() -> read(body)).isInstanceOf(UnreadableAnswerException.class);
    }

    private static SearchPage read(String body) throws UnreadableAnswerException {
        return SearchCodec.read(body.getBytes(StandardCharsets.UTF_8));
    }

    private static String written(byte[] body) {
        return new String(body, StandardCharsets.UTF_8);
    }
}
