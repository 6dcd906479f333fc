package io.github.cameldatadog.findings.campaign;

import java.time.Duration;

/**
 * Something is stopped while exchanges are worked on.
 *
 * @param what the number of the exchange whose producer is stopped; {@link #CONTEXT} for the whole context
 */
record Stop(Duration at, int what) {

    static final int CONTEXT = -1;
}
