package io.github.cameldatadog.findings.testkit.finding;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class FindingDocumentsTest {

    private static final List<SimulatedFinding> FINDINGS =
            new FindingGenerator(1, 1_772_600_000_000L).generate(24, FindingSize.SMALL);

    private static JsonNode json(String text) throws JsonProcessingException {
        return new JsonMapper().readTree(text);
    }

    @Test
    void twelveTypesComeInTurn() {
        assertThat(FINDINGS.subList(0, 12))
                .extracting(SimulatedFinding::findingType)
                .doesNotHaveDuplicates()
                .contains("misconfiguration", "attack_path", "host_and_container_vulnerability", "sensitive_data");
    }

    @Test
    void theSameSeedMakesTheSameFindings() {
        String first = FindingDocuments.write(FINDINGS, DocumentShape.ARRAY);
        FindingGenerator same = new FindingGenerator(1, 1_772_600_000_000L);

        assertThat(FindingDocuments.write(same.generate(24, FindingSize.SMALL), DocumentShape.ARRAY))
                .isEqualTo(first);
        FindingGenerator other = new FindingGenerator(2, 1_772_600_000_000L);
        assertThat(other.generate(24, FindingSize.SMALL))
                .extracting(SimulatedFinding::id)
                .doesNotContainAnyElementsOf(
                        FINDINGS.stream().map(SimulatedFinding::id).toList());
    }

    @Test
    void idsLookLikeDatadogs() {
        List<SimulatedFinding> many = new FindingGenerator(4, 0).generate(3_000, FindingSize.SMALL);

        assertThat(many)
                .extracting(SimulatedFinding::id)
                .doesNotHaveDuplicates()
                .allSatisfy(id -> {
                    assertThat(id).hasSizeBetween(44, 88).matches("[A-Za-z0-9_-]+=*");
                    assertThat(new String(Base64.getUrlDecoder().decode(id), StandardCharsets.UTF_8))
                            .contains("~");
                });
    }

    @Test
    void realisticFindingsAreAsLargeAsRealOnes() {
        List<SimulatedFinding> many = new FindingGenerator(4, 0).generate(600, FindingSize.REALISTIC);

        List<Integer> sizes = FindingDocuments.write(many, DocumentShape.NDJSON)
                .lines()
                .map(line -> line.getBytes(StandardCharsets.UTF_8).length)
                .toList();
        assertThat(sizes).hasSize(600).allMatch(size -> size >= 4_000 && size <= 19_500);
        assertThat(sizes).anyMatch(size -> size > 14_000).anyMatch(size -> size < 6_000);
    }

    @ParameterizedTest
    @EnumSource
    void everyShapeCanBeReadBack(DocumentShape shape) {
        List<SimulatedFinding> read = FindingDocuments.read(FindingDocuments.write(FINDINGS, shape));

        assertThat(read)
                .extracting(SimulatedFinding::id)
                .containsExactlyElementsOf(
                        FINDINGS.stream().map(SimulatedFinding::id).toList());
        boolean idsOnly = shape == DocumentShape.REFERENCES || shape.name().startsWith("ID_");
        if (!idsOnly) {
            assertThat(FindingDocuments.write(read, DocumentShape.ARRAY))
                    .isEqualTo(FindingDocuments.write(FINDINGS, DocumentShape.ARRAY));
        }
    }

    @Test
    void shapesDifferInWhereTheFieldsAre() throws JsonProcessingException {
        SimulatedFinding one = SimulatedFinding.builder("finding-0001")
                .severity("low")
                .tag("a:b")
                .build();
        List<SimulatedFinding> only = List.of(one);

        assertThat(json(FindingDocuments.write(only, DocumentShape.SEARCH_RECORDED))
                        .at("/data/0/attributes/attributes/custom/severity")
                        .asText())
                .isEqualTo("low");
        assertThat(json(FindingDocuments.write(only, DocumentShape.SEARCH_DOCUMENTED))
                        .at("/data/0/attributes/attributes/severity")
                        .asText())
                .isEqualTo("low");
        assertThat(json(FindingDocuments.write(only, DocumentShape.BARE_ARRAY))
                        .at("/0/finding_id")
                        .asText())
                .isEqualTo("finding-0001");
        assertThat(json(FindingDocuments.write(only, DocumentShape.BARE_NDJSON))
                        .at("/tags/0")
                        .asText())
                .isEqualTo("a:b");
        assertThat(FindingDocuments.write(only, DocumentShape.REFERENCES))
                .isEqualTo("[{\"id\":\"finding-0001\",\"type\":\"findings\"}]");
        assertThat(FindingDocuments.write(only, DocumentShape.ID_ARRAY)).isEqualTo("[\"finding-0001\"]");
        assertThat(FindingDocuments.write(only, DocumentShape.ID_LINES)).isEqualTo("finding-0001\n");
    }

    @ParameterizedTest
    @ValueSource(strings = {"{\"data\":[{}]}", "[{\"type\":\"finding\"}]", "{\"data\":[", "[1 2]"})
    void whatIsNoFindingIsSaid(String document) {
        assertThatThrownBy(() -> FindingDocuments.read(document)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void aFieldCanBeSetAndRemovedByItsPath() {
        SimulatedFinding finding = SimulatedFinding.builder("x")
                .rule("r-1", "Rule")
                .field("a.b.c", List.of(1, 2))
                .field("rule.name", null)
                .build();

        assertThat(finding.attributes().at("/a/b/c/1").asInt()).isEqualTo(2);
        assertThat(finding.attributes().at("/rule").size()).isEqualTo(1);
    }

    @Test
    void anEmptyIdIsRefused() {
        assertThatThrownBy(() -> SimulatedFinding.builder("")).isInstanceOf(IllegalArgumentException.class);
    }
}
