package io.github.cameldatadog.findings.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RateLimitHeadersTest {

    private static final Instant NOW = Instant.parse("2026-03-01T10:00:00Z");
    private static final String LATE_TEXT = "9".repeat(400);

    @ParameterizedTest(name = "limit \"{0}\" is {1}")
    @CsvSource(
            delimiter = '|',
            nullValues = "absent",
            value = {
                "10|10",
                "' 10 '|10",
                "'7, 7'|7",
                "'9, 7'|7",
                "'soon, 7'|7",
                "12.9|12",
                "0|absent",
                "-5|absent",
                "many|absent",
                "''|absent",
                "','|absent",
                "1e9|absent",
                "99999999999999999999|absent",
                "NaN|absent"
            })
    void readsALimitHoweverItIsWritten(String text, Integer expected) {
        var limit = read("x-ratelimit-limit", text).limit();

        assertThat(limit.isPresent() ? limit.getAsInt() : null).isEqualTo(expected);
    }

    @ParameterizedTest(name = "remaining \"{0}\" is {1}")
    @CsvSource(
            delimiter = '|',
            nullValues = "absent",
            value = {"0|0", "3.9|3", "'7, 0'|0", "-1|absent", "none|absent"})
    void readsWhatRemains(String text, Integer expected) {
        var remaining = read("x-ratelimit-remaining", text).remaining();

        assertThat(remaining.isPresent() ? remaining.getAsInt() : null).isEqualTo(expected);
    }

    @ParameterizedTest(name = "reset \"{0}\" is {1} ms away")
    @CsvSource(
            delimiter = '|',
            nullValues = "absent",
            value = {
                "12|12000",
                "12.0004|12001",
                "'7, 9'|9000",
                "0|0",
                "-3|absent",
                "soon|absent",
                // 10:00:30 of the same day, in seconds and in milliseconds
                "1772359230|30000",
                "1772359230000|30000",
                "1772359100|0",
                "901|900000",
                "86400|900000",
                "1893456000|900000",
                "99999999999999|900000",
                "999999999999999999|absent"
            })
    void readsAResetAsSecondsOrAsAMoment(String text, Long expectedMillis) {
        assertThat(read("x-ratelimit-reset", text).reset().map(Duration::toMillis))
                .isEqualTo(Optional.ofNullable(expectedMillis));
    }

    @Test
    void takesTheServersOwnDateToMeasureAMomentBy() {
        var told = RateLimitHeaders.of(
                Map.of(
                        "x-ratelimit-reset",
                        List.of("" + NOW.plusSeconds(100).getEpochSecond()),
                        "date",
                        List.of(http(NOW.plusSeconds(95)))),
                NOW);

        assertThat(told.reset()).contains(Duration.ofSeconds(5));
    }

    @Test
    void neverWaitsLongerForAResetThanThePeriod() {
        var told = RateLimitHeaders.of(
                Map.of("x-ratelimit-reset", List.of("4000"), "x-ratelimit-period", List.of("3600")), NOW);

        assertThat(told.reset()).contains(Duration.ofSeconds(3600));
    }

    @ParameterizedTest(name = "retry after \"{0}\" is {1} ms")
    @CsvSource(
            delimiter = '|',
            nullValues = "absent",
            value = {
                "3|3000",
                "'Sun, 01 Mar 2026 10:00:20 GMT'|20000",
                "'Sun, 01 Mar 2026 09:00:00 GMT'|0",
                "'Sun, 01 Mar 2026 12:00:00 GMT'|900000",
                "'5, 5'|5000",
                "3600|900000",
                "1772359230|absent",
                "'Someday, 99 Xyz 2026'|absent",
                "-1|absent"
            })
    void readsRetryAfterAsSecondsOrAsADate(String text, Long expectedMillis) {
        assertThat(read("retry-after", text).retryAfter().map(Duration::toMillis))
                .isEqualTo(Optional.ofNullable(expectedMillis));
    }

    @ParameterizedTest(name = "period \"{0}\" is {1} s")
    @CsvSource(
            delimiter = '|',
            nullValues = "absent",
            value = {"300|300", "'60, 60'|60", "0|absent", "86400|86400", "86401|absent", "minute|absent"})
    void readsThePeriod(String text, Long expectedSeconds) {
        assertThat(read("x-ratelimit-period", text).period().map(Duration::toSeconds))
                .isEqualTo(Optional.ofNullable(expectedSeconds));
    }

    @Test
    void takesTheSlowerOfSeveralHeaderLines() {
        var told = RateLimitHeaders.of(
                Map.of("x-ratelimit-remaining", List.of("8", "3"), "x-ratelimit-reset", List.of("2", "6")), NOW);

        assertThat(told.remaining()).hasValue(3);
        assertThat(told.reset()).contains(Duration.ofSeconds(6));
    }

    @Test
    void prefersTheResetOverRetryAfter() {
        var both = RateLimitHeaders.of(Map.of("x-ratelimit-reset", List.of("9"), "retry-after", List.of("2")), NOW);

        assertThat(both.askedWait()).contains(Duration.ofSeconds(9));
        assertThat(read("retry-after", "2").askedWait()).contains(Duration.ofSeconds(2));
        assertThat(RateLimitHeaders.none().askedWait()).isEmpty();
    }

    @Test
    void showsTheBucketsNameOnOneShortLine() {
        assertThat(read("x-ratelimit-name", " findings\nwrite ").name()).contains("findings write");
        assertThat(read("x-ratelimit-name", "n".repeat(5000)).name().orElseThrow())
                .hasSize(100);
        assertThat(read("x-ratelimit-name", " ").name()).isEmpty();
    }

    @Test
    void isEmptyWithoutHeaders() {
        assertThat(RateLimitHeaders.of(Map.of(), NOW)).isEqualTo(RateLimitHeaders.none());
    }

    @Property(tries = 500)
    void neverFailsWhateverTheHeadersHold(@ForAll String garbage, @ForAll long number) {
        for (String text : List.of(garbage, "" + number, garbage + "," + number, LATE_TEXT, number + ".5")) {
            Map<String, List<String>> headers = new HashMap<>();
            for (String name : List.of("limit", "period", "remaining", "reset", "name")) {
                headers.put("x-ratelimit-" + name, List.of(text));
            }
            headers.put("retry-after", List.of(text));
            headers.put("date", List.of(text));
            assertThatCode(() -> {
                        var told = RateLimitHeaders.of(headers, NOW);
                        assertThat(told.askedWait().orElse(Duration.ZERO)).isBetween(Duration.ZERO, Duration.ofDays(1));
                    })
                    .doesNotThrowAnyException();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "0."})
    void aNumberOfAMillionDigitsTakesNoTime(String start) {
        String number = start + "9".repeat(1_000_000);
        Map<String, List<String>> headers = Map.of(
                "x-ratelimit-limit", List.of(number),
                "x-ratelimit-reset", List.of(number),
                "retry-after", List.of(number));

        assertTimeoutPreemptively(Duration.ofSeconds(5), () -> assertThat(RateLimitHeaders.of(headers, NOW))
                .isEqualTo(RateLimitHeaders.none()));
    }

    private static RateLimitHeaders read(String name, String text) {
        return RateLimitHeaders.of(Map.of(name, List.of(text)), NOW);
    }

    private static String http(Instant moment) {
        return DateTimeFormatter.RFC_1123_DATE_TIME.format(moment.atOffset(ZoneOffset.UTC));
    }
}
