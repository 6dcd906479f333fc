package io.github.cameldatadog.findings.internal.reading;

import static io.github.cameldatadog.findings.internal.reading.Reading.MAPPER;
import static io.github.cameldatadog.findings.internal.reading.Reading.elements;
import static io.github.cameldatadog.findings.internal.reading.Reading.finding;
import static io.github.cameldatadog.findings.internal.reading.Reading.findings;
import static io.github.cameldatadog.findings.internal.reading.Reading.ids;
import static io.github.cameldatadog.findings.internal.reading.Reading.invalid;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.cameldatadog.findings.ticket.Finding;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What makes an element a finding, and what is kept of it. */
class ElementsTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
            {}                                              | it has no id
            {"severity":"high"}                             | it has no id
            {"id":null,"finding_id":null}                   | it has no id
            {"errors":["Forbidden"]}                        | it has no id
            {"id":12345678}                                 | its id is a number, not text
            {"id":["abcdefgh"]}                             | its id is an array, not text
            {"finding_id":{"a":{"b":1}}}                    | its finding_id is an object, not text
            {"id":"  "}                                     | its id is blank
            {"id":"short"}                                  | "short" is not a finding id (8 to 256 of the characters
            {"id":"abc defgh"}                              | "abc defgh" is not a finding id
            {"id":"abcdefgh","type":"cases"}                | its type is "cases", not "finding"
            {"type":"servicenow_tickets","id":"abcdefgh"}   | it is a ticket that names no finding
            {"id":"abcdefgh","type":7}                      | its type is a number, not text
            {"attributes":"x","type":["finding"]}           | its type is an array, not text
            "way off"                                       | "way off" is not a finding id
            17                                              | a number stands where
            true                                            | a boolean stands where
            null                                            | null stands where
            """)
    void an_element_without_a_usable_id_is_invalid_and_says_why(String element, String reason) throws Exception {
        List<FindingElement> read = elements("[\"abcdefg1\",\n  " + element + ", \"abcdefg2\"]");

        assertThat(read).hasSize(3).extracting(FindingElement::position).containsExactly(1L, 2L, 3L);
        assertThat(read.get(1)).isInstanceOfSatisfying(FindingElement.Invalid.class, invalid -> {
            assertThat(invalid.reason()).startsWith(reason.strip());
            assertThat(invalid.where()).isEqualTo("line 2, column 3");
        });
        assertThat(read.get(2)).isEqualTo(new FindingElement.Usable(Finding.ofId("abcdefg2"), 3));
    }

    @ParameterizedTest
    @ValueSource(strings = {"[]", "\"x\"", "5", "null", "[{\"id\":\"abcdefgh\"}]"})
    void members_of_the_wrong_type_do_not_hurt_a_finding_with_an_id(String wrong) throws Exception {
        String everything =
                """
                {"rule":%1$s,"tags":%1$s,"attributes":%1$s,"workflow":%1$s,"custom":%1$s,"id":"abcdefgh"}
                {"workflow":{"mute":%1$s,"triage":{"assignee":%1$s}},"id":"abcdefgh"}
                {"attributes":{"attributes":%1$s,"tags":%1$s},"id":"abcdefgh"}
                {"attributes":{"attributes":{"custom":%1$s},"timestamp":%1$s},"id":"abcdefgh"}
                """
                        .formatted(wrong);

        assertThat(ids(everything)).containsExactly("abcdefgh", "abcdefgh", "abcdefgh", "abcdefgh");
    }

    @Test
    void a_list_of_cases_or_of_issues_never_becomes_findings() throws Exception {
        assertThat(ids("{\"data\":[{\"id\":\"abcdefgh\",\"type\":\"cases\",\"attributes\":{}}]}"))
                .containsExactly("!");
        assertThat(ids("{\"data\":[{\"id\":\"abcdefgh\",\"type\":\"jira_issues\"}]}"))
                .containsExactly("!");
    }

    @Test
    void a_type_of_null_says_as_much_as_no_type() throws Exception {
        assertThat(ids("{\"id\":\"abcdefgh\",\"type\":null}")).containsExactly("abcdefgh");
    }

    @Test
    void an_id_beats_the_nested_finding_id_and_a_bare_finding_id_beats_the_number_of_a_row() throws Exception {
        assertThat(
                        ids(
                                """
                {"attributes":{"attributes":{"custom":{"finding_id":"nested-id"}}}, "id":"outer-id"}
                {"attributes":{"attributes":{"finding_id":"nested-id"}}}
                {"id":17,"finding_id":"row-finding"}
                {"finding_id":"row-finding","id":"f315bdaf-9ee7-4808-a9c1-99c15bf0f4d0"}"""))
                .containsExactly("outer-id", "nested-id", "row-finding", "row-finding");
    }

    @Test
    void of_members_that_come_twice_the_last_one_counts_as_it_does_in_a_tree() throws Exception {
        String twice = "{\"id\":\"first-id\",\"severity\":\"low\",\"id\":\"second-id\",\"severity\":\"high\"}";

        assertThat(findings(twice)).isEqualTo(findings(MAPPER.readTree(twice)));
        assertThat(finding("{\"id\":\"abcdefgh\",\"severity\":\"low\",\"severity\":null}")
                        .fields())
                .isEmpty();
        assertThat(finding(twice).id()).isEqualTo("second-id");
        assertThat(finding(twice).field("severity")).isEqualTo("high");
    }

    @Test
    void an_envelope_that_says_it_is_a_finding_itself_is_reported_and_its_data_is_read() throws Exception {
        assertThat(ids("{\"finding_id\":\"abcdefgh\",\"data\":[\"abcdefg1\"]}")).containsExactly("abcdefg1", "!");
        assertThat(ids("{\"data\":[\"abcdefg1\"],\"type\":\"finding\"}")).containsExactly("abcdefg1", "!");
        assertThat(ids("{\"id\":\"an-events-own-id\",\"type\":\"event\",\"data\":[\"abcdefg1\"]}"))
                .containsExactly("abcdefg1");
        assertThat(ids("{\"data\":[\"abcdefg1\"],\"data\":{\"id\":\"abcdefg2\"}}"))
                .containsExactly("abcdefg1", "abcdefg2");
    }

    @Test
    void only_wanted_fields_are_kept_as_text() throws Exception {
        FindingReader reader = new FindingReader(MAPPER, Set.of("a.b", "a.c", "n", "list", "object", "flag", "none"));
        FindingElement.Usable read = (FindingElement.Usable) Reading.elements(
                        reader,
                        """
                {"finding_id":"abcdefgh","a":{"b":"x","z":"no","c":1.50},"b":"no","n":-12e3,
                 "list":["p",{"q":1},2,null,true,["r"]],"object":{"s":1},"flag":false,"none":null,"a.b.c":"no"}""")
                .get(0);

        assertThat(read.finding().fields())
                .isEqualTo(Map.of("a.b", "x", "a.c", "1.50", "n", "-12e3", "list", "p, 2, true", "flag", "false"));
    }

    @Test
    void a_row_of_a_table_works_by_its_dotted_columns() throws Exception {
        Map<String, Object> row = new HashMap<>();
        row.put("finding_id", "abcdefgh");
        row.put("rule.id", "rule-1");
        row.put("tags", "env:prod, team:platform ,x");
        row.put("severity", null);
        Finding finding = findings(List.of(row)).get(0);

        assertThat(finding.fields()).isEqualTo(Map.of("rule.id", "rule-1"));
        assertThat(finding.tags()).containsExactly("team:platform");
        assertThat(finding("{\"id\":\"abcdefgh\",\"tags.team\":\"red\",\"tags.env\":\"x\"}")
                        .field("tags.team"))
                .isEqualTo("red");
        assertThat(finding("{\"id\":\"abcdefgh\",\"tags\":{\"team\":\"red\",\"env\":\"x\"}}")
                        .tags())
                .containsExactly("team:red");
    }

    @Test
    void tags_are_kept_by_key_or_all_or_not_at_all() throws Exception {
        String json = "{\"id\":\"abcdefgh\",\"tags\":[\"env:prod\",\"team:a\",{\"team\":1},\"teams:b\",\"plain\"]}";

        assertThat(tags(json, "tags.team")).containsExactly("team:a");
        assertThat(tags(json, "tags")).containsExactly("env:prod", "team:a", "teams:b", "plain");
        assertThat(tags(json, "severity")).isEmpty();
    }

    private static List<String> tags(String json, String wanted) throws Exception {
        FindingReader reader = new FindingReader(MAPPER, Set.of(wanted));
        return ((FindingElement.Usable) elements(reader, json).get(0)).finding().tags();
    }

    @Test
    void long_values_are_clipped_to_4096_characters_and_never_within_one() throws Exception {
        String surrogates = "a" + "🔓".repeat(4_000);
        String json = "{\"id\":\"abcdefgh\",\"title\":\"%s\",\"status\":[\"%s\",\"b\",\"b\"],\"tags\":[\"team:%s\"]}"
                .formatted(surrogates, "b".repeat(5_000), "c".repeat(5_000));

        assertThat(finding(json).title()).isEqualTo(surrogates.substring(0, 4_095));
        assertThat(finding(json).status()).isEqualTo("b".repeat(4_096));
        assertThat(finding(json).tag("team")).hasSize(4_096 - "team:".length());
    }

    @Test
    void a_ready_finding_passes_as_it_is_if_its_id_can_be_one() throws Exception {
        Finding ready = Finding.of("abcdefgh", Map.of("anything", "goes"), List.of("x:y"));

        assertThat(findings(ready)).containsExactly(ready);
        assertThat(findings(List.of(ready, "abcdefgh"))).containsExactly(ready, Finding.ofId("abcdefgh"));
        assertThat(invalid(Finding.ofId("not an id")).reason()).contains("\"not an id\"");
    }

    @Test
    void what_is_no_finding_in_a_list_is_invalid_by_its_position() throws Exception {
        List<Object> list = new ArrayList<>(Arrays.asList("abcdefg1", null, 17, "", "two\nlines", new int[] {1}));
        list.add(Map.of("id", "abcdefg2", "due", LocalDate.EPOCH));
        list.add("abcdefg3");
        List<FindingElement> read = elements(list);

        assertThat(ids(list)).containsExactly("abcdefg1", "!", "!", "!", "!", "!", "!", "abcdefg3");
        assertThat(read).extracting(FindingElement::position).containsExactly(1L, 2L, 3L, 4L, 5L, 6L, 7L, 8L);
        assertThat(read.get(1).toString()).contains("null stands where");
        assertThat(read.get(2).toString()).contains("a value of type java.lang.Integer stands where");
        assertThat(read.get(5).toString()).contains("a value of type int[] stands where");
        assertThat(read.get(6).toString())
                .contains("its map holds what cannot be JSON")
                .contains("LocalDate");
    }
}
