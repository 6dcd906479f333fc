package io.github.cameldatadog.examples.scheduledquery;

/**
 * A firing of the schedule in a cluster.
 *
 * @param node the node that was given charge of it
 * @param time for when it was scheduled, as the node says it
 */
record NodeFiring(String node, String time) {}
