package io.github.cameldatadog.examples.filetotickets;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.github.cameldatadog.findings.testkit.finding.FindingType;
import java.io.IOException;
import java.util.Arrays;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;

class SampleFindingsTest {

    @Test
    void theShippedSampleHasFindingsOfAllTypesAndOfRealisticSizes() throws IOException {
        JsonNode data = new JsonMapper().readTree(SampleFindings.shipped()).get("data");

        assertThat(data).hasSize(SampleFindings.COUNT);
        Set<String> types = StreamSupport.stream(data.spliterator(), false)
                .map(element ->
                        SampleFindings.fields(element).get("finding_type").asText())
                .collect(Collectors.toSet());
        assertThat(types)
                .containsExactlyInAnyOrderElementsOf(Arrays.stream(FindingType.values())
                        .map(FindingType::value)
                        .toList());
        assertThat(data).allSatisfy(element -> assertThat(element.toString()).hasSizeBetween(4_000, 19_000));
    }

    @Test
    void theSampleIsTheSameEachTimeItIsMade() throws IOException {
        assertThat(SampleFindings.document(SampleFindings.elements(SampleFindings.COUNT)))
                .isEqualTo(SampleFindings.document(SampleFindings.elements(SampleFindings.COUNT)));
    }
}
