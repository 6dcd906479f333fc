package io.github.cameldatadog.findings.client;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NearestNameTest {

    private static final List<String> NAMES = List.of("project", "priority", "report", "ticketsPerRequest");

    @ParameterizedTest
    @CsvSource({
        "projct, project",
        "PROJECT, project",
        "prioritiy, priority",
        "tickets-per-request, ticketsPerRequest",
        "retport, report",
    })
    void theNameThatWasMeantIsFound(String given, String meant) {
        assertThat(NearestName.to(given, NAMES)).contains(meant);
    }

    @ParameterizedTest
    @CsvSource({"colour", "x", "ticketsPerHour", "''"})
    void whatIsLikeNoneHasNone(String given) {
        assertThat(NearestName.to(given, NAMES)).isEmpty();
    }

    @Test
    @Timeout(5)
    void aNameOfManyMegabytesIsNotComparedLetterByLetter() {
        assertThat(NearestName.to("p".repeat(50_000_000), NAMES)).isEmpty();
    }
}
