package io.github.cameldatadog.findings.client;

/** A place in a queue for something that only so many may hold at a time. Safe for use by several threads. */
public interface Waiting {

    /**
     * Leaves the queue.
     *
     * @return true if the place was left: nothing will be handed out. False if it was handed out, or is just being: then
     *     whoever gets it gives it back
     */
    boolean cancel();
}
