package io.github.cameldatadog.findings.client;

import static java.time.Duration.ZERO;
import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.DictionaryFile;
import com.code_intelligence.jazzer.junit.FuzzTest;
import io.github.cameldatadog.findings.client.Answer.Received;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * Whatever the headers of answers say of a limit: nothing is longer than documented, and the gate opens again in time. An
 * input is several answers, each as a line with the status and lines with headers, with an empty line between them.
 */
class RateLimitHeadersFuzzTest {

    private static final Duration LONGEST_PERIOD = Duration.ofDays(1);

    private final RetryRule rule = new RetryRule(5, Duration.ofDays(2));

    @FuzzTest
    @DictionaryFile(resourcePath = "rate-limit-headers.dict")
    void neverMakeUsWaitLongerThanDocumented(byte[] written) {
        VirtualTiming timing = new VirtualTiming();
        RateGate gate = new RateGate(timing);
        Duration longest = RateWindow.GUESSED_PERIOD;
        for (String answer : new String(written, StandardCharsets.ISO_8859_1).split("\n\n")) {
            Received received = WrittenAnswer.read(answer.getBytes(StandardCharsets.ISO_8859_1));
            RateLimitHeaders told = RateLimitHeaders.of(received.headers(), timing.now());
            checkBounds(told);
            checkRetries(received, told);
            RateGate.Pass pass = passWithin(longest, gate, timing);
            timing.advance(Duration.ofMillis(200));
            longest = longer(longest, settle(pass, received, told));
        }
        passWithin(longest, gate, timing).giveBack();
        assertThat(gate.inFlight()).isZero();
    }

    private static void checkBounds(RateLimitHeaders told) {
        told.limit().ifPresent(limit -> assertThat(limit).isPositive());
        told.remaining().ifPresent(remaining -> assertThat(remaining).isNotNegative());
        told.period().ifPresent(period -> assertThat(period).isPositive().isLessThanOrEqualTo(LONGEST_PERIOD));
        told.reset().ifPresent(reset -> assertThat(reset)
                .isBetween(ZERO, told.period().orElse(RateLimitHeaders.LONGEST_WAIT)));
        told.retryAfter().ifPresent(wait -> assertThat(wait).isBetween(ZERO, RateLimitHeaders.LONGEST_WAIT));
        told.name().ifPresent(name -> ShownText.check(name, 100));
    }

    private void checkRetries(Received received, RateLimitHeaders told) {
        Duration most = longer(
                RetryRule.LONGEST,
                longer(told.reset().orElse(ZERO), told.retryAfter().orElse(ZERO)));
        for (ApiOperation operation : ApiOperation.values()) {
            if (rule.after(operation, 1, ZERO, received, told, 0.999) instanceof RetryRule.Retry retry) {
                assertThat(retry.delay()).isBetween(RetryRule.SHORTEST, most);
            }
        }
    }

    /** Notes the answer; returns how long that may close the gate. */
    private Duration settle(RateGate.Pass pass, Received received, RateLimitHeaders told) {
        Duration wait = rule.waitAfter(1, received, told, 0.5);
        if (received.status() == 429) {
            pass.refuse(told, wait);
        } else {
            pass.settle(told);
        }
        return longer(longer(wait, told.period().orElse(ZERO)), told.askedWait().orElse(ZERO));
    }

    private static RateGate.Pass passWithin(Duration longest, RateGate gate, VirtualTiming timing) {
        List<RateGate.Pass> passes = new ArrayList<>();
        gate.acquire(Runnable::run, passes::add);
        timing.advance(longest.plus(RateWindow.GRAIN.multipliedBy(2)));
        assertThat(passes).describedAs("passes after %s", longest).hasSize(1);
        return passes.get(0);
    }

    private static Duration longer(Duration one, Duration other) {
        return one.compareTo(other) >= 0 ? one : other;
    }
}
