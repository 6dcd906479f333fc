package io.github.cameldatadog.findings.testkit.core;

import java.util.Random;

/** The whole state of a simulated Datadog, apart from its requests. Guarded by the lock of the core. */
record Books(
        SearchIndex index,
        CaseBook cases,
        KeyRing keys,
        MuteBook mutes,
        ProjectBook projects,
        RateLimits rateLimits,
        Application application,
        FindingChanges changes) {

    static Books of(CoreSettings settings, Random random) {
        SearchIndex index = new SearchIndex();
        CaseBook cases = new CaseBook(index, random);
        MuteBook mutes = new MuteBook(index, cases);
        ProjectBook projects = new ProjectBook(settings.projects());
        return new Books(
                index,
                cases,
                new KeyRing(settings),
                mutes,
                projects,
                new RateLimits(),
                new Application(index, cases, projects, random),
                new FindingChanges(index, cases, projects, mutes, random));
    }
}
