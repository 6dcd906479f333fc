package io.github.cameldatadog.findings.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.cameldatadog.findings.client.Answer.Broken;
import io.github.cameldatadog.findings.client.Answer.NotWritten;
import io.github.cameldatadog.findings.client.Answer.Received;
import io.github.cameldatadog.findings.client.RetryRule.Done;
import io.github.cameldatadog.findings.client.RetryRule.GiveUp;
import io.github.cameldatadog.findings.client.RetryRule.Retry;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RetryRuleTest {

    private static final Answer LIMITED = new Received(429, Map.of(), new byte[0]);

    private final RetryRule rule = new RetryRule(10, Duration.ofMinutes(5));

    @ParameterizedTest(name = "{0}: create repeated {1}, search repeated {2}")
    @CsvSource({
        "not written for now,true,true",
        "not written for good,false,false",
        "broken,false,true",
        "200,false,false",
        "201,false,false",
        "302,false,false",
        "400,false,false",
        "403,false,false",
        "404,false,false",
        "408,false,true",
        "422,false,false",
        "425,false,false",
        "429,true,true",
        "499,false,false",
        "500,false,true",
        "503,false,true",
        "599,false,true",
        "600,false,false"
    })
    void repeatsOnlyWhatWasNotProcessedOrOnlyReads(String what, boolean create, boolean search) {
        Answer answer = answer(what);

        assertThat(decide(ApiOperation.CREATE_TICKETS, answer) instanceof Retry).isEqualTo(create);
        assertThat(decide(ApiOperation.SEARCH_FINDINGS, answer) instanceof Retry)
                .isEqualTo(search);
        if (!create) {
            assertThat(decide(ApiOperation.CREATE_TICKETS, answer)).isEqualTo(new Done());
        }
    }

    @ParameterizedTest(name = "attempt {0} with chance {1} waits {2} ms")
    @CsvSource({
        "1,0,250",
        "1,0.5,375",
        "1,0.999999,499",
        "2,0,250",
        "2,0.5,625",
        "3,0.5,1125",
        "7,0.5,16125",
        "8,0.5,30125",
        "10,0.5,30125",
        "10,0.999999,59999"
    })
    void backsOffWithJitterBetweenAFloorAndACap(int attempt, double chance, long millis) {
        assertThat(rule.waitAfter(attempt, LIMITED, RateLimitHeaders.none(), chance))
                .isEqualTo(Duration.ofMillis(millis));
    }

    @Test
    void doesNotOverflowAtTheThousandthAttempt() {
        assertThat(rule.waitAfter(1000, LIMITED, RateLimitHeaders.none(), 0.999999))
                .isBetween(Duration.ofSeconds(59), Duration.ofSeconds(60));
    }

    @ParameterizedTest(name = "{0} with reset {1} and Retry-After {2} waits {3} ms for {4}")
    @CsvSource({
        "429,9,2,9000,X-RateLimit-Reset",
        "429,,2,2000,Retry-After",
        "429,,,375,back-off",
        "429,0,,250,X-RateLimit-Reset",
        "429,,0,250,Retry-After",
        "503,9,2,2000,Retry-After",
        "503,9,,375,back-off",
        "429,86400,,900000,X-RateLimit-Reset"
    })
    void takesTheWaitFromTheResetElseRetryAfterElseBacksOff(
            int status, String reset, String retryAfter, long millis, String reason) {
        RateLimitHeaders told = told(reset, retryAfter);
        var decision = new RetryRule(10, Duration.ofDays(1))
                .after(
                        ApiOperation.SEARCH_FINDINGS,
                        1,
                        Duration.ZERO,
                        new Received(status, Map.of(), new byte[0]),
                        told,
                        0.5);

        assertThat(decision).isEqualTo(new Retry(Duration.ofMillis(millis), reason));
    }

    @ParameterizedTest(name = "attempt {0} with {1} s of 300 spent and {2} s to wait: {3}")
    @CsvSource({
        "1,0,300,retry",
        "1,0,301,retryBudget",
        "10,0,1,retry",
        "11,0,1,maxRetries",
        "2,299,1,retry",
        "2,299,2,retryBudget",
        "2,300,1,retryBudget",
        "2,0,60,retry"
    })
    void givesUpAtTheEndOfTheBudget(int attempt, long spent, String wait, String expected) {
        RateLimitHeaders told = RateLimitHeaders.of(
                Map.of("x-ratelimit-reset", List.of(wait), "x-ratelimit-period", List.of("3600")), Instant.EPOCH);
        var decision = rule.after(ApiOperation.CREATE_TICKETS, attempt, Duration.ofSeconds(spent), LIMITED, told, 0.5);

        if (expected.equals("retry")) {
            assertThat(decision).isEqualTo(new Retry(Duration.ofSeconds(Long.parseLong(wait)), "X-RateLimit-Reset"));
        } else {
            assertThat(((GiveUp) decision).reason()).contains("gave up after " + attempt + " attempt", expected);
        }
    }

    @Test
    void saysWhatWouldPassTheBudget() {
        var decision =
                rule.after(ApiOperation.CREATE_TICKETS, 2, Duration.ofSeconds(290), LIMITED, told("20", null), 0.5);

        assertThat(((GiveUp) decision).reason())
                .isEqualTo(
                        "gave up after 2 attempts: waiting 20 s (X-RateLimit-Reset) would pass the end of retryBudget"
                                + " 300 s, of which 290 s is spent");
    }

    @Test
    void canBeToldNotToRetry() {
        assertThat(new RetryRule(0, Duration.ofMinutes(5))
                        .after(ApiOperation.CREATE_TICKETS, 1, Duration.ZERO, LIMITED, RateLimitHeaders.none(), 0.5))
                .isInstanceOf(GiveUp.class);
    }

    @Test
    void refusesNegativeLimits() {
        assertThatThrownBy(() -> new RetryRule(-1, Duration.ZERO)).hasMessageContaining("maxRetries is -1");
        assertThatThrownBy(() -> new RetryRule(1, Duration.ofSeconds(-1))).hasMessageContaining("retryBudget is PT-1S");
    }

    private RetryRule.Decision decide(ApiOperation operation, Answer answer) {
        return rule.after(operation, 1, Duration.ZERO, answer, RateLimitHeaders.none(), 0.5);
    }

    private static Answer answer(String what) {
        return switch (what) {
            case "not written for now" -> new NotWritten("refused", true, null);
            case "not written for good" -> new NotWritten("unknown authority", false, null);
            case "broken" -> new Broken("reset", null);
            default -> new Received(Integer.parseInt(what), Map.of(), new byte[0]);
        };
    }

    private static RateLimitHeaders told(String reset, String retryAfter) {
        Map<String, List<String>> headers = new HashMap<>();
        if (reset != null) {
            headers.put("x-ratelimit-reset", List.of(reset));
        }
        if (retryAfter != null) {
            headers.put("retry-after", List.of(retryAfter));
        }
        return RateLimitHeaders.of(headers, Instant.EPOCH);
    }
}
