package io.github.cameldatadog.findings.campaign;

import java.util.stream.Collectors;

/** Tells people of a seed that failed: which rule was broken, in which smallest plan, what happened, and how to see it again. */
final class FailedSeed {

    private FailedSeed() {}

    /**
     * The story.
     *
     * @param shrunk what is left of it
     */
    static String told(CampaignOutcome failed, CampaignOutcome shrunk) {
        return "Seed " + failed.plan().seed() + " breaks "
                + failed.violations().get(0).rule()
                + ".\n\nThe smallest plan found that breaks it:\n" + shrunk.plan()
                + "\n\nWhat happens in it:\n" + shrunk.trace().readable()
                + "\nWhat is broken:\n"
                + shrunk.violations().stream()
                        .limit(10)
                        .map(Violation::toString)
                        .collect(Collectors.joining("\n"))
                + "\n\nTo see it again:\n" + command(failed.plan().seed()) + "\n";
    }

    static String command(long seed) {
        return "./mvnw -pl camel-datadog-findings -am test -Dtest=CampaignTest -Dsurefire.failIfNoSpecifiedTests=false"
                + " -DdatadogFindings.seed=" + seed;
    }
}
