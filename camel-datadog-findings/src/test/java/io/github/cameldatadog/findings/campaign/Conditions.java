package io.github.cameldatadog.findings.campaign;

import java.time.Duration;

/**
 * What holds for a whole run.
 *
 * @param oneProject whether all exchanges make tickets in one project, else each in its own
 * @param indexLag how long the index takes to show a change
 * @param slowInHundred of how many findings in a hundred the index shows changes later than that
 * @param slowLag how long it takes for those
 * @param newInHundred how many findings in a hundred are so new that the index does not show them at first
 * @param refusedInHundred how many connections in a hundred are refused
 * @param createLimit requests to create that Datadog allows in a period
 * @param searchLimit searches that it allows in a period
 */
record Conditions(
        boolean oneProject,
        Duration indexLag,
        int slowInHundred,
        Duration slowLag,
        int newInHundred,
        int refusedInHundred,
        int createLimit,
        int searchLimit,
        Duration period) {

    static final int NO_LIMIT = 1_000_000;

    /** Nothing is in the way. */
    static final Conditions PLAIN =
            new Conditions(false, Duration.ZERO, 0, Duration.ZERO, 0, 0, NO_LIMIT, NO_LIMIT, Duration.ofSeconds(60));

    /** How long the index takes to show a change of one finding. */
    Duration lagOf(String findingId) {
        return isNew(findingId) || isSlow(findingId) ? slowLag : indexLag;
    }

    /** Whether the index does not show it at first. */
    boolean isNew(String findingId) {
        return place(findingId) < newInHundred;
    }

    /** Whether the index shows its changes at another time than those of most findings. */
    boolean isSlow(String findingId) {
        return 99 - place(findingId) < slowInHundred;
    }

    private static int place(String findingId) {
        return Math.floorMod(findingId.hashCode(), 100);
    }

    /** How long it takes for those findings for which it takes the shortest. */
    Duration shortestLag() {
        boolean slowIsQuicker = newInHundred + slowInHundred > 0 && slowLag.compareTo(indexLag) < 0;
        return slowIsQuicker ? slowLag : indexLag;
    }

    Conditions withOneProject(boolean one) {
        return new Conditions(
                one,
                indexLag,
                slowInHundred,
                slowLag,
                newInHundred,
                refusedInHundred,
                createLimit,
                searchLimit,
                period);
    }

    Conditions withIndexLag(Duration lag) {
        return new Conditions(
                oneProject,
                lag,
                slowInHundred,
                slowLag,
                newInHundred,
                refusedInHundred,
                createLimit,
                searchLimit,
                period);
    }

    Conditions withSlowFindings(int inHundred, Duration lag, int newOnes) {
        return new Conditions(
                oneProject, indexLag, inHundred, lag, newOnes, refusedInHundred, createLimit, searchLimit, period);
    }

    Conditions withRefused(int inHundred) {
        return new Conditions(
                oneProject,
                indexLag,
                slowInHundred,
                slowLag,
                newInHundred,
                inHundred,
                createLimit,
                searchLimit,
                period);
    }

    Conditions withLimits(int creates, int searches) {
        return new Conditions(
                oneProject,
                indexLag,
                slowInHundred,
                slowLag,
                newInHundred,
                refusedInHundred,
                creates,
                searches,
                period);
    }
}
