package io.github.cameldatadog.findings.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.cameldatadog.findings.testkit.fault.Fault;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class RateLimitTest {

    private final SettableClock clock = new SettableClock(Instant.parse("2026-03-04T05:06:47.5Z"));
    private SimulatedDatadog datadog;
    private DatadogClient client;

    @BeforeEach
    void start() {
        datadog = SimulatedDatadog.builder().clock(clock).start();
        client = new DatadogClient(datadog);
        datadog.rateLimit(Operation.LIST, 2, Duration.ofSeconds(60));
    }

    @AfterEach
    void stop() {
        datadog.close();
    }

    private HttpResponse<String> list() throws IOException {
        return client.list("");
    }

    private static Map<String, List<String>> limitHeaders(HttpResponse<String> response) {
        Map<String, List<String>> headers = new TreeMap<>(response.headers().map());
        headers.keySet().removeIf(name -> !name.startsWith("x-ratelimit") && !name.equals("retry-after"));
        return headers;
    }

    @Test
    void theLimitIsToldOnSuccessesAndOnRefusals() throws IOException {
        assertThat(limitHeaders(list())).isEqualTo(headers("2", "60", "1", "13"));
        assertThat(limitHeaders(list())).isEqualTo(headers("2", "60", "0", "13"));
        HttpResponse<String> refused = list();

        assertThat(refused.statusCode()).isEqualTo(429);
        assertThat(refused.body()).isEqualTo("{\"errors\":[\"Too many requests\"]}");
        assertThat(limitHeaders(refused)).isEqualTo(headers("2", "60", "0", "13"));
        assertThat(datadog.history().requests().get(2).tookEffect()).isFalse();
    }

    private static Map<String, List<String>> headers(String limit, String period, String remaining, String reset) {
        return Map.of(
                "x-ratelimit-limit", List.of(limit),
                "x-ratelimit-period", List.of(period),
                "x-ratelimit-remaining", List.of(remaining),
                "x-ratelimit-reset", List.of(reset),
                "x-ratelimit-name", List.of("security_findings_list"));
    }

    @Test
    void aNewPeriodBeginsWithTheCalendarsMinute() throws IOException {
        list();
        list();
        clock.advance(Duration.ofMillis(12_499));
        assertThat(list().statusCode()).isEqualTo(429);
        clock.advance(Duration.ofMillis(1));
        assertThat(list().statusCode()).isEqualTo(200);
        assertThat(list().headers().firstValue("X-RateLimit-Reset")).contains("60");
        assertThat(list().statusCode()).isEqualTo(429);
    }

    @Test
    void aRefusedRequestDoesNotCountButAnInvalidOneDoes() throws IOException {
        assertThat(client.list("sort=x").statusCode()).isEqualTo(400);
        assertThat(list().headers().firstValue("X-RateLimit-Remaining")).contains("0");
    }

    @Test
    void othersCanUseTheLimitUp() throws IOException {
        datadog.useUp(Operation.LIST, 1);
        assertThat(list().headers().firstValue("X-RateLimit-Remaining")).contains("0");
        assertThat(list().statusCode()).isEqualTo(429);
    }

    @Test
    void operationsHaveLimitsOfTheirOwnUnlessTheyShareOne() throws IOException {
        list();
        list();
        assertThat(client.search("").statusCode()).isEqualTo(200);
        assertThat(client.search("").headers().firstValue("X-RateLimit-Limit")).isEmpty();

        datadog.rateLimit(2, Duration.ofSeconds(10), Operation.LIST, Operation.SEARCH);
        list();
        assertThat(client.search("").headers().firstValue("X-RateLimit-Remaining"))
                .contains("0");
        assertThat(list().statusCode()).isEqualTo(429);
        assertThat(client.search("").statusCode()).isEqualTo(429);
    }

    @Test
    void headersCanBeAbsent() throws IOException {
        datadog.rateLimitHeaders(RateLimitHeaders.ABSENT);
        assertThat(limitHeaders(list())).isEmpty();
        list();
        HttpResponse<String> refused = list();
        assertThat(refused.statusCode()).isEqualTo(429);
        assertThat(limitHeaders(refused)).isEmpty();
    }

    @Test
    void aRefusalCanSayOnlyWhenToRetry() throws IOException {
        datadog.rateLimitHeaders(RateLimitHeaders.RETRY_AFTER);
        assertThat(limitHeaders(list())).isEmpty();
        list();
        assertThat(limitHeaders(list())).isEqualTo(Map.of("retry-after", List.of("13")));
    }

    @Test
    void headersCanBeDoubledRepeatedEpochsOrGarbage() throws IOException {
        datadog.rateLimit(Operation.LIST, 100, Duration.ofSeconds(60));
        datadog.rateLimitHeaders(RateLimitHeaders.DOUBLED);
        assertThat(limitHeaders(list()).get("x-ratelimit-remaining")).containsExactly("99, 99");
        datadog.rateLimitHeaders(RateLimitHeaders.REPEATED);
        assertThat(limitHeaders(list()).get("x-ratelimit-remaining")).containsExactly("98", "98");
        datadog.rateLimitHeaders(RateLimitHeaders.EPOCH_RESET);
        assertThat(limitHeaders(list()).get("x-ratelimit-reset"))
                .containsExactly(
                        Long.toString(Instant.parse("2026-03-04T05:07:00Z").getEpochSecond()));
        datadog.rateLimitHeaders(RateLimitHeaders.GARBAGE);
        assertThat(limitHeaders(list()).get("x-ratelimit-reset")).containsExactly("n/a soon");
    }

    @Test
    void aScriptedRefusalHasTheHeadersAskedForAndCountsNothing() throws IOException {
        datadog.faults()
                .next(
                        Operation.LIST,
                        Fault.tooManyRequests(),
                        Fault.tooManyRequests(RateLimitHeaders.RETRY_AFTER),
                        Fault.tooManyRequests(RateLimitHeaders.ABSENT));

        HttpResponse<String> first = list();
        assertThat(first.statusCode()).isEqualTo(429);
        assertThat(limitHeaders(first)).isEqualTo(headers("2", "60", "0", "13"));
        assertThat(limitHeaders(list())).isEqualTo(Map.of("retry-after", List.of("13")));
        assertThat(limitHeaders(list())).isEmpty();
        assertThat(list().headers().firstValue("X-RateLimit-Remaining")).contains("1");
    }

    @Test
    void aLimitThatMakesNoSenseIsRefused() {
        assertThatThrownBy(() -> datadog.rateLimit(Operation.LIST, 0, Duration.ofSeconds(1)))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> datadog.rateLimit(Operation.LIST, 1, Duration.ofMillis(1500)))
                .hasMessageContaining("whole seconds");
        assertThatThrownBy(() -> datadog.rateLimit(1, Duration.ofSeconds(1)))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
