package io.github.cameldatadog.findings;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.LongStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Overlapping exchanges of any body, plan and option meet every fault, a lagging index, tight limits and others at work,
 * on virtual time. The system property {@code datadogFindings.campaign} sets how many seeds are run,
 * {@code datadogFindings.seed} runs one.
 */
class CampaignTest {

    static LongStream seeds() {
        Long one = Long.getLong("datadogFindings.seed");
        return one != null
                ? LongStream.of(one)
                : LongStream.rangeClosed(1, Integer.getInteger("datadogFindings.campaign", 100));
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void whateverHappensTheBooksBalanceAndAreTrue(long seed) throws Exception {
        new CampaignRun(seed).run();
    }

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {3, 8, 21})
    void theSameSeedDoesTheSameAgain(long seed) throws Exception {
        assertThat(new CampaignRun(seed).run()).isEqualTo(new CampaignRun(seed).run());
    }
}
