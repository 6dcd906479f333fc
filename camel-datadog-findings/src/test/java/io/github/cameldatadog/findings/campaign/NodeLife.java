package io.github.cameldatadog.findings.campaign;

import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import java.util.stream.Stream;

/**
 * One start of a node.
 *
 * @param number tells it from all others
 * @param node the node that it is of
 * @param named whether its ledger knows the node's name
 * @param died when it died; null if it did not
 * @param marked the findings that it told its ledger it was about to send
 */
record NodeLife(int number, int node, boolean named, Instant from, Instant died, Set<String> marked) {

    /** A process that was not heard of for that long is taken to be gone. */
    static final Duration SILENCE = Duration.ofMinutes(1);

    /** When a start looks once more for what others left in doubt that died just before it. */
    static final Duration SECOND_LOOK = Duration.ofSeconds(75);

    /** When it looked for what others left in doubt, of all scopes. */
    Stream<Instant> looks() {
        return Stream.of(from, from.plus(SECOND_LOOK)).filter(look -> died == null || look.isBefore(died));
    }

    boolean isDead() {
        return died != null;
    }

    /** Until when another life has to take it, that is dead, to be alive. */
    Instant heldUntil(NodeLife by) {
        boolean successor = named && by.node == node && by.number > number;
        return successor ? died : died.plus(SILENCE);
    }
}
