package io.github.cameldatadog.findings.crash;

import java.util.Random;

/**
 * How one run goes, but for the step.
 *
 * @param requests how many requests it takes to make all tickets
 * @param request during which of them a process is killed, from 1
 * @param findingsPerTicket findings of a ticket; a request makes two tickets
 * @param maxInFlight requests at a time
 * @param indexLags whether what is made is shown by searches only when the last process has begun to look
 */
record CrashPlan(long seed, int requests, int request, int findingsPerTicket, int maxInFlight, boolean indexLags) {

    static final int TICKETS_PER_REQUEST = 2;

    static CrashPlan of(long seed) {
        Random random = new Random(seed);
        int requests = 2 + random.nextInt(3);
        return new CrashPlan(
                seed,
                requests,
                1 + random.nextInt(requests),
                1 + random.nextInt(3),
                1 + random.nextInt(2),
                random.nextInt(4) > 0);
    }

    int findings() {
        return requests * TICKETS_PER_REQUEST * findingsPerTicket;
    }

    boolean isEven() {
        return seed % 2 == 0;
    }

    /** Kills the first process where what it leaves has to be taken over: it was made, or it was not. */
    Fate leavesDoubt() {
        return Fate.at(isEven() ? Moment.ANSWER_WITHHELD : Moment.SENDING, request);
    }
}
