package io.github.cameldatadog.findings.internal.reading;

import static io.github.cameldatadog.findings.internal.reading.Reading.finding;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.cameldatadog.findings.ticket.AttachedCase;
import io.github.cameldatadog.findings.ticket.Finding;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a payload tells of the cases its finding is on. Taking "not told" for "on none" would strip a ticket. */
class CasesTest {

    private static Finding withCases(String cases) throws Exception {
        return finding("{\"workflow\":{\"integrations\":{\"cases\":%s}},\"finding_id\":\"abcdefgh\"}".formatted(cases));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"id\":\"abcdefgh\"}",
                "{\"id\":\"abcdefgh\",\"workflow\":null}",
                "{\"id\":\"abcdefgh\",\"workflow\":\"open\"}",
                "{\"id\":\"abcdefgh\",\"workflow\":{\"integrations\":[]}}",
                "{\"id\":\"abcdefgh\",\"workflow\":{\"integrations\":{\"cases\":7}}}",
                "{\"id\":\"abcdefgh\",\"workflow\":{\"integrations\":{\"cases\":[false]}}}",
                "{\"id\":\"abcdefgh\",\"workflow\":{\"integrations\":{\"cases\":\" \"}}}",
                "{\"id\":\"abcdefgh\",\"workflow\":{\"integrations\":{\"cases\":[{\"other\":1}]}}}"
            })
    void without_a_workflow_that_can_be_understood_nothing_is_known_of_cases(String json) throws Exception {
        assertThat(finding(json).cases()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"id\":\"abcdefgh\",\"workflow\":{}}",
                "{\"id\":\"abcdefgh\",\"workflow\":{\"mute\":{\"is_muted\":false}}}",
                "{\"id\":\"abcdefgh\",\"workflow\":{\"integrations\":{}}}",
                "{\"id\":\"abcdefgh\",\"workflow\":{\"integrations\":null}}",
                "{\"id\":\"abcdefgh\",\"workflow\":{\"integrations\":{\"cases\":null}}}",
                "{\"id\":\"abcdefgh\",\"workflow\":{\"integrations\":{\"cases\":[]}}}",
                "{\"id\":\"abcdefgh\",\"attributes\":{\"attributes\":{\"custom\":{\"workflow\":{}}}}}"
            })
    void a_workflow_without_cases_says_that_there_are_none(String json) throws Exception {
        assertThat(finding(json).cases()).contains(List.of());
        assertThat(finding(json).casesReadAt()).isEmpty();
    }

    @Test
    void one_case_reads_the_same_as_an_object_and_as_an_array() throws Exception {
        String one = "{\"id\":\"case-1\",\"status\":\"OPEN\",\"created_at\":\"2026-01-02T17:23:30.862Z\"}";
        AttachedCase expected = new AttachedCase(
                "case-1", null, "OPEN", null, Instant.parse("2026-01-02T17:23:30.862Z"), null, null, null);

        assertThat(withCases(one).cases()).contains(List.of(expected));
        assertThat(withCases("[" + one + "]").cases()).contains(List.of(expected));
    }

    @Test
    void what_a_case_tells_in_a_wrong_type_is_as_good_as_not_told() throws Exception {
        String odd =
                """
                {"id":["x"],"key":"SEC-1","status":{"a":1},"title":null,"created_at":"yesterday","created_by":"me",
                 "servicenow_ticket":[{"sys_id":"no"}],"insights":[[{"id":"no"}]],"jira_issue":{"status":"no"}}""";

        assertThat(withCases(odd).cases())
                .contains(List.of(new AttachedCase("SEC-1", "SEC-1", null, null, null, null, null, null)));
        assertThat(withCases(odd).openCase()).isPresent();
    }

    @Test
    void a_case_that_can_be_read_counts_also_beside_one_that_cannot() throws Exception {
        assertThat(withCases("[5, \"case-1\", {\"status\":\"OPEN\"}, null]")
                        .cases()
                        .orElseThrow())
                .extracting(AttachedCase::id)
                .containsExactly("case-1", "(id not told)");
    }
}
