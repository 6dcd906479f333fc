package io.github.cameldatadog.findings.campaign;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import io.github.cameldatadog.findings.DatadogFindingsProducer;
import io.github.cameldatadog.findings.internal.DatadogConnections;
import java.util.List;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.LoggerFactory;

/**
 * Overlapping exchanges of any body, plan and option meet every fault, a lagging index, tight limits, stops and others at work,
 * on virtual time. The system property {@code datadogFindings.campaign} sets how many seeds are run, {@code
 * datadogFindings.campaignFrom} with which it begins, {@code datadogFindings.seed} runs one.
 */
class CampaignTest {

    private static final Logger LOG = (Logger) LoggerFactory.getLogger(CampaignTest.class);
    private static final List<Logger> OF_THE_COMPONENT = Stream.of(
                    DatadogFindingsProducer.class.getName(), DatadogConnections.class.getPackageName())
            .map(name -> (Logger) LoggerFactory.getLogger(name))
            .toList();

    /** Most exchanges of a campaign fail, and of each there would be a line. */
    @BeforeAll
    static void hush() {
        OF_THE_COMPONENT.forEach(one -> one.setLevel(Level.ERROR));
        LOG.setLevel(Level.INFO);
    }

    @AfterAll
    static void speak() {
        OF_THE_COMPONENT.forEach(one -> one.setLevel(null));
        LOG.setLevel(null);
    }

    private static LongStream seeds() {
        Long one = Long.getLong("datadogFindings.seed");
        long first = one != null ? one : Long.getLong("datadogFindings.campaignFrom", 1);
        return LongStream.range(first, first + (one != null ? 1 : Long.getLong("datadogFindings.campaign", 500)));
    }

    @Test
    void whateverHappensAllRulesHold() throws Exception {
        Campaign campaign = new Campaign();
        List<String> failures = campaign.run(seeds());
        LOG.info("{}", campaign.tally());
        assertThat(failures)
                .as("%s of the seeds fail", failures.size())
                .withFailMessage(() -> String.join("\n\n", failures))
                .isEmpty();
    }

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {3, 8, 21, 42})
    void theSameSeedDoesTheSameAgain(long seed) throws Exception {
        CampaignPlan plan = PlanGenerator.plan(seed);
        assertThat(PlanGenerator.plan(seed)).hasToString(plan.toString());
        assertThat(CampaignRun.of(plan).trace())
                .hasToString(CampaignRun.of(plan).trace().toString());
    }
}
